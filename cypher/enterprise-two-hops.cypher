// title: Everything within two steps of an enterprise
// title_zh: 企业两步之内
// family: enterprises
// params: enterprise: Enterprise
// returns: what the enterprise is related to and what that is related to, by stated relations
MATCH (e:Enterprise)-[r:LOCATED_IN|OPERATES_IN|DEVELOPS|SUPPORTS|COOPERATES_WITH]-(m:Zone|Project|Program|Policy|Institution|Enterprise|Industry|Event)-[s:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|DEVELOPS|SUPPORTS|HOSTS]-(n)
WHERE e.id = $enterprise
WITH e, r, m, s, n
WHERE n.id <> e.id
RETURN m.name AS via, type(r) AS step1, n.id AS id, n.name AS name, type(s) AS step2, s.doubtful AS doubtful, s.quote AS quote, s.document AS document
ORDER BY via, id, step1, step2
