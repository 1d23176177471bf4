// title: Enterprises of an industry
// title_zh: 某产业的企业
// family: enterprises
// params: industry: Industry
// returns: enterprises that operate in the industry, by district
MATCH (e:Enterprise)-[r:OPERATES_IN]->(i:Industry)
WHERE i.id = $industry
RETURN e.district AS district, e.id AS id, e.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY district, id, confidence DESC, quote
