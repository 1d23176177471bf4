// Draws a subject and its cards. A line runs from the subject to each card and branches to what the card holds: bundled
// where it is the same relation, named by the head of the card, the arrow where the relation leads.
function drawSubject(scene) {
  const layer = svg("g"), lines = svg("g", { class: "lines" });
  layer.append(lines);
  const twoSides = ["left", "right"].map(side => scene.cards.filter(item => item.slot === side));
  for (const stack of twoSides) stack.forEach((item, k) => lines.append(...trunk(scene, item, (k - (stack.length - 1) / 2) * Math.min(12, (scene.subject.height - 24) / Math.max(1, stack.length - 1)))));
  for (const item of scene.cards.filter(one => !["left", "right"].includes(one.slot))) lines.append(...trunk(scene, item, 0));
  for (const item of scene.cards) layer.append(drawCard(item, scene));
  layer.append(drawCenter(scene.subject));
  drawCross(scene, layer);
  return layer;
}

function trunk(scene, item, port) {
  // Dashed where all that hangs on it is doubtful.
  const groups = item.sections.map(part => part.group), trunkClass = groups.every(group => !group.figures && group.items.every(one => one.edge.doubtful)) ? "trunk dashed" : "trunk";
  const { subject, middle } = scene, end = item.sections[0].group.end, made = [];
  if (item.slot === "left" || item.slot === "right") {
    const way = item.slot === "right" ? 1 : -1, from = way * subject.width / 2, bend = way * middle / 2, to = way * (middle / 2 + GUTTER), y = item.y + HEAD / 2;
    made.push(svg("path", { class: trunkClass, d: `M${from} ${port} H${bend} C${bend + way * GUTTER * 0.55} ${port} ${to - way * GUTTER * 0.55} ${y} ${to} ${y}` }));
    made.push(end === "out" ? arrow(to, y, way > 0 ? 0 : 180) : arrow(from + way, port, way > 0 ? 180 : 0));
  } else if (item.slot === "list") {
    const x = -scene.middle / 2 + 8, y = item.y + HEAD / 2;
    made.push(svg("path", { class: trunkClass, d: `M${-subject.width / 2} 0 H${x + 8} Q${x} 0 ${x} 8 V${y - 8} Q${x} ${y} ${x + 8} ${y} H${item.x}` }));
    made.push(end === "out" ? arrow(item.x, y, 0) : arrow(x + 8, y, 180));
  } else {
    const way = item.slot === "above" ? -1 : 1, y = way < 0 ? item.y + item.height : item.y;
    made.push(svg("path", { class: trunkClass, d: `M0 ${way * subject.height / 2} V${y}` }), arrow(0, y, way * 90));
  }
  return made;
}

function drawCenter(subject) {
  const node = nodes[subject.node], top = -subject.height / 2;
  const made = svg("g", { class: "subject item", "data-node": subject.node, tabindex: -1, role: "button", "aria-label": `${plain(node.n)}, ${typeName(node.t)}` });
  made.append(svg("rect", { class: "ring", x: -subject.width / 2, y: top, width: subject.width, height: subject.height, rx: 12 }));
  made.append(mark(node.t, 0, top + 12 + SUBJECT_ICON / 2 - 4, SUBJECT_ICON - 8));
  subject.lines.forEach((line, k) => made.append(svg("text", { class: "name", x: 0, y: top + SUBJECT_ICON + 20 + k * 26, "text-anchor": "middle" }, line)));
  made.append(svg("text", { class: "soft", x: 0, y: subject.height / 2 - 14, "text-anchor": "middle" }, cut2([typeName(node.t), node.t === "District" ? "" : plain(node.h || "·")].filter(part => part && part !== "·").join(" · "), subject.width - 12)));
  return made;
}
const cut2 = (text, room, size = 13) => width(text, size) <= room ? text : cut(text, room, size, false);

function drawCard(item, scene) {
  const made = svg("g", { class: "block" });
  made.append(svg("rect", { class: "card", x: item.x, y: item.y, width: item.width, height: item.height, rx: 8 }));
  for (const part of item.sections) {
    const top = item.y + part.y, anchor = item.mirrored ? item.x + item.width - EDGE : item.x + EDGE;
    const name = `${groupName(part.group)} ${part.closed ? "" : part.group.items.length}`.trim(), room = item.width - 2 * EDGE - 4 - (part.closed ? 40 : 0);
    const text = width(name, 13, true) <= room ? name : cut(name, room, 13, true), end = item.mirrored ? "end" : "start";
    const head = svg("g", { class: "head" }, svg("text", { x: anchor, y: top + HEAD / 2 + 1, "text-anchor": end }, text));
    if (part.closed) made.append(drawMore({ ...moreRow(part.group.key, part.group.items.length, name, 0), height: LINE }, anchor + (item.mirrored ? -1 : 1) * width(text, 13, true), top + HEAD / 2 - LINE / 2 + 1, item.mirrored ? -1 : 1));
    made.append(head);
    part.columns.forEach((rows, k) => drawColumn(made, item, part, rows, k, top + HEAD));
  }
  return made;
}

