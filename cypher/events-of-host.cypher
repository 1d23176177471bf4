// title: Events of a host
// title_zh: 主办的活动
// family: events
// params: host: Entity
// returns: events that a district, zone or institution holds, and those held in it
MATCH (h)-[r:HOSTS|LOCATED_IN]-(e:Event)
WHERE h.id = $host
RETURN type(r) AS relation, e.id AS id, e.name AS name, e.first_year AS first_year, e.last_year AS last_year, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY id, relation, confidence DESC, quote
