// title: Largest projects
// title_zh: 投资最大的项目
// family: projects
// params: -
// returns: projects with an amount of money that a text gives them, the largest first; a project without an amount is not among them
MATCH (p:Project)-[r:HAS_TARGET]->(t:Target)
WHERE t.unit = '元' AND t.kind <> 'change' AND t.number IS NOT NULL
RETURN p.id AS id, p.name AS name, p.district AS district, p.status AS status, t.year AS year, t.indicator AS indicator, t.value AS value, t.number AS number, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY number DESC, id, indicator, quote
