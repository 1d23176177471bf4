// title: Documents and their yield
// title_zh: 各文档的抽取量
// family: provenance
// params: -
// returns: documents with passages, mentions, figures and stated relations
MATCH (d:Document)
RETURN d.id AS id, d.title AS title, d.district AS district, d.year AS year, d.kind AS kind, COUNT { MATCH (p:Passage) WHERE p.document = d.id } AS passages, COUNT { MATCH (e)-[:MENTIONED_IN]->(p:Passage) WHERE p.document = d.id } AS mentions, COUNT { MATCH (t:Target) WHERE t.document = d.id } AS targets, COUNT { MATCH (a)-[r]->(b) WHERE r.document = d.id AND NOT r.implied } AS relations
ORDER BY id
