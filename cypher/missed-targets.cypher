// title: Plans that were missed
// title_zh: 没有完成的指标
// family: targets
// params: -
// returns: plans whose figure fell short, in every district, with both sentences; a plan without a result to compare is not among them
MATCH (p:Target)-[f:OUTCOME]->(a:Target)
WHERE f.outcome = 'missed'
OPTIONAL MATCH (o)-[:HAS_TARGET]->(p)
RETURN p.district AS district, p.year AS year, coalesce(o.name, p.district) AS owner, p.indicator AS indicator, p.comparator AS comparator, p.value AS planned, a.value AS achieved, p.id AS id, p.quote AS quote, a.quote AS achieved_quote, p.document AS document
ORDER BY district, year DESC, indicator, id, owner
