// What is known of the node, relation, figure or path that is chosen.
const panel = $("panel");
const FACTS = 40;

function show() {
  const { selected } = state;
  if (state.path) showPath();
  else if (selected?.figure !== undefined) showFigure(nodes[selected.node], selected.figure);
  else if (selected?.edge !== undefined) showEdge(edges[selected.edge]);
  else if (selected?.node !== undefined) showNode(nodes[selected.node]);
  else showIntro();
  panel.scrollTop = 0;
}

const heading = (node, level = "h2") => [el(level, node.n, { dir: "auto" }), el("p", [typeName(node.t), node.t === "District" ? "" : node.h].filter(Boolean).join(" · "), { class: "kind" })];

function showNode(node) {
  const listed = [], notes = edge => { if (!listed.includes(edge)) listed.push(edge); return listed.indexOf(edge) + 1; };
  panel.replaceChildren(...heading(node), sentence(node, notes), actions(node));
  if (state.center !== null && node.i !== state.center) panel.append(...tiesTo(node, nodes[state.center], notes));
  if (figuresOf(node.i).length) panel.append(el("h3", say("figures")), figureTable(node), peersOf(node));
  const rest = near[node.i].filter(edge => edgeShown(edge) && (edge.quote || !edge.reported)).sort(surer);
  rest.forEach(notes);
  if (listed.length) panel.append(el("h3", `${say("evidence")} (${listed.length})`));
  panel.append(...bySentence(listed.slice(0, FACTS)).map(together));
  if (listed.length > FACTS) panel.append(el("p", say("evidence_more", { n: listed.length - FACTS }), { class: "where" }));
  if (node.a.length) panel.append(el("h3", say("names")), el("p", node.a.join(say("and")), { dir: "auto" }));
  panel.append(el("h3", say("facts")), properties(node));
}

function properties(node) {
  const list = el("dl");
  for (const [key, value] of Object.entries(node.p)) if (key !== "name" && key !== "aliases") list.append(el("dt", data.labels[key]?.[lang] || key), el("dd", Array.isArray(value) ? value.join(say("and")) : value));
  return list;
}

function fact(edge, n) {
  if (!edge.r) return figureFact(edge, n);
  const made = el("div", null, { class: "fact", "data-note": n ?? "" });
  made.append(relationLine(edge, n), evidence(edge, edgeWords(edge)));
  return made;
}

function relationLine(edge, n) {
  const line = el("div");
  if (n) line.append(`${n}. `);
  line.append(go(nodes[edge.f]), ` — ${relationName(edge.r)} → `, go(nodes[edge.t]));
  return line;
}

// What one sentence says stands together over it: [[fact, its number], …] for each sentence, in the order of the first.
function bySentence(listed) {
  const found = new Map();
  listed.forEach((one, k) => {
    const key = one.r && one.quote ? `${one.doc} ${one.p} ${one.quote}` : `${k}`;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push([one, k + 1]);
  });
  return [...found.values()];
}

function together(some) {
  if (some.length === 1) return fact(...some[0]);
  const made = el("div", null, { class: "same" }), first = some[0][0], words = some.flatMap(([edge]) => edgeWords(edge));
  for (const [edge, n] of some) {
    const line = el("div", null, { class: "fact", "data-note": n }), said = relationLine(edge, n);
    said.append(" ", ...tagsOf(edge));
    line.append(said);
    made.append(line);
  }
  const years = [...new Set(some.flatMap(([edge]) => yearsOf(edge)))].sort();
  made.append(data.passages[first.p] ? quoteOf(first, words) : quotePlain(first, words), whereOf({ ...first, years }, []));
  return made;
}

function figureFact(figure, n) {
  const made = el("div", null, { class: "fact", "data-note": n });
  made.append(el("div", `${n}. ${figureText(figure)}`), evidence(figure, figureWords(figure)));
  return made;
}
const figureWords = figure => [figure.value, figure.indicator, figure.written].filter(Boolean);

function tiesTo(node, subject, notes) {
  const made = [el("h3", say("ties", { a: subject.n.slice(0, 20) }))], direct = near[node.i].filter(edge => other(edge, node.i) === subject.i && edgeShown(edge)).sort(surer);
  if (direct.length) return [...made, ...direct.map(edge => fact(edge, notes(edge)))];
  const path = findPath(subject.i, node.i);
  if (!path || path.edges.length > 3) return [...made, el("p", say("no_ties", { a: subject.n.slice(0, 20) }), { class: "where" })];
  return [...made, ...path.edges.map(i => fact(edges[i], notes(edges[i])))];
}

function actions(node) {
  const made = el("div", null, { class: "buttons" });
  const button = (key, action) => { const one = el("button", say(key)); one.addEventListener("click", action); made.append(one); };
  if (node.i !== state.center || state.view === "map") button("centre", () => centre(node.i));
  if (node.i !== state.center) button("hide", () => hide(node.i));
  button("path", () => startPath(node.i));
  return made;
}

function showEdge(edge) {
  const title = el("h2");
  title.append(go(nodes[edge.f]), ` — ${relationName(edge.r)} → `, go(nodes[edge.t]));
  panel.replaceChildren(title, evidence(edge, edgeWords(edge)));
  if (edge.rule) panel.append(el("p", `${data.labels.rule?.[lang] || "rule"}: ${edge.rule}`, { class: "where" }));
}

function showFigure(node, key) {
  const figure = node.f.find(item => item.i === key), words = figureWords(figure);
  const list = el("dl"), put = (name, value) => value !== undefined && value !== "" && list.append(el("dt", name), el("dd", value));
  put(say("year"), figure.year);
  put(say(figure.status === "planned" ? "planned" : "achieved"), figure.value);
  if (figure.done) put(say("achieved"), `${figure.done} ${figure.outcome === "met" || figure.outcome === "missed" ? say(figure.outcome) : ""}`);
  panel.replaceChildren(el("h2", figure.indicator, { dir: "auto" }), el("p", "", { class: "kind" }), list, el("h3", say("evidence")), evidence(figure, words));
  panel.querySelector(".kind").append(go(node));
  const result = node.f.find(item => item.i === figure.result);
  if (result) panel.append(evidence(result, figureWords(result)));
  panel.append(el("h3", say("figures")), figureTable(node));
}

function showPath() {
  const [a, b] = state.path.ends.map(i => nodes[i].n.slice(0, 30)), found = state.path.edges;
  panel.replaceChildren(el("h2", found ? say("path_title", { a, b, n: found.length }) : say("path_none", { a, b })), ...(found || []).map((i, k) => fact(edges[i], k + 1)));
}

function showIntro() {
  const keys = [["/", "keys_search"], ["← ↑ → ↓", "keys_move"], ["Enter", "keys_centre"], ["e c h", "keys_open"], ["p o l d", "keys_other"], ["Alt+← →", "keys_history"], ["+ − 0", "keys_zoom"]];
  const list = el("dl");
  for (const [key, text] of keys) list.append(el("dt", key), el("dd", say(text)));
  panel.replaceChildren(el("h2", data.title[lang], { dir: "auto" }), el("p", say("start_map"), { class: "kind" }), el("h3", say("keys")), list);
  if (data.leftOut.length) panel.append(el("h3", say("left_out")), ...data.leftOut.map(([n, why]) => el("p", `${n} ${say(why)}`)));
}
