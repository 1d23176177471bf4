// title: Programs of a district
// title_zh: 区级计划行动
// family: programs
// params: district: District
// returns: programs that the district runs, most mentioned first, with how many parts and figures each has
MATCH (d:District)-[r:IMPLEMENTS]->(p:Program)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.mentions AS mentions, COUNT { MATCH (p)<-[:PART_OF]-(x) WHERE x.id <> '' } AS parts, COUNT { MATCH (p)-[:HAS_TARGET]->(:Target) } AS targets, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id, confidence DESC, quote
