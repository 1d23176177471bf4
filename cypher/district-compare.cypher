// title: Compare districts
// title_zh: 多区对比
// family: districts
// params: districts: District*
// returns: for each district its industries, zones and the figures of measures that another of them has too
// graph: MATCH (i:Industry)-[r:FOCUSES_ON|REPORTED_BY]-(d:District) WHERE d.id IN $districts RETURN * ORDER BY i.mentions DESC, i.id, d.id
MATCH (n:Industry)-[r:FOCUSES_ON|REPORTED_BY]-(d:District)
WHERE d.id IN $districts
WITH n, d, min(r.quote) AS quote, min(r.document) AS document
RETURN 'industry' AS kind, n.name AS name, d.name AS district, n.id AS id, '' AS value, CASE WHEN false THEN 0 END AS year, '' AS status, quote, document
UNION ALL
MATCH (n:Zone)-[r:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id IN $districts AND coalesce(n.district, d.name) = d.name
WITH n, d, min(r.quote) AS quote, min(r.document) AS document
RETURN 'zone' AS kind, n.name AS name, d.name AS district, n.id AS id, '' AS value, CASE WHEN false THEN 0 END AS year, '' AS status, quote, document
UNION ALL
MATCH (d:District)<-[:REPORTED_BY]-(t:Target)-[:OF_MEASURE]->(n:Measure)<-[:OF_MEASURE]-(:Target)-[:REPORTED_BY]->(o:District)
WHERE d.id IN $districts AND o.id IN $districts AND o.id <> d.id AND NOT EXISTS { MATCH (x)-[:HAS_TARGET]->(t) }
WITH DISTINCT d, t, n
RETURN 'target' AS kind, n.name AS name, d.name AS district, t.id AS id, t.value AS value, t.year AS year, t.status AS status, t.quote AS quote, t.document AS document
