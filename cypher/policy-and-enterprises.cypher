// title: Where policy and enterprises both are
// title_zh: 政策与企业并存的产业
// family: industries
// params: district: District
// returns: industries of the district with zones, programs or policies and enterprises, by how many
MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry)
WHERE d.id = $district
MATCH (p)-[:FOCUSES_ON]->(i)
WHERE p.district = d.name
WITH d, r, i, count(DISTINCT p) AS promoters
MATCH (e:Enterprise)-[:OPERATES_IN]->(i)
WHERE e.district = d.name
WITH r, i, promoters, count(DISTINCT e) AS enterprises
RETURN i.id AS id, i.name AS name, promoters, enterprises, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY enterprises DESC, promoters DESC, id, confidence DESC, quote
