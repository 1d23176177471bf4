// title: Figures of an indicator
// title_zh: 某指标的各年各区数值
// family: targets
// params: indicator: Indicator
// returns: every figure of the indicator over owners and years, planned and achieved; confidence is that of the indicator, doubtful below 0.7
// graph: MATCH (d:District)<-[r:REPORTED_BY]-(t:Target)-[s:MEASURES]->(i:Indicator) WHERE i.id = $indicator RETURN * ORDER BY t.year, t.id
MATCH (t:Target)-[:MEASURES]->(i:Indicator)
WHERE i.id = $indicator
OPTIONAL MATCH (o)-[:HAS_TARGET]->(t)
RETURN coalesce(o.name, t.district) AS owner, t.year AS year, t.status AS status, t.kind AS kind, t.value AS value, t.comparator AS comparator, t.id AS id, t.confidence < 0.7 AS doubtful, t.confidence AS confidence, t.quote AS quote, t.document AS document
ORDER BY owner, year, status, id
