// title: Zones with the same industries
// title_zh: 产业相近的功能区
// family: zones
// params: zone: Zone
// returns: zones that share industries with the zone, by how many; doubtful where no shared one is sure
// graph: MATCH (z:Zone)-[r:FOCUSES_ON]->(i:Industry)<-[s:FOCUSES_ON]-(n:Zone) WHERE z.id = $zone AND n.id <> z.id RETURN * ORDER BY i.id, n.id
MATCH (z:Zone)-[r:FOCUSES_ON]->(i:Industry)<-[s:FOCUSES_ON]-(n:Zone)
WHERE z.id = $zone AND n.id <> z.id
WITH n, count(DISTINCT i) AS shared, collect(DISTINCT i.name) AS industries, max(CASE WHEN r.doubtful OR s.doubtful THEN 0 ELSE 1 END) AS sure
RETURN n.id AS id, n.name AS name, n.district AS district, shared, industries, sure = 0 AS doubtful
ORDER BY shared DESC, id
