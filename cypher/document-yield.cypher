// title: Documents and their yield
// title_zh: 各文档的抽取量
// family: provenance
// params: -
// returns: documents with passages, mentions, figures and stated relations
// graph: MATCH (d:Document)-[r:REPORTED_BY]->(h:District) RETURN * ORDER BY d.id
MATCH (d:Document)
RETURN d.id AS id, d.title AS title, d.district AS district, d.year AS year, d.kind AS kind, d.passage_count AS passages, d.mention_count AS mentions, d.target_count AS targets, d.statement_count AS relations
ORDER BY id
