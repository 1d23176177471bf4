// title: Targets of an indicator
// title_zh: 某指标的各年各区数值
// params: indicator: Indicator
// returns: every figure of the indicator, planned and achieved
MATCH (o)-[:HAS_TARGET]->(t:Target)-[:MEASURES]->(i:Indicator)
WHERE i.id = $indicator
RETURN o.name AS owner, t.year AS year, t.status AS status, t.kind AS kind, t.value AS value, t.comparator AS comparator, t.quote AS quote, t.document AS document, t.id AS id
ORDER BY owner, year, status, id
