// title: Zones inside a zone, and around it
// title_zh: 功能区的上下级
// family: zones
// params: zone: Zone
// returns: zones that are a part of the zone or contain it, up to three steps; depth is negative towards the outside
// graph: MATCH p = (a:Zone)-[:PART_OF|LOCATED_IN*1..2]-(z:Zone) WHERE z.id = $zone RETURN p ORDER BY length(p)
MATCH (a:Zone)-[r:PART_OF|LOCATED_IN]->(z:Zone)
WHERE z.id = $zone
RETURN 1 AS depth, a.id AS id, a.name AS name, z.name AS of, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (a:Zone)-[r:PART_OF|LOCATED_IN]->(b:Zone)-[:PART_OF|LOCATED_IN]->(z:Zone)
WHERE z.id = $zone AND a.id <> z.id
RETURN 2 AS depth, a.id AS id, a.name AS name, b.name AS of, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (z:Zone)-[r:PART_OF|LOCATED_IN]->(a:Zone)
WHERE z.id = $zone
RETURN -1 AS depth, a.id AS id, a.name AS name, z.name AS of, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
