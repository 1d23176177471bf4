// title: Parent, children and neighbours of an industry
// title_zh: 产业的上下级
// family: industries
// params: industry: Industry
// returns: industries around it in the taxonomy
// graph: MATCH p = (i:Industry)-[:SUBSECTOR_OF*1..3]-(:Industry) WHERE i.id = $industry RETURN p ORDER BY length(p)
MATCH (i:Industry)-[:SUBSECTOR_OF]->(n:Industry)
WHERE i.id = $industry
RETURN 'parent' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
UNION ALL
MATCH (i:Industry)<-[:SUBSECTOR_OF]-(n:Industry)
WHERE i.id = $industry
RETURN 'child' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
UNION ALL
MATCH (i:Industry)-[:SUBSECTOR_OF]->(:Industry)<-[:SUBSECTOR_OF]-(n:Industry)
WHERE i.id = $industry AND n.id <> i.id
RETURN 'neighbour' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
