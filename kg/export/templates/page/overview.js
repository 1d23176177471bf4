// Everything in the page: far away a circle for each district or type, nearer the names, nearest a figure or a quote.
// Only what the window shows is drawn, and at most as much as can be read.
const MOST = 700, NAMES = 130, ENTERED = 0.36, QUOTED = 1.5, TIES = 30;
const clusterOf = new Map();
data.clusters.forEach(([home, type], k) => clusterOf.set(`${home}\u001f${home ? "" : type}`, k));
const clusterIndex = nodes.map(node => clusterOf.get(`${node.h}\u001f${node.h ? "" : node.t}`));
const withHome = new Set(nodes.filter(node => node.h).map(node => node.t));
const clusterName = k => data.clusters[k][0] || (withHome.has(data.clusters[k][1]) ? say("no_home", { type: typeMany(data.clusters[k][1]) }) : typeMany(data.clusters[k][1]));

// Return what the camera sees: circles, the nodes inside those that are large enough, names that do not overlap.
function overviewScene(camera) {
  const { x, y, scale, width: wide, height } = camera, half = [wide / 2 / scale, height / 2 / scale];
  const seen = (px, py, r) => Math.abs(px - x) < half[0] + r && Math.abs(py - y) < half[1] + r;
  const { linked, count } = passing();
  const circles = data.clusters.map(([, , cx, cy, r], k) => ({ k, x: cx, y: cy, r, n: count[k], open: r * scale > ENTERED * Math.min(wide, height) || data.clusters.length === 1 }));
  const visible = circles.filter(circle => circle.n && seen(circle.x, circle.y, circle.r));
  const open = new Set(visible.filter(circle => circle.open).map(circle => circle.k));
  const inside = linked.filter(node => open.has(clusterIndex[node.i]) && seen(node.x, node.y, 60)).sort((a, b) => weight(b) - weight(a) || a.i - b.i).slice(0, MOST);
  return { circles: visible, nodes: inside, named: named(inside, scale, visible), total: linked.length };
}
// What the filters let through, counted once for each setting of them.
let passed = { key: null };
function passing() {
  const key = [state.view, state.center, state.from, state.to, state.district, state.progress, state.doubtful, reportedOn(), ...state.off, "", ...state.hidden].join("|");
  if (passed.key === key) return passed;
  const shown = nodes.filter(nodeShown), linked = filtered() ? shown.filter(node => near[node.i].some(edgeShown)) : shown;
  passed = { key, linked, count: data.clusters.map(() => 0), types: data.clusters.map(() => new Map()), ties: new Map(), edges: 0 };
  for (const node of linked) {
    const k = clusterIndex[node.i];
    passed.count[k] += 1;
    passed.types[k].set(node.t, (passed.types[k].get(node.t) || 0) + 1);
  }
  for (const edge of edges.filter(edgeShown)) {
    passed.edges += 1;
    const a = clusterIndex[edge.f], b = clusterIndex[edge.t], pair = a < b ? `${a} ${b}` : `${b} ${a}`;
    if (a !== b) passed.ties.set(pair, (passed.ties.get(pair) || 0) + 1);
  }
  return passed;
}
const filtered = () => !allTime() || !state.doubtful;
const weight = node => node.d + (state.selected?.node === node.i ? 1e6 : 0);

// Names that find room, the best related first; a box that would overlap another stays without.
function named(list, scale, circles) {
  const size = 13 / scale, taken = [], found = new Map();
  const free = box => taken.every(t => box[2] <= t[0] || box[0] >= t[2] || box[3] <= t[1] || box[1] >= t[3]);
  for (const circle of circles) taken.push(headBox(circle, scale));
  for (const node of list) {
    if (found.size >= NAMES) break;
    const lines = wrap(node.n, 112), wide = Math.max(...lines.map(line => width(line))) / 13 * size, quote = scale >= QUOTED ? gist(node) : "";
    const rows = lines.length + (quote ? 1 : 0), half = Math.max(wide, quote ? width(quote) / 13 * size : 0) / 2;
    const box = [node.x - half - size / 3, node.y - size * 0.7, node.x + half + size / 3, node.y + size * (1 + rows * 1.3)];
    if (!free(box)) continue;
    taken.push(box);
    found.set(node.i, { lines, quote });
  }
  return found;
}
function headBox(circle, scale) {
  const size = 16 / scale, half = width(`${clusterName(circle.k)} ${circle.n}`, 16, true) / scale / 2, y = circle.open ? circle.y - circle.r : circle.y;
  return [circle.x - half, y - size, circle.x + half, y + size];
}

// A figure, or the beginning of the surest sentence.
function gist(node) {
  const figure = figuresOf(node.i)[0]?.figure;
  const text = figure ? figureText(figure) : near[node.i].filter(edgeShown).sort(surer)[0]?.quote || "";
  return text ? cut2(plain(text), 170) : "";
}

function drawOverview(camera) {
  const scene = overviewScene(camera), made = svg("g"), size = 13 / camera.scale, here = new Set(scene.nodes.map(node => node.i));
  made.append(...ties(scene, camera));
  for (const circle of scene.circles) made.append(svg("circle", { class: "circle", cx: circle.x, cy: circle.y, r: circle.r, "stroke-width": 1 / camera.scale }));
  const lines = scene.nodes.flatMap(node => near[node.i].filter(edge => edge.f === node.i && here.has(edge.t) && edgeShown(edge)));
  for (const edge of lines.length <= 500 ? lines : lines.filter(edge => scene.named.has(edge.f) && scene.named.has(edge.t)).slice(0, 500)) made.append(svg("path", { class: `tie${edge.doubtful || edge.reported ? " dashed" : ""}`, "stroke-width": 1 / camera.scale, d: `M${nodes[edge.f].x} ${nodes[edge.f].y} L${nodes[edge.t].x} ${nodes[edge.t].y}`, "data-edge": edge.i }));
  for (const node of scene.nodes) made.append(overviewNode(node, scene.named.get(node.i), size));
  const beside = namesBeside(scene.circles, camera.scale);
  for (const circle of scene.circles) made.append(bubble(circle, camera, beside.get(circle.k)));
  return { layer: made, scene };
}

