// title: Figures in a district's reports of a year
// title_zh: 某区某年报告中的指标
// family: provenance
// params: district: District, year: int
// returns: what the reports of that year plan and review, for comparing years
MATCH (h:District), (o)-[:HAS_TARGET]->(t:Target), (d:Document)
WHERE h.id = $district AND d.district = h.name AND d.year = $year AND t.document = d.id
RETURN o.id AS owner_id, o.name AS owner, t.indicator AS indicator, t.kind AS kind, t.status AS status, t.value AS value, t.number AS number, t.unit AS unit, t.id AS id, t.quote AS quote, t.document AS document
ORDER BY owner_id, indicator, id
