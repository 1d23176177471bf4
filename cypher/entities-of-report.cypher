// title: Entities of a district's reports of a year
// title_zh: 某区某年报告中的实体
// family: provenance
// params: district: District, year: int
// returns: what the reports of that year mention, for comparing years
// graph: MATCH (e:Zone|Program|Project)-[m:MENTIONED_IN]->(p:Passage)-[c:CONTAINED_IN]->(s:Section)-[i:CONTAINED_IN]->(d:Document)-[r:REPORTED_BY]->(h:District) WHERE h.id = $district AND d.year = $year RETURN * ORDER BY e.mentions DESC, e.id, p.id
MATCH (e:Entity)-[m:MENTIONED_IN]->(p:Passage)-[:CONTAINED_IN]->(s:Section)-[:CONTAINED_IN]->(d:Document)-[:REPORTED_BY]->(h:District)
WHERE h.id = $district AND d.year = $year
WITH e, count(m) AS mentions, collect(DISTINCT s.status) AS status, min(p.text) AS quote, min(d.id) AS document
RETURN e.id AS id, e.name AS name, mentions, status, quote, document
ORDER BY mentions DESC, id
