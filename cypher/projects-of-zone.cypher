// title: Projects of a zone
// title_zh: 功能区的项目
// params: zone: Zone
// returns: projects located in the zone
MATCH (p:Project)-[r:LOCATED_IN]->(z:Zone)
WHERE z.id = $zone
RETURN p.id AS id, p.name AS project, p.first_year AS first_year, p.last_year AS last_year, r.quote AS quote, r.document AS document
ORDER BY id
