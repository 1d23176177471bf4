// title: Enterprise footprint
// title_zh: 企业足迹
// params: enterprise: Enterprise
// returns: where the enterprise is and what it does
MATCH (e:Enterprise)-[r]-(n)
WHERE e.id = $enterprise AND type(r) IN ['LOCATED_IN', 'OPERATES_IN', 'DEVELOPS', 'SUPPORTS', 'COOPERATES_WITH', 'HAS_TARGET']
RETURN type(r) AS relation, n.id AS id, n.name AS name, r.implied AS implied, r.doubtful AS doubtful, r.quote AS quote, r.document AS document
ORDER BY relation, id
