// One sentence of what a node is, made of what sentences state of it; each name has the number of its evidence.
const CLAUSES = 4, NAMED = 3;
const CLAUSE_ORDER = ["LOCATED_IN out", "PART_OF out", "SUBSECTOR_OF out", "FOCUSES_ON out", "OPERATES_IN out", "IMPLEMENTS in", "DEVELOPS in", "SUPPORTS in", "SUPPORTS out", "LOCATED_IN in", "PART_OF in", "HOSTS in", "HOSTS out", "DEVELOPS out", "FOCUSES_ON in", "OPERATES_IN in", "COOPERATES_WITH out", "COOPERATES_WITH in"];

function sentence(node, notes) {
  const line = el("p", null, { class: "what", dir: "auto" });
  const within = node.t === "District" ? node.p.parent : node.h, home = within ? say("of_home", { a: within }) : "";
  line.append(say("is_a", { a: node.n, home, type: typeName(node.t).toLowerCase() }));
  const found = new Map();
  for (const edge of near[node.i].filter(item => !item.reported && !item.doubtful && edgeShown(item)).sort(surer)) {
    const key = `${edge.r} ${edge.f === node.i ? "out" : "in"}`;
    if (!found.has(key)) found.set(key, []);
    if (!found.get(key).some(item => other(item, node.i) === other(edge, node.i))) found.get(key).push(edge);
  }
  const order = key => { const at = CLAUSE_ORDER.indexOf(key); return at < 0 ? CLAUSE_ORDER.length : at; };
  for (const [key, list] of [...found].sort((a, b) => order(a[0]) - order(b[0])).slice(0, CLAUSES)) {
    const [relation, end] = key.split(" "), [before, after] = phrase(relation, end, { names: "\u0000" }, true).split("\u0000");
    line.append(say("clause"), before);
    list.slice(0, NAMED).forEach((edge, k) => {
      if (k) line.append(say("and"));
      line.append(go(nodes[other(edge, node.i)]), noteMark(notes(edge)));
    });
    if (list.length > NAMED) line.append(say("etc", { n: list.length }));
    line.append(after || "");
  }
  const figures = newestOf(figuresOf(node.i)).slice(0, found.size ? 1 : NAMED);
  figures.forEach(({ figure }, k) => line.append(k ? say("and") : `${say("clause")}${say("has_figures")}`, figureText(figure), noteMark(notes(figure))));
  line.append(say("stop"));
  if (!found.size && node.t !== "District" && near[node.i].some(edge => edge.doubtful && !edge.reported)) line.append(" ", say("all_doubtful"));
  line.append(...silent(node));
  line.append(...reporters(node));
  return line;
}

// What a reader asks of any subject and finds nothing about here, doubtful relations included.
const ASPECTS = ["Industry", "Enterprise"];
function silent(node) {
  const types = new Set([node.t, ...near[node.i].map(edge => nodes[other(edge, node.i)].t)]);
  const none = ASPECTS.filter(type => data.types[type] && !types.has(type)).map(typeMany);
  if (!node.f.length) none.push(say("figures"));
  return none.length ? [" ", say("nothing_on", { what: none.join(say("and")) })] : [];
}

// Whose reports name a node that is of no district itself.
function reporters(node) {
  const homes = [...new Set(near[node.i].filter(edge => edge.reported && edge.f === node.i).map(edge => nodes[edge.t]))];
  if (node.h || node.t === "District" || !homes.length) return [];
  const names = homes.slice(0, NAMED).flatMap((home, k) => k ? [say("and"), go(home)] : [go(home)]);
  const [before, after] = say("named_by", { names: "\u0000" }).split("\u0000");
  return [" ", before, ...names, homes.length > NAMED ? say("etc_districts", { n: homes.length }) : "", after];
}

function noteMark(n) {
  const made = el("sup"), link = el("button", n, { class: "go", "aria-label": `${say("evidence")} ${n}` });
  link.addEventListener("click", () => {
    const fact = panel.querySelector(`[data-note="${n}"]`);
    for (const item of panel.querySelectorAll(".lit")) item.classList.remove("lit");
    fact.classList.add("lit");
    fact.scrollIntoView({ block: "nearest" });
  });
  made.append(link);
  return made;
}

// Opens a node in the panel and in the picture.
function go(node) {
  const link = el("a", node.n.slice(0, 80), { class: "go", href: "#", "data-go": node.i, dir: "auto" });
  link.addEventListener("click", event => { event.preventDefault(); select(node.i, true); });
  return link;
}
