// What a firm may be linked to, firms and sectors themselves.
MATCH (n:Zone|Program|Policy|Institution|Project|Event|Enterprise|Industry)
RETURN n.id AS id, n.name AS name, n.aliases AS aliases, n.district AS district
ORDER BY id