function drawColumn(made, item, part, rows, k, top) {
  const way = item.mirrored ? -1 : 1, start = item.mirrored ? item.x + item.width - EDGE - k * (part.room + COLUMN) : item.x + EDGE + k * (part.room + COLUMN);
  const spine = start + way * 2, items = rows.filter(line => line.node !== undefined && !line.depth);
  if (items.length && !part.group.figures) {
    const end = items.at(-1);
    made.append(svg("path", { class: "spine", d: `M${spine} ${top - 2} V${top + end.y + (end.lines.length * LINE) / 2}` }));
  }
  for (const line of rows) {
    const y = top + line.y, left = start + way * (line.depth * INDENT + 8);
    if (line.node !== undefined && !line.depth) made.append(svg("path", { class: `twig${line.edge.doubtful || line.edge.reported ? " dashed" : ""}`, d: `M${spine} ${y + LINE / 2} H${left}` }));
    if (line.node !== undefined && line.depth) made.append(svg("path", { class: `twig${line.edge.doubtful ? " dashed" : ""}`, d: `M${left - way * 10} ${y - PAD} V${y + LINE / 2} H${left}` }));
    if (line.more !== undefined || line.less !== undefined) made.append(drawMore(line, left, y, way));
    else made.append(...drawItem(line, left, y, way, part.room));
  }
}

function drawMore(line, x, y, way) {
  const label = line.more !== undefined ? say("more_label", { what: line.what, n: line.n }) : say("less_label", { what: line.what });
  const wide = width(line.lines[0]) + 12;
  return svg("g", { class: "more", "data-more": line.more ?? "", "data-less": line.less ?? "", tabindex: -1, role: "button", "aria-label": label },
    svg("rect", { class: "hit", x: way > 0 ? x : x - wide, y: y - 2, width: wide, height: line.height }),
    svg("text", { x: x + way * 6, y: y + LINE / 2, "text-anchor": way > 0 ? "start" : "end" }, line.lines[0]));
}

function drawItem(line, x, y, way, room) {
  const { node, figure } = line, text = figure ? figureText(figure) : plain(nodes[node].n);
  const chosen = node !== undefined ? state.selected?.node === node : state.selected?.figure === figure.i;
  const lit = node !== undefined && (state.path?.nodes.includes(node) || state.ends?.includes(node));
  const wide = Math.max(...line.lines.map(part => width(part))) + ICON + 4;
  const made = svg("g", { class: `item${chosen ? " chosen" : ""}${lit ? " lit" : ""}${line.edge?.doubtful ? " doubted" : ""}`, "data-node": node ?? "", "data-figure": figure?.i ?? "", "data-edge": line.edge?.i ?? "", tabindex: -1, role: "button", "aria-label": figure ? `${text}, ${say(figure.status === "planned" ? "planned" : "achieved")}` : `${text}, ${typeName(nodes[node].t)}` });
  made.append(svg("rect", { class: "hit", x: way > 0 ? x - 2 : x - wide + 2, y: y - 2, width: wide, height: line.height }));
  made.append(figure ? figureMark(figure, x + way * 8, y + LINE / 2) : mark(nodes[node].t, x + way * 8, y + LINE / 2, 14));
  line.lines.forEach((part, k) => made.append(svg("text", { x: x + way * ICON, y: y + LINE / 2 + k * LINE, "text-anchor": way > 0 ? "start" : "end" }, part)));
  if (!line.fold) return [made];
  const at = x + way * (wide + 4);
  const fold = svg("g", { class: "fold", "data-fold": line.foldKey, tabindex: -1, role: "button", "aria-label": `${text}: ${say(line.fold === "−" ? "close" : "open")}` },
    svg("rect", { class: "hit", x: way > 0 ? at - 4 : at - 20, y: y - 2, width: 24, height: LINE + 4 }),
    svg("text", { x: at, y: y + LINE / 2, "text-anchor": way > 0 ? "start" : "end" }, line.fold === "−" ? "▾" : (way > 0 ? `▸${line.fold}` : `${line.fold}◂`)));
  return [made, fold];
}
