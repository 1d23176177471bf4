// title: Map of an industry over districts
// title_zh: 产业的区域分布
// family: industries
// params: industry: Industry
// returns: districts that promote the industry or whose reports name it, with zones that focus on it and enterprises in it; how says which
// graph: MATCH (d:District)-[r:FOCUSES_ON|REPORTED_BY]-(i:Industry) WHERE i.id = $industry OPTIONAL MATCH (z:Zone)-[f:FOCUSES_ON]->(i) OPTIONAL MATCH (z)-[l:LOCATED_IN|REPORTED_BY]->(d) RETURN * ORDER BY d.id, z.id
// order: sentences desc, id
MATCH (d:District)-[r:FOCUSES_ON]->(i:Industry)
WHERE i.id = $industry
OPTIONAL MATCH (d)<-[:LOCATED_IN|REPORTED_BY]-(z:Zone)-[f:FOCUSES_ON]->(i) WHERE NOT f.doubtful AND coalesce(z.district, d.name) = d.name
WITH d, r, i, count(DISTINCT z) AS zones
OPTIONAL MATCH (d)<-[:LOCATED_IN|REPORTED_BY]-(e:Enterprise)-[o:OPERATES_IN]->(i) WHERE NOT o.doubtful AND coalesce(e.district, d.name) = d.name
WITH d, r, zones, count(DISTINCT e) AS enterprises
RETURN d.id AS id, d.name AS name, r.sentences AS sentences, zones, enterprises, CASE WHEN r.inferred THEN 'inferred' ELSE 'stated' END AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
UNION ALL
MATCH (d:District)<-[r:REPORTED_BY]-(i:Industry)
WHERE i.id = $industry AND NOT EXISTS { MATCH (d)-[:FOCUSES_ON]->(i) }
OPTIONAL MATCH (d)<-[:LOCATED_IN|REPORTED_BY]-(z:Zone)-[f:FOCUSES_ON]->(i) WHERE NOT f.doubtful AND coalesce(z.district, d.name) = d.name
WITH d, r, i, count(DISTINCT z) AS zones
OPTIONAL MATCH (d)<-[:LOCATED_IN|REPORTED_BY]-(e:Enterprise)-[o:OPERATES_IN]->(i) WHERE NOT o.doubtful AND coalesce(e.district, d.name) = d.name
WITH d, r, zones, count(DISTINCT e) AS enterprises
RETURN d.id AS id, d.name AS name, r.sentences AS sentences, zones, enterprises, 'reported' AS how, r.doubtful AS doubtful, r.confidence AS confidence, r.quote AS quote, r.document AS document
