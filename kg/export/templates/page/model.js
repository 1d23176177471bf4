// Indexes over nodes and edges, and what the filters let through.
edges.forEach((edge, i) => { edge.i = i; });
const near = nodes.map(() => []);
for (const edge of edges) {
  near[edge.f].push(edge);
  if (edge.t !== edge.f) near[edge.t].push(edge);
}
const other = (edge, i) => edge.f === i ? edge.t : edge.f;
const yearsOf = edge => edge.years || [];
const allYears = [...new Set([...edges.flatMap(yearsOf), ...nodes.flatMap(node => node.f.map(f => f.year))])].filter(Boolean).sort((a, b) => a - b);
const firstYear = allYears[0] ?? 0, lastYear = allYears.at(-1) ?? 0;

const inYears = year => year >= state.from && year <= state.to;
const allTime = () => state.from <= firstYear && state.to >= lastYear;

// Until the reader says otherwise, what a report names is shown where the subject is the district of that report, or where nothing
// else is known of it.
const reportedOn = () => state.reported ?? (state.view === "subject" && state.center !== null && (nodes[state.center].t === "District" || !near[state.center].some(edge => !edge.reported)));

// Doubtful relations of a subject wait behind their switch as long as it has others, or is a district, which shows what its
// reports name; a map has all.
const sureOnes = new Map();
function hasSure(i) {
  if (!sureOnes.has(i)) sureOnes.set(i, near[i].some(edge => !edge.reported && !edge.doubtful));
  return sureOnes.get(i);
}
const doubtfulOn = () => state.doubtful ?? !(state.view === "subject" && state.center !== null && (nodes[state.center].t === "District" || hasSure(state.center)));

function edgeShown(edge) {
  if (edge.reported && !reportedOn()) return false;
  if (edge.doubtful && !doubtfulOn()) return false;
  return allTime() || yearsOf(edge).some(inYears);
}

function nodeShown(node) {
  if (state.hidden.has(node.i) || state.off.has(node.t)) return false;
  if (state.progress && node.t === "Project" && node.p.status !== state.progress) return false;
  return !state.district || node.h === state.district || node.i === state.center;
}

const figureShown = figure => (!state.status || figure.status === state.status) && (allTime() || !figure.year || inYears(figure.year));

// Surest first: what a sentence states, then by confidence, the newest year, the relations and the name.
const newest = edge => yearsOf(edge).at(-1) || 0;
const surer = (a, b) => !!a.reported - !!b.reported || !!a.doubtful - !!b.doubtful || (b.confidence || 0) - (a.confidence || 0) || newest(b) - newest(a);
const bySureness = (a, b) => surer(a.edge, b.edge) || nodes[b.node].d - nodes[a.node].d || (nodes[a.node].n < nodes[b.node].n ? -1 : 1);
