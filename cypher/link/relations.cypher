// Relations that a text states. What is only implied by the author of a report says nothing about a firm.
MATCH (a)-[r:LOCATED_IN|PART_OF|FOCUSES_ON|OPERATES_IN|IMPLEMENTS|SUPPORTS|HOSTS|DEVELOPS|COOPERATES_WITH]->(b)
WHERE r.implied = false
RETURN a.id AS head, type(r) AS relation, b.id AS tail, r.confidence AS confidence, r.doubtful AS doubtful,
  r.quote AS quote, r.document AS document, r.start AS start, r.`end` AS `end`
ORDER BY head, relation, tail
