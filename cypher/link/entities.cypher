// What a firm may be linked to, firms and sectors themselves: the nodes whose ids start with one of the types given.
MATCH (n)
WHERE any(kind IN $kinds WHERE n.id STARTS WITH kind)
RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.district AS district
ORDER BY id
