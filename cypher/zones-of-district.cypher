// title: Zones of a district
// title_zh: 区内功能区
// family: zones
// params: district: District
// returns: zones in the district, those inside its zones and those its reports name, with how many industries, projects and figures each has; how says which
// graph: MATCH (z:Zone)-[r:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district OPTIONAL MATCH (z)-[f:FOCUSES_ON]->(i:Industry) RETURN * ORDER BY z.mentions DESC, z.id, i.id
// order: mentions desc, id
MATCH (z:Zone)-[r:LOCATED_IN]->(d:District)
WHERE d.id = $district
RETURN z.id AS id, z.name AS name, z.mentions AS mentions, COUNT { MATCH (z)-[:FOCUSES_ON]->(:Industry) } AS industries, COUNT { MATCH (z)<-[:LOCATED_IN]-(:Project) } AS projects, COUNT { MATCH (z)-[:HAS_TARGET]->(:Target) } AS targets, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (z:Zone)-[r:PART_OF|LOCATED_IN]->(w:Zone)
MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district AND coalesce(w.district, d.name) = d.name AND NOT EXISTS { MATCH (z)-[x:LOCATED_IN]->(d) WHERE NOT x.doubtful }
WITH DISTINCT z, r, w
RETURN z.id AS id, z.name AS name, z.mentions AS mentions, COUNT { MATCH (z)-[:FOCUSES_ON]->(:Industry) } AS industries, COUNT { MATCH (z)<-[:LOCATED_IN]-(:Project) } AS projects, COUNT { MATCH (z)-[:HAS_TARGET]->(:Target) } AS targets, 'in zone ' + w.name AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (z:Zone)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH DISTINCT d, r, z
WHERE coalesce(z.district, d.name) = d.name AND NOT EXISTS { MATCH (z)-[x:LOCATED_IN]->(d) WHERE NOT x.doubtful } AND NOT EXISTS { MATCH (z)-[y:PART_OF|LOCATED_IN]->(w:Zone) WHERE NOT y.doubtful AND coalesce(w.district, d.name) = d.name AND EXISTS { MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d) } }
RETURN z.id AS id, z.name AS name, z.mentions AS mentions, COUNT { MATCH (z)-[:FOCUSES_ON]->(:Industry) } AS industries, COUNT { MATCH (z)<-[:LOCATED_IN]-(:Project) } AS projects, COUNT { MATCH (z)-[:HAS_TARGET]->(:Target) } AS targets, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
