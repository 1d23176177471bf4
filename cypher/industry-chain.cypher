// title: Parent, children and neighbours of an industry
// title_zh: 产业的上下级
// family: industries
// params: industry: Industry
// returns: industries around it in the taxonomy
// graph: MATCH (i:Industry), (n:Industry) WHERE i.id = $industry AND (n.name = i.parent OR n.parent = i.name OR n.parent = i.parent) RETURN *
MATCH (i:Industry), (n:Industry)
WHERE i.id = $industry AND n.name = i.parent
RETURN 'parent' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
UNION ALL
MATCH (i:Industry), (n:Industry)
WHERE i.id = $industry AND n.parent = i.name
RETURN 'child' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
UNION ALL
MATCH (i:Industry), (n:Industry)
WHERE i.id = $industry AND n.parent = i.parent AND n.id <> i.id
RETURN 'neighbour' AS place, n.id AS id, n.name AS name, n.mentions AS mentions, n.code AS code
