// title: Program with its parts and targets
// title_zh: 计划行动的组成与指标
// params: program: Program
// returns: parts and targets of the program
MATCH (p:Program)-[r]-(n)
WHERE p.id = $program AND type(r) IN ['PART_OF', 'HAS_TARGET', 'SUPPORTS', 'IMPLEMENTS', 'FOCUSES_ON']
RETURN type(r) AS relation, n.id AS id, n.name AS name, r.implied AS implied, r.doubtful AS doubtful, r.quote AS quote, r.document AS document
ORDER BY relation, id
