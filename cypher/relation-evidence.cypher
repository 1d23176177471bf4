// title: Evidence of a relation
// title_zh: 关系的原文依据
// family: provenance
// params: head: Entity, tail: Entity
// returns: every sentence that states a relation between two entities, with rule and confidence; and whose report names which
// order: relation, id, confidence desc, quote
// graph: MATCH (a:Entity)<-[x:SUBJECT]-(s:Statement)-[y:OBJECT]->(b:Entity) WHERE a.id IN [$head, $tail] AND b.id IN [$head, $tail] RETURN * ORDER BY a.id, s.id, b.id
MATCH (a:Entity)<-[:SUBJECT]-(r:Statement)-[:OBJECT]->(b:Entity)
WHERE a.id IN [$head, $tail] AND b.id IN [$head, $tail]
RETURN a.id AS id, a.name AS head, r.relation AS relation, b.name AS tail, r.rule AS rule, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (a:Entity)-[r:REPORTED_BY]->(b:District)
WHERE a.id IN [$head, $tail] AND b.id IN [$head, $tail]
RETURN a.id AS id, a.name AS head, type(r) AS relation, b.name AS tail, r.rule AS rule, 'reported' AS how, r.confidence AS confidence, r.quote AS quote, r.document AS document
