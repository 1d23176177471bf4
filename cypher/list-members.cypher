// title: Members of a named list
// title_zh: 某名单的成员
// family: zones
// params: list: list
// returns: zones that a sentence names together with a list, such as 特色产业园区; said is true where it says that they were put on it
MATCH (z:Zone)-[m:MENTIONED_IN]->(p:Passage)
WHERE p.text CONTAINS $list AND NOT z.name CONTAINS $list
RETURN DISTINCT z.district AS district, z.id AS id, z.name AS name, (p.text CONTAINS '入选' OR p.text CONTAINS '入围' OR p.text CONTAINS '纳入' OR p.text CONTAINS '列入' OR p.text CONTAINS '认定' OR p.text CONTAINS '获批' OR p.text CONTAINS '评为' OR p.text CONTAINS '命名') AS said, p.text AS quote, p.document AS document
ORDER BY said DESC, district, id, document, quote
