// Small charts of one measure, the subject's first, on one scale and over the same years.
const CELL = { wide: 160, high: 74, left: 6, top: 32, foot: 20 };

function peersOf(node) {
  const made = document.createDocumentFragment();
  if (node.i !== data.subject) return made;
  const measures = data.peers.map(one => ({ ...one, series: one.series.map(chosenPoints).filter(series => series.points.length) }));
  const several = measures.filter(({ series }) => series.length > 1 && new Set(series.flatMap(one => one.points.map(point => point[0]))).size > 1);
  if (several.length) made.append(el("h3", say("peers", { type: typeMany(node.t) })));
  for (const one of several) {
    const box = el("div", null, { class: "multiples", role: "group", "aria-label": one.measure }), scale = scaleOf(one);
    for (const series of one.series) box.append(smallChart(series, scale, series.id === node.id));
    made.append(el("h4", one.measure, { dir: "auto" }), box);
  }
  return made;
}

const chosenPoints = series => ({ ...series, points: series.points.filter(([year, status]) => figureShown({ year, status })) });

// Drawn from zero, so that a height is a share of another.
function scaleOf({ series }) {
  const points = series.flatMap(one => one.points), years = points.map(point => point[0]), numbers = points.map(point => point[2]);
  const first = Math.min(...years), last = Math.max(...years), low = Math.min(0, ...numbers), high = Math.max(0, ...numbers);
  return {
    first, last,
    x: year => CELL.left + (CELL.wide - 2 * CELL.left) * (year - first) / (last - first),
    y: number => CELL.high - CELL.foot - (CELL.high - CELL.foot - CELL.top) * (number - low) / ((high - low) || 1),
  };
}

function smallChart({ name, points }, { first, last, x, y }, own) {
  const newestPoint = points.at(-1), told = points.map(([year, status, , value]) => `${year} ${say(status === "planned" ? "planned" : "achieved")} ${value}`).join(", ");
  const made = svg("svg", { class: own ? "small own" : "small", width: CELL.wide, height: CELL.high, role: "img", "aria-label": `${name}: ${told}` });
  made.append(svg("title", {}, `${name}: ${told}`));
  made.append(svg("text", { class: "of", x: CELL.left, y: 12 }, cut2(name, CELL.wide - 2 * CELL.left, 12)));
  made.append(svg("text", { x: CELL.left, y: 25 }, cut2(`${newestPoint[3]} (${newestPoint[0]}${newestPoint[1] === "planned" ? say("planned") : ""})`, CELL.wide - 2 * CELL.left, 12)));
  made.append(svg("line", { class: "axis", x1: CELL.left, x2: CELL.wide - CELL.left, y1: y(0), y2: y(0) }));
  made.append(...course(points, x, y));
  made.append(svg("text", { x: CELL.left, y: CELL.high - 6 }, first), svg("text", { x: CELL.wide - CELL.left, y: CELL.high - 6, "text-anchor": "end" }, last));
  return made;
}
