// title: Compare districts
// title_zh: 多区对比
// family: districts
// params: districts: District*
// returns: for each district its industries, zones and the figures of indicators that another of them has too
// graph: MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry) WHERE d.id IN $districts RETURN *
MATCH (d:District)-[r:FOCUSES_ON]->(n:Industry)
WHERE d.id IN $districts
RETURN 'industry' AS kind, n.name AS name, d.name AS district, n.id AS id, '' AS value, r.quote AS quote, r.document AS document
UNION ALL
MATCH (n:Zone)-[r:LOCATED_IN]->(d:District)
WHERE d.id IN $districts
RETURN 'zone' AS kind, n.name AS name, d.name AS district, n.id AS id, '' AS value, r.quote AS quote, r.document AS document
UNION ALL
MATCH (d:District)-[r:HAS_TARGET]->(t:Target)-[:MEASURES]->(n:Indicator)<-[:MEASURES]-(:Target)<-[:HAS_TARGET]-(o:District)
WHERE d.id IN $districts AND o.id IN $districts AND o.id <> d.id
WITH DISTINCT d, r, t, n
RETURN 'target' AS kind, n.name AS name, d.name AS district, t.id AS id, t.value AS value, r.quote AS quote, r.document AS document
