// title: Projects of a district
// title_zh: 区内项目
// family: projects
// params: district: District
// returns: projects in the district, in its zones, and those its reports name, with status and years; how says which
// graph: MATCH (p:Project)-[r:LOCATED_IN|REPORTED_BY]->(d:District) WHERE d.id = $district OPTIONAL MATCH (p)-[l:LOCATED_IN|PART_OF]->(z:Zone) RETURN * ORDER BY p.mentions DESC, p.id, z.id
// order: status, id
MATCH (p:Project)-[r:LOCATED_IN]->(d:District)
WHERE d.id = $district
RETURN p.id AS id, p.name AS name, p.status AS status, p.first_year AS first_year, p.last_year AS last_year, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Project)-[r:LOCATED_IN]->(w:Zone)
MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d:District)
WHERE d.id = $district AND coalesce(w.district, d.name) = d.name AND NOT EXISTS { MATCH (p)-[x:LOCATED_IN]->(d) WHERE NOT x.doubtful }
WITH DISTINCT p, r, w
RETURN p.id AS id, p.name AS name, p.status AS status, p.first_year AS first_year, p.last_year AS last_year, 'in zone ' + w.name AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (p:Project)-[r:REPORTED_BY]->(d:District)
WHERE d.id = $district
WITH DISTINCT d, r, p
WHERE coalesce(p.district, d.name) = d.name AND NOT EXISTS { MATCH (p)-[x:LOCATED_IN]->(d) WHERE NOT x.doubtful } AND NOT EXISTS { MATCH (p)-[y:LOCATED_IN]->(w:Zone) WHERE NOT y.doubtful AND coalesce(w.district, d.name) = d.name AND EXISTS { MATCH (w)-[:LOCATED_IN|REPORTED_BY]->(d) } }
RETURN p.id AS id, p.name AS name, p.status AS status, p.first_year AS first_year, p.last_year AS last_year, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
