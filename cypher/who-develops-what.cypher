// title: Who develops what
// title_zh: 谁在建设什么
// family: projects
// params: -
// returns: enterprises and institutions with the projects and zones they build, invest in or operate
MATCH (e)-[r:DEVELOPS]->(p)
RETURN e.id AS id, e.name AS developer, p.id AS project_id, p.name AS project, p.district AS district, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, project_id, confidence DESC, quote
