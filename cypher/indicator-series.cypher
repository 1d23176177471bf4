// title: Series of an indicator in a district
// title_zh: 区级指标序列
// family: targets
// params: indicator: Indicator, district: District
// returns: levels and changes of the indicator by year
// order: kind, year, status, id
MATCH (d:District)-[:HAS_TARGET]->(t:Target)-[:MEASURES]->(i:Indicator)
WHERE i.id = $indicator AND d.id = $district
RETURN t.year AS year, t.kind AS kind, t.status AS status, t.value AS value, t.number AS number, t.unit AS unit, t.id AS id, t.quote AS quote, t.document AS document
UNION ALL
MATCH (d:District)<-[:REPORTED_BY]-(t:Target)-[:MEASURES]->(i:Indicator)
WHERE i.id = $indicator AND d.id = $district AND NOT EXISTS { MATCH (o)-[:HAS_TARGET]->(t) }
RETURN t.year AS year, t.kind AS kind, t.status AS status, t.value AS value, t.number AS number, t.unit AS unit, t.id AS id, t.quote AS quote, t.document AS document
