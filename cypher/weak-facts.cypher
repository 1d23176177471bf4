// title: Facts that rest on one weak sentence
// title_zh: 仅凭一句且把握不大的事实
// family: provenance
// params: -
// returns: stated relations with one passage and low confidence, weakest first
MATCH (a)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]->(b)
WHERE r.doubtful AND r.sentences = 1
RETURN a.id AS id, a.name AS head, type(r) AS relation, b.id AS tail_id, b.name AS tail, r.confidence AS confidence, r.rule AS rule, r.quote AS quote, r.document AS document
ORDER BY confidence, id, relation, tail_id
LIMIT 200
