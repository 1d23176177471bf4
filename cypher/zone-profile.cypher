// title: Zone profile
// title_zh: 功能区概况
// family: zones
// params: zone: Zone
// returns: every relation and figure of the zone with its sentence; direction says whether the zone is the head (out) or the tail (in)
// graph: MATCH (z:Zone)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH|IMPLEMENTS|HAS_TARGET|REPORTED_BY]-(n) WHERE z.id = $zone RETURN * ORDER BY z.id, n.id
MATCH (z:Zone)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH|IMPLEMENTS|HAS_TARGET|REPORTED_BY]->(n)
WHERE z.id = $zone
RETURN type(r) AS relation, 'out' AS direction, n.id AS id, n.name AS name, CASE WHEN type(r) = 'REPORTED_BY' THEN 'reported' WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (z:Zone)<-[r:LOCATED_IN|PART_OF|FOCUSES_ON|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH|IMPLEMENTS|HAS_TARGET|REPORTED_BY]-(n)
WHERE z.id = $zone
RETURN type(r) AS relation, 'in' AS direction, n.id AS id, n.name AS name, CASE WHEN type(r) = 'REPORTED_BY' THEN 'reported' WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
