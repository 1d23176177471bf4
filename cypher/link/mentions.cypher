// Which entity is named in which sentence.
MATCH (e)-[:MENTIONED_IN]->(p:Passage)
WHERE NOT e.id STARTS WITH 'Target:'
RETURN DISTINCT e.id AS id, p.id AS passage
ORDER BY id, passage
