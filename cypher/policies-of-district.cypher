// title: Policies of a district
// title_zh: 区级政策文件
// family: programs
// params: district: District
// returns: policies that the district or a zone of it issues or carries out, and those its reports name
// graph: MATCH (p:Policy)-[r:IMPLEMENTS|REPORTED_BY]-(d:District) WHERE d.id = $district OPTIONAL MATCH (p)-[f:FOCUSES_ON|SUPPORTS]->(n) RETURN * ORDER BY p.mentions DESC, p.id, n.id
// order: id
MATCH (d:District)-[r:IMPLEMENTS]->(p:Policy)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.first_year AS first_year, p.last_year AS last_year, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (w:Zone)-[r:IMPLEMENTS]->(p:Policy)
MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district AND coalesce(w.district, d.name) = d.name AND NOT EXISTS { MATCH (d)-[x:IMPLEMENTS]->(p) WHERE NOT x.doubtful }
WITH DISTINCT p, r, w
RETURN p.id AS id, p.name AS name, p.first_year AS first_year, p.last_year AS last_year, 'in zone ' + w.name AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Policy)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH DISTINCT d, r, p
WHERE coalesce(p.district, d.name) = d.name AND NOT EXISTS { MATCH (d)-[x:IMPLEMENTS]->(p) WHERE NOT x.doubtful } AND NOT EXISTS { MATCH (w:Zone)-[y:IMPLEMENTS]->(p) WHERE NOT y.doubtful AND coalesce(w.district, d.name) = d.name AND EXISTS { MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d) } }
RETURN p.id AS id, p.name AS name, p.first_year AS first_year, p.last_year AS last_year, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
