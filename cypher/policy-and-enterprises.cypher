// title: Where policy and enterprises both are
// title_zh: 政策与企业并存的产业
// family: industries
// params: district: District
// returns: industries of the district with zones, programs or policies and enterprises, by how many
// graph: MATCH (e:Enterprise)-[o:OPERATES_IN]->(i:Industry)<-[f:FOCUSES_ON]-(p:Zone|Program|Policy) WHERE EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district } AND EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district } RETURN * ORDER BY i.id, e.id, p.id
// order: enterprises desc, promoters desc, id
MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry)
WHERE d.id = $district
MATCH (p)-[f:FOCUSES_ON]->(i) WHERE NOT f.doubtful AND EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH d, r, i, count(DISTINCT p) AS promoters
MATCH (e:Enterprise)-[o:OPERATES_IN]->(i) WHERE NOT o.doubtful AND EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH r, i, promoters, count(DISTINCT e) AS enterprises
RETURN i.id AS id, i.name AS name, promoters, enterprises, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (d:District)<-[r:REPORTED_BY]-(i:Industry)
WHERE d.id = $district AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON]->(i) }
MATCH (p)-[f:FOCUSES_ON]->(i) WHERE NOT f.doubtful AND EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH d, r, i, count(DISTINCT p) AS promoters
MATCH (e:Enterprise)-[o:OPERATES_IN]->(i) WHERE NOT o.doubtful AND EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH r, i, promoters, count(DISTINCT e) AS enterprises
RETURN i.id AS id, i.name AS name, promoters, enterprises, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
