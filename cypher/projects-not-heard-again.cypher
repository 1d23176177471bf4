// title: Planned and not heard of again
// title_zh: 计划后未再提及的项目
// family: projects
// params: district: District
// returns: projects that a report planned and no later report of the district mentions; last_report is the newest one
// graph: MATCH (p:Project)-[r:REPORTED_BY]->(d:District) WHERE d.id = $district AND p.status = 'planned' OPTIONAL MATCH (p)-[l:LOCATED_IN]->(z:Zone) RETURN * ORDER BY p.last_year, p.id
MATCH (h:District)<-[:REPORTED_BY]-(x:Document)
WHERE h.id = $district
WITH h, max(x.year) AS last_report
MATCH (p:Project)-[r:REPORTED_BY]->(h)
WHERE p.status = 'planned' AND p.last_year < last_report
RETURN p.id AS id, p.name AS name, p.last_year AS last_year, last_report, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY last_year, id, confidence DESC, quote
