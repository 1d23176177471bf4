// title: Industries that districts share
// title_zh: 各区共有产业
// family: districts
// params: districts: District*
// returns: industries by how many of the districts promote or report them; districts is the list of those that do
// graph: MATCH (d:District)-[r:FOCUSES_ON|REPORTED_BY]-(i:Industry) WHERE d.id IN $districts AND EXISTS { MATCH (i)-[:FOCUSES_ON|REPORTED_BY]-(o:District) WHERE o.id IN $districts AND o.id <> d.id } RETURN * ORDER BY i.mentions DESC, i.id, d.id
MATCH (d:District)-[r:FOCUSES_ON|REPORTED_BY]-(i:Industry)
WHERE d.id IN $districts
WITH i, count(DISTINCT d) AS number, collect(DISTINCT d.name) AS districts, max(r.confidence) AS confidence
WHERE number > 1
RETURN i.id AS id, i.name AS name, number, districts, confidence
ORDER BY number DESC, id
