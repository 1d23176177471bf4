// title: Where an entity is mentioned
// title_zh: 实体出现在何处
// family: provenance
// params: entity: Entity
// returns: every mention with its passage and offsets into the file
MATCH (e:Entity)-[m:MENTIONED_IN]->(p:Passage)-[c:CONTAINED_IN]->(s:Section)-[k:CONTAINED_IN]->(d:Document)
WHERE e.id = $entity
RETURN d.district AS district, d.year AS year, s.heading AS section, p.text AS quote, m.start AS start, m.`end` AS `end`, d.id AS document, p.id AS id
ORDER BY document, start, id
