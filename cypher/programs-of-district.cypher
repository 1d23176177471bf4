// title: Programs of a district
// title_zh: 区级计划行动
// family: programs
// params: district: District
// returns: programs that the district or a zone of it runs and those its reports name, most mentioned first, with how many parts and figures each has
// graph: MATCH (p:Program)-[r:IMPLEMENTS|REPORTED_BY]-(d:District) WHERE d.id = $district OPTIONAL MATCH (p)-[f:FOCUSES_ON|SUPPORTS|PART_OF]-(n) RETURN * ORDER BY p.mentions DESC, p.id, n.id
// order: mentions desc, id
MATCH (d:District)-[r:IMPLEMENTS]->(p:Program)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, COUNT { MATCH (p)<-[:PART_OF]-(x) WHERE x.id <> '' } AS parts, COUNT { MATCH (p)-[:HAS_TARGET]->(:Target) } AS targets, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (w:Zone)-[r:IMPLEMENTS]->(p:Program)
MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district AND coalesce(w.district, d.name) = d.name AND NOT EXISTS { MATCH (d)-[x:IMPLEMENTS]->(p) WHERE NOT x.doubtful }
WITH DISTINCT p, r, w
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, COUNT { MATCH (p)<-[:PART_OF]-(x) WHERE x.id <> '' } AS parts, COUNT { MATCH (p)-[:HAS_TARGET]->(:Target) } AS targets, 'in zone ' + w.name AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH DISTINCT d, r, p
WHERE coalesce(p.district, d.name) = d.name AND NOT EXISTS { MATCH (d)-[x:IMPLEMENTS]->(p) WHERE NOT x.doubtful } AND NOT EXISTS { MATCH (w:Zone)-[y:IMPLEMENTS]->(p) WHERE NOT y.doubtful AND coalesce(w.district, d.name) = d.name AND EXISTS { MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d) } }
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, COUNT { MATCH (p)<-[:PART_OF]-(x) WHERE x.id <> '' } AS parts, COUNT { MATCH (p)-[:HAS_TARGET]->(:Target) } AS targets, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
