// title: What only this district does
// title_zh: 唯此区有
// family: districts
// params: district: District
// returns: industries, programs and policies of the district that no other district states or reports
// graph: MATCH (d:District)-[r:REPORTED_BY|FOCUSES_ON|IMPLEMENTS]-(n:Industry|Program|Policy) WHERE d.id = $district AND NOT EXISTS { MATCH (n)-[:REPORTED_BY]->(o) WHERE o.id <> $district } AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district } RETURN * ORDER BY n.mentions DESC, n.id
// order: mentions desc, id, relation
MATCH (d:District)-[r:FOCUSES_ON|IMPLEMENTS]->(n)
WHERE d.id = $district AND NOT EXISTS { MATCH (n)-[:REPORTED_BY]->(o) WHERE o.id <> $district } AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (n:Industry)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON|IMPLEMENTS]->(n) } AND NOT EXISTS { MATCH (n)-[:REPORTED_BY]->(o) WHERE o.id <> $district } AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (n:Program)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON|IMPLEMENTS]->(n) } AND NOT EXISTS { MATCH (n)-[:REPORTED_BY]->(o) WHERE o.id <> $district } AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (n:Policy)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON|IMPLEMENTS]->(n) } AND NOT EXISTS { MATCH (n)-[:REPORTED_BY]->(o) WHERE o.id <> $district } AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
