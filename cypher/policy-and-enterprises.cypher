// title: Where policy and enterprises both are
// title_zh: 政策与企业并存的产业
// family: industries
// params: district: District
// returns: industries of the district with zones, programs or policies and enterprises, by how many
// graph: MATCH (e:Enterprise)-[o:OPERATES_IN]->(i:Industry)<-[f:FOCUSES_ON]-(p:Zone|Program|Policy) WHERE EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district } AND EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district } RETURN * ORDER BY i.id, e.id, p.id
// order: enterprises desc, promoters desc, id
MATCH (e:Enterprise)-[o:OPERATES_IN]->(i:Industry)
WHERE NOT o.doubtful
WITH DISTINCT e, i
MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH d, i, count(DISTINCT e) AS enterprises
MATCH (p)-[f:FOCUSES_ON]->(i)
WHERE NOT f.doubtful
WITH DISTINCT d, i, enterprises, p
MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d)
WITH d, i, enterprises, count(DISTINCT p) AS promoters
MATCH (d)-[r:FOCUSES_ON]->(i)
RETURN i.id AS id, i.name AS name, promoters, enterprises, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (e:Enterprise)-[o:OPERATES_IN]->(i:Industry)
WHERE NOT o.doubtful
WITH DISTINCT e, i
MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH d, i, count(DISTINCT e) AS enterprises
MATCH (p)-[f:FOCUSES_ON]->(i)
WHERE NOT f.doubtful
WITH DISTINCT d, i, enterprises, p
MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d)
WITH d, i, enterprises, count(DISTINCT p) AS promoters
MATCH (i)-[r:REPORTED_BY]->(d)
WHERE NOT EXISTS { MATCH (d)-[:FOCUSES_ON]->(i) }
RETURN i.id AS id, i.name AS name, promoters, enterprises, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