function overviewNode(node, name, size) {
  const chosen = state.selected?.node === node.i;
  const made = svg("g", { class: `item${chosen ? " chosen" : ""}${state.path?.nodes.includes(node.i) ? " lit" : ""}`, "data-node": node.i, tabindex: -1, role: "button", "aria-label": `${plain(node.n)}, ${typeName(node.t)}` });
  made.append(mark(node.t, node.x, node.y, Math.min(22, name ? size * 1.1 : Math.min(size * 0.8, 12))));
  name?.lines.forEach((line, k) => made.append(svg("text", { class: "halo", x: node.x, y: node.y + size * (1.25 + k * 1.25), "text-anchor": "middle", style: `font-size:${size}px;stroke-width:${size / 5}px` }, line)));
  if (name?.quote) made.append(svg("text", { class: "soft", x: node.x, y: node.y + size * (1.25 + name.lines.length * 1.25), "text-anchor": "middle", style: `font-size:${size}px` }, name.quote));
  return made;
}

// A circle too small for its name has it below or above, where no other circle or name is in the way.
const fitsInside = (circle, scale) => width(clusterName(circle.k), 16, true) / scale < circle.r * 1.7 && circle.r * scale > 24;
function namesBeside(circles, scale) {
  const size = 12 / scale, taken = [], found = new Map();
  const meets = ([x0, y0, x1, y1], other) => Math.hypot(other.x - Math.max(x0, Math.min(other.x, x1)), other.y - Math.max(y0, Math.min(other.y, y1))) < other.r;
  for (const circle of circles.filter(one => !one.open && !fitsInside(one, scale))) {
    const half = width(`${clusterName(circle.k)} ${circle.n}`, 12) / scale / 2 + size / 3;
    for (const y of [circle.y + circle.r + size * 0.8, circle.y - circle.r - size * 0.8]) {
      const box = [circle.x - half, y - size * 0.75, circle.x + half, y + size * 0.75];
      if (found.has(circle.k) || circles.some(other => other !== circle && meets(box, other)) || taken.some(t => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
      taken.push(box);
      found.set(circle.k, y);
    }
  }
  return found;
}

function bubble(circle, camera, beside) {
  const size = 16 / camera.scale, y = circle.open ? circle.y - circle.r : circle.y, text = `${clusterName(circle.k)} ${circle.n}`;
  const lines = circle.open ? [text] : [clusterName(circle.k), String(circle.n)];
  const made = svg("g", { class: "bubble", "data-cluster": circle.k, tabindex: -1, role: "button", "aria-label": text });
  if (!circle.open) made.append(svg("circle", { class: "hit", cx: circle.x, cy: circle.y, r: circle.r, fill: "transparent" }), ...shares(circle));
  if (beside !== undefined) made.append(svg("text", { class: "halo", x: circle.x, y: beside, "text-anchor": "middle", style: `font-size:${12 / camera.scale}px;stroke-width:${3 / camera.scale}px` }, text));
  if (circle.open || fitsInside(circle, camera.scale)) lines.forEach((line, k) => made.append(svg("text", { class: "big halo", x: circle.x, y: y + (k - (lines.length - 1) / 2) * size * 1.6, style: `font-size:${size}px;stroke-width:${size / 4}px` }, line)));
  return made;
}

// A ring that shows which types a closed circle holds.
function shares(circle) {
  const counts = passing().types[circle.k], made = [];
  const total = [...counts.values()].reduce((a, b) => a + b, 0), r = circle.r * 0.9, around = 2 * Math.PI * r;
  let from = 0;
  for (const [type, n] of [...counts].sort((a, b) => b[1] - a[1])) {
    made.push(svg("circle", { cx: circle.x, cy: circle.y, r, fill: "none", stroke: data.types[type]?.color || "#888", "stroke-width": circle.r * 0.14, "stroke-dasharray": `${n / total * around} ${around}`, transform: `rotate(${from * 360 - 90} ${circle.x} ${circle.y})` }));
    from += n / total;
  }
  return made;
}

// One line between two circles for all relations between them, as thick as they are many.
function ties(scene, camera) {
  const closed = new Map(scene.circles.filter(circle => !circle.open).map(circle => [circle.k, circle]));
  const sums = [...passing().ties].filter(([key]) => key.split(" ").every(k => closed.has(Number(k))));
  return sums.sort((a, b) => b[1] - a[1]).slice(0, TIES).map(([key, n]) => {
    const [a, b] = key.split(" ").map(k => closed.get(Number(k))), far = Math.hypot(b.x - a.x, b.y - a.y), ux = (b.x - a.x) / far, uy = (b.y - a.y) / far;
    return svg("path", { class: "tie", "stroke-width": Math.min(8, Math.sqrt(n)) / camera.scale, d: `M${a.x + ux * a.r} ${a.y + uy * a.r} L${b.x - ux * b.r} ${b.y - uy * b.r}` });
  });
}
