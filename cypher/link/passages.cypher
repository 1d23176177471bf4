// Every sentence in its order: evidence, and what stands beside what.
MATCH (p:Passage)
RETURN p.id AS id, p.text AS text, p.document AS document, p.start AS start, p.`end` AS `end`
ORDER BY document, start
