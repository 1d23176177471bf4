// The figures of a node: those of one measure together, with a line over the years where there are several.
const LONGEST = 12;

function figureTable(node) {
  const series = new Map();
  for (const { figure } of figuresOf(node.i)) {
    const key = seriesOf(figure);
    if (!series.has(key)) series.set(key, []);
    // A table often repeats what the text says, and the result of a plan is in the row of the plan.
    const same = series.get(key).some(one => one.year === figure.year && (one.status === figure.status ? one.value : one.done) === figure.value);
    if (!same) series.get(key).push(figure);
  }
  const table = el("table"), head = el("tr"), all = [...series.values()];
  for (const key of ["indicator", "year", "planned", "achieved"]) head.append(el("th", say(key), { scope: "col" }));
  table.append(head);
  for (const list of all.slice(0, LONGEST)) {
    const line = spark(list);
    list.slice(0, 4).forEach((figure, k) => table.append(figureRow(node, figure, k ? "" : figure.indicator, k ? null : line)));
  }
  const made = document.createDocumentFragment();
  made.append(table);
  if (all.length > LONGEST) made.append(el("p", say("evidence_more", { n: all.length - LONGEST }), { class: "where" }));
  return made;
}

function figureRow(node, figure, name, line) {
  const row = el("tr", null, { "data-figure": figure.i }), first = el("td"), planned = figure.status === "planned", value = valueOf(figure);
  if (name) {
    const open = el("button", name, { class: "go" });
    open.addEventListener("click", () => selectFigure(node.i, figure.i));
    first.append(open);
    if (line) first.append(line);
  }
  const done = el("td", planned ? figure.done || "" : value, (figure.done || value).length > 9 ? { class: "long" } : {});
  if (figure.outcome === "met" || figure.outcome === "missed") done.append(" ", el("span", say(figure.outcome), { class: figure.outcome }));
  row.append(first, el("td", termOf(figure)), el("td", planned ? value : "", value.length > 9 ? { class: "long" } : {}), done);
  return row;
}

function spark(list) {
  const points = list.filter(figure => Number.isFinite(figure.number) && figure.year && !several(figure)).sort((a, b) => a.year - b.year);
  const once = new Set(points.map(figure => `${figure.year} ${figure.status}`)), years = new Set(points.map(figure => figure.year));
  // Two results of one year are of two definitions: no line joins them.
  if (years.size < 2 || once.size < points.length) return null;
  const first = points[0].year, last = points.at(-1).year, values = points.map(figure => figure.number);
  const x = year => 4 + 72 * (year - first) / (last - first), low = Math.min(...values), high = Math.max(...values);
  const y = value => 18 - 14 * (high > low ? (value - low) / (high - low) : 0.5);
  const made = svg("svg", { class: "spark", width: 80, height: 22, role: "img", "aria-label": `${say("series")}: ${points.map(figure => `${figure.year} ${figure.value}`).join(", ")}` });
  made.append(...course(points.map(({ year, status, number }) => [year, status, number]), x, y));
  return made;
}

// The points [year, status, number] of a series. A line joins results: from a plan to a result it would be a course that nobody
// reported.
function course(points, x, y) {
  const line = points.filter(([, status]) => status !== "planned").map(([year, , number]) => `${x(year)},${y(number)}`).join(" ");
  return [svg("polyline", { points: line }), ...points.map(([year, status, number]) => svg("circle", { class: status === "planned" ? "plan" : "", cx: x(year), cy: y(number), r: 2.4 }))];
}
