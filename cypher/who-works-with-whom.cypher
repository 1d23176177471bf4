// title: Who works with whom
// title_zh: 合作关系
// family: events
// params: -
// returns: every cooperation between districts, zones, enterprises, institutions and regions
MATCH (a)-[r:COOPERATES_WITH]->(b)
RETURN a.id AS id, a.name AS name, b.id AS with_id, b.name AS with_name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, with_id, confidence DESC, quote
