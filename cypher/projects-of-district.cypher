// title: Projects of a district
// title_zh: 区内项目
// family: projects
// params: district: District
// returns: projects located in the district, with status and years
MATCH (p:Project)-[r:LOCATED_IN]->(d:District)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.status AS status, p.first_year AS first_year, p.last_year AS last_year, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY status, id, confidence DESC, quote
