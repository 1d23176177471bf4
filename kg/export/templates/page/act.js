// What clicks and keys do.
// Milliseconds between two clicks that are one double click, as desktops have it.
const DOUBLE = 500;
const redraw = () => { draw(); show(); bar(); };

function select(i, move = false) {
  if (state.ends) return pickEnd(i);
  state.selected = { node: i };
  state.path = null;
  reveal(i);
  if (move && state.view === "map") Object.assign(view(), { x: nodes[i].x, y: nodes[i].y, scale: Math.max(view().scale, 0.9) });
  redraw();
  remember(true);
  if (move && state.view === "subject" && !scene.shown.has(i)) bring(i);
}

// What a filter hides comes back when it is asked for by name.
function reveal(i) {
  state.hidden.delete(i);
  state.off.delete(nodes[i].t);
}

// A node that the picture has in a group that is not open: opened, else the picture goes to it.
function bring(i) {
  const { groups } = groupsOf(state.center), group = groups.find(item => item.items.some(one => one.node === i));
  if (!group) return centre(i);
  state.open.set(group.key, group.items.length);
  redraw();
}

function selectFigure(node, figure) {
  state.selected = { node, figure };
  state.path = null;
  redraw();
  remember(true);
}

function selectEdge(i) {
  state.selected = { edge: i };
  state.path = null;
  redraw();
  remember(true);
}

function centre(i) {
  Object.assign(state, { view: "subject", center: i, selected: { node: i }, path: null, ends: null });
  reveal(i);
  state.open.clear();
  camera.subject = null;
  redraw();
  remember(true);
  hint();
}

function overview() {
  state.view = state.view === "map" && state.center !== null ? "subject" : "map";
  camera.subject = null;
  redraw();
  remember(true);
  hint();
}

function enter(k) {
  const [, , x, y, r] = data.clusters[k];
  Object.assign(view(), fitted({ x: x - r, y: y - r, width: 2 * r, height: 2 * r }, picture.clientWidth, picture.clientHeight, 0.02, 4));
  view().scale = Math.max(view().scale, ENTERED * Math.min(picture.clientWidth, picture.clientHeight) / r * 1.01);
  draw();
}

function hide(i) {
  state.hidden.add(i);
  state.selected = state.center !== null ? { node: state.center } : null;
  redraw();
}

function openMore(key) { state.open.set(key, (state.open.get(key) || 0) + STEP); draw(); }
function openLess(key) { state.open.delete(key); draw(); }
function fold(key) { if (state.open.has(key)) state.open.delete(key); else state.open.set(key, 6); draw(); }

function startPath(i) {
  state.ends = i === undefined ? [] : [i];
  state.path = null;
  redraw();
}
function pickEnd(i) {
  state.ends.push(i);
  if (state.ends.length < 2) return redraw();
  const found = findPath(...state.ends);
  state.path = { ends: state.ends, nodes: found?.nodes || [], edges: found?.edges || null };
  state.ends = null;
  return redraw();
}

// The shortest way over what is shown; nothing is walked through a hub.
function findPath(from, to) {
  const before = new Map([[from, null]]), queue = [from];
  while (queue.length && !before.has(to)) {
    const at = queue.shift();
    if (at !== from && nodes[at].hub) continue;
    for (const edge of near[at]) {
      const next = other(edge, at);
      if (edgeShown(edge) && nodeShown(nodes[next]) && !before.has(next)) { before.set(next, edge); queue.push(next); }
    }
  }
  if (!before.has(to)) return null;
  const found = { nodes: [to], edges: [] };
  for (let at = to, edge = before.get(at); edge; edge = before.get(at)) { found.edges.unshift(edge.i); at = other(edge, at); found.nodes.unshift(at); }
  return found;
}

function reset() {
  Object.assign(state, OPENED, { view: data.subject === null ? "map" : "subject", center: data.subject, selected: data.subject === null ? null : { node: data.subject }, path: null, ends: null });
  for (const kept of [state.off, state.hidden, state.open]) kept.clear();
  Object.assign(camera, { subject: null, map: null });
  $("search").value = "";
  $("hits").hidden = true;
  redraw();
  remember(true);
}

function hint() { $("start-text").textContent = say(state.view === "map" ? "start_map" : "start"); }

function press(target) {
  const item = target.closest("[role=button], [data-edge]");
  $("start").hidden = true;
  if (!item) return undefined;
  const { node, figure, more, less, fold: folded, cluster, edge } = item.dataset;
  if (more) return openMore(more);
  if (less) return openLess(less);
  if (folded) return fold(folded);
  if (cluster !== undefined) return enter(Number(cluster));
  if (figure) return selectFigure(state.center, figure);
  if (node) return select(Number(node));
  return edge ? selectEdge(Number(edge)) : undefined;
}

function watchPicture() {
  // The first click draws anew what is under the pointer, so that browsers see no double click on one element.
  let before = { node: "", at: 0 };
  picture.addEventListener("click", event => {
    if (moved > 4) return;
    const node = event.target.closest("[data-node]")?.dataset.node, twice = node && node === before.node && event.timeStamp - before.at < DOUBLE;
    before = { node: twice ? "" : node, at: event.timeStamp };
    if (twice && !state.ends) centre(Number(node)); else press(event.target);
  });
  picture.addEventListener("pointerover", event => tip(event.target.closest("[data-node], [data-edge]"), event));
  picture.addEventListener("pointerleave", () => tip(null));
}

// The full name, the relation and the sentence of what is pointed at, and its lines to what else is there.
function tip(item, event) {
  const node = item?.dataset.node ? Number(item.dataset.node) : undefined, edge = edges[item?.dataset.edge || -1];
  const lines = [node !== undefined ? `${nodes[node].n.slice(0, 200)} · ${typeName(nodes[node].t)}` : "", edge ? `${nodes[edge.f].n.slice(0, 60)} — ${relationName(edge.r)} → ${nodes[edge.t].n.slice(0, 60)}` : "", edge?.quote?.slice(0, 200)].filter(Boolean);
  $("tip").hidden = !lines.length;
  $("tip").textContent = lines.join("\n");
  if (event && lines.length) {
    const box = $("view").getBoundingClientRect(), own = $("tip").getBoundingClientRect();
    $("tip").style.left = `${Math.max(4, Math.min(event.clientX - box.x + 14, box.width - own.width - 8))}px`;
    $("tip").style.top = `${event.clientY - box.y + own.height + 24 > box.height ? event.clientY - box.y - own.height - 12 : event.clientY - box.y + 18}px`;
  }
  if (state.view === "subject" && state.hover !== node) {
    state.hover = node;
    drawCross(scene, picture.firstChild);
  }
}
