// title: Figures of a district
// title_zh: 区级指标
// family: districts
// params: district: District
// returns: every figure of the district itself, by year; confidence is that of the indicator, doubtful below 0.7
// graph: MATCH (d:District)<-[r:REPORTED_BY]-(t:Target)-[s:MEASURES]->(i:Indicator) WHERE d.id = $district AND NOT EXISTS { MATCH ()-[:HAS_TARGET]->(t) } RETURN * ORDER BY t.year DESC, t.id
// order: year desc, status, indicator, id
MATCH (d:District)-[r:HAS_TARGET]->(t:Target)
WHERE d.id = $district
RETURN t.year AS year, t.status AS status, t.indicator AS indicator, t.kind AS kind, t.comparator AS comparator, t.value AS value, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
UNION ALL
MATCH (t:Target)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district AND NOT EXISTS { MATCH (o)-[:HAS_TARGET]->(t) }
RETURN t.year AS year, t.status AS status, t.indicator AS indicator, t.kind AS kind, t.comparator AS comparator, t.value AS value, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
