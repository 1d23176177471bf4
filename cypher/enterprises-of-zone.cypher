// title: Enterprises of a zone
// title_zh: 功能区的企业
// family: enterprises
// params: zone: Zone
// returns: enterprises that have settled in the zone
MATCH (e:Enterprise)-[r:LOCATED_IN]->(z:Zone)
WHERE z.id = $zone
RETURN e.id AS id, e.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, confidence DESC, quote
