// title: What a program or policy applies to
// title_zh: 计划政策的适用对象
// family: programs
// params: program: Entity
// returns: zones, projects, enterprises, institutions, districts, events and industries it is aimed at
MATCH (p:Entity)-[r:SUPPORTS|FOCUSES_ON]->(n)
WHERE p.id = $program
RETURN type(r) AS relation, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY relation, id, confidence DESC, quote
