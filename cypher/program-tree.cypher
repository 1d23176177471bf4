// title: Program with its parts and figures
// title_zh: 计划行动的组成与指标
// family: programs
// params: program: Program
// returns: its parts and theirs, the whole it is a part of, its figures, what it serves and promotes, who runs it and whose reports name it
// graph: MATCH (p:Program)-[r:PART_OF|HAS_TARGET|SUPPORTS|IMPLEMENTS|FOCUSES_ON|REPORTED_BY]-(n) WHERE p.id = $program RETURN * ORDER BY p.id, n.id
MATCH (p:Program)<-[r:PART_OF]-(n)
WHERE p.id = $program
RETURN 1 AS place, 'part' AS role, p.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)<-[:PART_OF]-(m:Program)<-[r:PART_OF]-(n)
WHERE p.id = $program AND n.id <> p.id
RETURN 2 AS place, 'part of a part' AS role, m.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)-[r:PART_OF]->(n)
WHERE p.id = $program
RETURN 3 AS place, 'whole' AS role, p.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)-[r:HAS_TARGET]->(n:Target)
WHERE p.id = $program
RETURN 4 AS place, 'figure' AS role, p.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)-[r:SUPPORTS|FOCUSES_ON]->(n)
WHERE p.id = $program
RETURN 5 AS place, 'applies to' AS role, p.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)<-[r:IMPLEMENTS]-(n)
WHERE p.id = $program
RETURN 6 AS place, 'run by' AS role, p.name AS of, n.id AS id, n.name AS name, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Program)-[r:REPORTED_BY]->(n)
WHERE p.id = $program
RETURN 7 AS place, 'reported by' AS role, p.name AS of, n.id AS id, n.name AS name, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
