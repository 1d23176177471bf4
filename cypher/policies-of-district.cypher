// title: Policies of a district
// title_zh: 区级政策文件
// family: programs
// params: district: District
// returns: policies that the district issues or carries out
MATCH (d:District)-[r:IMPLEMENTS]->(p:Policy)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.first_year AS first_year, p.last_year AS last_year, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, confidence DESC, quote
