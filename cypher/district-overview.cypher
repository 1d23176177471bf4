// title: District overview
// title_zh: 区概况
// family: districts
// params: district: District
// returns: what is stated of the district or in its reports, most mentioned first; how says which
// graph: MATCH (d:District)<-[r:REPORTED_BY]-(n:Zone|Program|Industry) WHERE d.id = $district OPTIONAL MATCH (n)-[s:FOCUSES_ON|PART_OF|SUPPORTS|IMPLEMENTS]-(m:Zone|Program|Industry) RETURN * ORDER BY n.mentions DESC, n.id, m.id
// order: mentions desc, id, relation
MATCH (d:District)-[r:LOCATED_IN|IMPLEMENTS|FOCUSES_ON|SUPPORTS|HOSTS|COOPERATES_WITH]-(n)
WHERE d.id = $district
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (n:Town|Zone|Project|Program|Policy|Enterprise|Institution|Industry|Event)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district AND coalesce(n.district, d.name) = d.name AND NOT EXISTS { MATCH (n)-[x:LOCATED_IN|IMPLEMENTS|FOCUSES_ON|SUPPORTS|HOSTS|COOPERATES_WITH]-(d) WHERE NOT x.doubtful }
RETURN type(r) AS relation, n.id AS id, n.name AS name, n.mentions AS mentions, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
