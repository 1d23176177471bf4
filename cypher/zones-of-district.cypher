// title: Zones of a district
// title_zh: 区内功能区
// family: zones
// params: district: District
// returns: zones in the district with how many industries, projects and figures each has
MATCH (z:Zone)-[r:LOCATED_IN]->(d:District)
WHERE d.id = $district
RETURN z.id AS id, z.name AS name, z.mentions AS mentions, COUNT { MATCH (z)-[:FOCUSES_ON]->(:Industry) } AS industries, COUNT { MATCH (z)<-[:LOCATED_IN]-(:Project) } AS projects, COUNT { MATCH (z)-[:HAS_TARGET]->(:Target) } AS targets, r.implied AS implied, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
ORDER BY mentions DESC, id, confidence DESC, quote
