// title: Programs and policies of an industry
// title_zh: 某产业的计划与政策
// family: programs
// params: industry: Industry
// returns: programs and policies that promote the industry, with the districts that run them
MATCH (p:Program|Policy)-[r:FOCUSES_ON]->(i:Industry)
WHERE i.id = $industry
RETURN p.id AS id, p.name AS name, p.district AS district, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY district, id, confidence DESC, quote
