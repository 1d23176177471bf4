// title: Where policy and enterprises both are
// title_zh: 政策与企业并存的产业
// family: industries
// params: district: District
// returns: industries of the district with zones, programs or policies and enterprises, by how many
// order: enterprises desc, promoters desc, id
// graph: MATCH (e:Enterprise)-[o:OPERATES_IN]->(i:Industry)<-[f:FOCUSES_ON]-(p), (e)-[:LOCATED_IN|REPORTED_BY]->(d:District), (p)-[:LOCATED_IN|REPORTED_BY]->(d) WHERE d.id = $district RETURN e, o, i, f, p
MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry)
WHERE d.id = $district
MATCH (p)-[:FOCUSES_ON]->(i) WHERE EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH d, r, i, count(DISTINCT p) AS promoters
MATCH (e:Enterprise)-[:OPERATES_IN]->(i) WHERE EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH r, i, promoters, count(DISTINCT e) AS enterprises
RETURN i.id AS id, i.name AS name, promoters, enterprises, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (d:District)<-[r:REPORTED_BY]-(i:Industry)
WHERE d.id = $district AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON]->(i) }
MATCH (p)-[:FOCUSES_ON]->(i) WHERE EXISTS { MATCH (p)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH d, r, i, count(DISTINCT p) AS promoters
MATCH (e:Enterprise)-[:OPERATES_IN]->(i) WHERE EXISTS { MATCH (e)-[:LOCATED_IN|REPORTED_BY]->(d) }
WITH r, i, promoters, count(DISTINCT e) AS enterprises
RETURN i.id AS id, i.name AS name, promoters, enterprises, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
