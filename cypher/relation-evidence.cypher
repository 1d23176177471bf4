// title: Evidence of a relation
// title_zh: 关系的原文依据
// family: provenance
// params: head: Entity, tail: Entity
// returns: every relation between two entities with rule, confidence and sentence
MATCH (a)-[r]->(b)
WHERE (a.id = $head AND b.id = $tail) OR (a.id = $tail AND b.id = $head)
RETURN a.id AS id, a.name AS head, type(r) AS relation, b.name AS tail, r.rule AS rule, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY relation, id, confidence DESC, quote
