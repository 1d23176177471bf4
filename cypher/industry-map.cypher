// title: Map of an industry over districts
// title_zh: 产业的区域分布
// family: industries
// params: industry: Industry
// returns: districts by the strength of evidence: zones that focus on it, enterprises in it, whether the district says so itself
MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry)
WHERE i.id = $industry
OPTIONAL MATCH (z:Zone)-[:FOCUSES_ON]->(i)
WHERE z.district = d.name
WITH d, r, i, count(DISTINCT z) AS zones
OPTIONAL MATCH (e:Enterprise)-[:OPERATES_IN]->(i)
WHERE e.district = d.name
WITH d, r, zones, count(DISTINCT e) AS enterprises
RETURN d.id AS id, d.name AS name, size(r.passages) AS sentences, zones, enterprises, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY sentences DESC, id, confidence DESC, quote
