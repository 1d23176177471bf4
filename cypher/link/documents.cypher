// The title of a document and the year it speaks for.
MATCH (d:Document)
RETURN d.id AS id, d.year AS year, d.title AS title
ORDER BY id
