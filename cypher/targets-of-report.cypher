// title: Figures in a district's reports of a year
// title_zh: 某区某年报告中的指标
// family: provenance
// params: district: District, year: int
// returns: what the reports of that year plan and review, for comparing years; confidence is that of the indicator, doubtful below 0.7
// graph: MATCH (h:District)<-[r:REPORTED_BY]-(t:Target)-[:MENTIONED_IN]->(:Passage)-[:CONTAINED_IN]->(:Section)-[:CONTAINED_IN]->(d:Document)-[q:REPORTED_BY]->(h) WHERE h.id = $district AND d.year = $year OPTIONAL MATCH (o)-[g:HAS_TARGET]->(t) OPTIONAL MATCH (t)-[f:OF_MEASURE]->(m:Measure) RETURN * ORDER BY o.id, m.id, t.id
MATCH (t:Target)-[:MENTIONED_IN]->(:Passage)-[:CONTAINED_IN]->(:Section)-[:CONTAINED_IN]->(d:Document)-[:REPORTED_BY]->(h:District)
WHERE h.id = $district AND d.year = $year
OPTIONAL MATCH (o)-[:HAS_TARGET]->(t)
OPTIONAL MATCH (t)-[:OF_MEASURE]->(m:Measure)
RETURN coalesce(o.id, h.id) AS owner_id, coalesce(o.name, h.name) AS owner, t.indicator AS indicator, m.name AS measure, t.kind AS kind, t.status AS status, t.value AS value, t.number AS number, t.unit AS unit, t.base_number AS base_number, t.base_unit AS base_unit, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
ORDER BY owner_id, indicator, id
