// title: Zone profile
// title_zh: 功能区概况
// params: zone: Zone
// returns: every relation and target of the zone with its sentence
MATCH (z:Zone)-[r]-(n)
WHERE z.id = $zone AND type(r) IN ['LOCATED_IN', 'PART_OF', 'FOCUSES_ON', 'SUPPORTS', 'HOSTS', 'DEVELOPS', 'COOPERATES_WITH', 'HAS_TARGET']
RETURN type(r) AS relation, n.id AS id, n.name AS name, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY relation, implied, id
