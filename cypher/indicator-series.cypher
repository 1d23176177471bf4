// title: Series of an indicator in a district
// title_zh: 区级指标序列
// family: targets
// params: indicator: Indicator, district: District
// returns: levels and changes of the indicator, and of others of its measure, by year; confidence is that of the indicator, doubtful below 0.7
// graph: MATCH (i:Indicator)<-[m:MEASURES]-(t:Target)-[r:REPORTED_BY]->(d:District) WHERE i.id = $indicator AND d.id = $district RETURN * ORDER BY i.id, t.id, d.id
// order: kind, year, status, id
MATCH (i:Indicator)<-[:MEASURES]-(t:Target)-[:REPORTED_BY]->(d:District)
WHERE i.id = $indicator AND d.id = $district AND (EXISTS { MATCH (d)-[:HAS_TARGET]->(t) } OR NOT EXISTS { MATCH (o)-[:HAS_TARGET]->(t) })
RETURN t.year AS year, t.from_year AS from_year, t.to_year AS to_year, t.kind AS kind, t.status AS status, t.indicator AS indicator, t.value AS value, t.number AS number, t.unit AS unit, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
UNION ALL
MATCH (i:Indicator)-[:OF_MEASURE]->(m:Measure)<-[:OF_MEASURE]-(t:Target)-[:REPORTED_BY]->(d:District)
WHERE i.id = $indicator AND d.id = $district AND NOT EXISTS { MATCH (t)-[:MEASURES]->(i) } AND (EXISTS { MATCH (d)-[:HAS_TARGET]->(t) } OR NOT EXISTS { MATCH (o)-[:HAS_TARGET]->(t) })
WITH DISTINCT t
RETURN t.year AS year, t.from_year AS from_year, t.to_year AS to_year, t.kind AS kind, t.status AS status, t.indicator AS indicator, t.value AS value, t.number AS number, t.unit AS unit, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
