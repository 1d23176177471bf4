// What surrounds a subject, grouped by relation, direction and type; then how much of each group is shown at first.
const ORDER = ["Industry", "Zone", "Enterprise", "Project", "Program", "Policy", "Institution", "Event", "Town", "District", "Region"];
const rank = type => { const at = ORDER.indexOf(type); return at < 0 ? ORDER.length : at; };
// Relations that say where something belongs: drawn above it.
const ABOVE = new Set(["LOCATED_IN", "PART_OF", "SUBSECTOR_OF", "REPORTED_BY"]);
const AT_FIRST = 60, LEAST = 3, STEP = 40;
// Of what a report only names, these come first where there is room: what a reader asks a district for.
const ASKED = new Set(["Industry", "Zone", "Enterprise", "Project", "Program", "Policy", "Institution", "Event"]), OTHERS = "";

function groupsOf(center) {
  const found = new Map(), seen = new Set([center]);
  const links = near[center].filter(edge => edgeShown(edge) && nodeShown(nodes[other(edge, center)])).sort(surer);
  for (const edge of links) {
    const i = other(edge, center), end = edge.f === center ? "out" : "in";
    if (seen.has(i)) continue;
    seen.add(i);
    const type = edge.reported && end === "in" && !ASKED.has(nodes[i].t) ? OTHERS : nodes[i].t, key = `${edge.r} ${end} ${type}`;
    if (!found.has(key)) found.set(key, { key, relation: edge.r, end, type, items: [], reported: true });
    const group = found.get(key);
    group.items.push({ node: i, edge });
    if (!edge.reported) group.reported = false;
  }
  for (const group of found.values()) {
    group.items.sort(bySureness);
    group.above = group.end === "out" && ABOVE.has(group.relation);
  }
  const groups = [...found.values()].sort((a, b) => a.reported - b.reported || rank(a.type) - rank(b.type) || (a.key < b.key ? -1 : 1));
  const figures = newestOf(figuresOf(center));
  if (figures.length) groups.push({ key: "figures", figures: true, items: figures, end: "out" });
  return { groups, seen };
}

// A planned figure that has its result stands in one line with it.
function figuresOf(i) {
  const results = new Set(nodes[i].f.map(figure => figure.result).filter(Boolean));
  return nodes[i].f.filter(figure => figureShown(figure) && !(results.has(figure.i) && !state.status)).map(figure => ({ figure }));
}

// Figures of one series: a change and a sum over years are no values of the measure in a year.
const seriesOf = ({ indicator, kind, unit }) => [indicator, kind === "change" || kind === "cumulative" ? kind : "", unit || ""].join("\u001f");

// Of each measure the newest figure, a plan before what was achieved in the same year; the panel has the others.
function newestOf(items) {
  const found = new Map();
  for (const item of items) {
    const key = seriesOf(item.figure), before = found.get(key)?.figure;
    if (!before || (item.figure.year || 0) > (before.year || 0)) found.set(key, item);
  }
  return [...found.values()];
}

// What an item leads to in one more step: nothing through a hub, and nothing that the picture has already.
function beyond(i, from, seen) {
  if (nodes[i].hub) return [];
  const found = new Map();
  for (const edge of near[i].filter(item => !item.reported && edgeShown(item)).sort(surer)) {
    const j = other(edge, i);
    if (j !== from && !seen.has(j) && !found.has(j) && nodeShown(nodes[j])) found.set(j, { node: j, edge, from: i });
  }
  return [...found.values()].sort(bySureness);
}

const groupName = group => group.figures ? say("figures") : group.type === OTHERS ? say("reported_others") : phrase(group.relation, group.end, { type: typeMany(group.type) });
