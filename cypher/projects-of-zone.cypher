// title: Projects of a zone
// title_zh: 功能区的项目
// family: projects
// params: zone: Zone
// returns: projects located in the zone, with status and years
MATCH (p:Project)-[r:LOCATED_IN]->(z:Zone)
WHERE z.id = $zone
RETURN p.id AS id, p.name AS name, p.status AS status, p.first_year AS first_year, p.last_year AS last_year, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, confidence DESC, quote
