// title: District overview
// title_zh: 区概况
// params: district: District
// returns: type, name, mentions of what stands in or is run by the district
MATCH (d:District)-[r]-(n)
WHERE d.id = $district AND type(r) IN ['LOCATED_IN', 'IMPLEMENTS', 'FOCUSES_ON']
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, r.implied AS implied, r.doubtful AS doubtful, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id
