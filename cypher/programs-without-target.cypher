// title: Programs without a measurable target
// title_zh: 没有量化指标的计划
// family: programs
// params: district: District
// returns: programs that the district runs or its reports name and to which no figure belongs, most mentioned first
// graph: MATCH (p:Program)-[r:IMPLEMENTS|REPORTED_BY]-(d:District) WHERE d.id = $district AND NOT EXISTS { MATCH (p)-[:HAS_TARGET]->(:Target) } RETURN * ORDER BY p.mentions DESC, p.id
// order: mentions desc, id
MATCH (d:District)-[r:IMPLEMENTS]->(p:Program)
WHERE d.id = $district AND NOT EXISTS { MATCH (p)-[:HAS_TARGET]->(:Target) }
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (d:District)<-[r:REPORTED_BY]-(p:Program)
WHERE d.id = $district AND NOT EXISTS { MATCH (p)-[:HAS_TARGET]->(:Target) } AND NOT EXISTS { MATCH (d)-[:IMPLEMENTS]->(p) }
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
