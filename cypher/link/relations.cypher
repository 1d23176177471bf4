// Relations that a text states. What is only implied by the author of a report says nothing about a firm.
MATCH (a)-[r]->(b)
WHERE r.implied = false AND NOT b.id STARTS WITH 'Target:'
RETURN a.id AS head, type(r) AS relation, b.id AS tail, r.confidence AS confidence, r.doubtful AS doubtful,
  r.quote AS quote, r.document AS document, r.start AS start, r.`end` AS `end`
ORDER BY head, relation, tail
