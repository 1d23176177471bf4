// title: Enterprise footprint
// title_zh: 企业足迹
// family: enterprises
// params: enterprise: Enterprise
// returns: where the enterprise is, what it does, builds and takes part in
MATCH (e:Enterprise)-[r:LOCATED_IN|OPERATES_IN|DEVELOPS|SUPPORTS|COOPERATES_WITH|HAS_TARGET]-(n)
WHERE e.id = $enterprise
RETURN type(r) AS relation, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY relation, id, confidence DESC, quote
