// Draws the relations among what surrounds the subject: each by itself for what is pointed at or where they are few;
// where they are many, those between two cards as one stroke that forks to the items at either end.
const FEW = 12;
// How far in front of a card its lines meet, and the longest curve beside a list on a phone, in pixels.
const GATE = 22, BESIDE = 30;

// Where lines reach an item: at the edge of its card; `stub` leads on between the rows to an item of the second column.
function spotsOf(scene) {
  const spots = new Map();
  for (const [card, item] of scene.cards.entries()) for (const part of item.sections) part.columns.forEach((rows, k) => {
    const way = item.mirrored ? -1 : 1, edge = item.mirrored ? item.x + item.width : item.x, inside = edge + way * (EDGE + k * (part.room + COLUMN) + 2);
    for (const line of rows.filter(one => one.node !== undefined)) {
      const row = item.y + part.y + HEAD + line.y, y = k ? row - PAD / 2 - 1 : row + LINE / 2;
      spots.set(line.node, { x: edge, y, out: -way, card, name: groupName(part.group), stub: k ? `M${edge} ${y} H${inside} V${row + LINE / 2}` : "", far: item.slot === "above" ? edge + item.width : null });
    }
  });
  return spots;
}

// A line from card to card: level where it leaves, so that lines that go together lie together.
function lineBetween(from, to, narrow) {
  const facing = (spot, target) => spot.far !== null && target.x > 0 ? { ...spot, x: spot.far, out: 1 } : spot;
  const a = facing(from, to), b = facing(to, from);
  const reach = a.out === b.out ? Math.min(12 + Math.abs(a.y - b.y) * 0.4, narrow ? BESIDE : 3 * GUTTER) : Math.abs(a.x - b.x) / 2;
  return { d: `M${a.x} ${a.y} C${a.x + a.out * reach} ${a.y} ${b.x + b.out * reach} ${b.y} ${b.x} ${b.y}`, arrow: [b.x, b.y, b.out > 0 ? 180 : 0] };
}

function crossLines(scene) {
  const spots = spotsOf(scene), made = svg("g", { class: "crosses" }), stubs = svg("g", { class: "stubs" });
  const lit = new Set([state.hover, state.selected?.node].filter(i => i !== undefined && i !== scene.center));
  const all = [...spots.keys()].flatMap(i => near[i].filter(edge => edge.f === i && edge.t !== i && spots.has(edge.t) && edgeShown(edge)));
  const isLit = edge => lit.has(edge.f) || lit.has(edge.t), ends = edge => [spots.get(edge.f), spots.get(edge.t)];
  const together = edge => state.cross && all.length > FEW && spots.get(edge.f).card !== spots.get(edge.t).card;
  made.append(...bundles(all.filter(together), ends, scene.narrow));
  const single = all.filter(edge => isLit(edge) || (state.cross && !together(edge)));
  for (const edge of single) {
    const line = lineBetween(...ends(edge), scene.narrow);
    made.append(svg("path", { class: `cross${isLit(edge) ? " lit" : ""}${edge.doubtful ? " dashed" : ""}`, d: line.d, "data-edge": edge.i }), arrow(...line.arrow, isLit(edge)));
  }
  const stubbed = new Set((state.cross ? all : single).flatMap(ends).filter(spot => spot.stub));
  for (const spot of stubbed) stubs.append(svg("path", { class: "cross", d: spot.stub }));
  return { made, stubs };
}

// One stroke for each two cards, as thick as the relations between them are many, and from each item a line to where
// the strokes of its card begin.
function bundles(some, ends, narrow) {
  const cards = new Map(), pairs = new Map();
  for (const edge of some) {
    for (const spot of ends(edge)) cards.set(spot.card, new Set([...(cards.get(spot.card) || []), spot]));
    const key = ends(edge).map(spot => spot.card).sort((a, b) => a - b).join(" ");
    pairs.set(key, [...(pairs.get(key) || []), edge]);
  }
  const reached = new Set(some.map(edge => ends(edge)[1]));
  const gates = new Map([...cards].map(([card, found]) => [card, gateOf([...found], narrow)]));
  const forks = [...cards].flatMap(([card, found]) => [...found].flatMap(spot => fork(spot, gates.get(card), reached.has(spot))));
  const strokes = [...pairs].map(([key, list]) => {
    const [a, b] = key.split(" ").map(card => gates.get(Number(card)));
    const title = svg("title");
    title.textContent = `${a.name} — ${b.name}: ${list.length}`;
    return svg("path", { class: "cross bundle", style: `stroke-width:${Math.min(6, 1 + Math.sqrt(list.length))}px`, d: lineBetween(a, b, narrow).d }, title);
  });
  return [...strokes, ...forks];
}

function gateOf(spots, narrow) {
  const [first] = spots, y = spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length;
  return { ...first, x: first.x + first.out * (narrow ? GATE / 2 : GATE), y, far: null };
}
function fork(spot, gate, reached) {
  const made = [svg("path", { class: "cross", d: `M${spot.x} ${spot.y} C${gate.x} ${spot.y} ${gate.x} ${spot.y} ${gate.x} ${gate.y}` })];
  return reached ? [...made, arrow(spot.x, spot.y, spot.out > 0 ? 180 : 0)] : made;
}

function drawCross(scene, layer) {
  const { made, stubs } = crossLines(scene);
  for (const [name, group] of [["crosses", made], ["stubs", stubs]]) {
    const before = layer.querySelector(`.${name}`);
    if (before) before.replaceWith(group);
    else if (name === "crosses") layer.insertBefore(group, layer.children[1] || null);
    else layer.insertBefore(group, layer.lastChild);
  }
}
