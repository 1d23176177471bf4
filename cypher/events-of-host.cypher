// title: Events of a host
// title_zh: 主办的活动
// family: events
// params: host: Entity
// returns: events that a district, zone or institution holds, those held in it, and those that a district's reports name
// graph: MATCH (h:Entity)-[r:HOSTS|LOCATED_IN|REPORTED_BY]-(e:Event) WHERE h.id = $host RETURN * ORDER BY e.mentions DESC, e.id
// order: id, relation
MATCH (h:Entity)-[r:HOSTS|LOCATED_IN]-(e:Event)
WHERE h.id = $host
RETURN type(r) AS relation, e.id AS id, e.name AS name, e.first_year AS first_year, e.last_year AS last_year, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (e:Event)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $host AND NOT EXISTS { MATCH (d)-[:HOSTS|LOCATED_IN]-(e) }
RETURN type(r) AS relation, e.id AS id, e.name AS name, e.first_year AS first_year, e.last_year AS last_year, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
