// title: Entities that may be the same
// title_zh: 可能是同一事物的实体
// family: provenance
// params: -
// returns: zones, projects and programs of one district of which one name contains the other
// graph: MATCH (a:Zone)-[r:REPORTED_BY]->(d:District)<-[s:REPORTED_BY]-(b:Zone) WHERE a.district = b.district AND a.name CONTAINS b.name AND a.id <> b.id RETURN * ORDER BY a.id, b.id
MATCH (a:Zone), (b:Zone)
WHERE a.district = b.district AND a.name CONTAINS b.name AND a.id <> b.id
RETURN 'Zone' AS kind, a.id AS id, a.name AS name, b.id AS other_id, b.name AS other, a.district AS district
UNION ALL
MATCH (a:Project), (b:Project)
WHERE a.district = b.district AND a.name CONTAINS b.name AND a.id <> b.id
RETURN 'Project' AS kind, a.id AS id, a.name AS name, b.id AS other_id, b.name AS other, a.district AS district
UNION ALL
MATCH (a:Program), (b:Program)
WHERE a.district = b.district AND a.name CONTAINS b.name AND a.id <> b.id
RETURN 'Program' AS kind, a.id AS id, a.name AS name, b.id AS other_id, b.name AS other, a.district AS district
