// title: Zones of an industry
// title_zh: 某产业的功能区
// family: zones
// params: industry: Industry
// returns: zones that focus on the industry, by district
MATCH (z:Zone)-[r:FOCUSES_ON]->(i:Industry)
WHERE i.id = $industry
RETURN z.district AS district, z.id AS id, z.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY district, id, confidence DESC, quote
