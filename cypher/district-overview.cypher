// title: District overview
// title_zh: 区概况
// family: districts
// params: district: District
// returns: what stands in the district, is run by it or is promoted by it, most mentioned first
MATCH (d:District)-[r:LOCATED_IN|IMPLEMENTS|FOCUSES_ON]-(n)
WHERE d.id = $district
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id, relation, confidence DESC, quote
