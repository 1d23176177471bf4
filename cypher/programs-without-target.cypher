// title: Programs without a measurable target
// title_zh: 没有量化指标的计划
// family: programs
// params: district: District
// returns: programs of the district to which no figure belongs, most mentioned first
MATCH (d:District)-[r:IMPLEMENTS]->(p:Program)
WHERE d.id = $district AND NOT EXISTS { MATCH (p)-[:HAS_TARGET]->(:Target) }
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id, confidence DESC, quote
