// Headings over the sentences, and whether the section plans.
MATCH (s:Section)
WHERE s.start IS NOT NULL
RETURN s.document AS document, s.heading AS heading, s.level AS level, s.status AS status, s.start AS start
ORDER BY document, start, level
