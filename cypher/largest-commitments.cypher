// title: Largest commitments
// title_zh: 最大的承诺
// family: targets
// params: unit: text
// returns: planned amounts of a unit (元, 平方米, 家, 个, 套 …) by size; changes in percent are left out
MATCH (o)-[:HAS_TARGET]->(t:Target)
WHERE t.status = 'planned' AND t.unit = $unit AND t.kind <> 'change' AND t.number IS NOT NULL
RETURN o.name AS owner, t.district AS district, t.year AS year, t.indicator AS indicator, t.value AS value, t.comparator AS comparator, t.number AS number, t.id AS id, t.quote AS quote, t.document AS document
ORDER BY number DESC, id
