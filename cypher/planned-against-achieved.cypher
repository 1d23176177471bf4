// title: Planned against achieved
// title_zh: 计划与完成对照
// family: targets
// params: district: District
// returns: pairs of a plan and what was achieved, with met, missed or unknown and both sentences
MATCH (d:District)<-[r:REPORTED_BY]-(p:Target)-[f:OUTCOME]->(a:Target)
WHERE d.id = $district
OPTIONAL MATCH (o)-[h:HAS_TARGET]->(p)
RETURN p.year AS year, coalesce(o.name, d.name) AS owner, p.indicator AS indicator, p.comparator AS comparator, p.value AS planned, a.value AS achieved, f.outcome AS outcome, p.id AS id, p.quote AS quote, a.quote AS achieved_quote, a.document AS document
ORDER BY year DESC, owner, indicator, id
