// title: Largest commitments
// title_zh: 最大的承诺
// family: targets
// params: unit: text
// returns: planned amounts of a unit (元, 平方米, 家, 个, 套 …) by size; changes in percent are left out
// graph: MATCH (t:Target)-[r:REPORTED_BY]->(d:District) WHERE t.status = 'planned' AND t.unit = $unit AND t.kind <> 'change' RETURN * ORDER BY t.number DESC, t.id
MATCH (t:Target)
WHERE t.status = 'planned' AND t.unit = $unit AND t.kind <> 'change' AND t.number IS NOT NULL
OPTIONAL MATCH (o)-[:HAS_TARGET]->(t)
RETURN coalesce(o.name, t.district) AS owner, t.district AS district, t.year AS year, t.indicator AS indicator, t.value AS value, t.comparator AS comparator, t.number AS number, t.id AS id, t.quote AS quote, t.document AS document
ORDER BY number DESC, id
