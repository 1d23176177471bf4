// title: What only this district does
// title_zh: 唯此区有
// family: districts
// params: district: District
// returns: industries, programs and policies of the district that no other district has
MATCH (d:District)-[r:FOCUSES_ON|IMPLEMENTS]->(n)
WHERE d.id = $district AND NOT EXISTS { MATCH (o:District)-[:FOCUSES_ON|IMPLEMENTS]->(n) WHERE o.id <> $district }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id, relation, confidence DESC, quote
