// title: Entities without a stated relation
// title_zh: 没有明示关系的实体
// family: provenance
// params: type: type
// returns: entities of a type (Zone, Program, …) of which no sentence states a relation, most mentioned first
// graph: MATCH (e:Entity)-[r:REPORTED_BY]->(d:District) WHERE e.id STARTS WITH $type AND NOT EXISTS { MATCH (e)<-[:SUBJECT|OBJECT]-(:Statement) } RETURN * ORDER BY e.mentions DESC, e.id
MATCH (e:Entity)
WHERE e.id STARTS WITH $type AND NOT EXISTS { MATCH (e)<-[:SUBJECT|OBJECT]-(s:Statement) }
RETURN e.id AS id, e.name AS name, e.mentions AS mentions
ORDER BY mentions DESC, id
