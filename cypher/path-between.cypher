// title: How two entities are connected
// title_zh: 两实体之间的路径
// family: zones
// params: first: Entity, second: Entity
// returns: paths of one to three stated steps, each step with its sentence
// graph: MATCH p = allShortestPaths((a:Entity)-[:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH*..3]-(b:Entity)) WHERE a.id = $first AND b.id = $second RETURN p ORDER BY length(p)
MATCH (a:Entity)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(b:Entity)
WHERE a.id = $first AND b.id = $second
RETURN 1 AS length, a.name AS from_name, type(r) AS step1, r.quote AS quote1, '' AS via1, '' AS step2, '' AS quote2, '' AS via2, '' AS step3, '' AS quote3, b.name AS to_name, b.id AS id, '' AS via2_id
UNION ALL
MATCH (a:Entity)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(m)-[s:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(b:Entity)
WHERE a.id = $first AND b.id = $second
WITH a, r, m, s, b
WHERE m.id <> a.id AND m.id <> b.id
RETURN 2 AS length, a.name AS from_name, type(r) AS step1, r.quote AS quote1, m.name AS via1, type(s) AS step2, s.quote AS quote2, '' AS via2, '' AS step3, '' AS quote3, b.name AS to_name, m.id AS id, '' AS via2_id
UNION ALL
MATCH (a:Entity)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(m)-[s:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(n)-[t:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]-(b:Entity)
WHERE a.id = $first AND b.id = $second
WITH a, r, m, s, n, t, b
WHERE m.id <> a.id AND m.id <> b.id AND n.id <> a.id AND n.id <> b.id AND m.id <> n.id
RETURN 3 AS length, a.name AS from_name, type(r) AS step1, r.quote AS quote1, m.name AS via1, type(s) AS step2, s.quote AS quote2, n.name AS via2, type(t) AS step3, t.quote AS quote3, b.name AS to_name, m.id AS id, n.id AS via2_id
