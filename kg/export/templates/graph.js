"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = id => document.getElementById(id);
  const el = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = String(text);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const nodes = data.nodes, edges = data.edges;
  edges.forEach((edge, i) => { edge.i = i; });
  const near = nodes.map(() => []);
  for (const edge of edges) { near[edge.f].push(edge); near[edge.t].push(edge); }
  const home = node => node.t === "District" ? node.n : node.p.district || "";
  // Marks that turn the direction of text are shown in the panel, not drawn; a long name is cut and wrapped.
  const drawn = name => {
    const text = name.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\r\n\t]+/g, " ").trim() || "·";
    const letters = [...text], cut = letters.length > 14 ? [...letters.slice(0, 13), "…"] : letters;
    if (cut.length <= 7) return cut.join("");
    const half = Math.ceil(cut.length / 2), at = half + (/[))」”’、,]/.test(cut[half] || "") && half < 7 ? 1 : 0);
    return cut.slice(0, at).join("") + "\n" + cut.slice(at).join("");
  };
  const state = {
    off: new Set(), hidden: new Set(), open: new Set(), district: "", from: null, to: null, status: "", progress: "",
    selected: null, path: null, ends: [], edgeLabels: false,
  };
  const clustered = nodes.some(node => node.c);
  const dark = () => document.documentElement.dataset.theme === "dark";
  const paint = () => dark() ? { text: "#e6e9f0", edge: "#566073", strong: "#7db4ff", back: "#171a21", block: "rgba(150,170,210,.09)", name: "#a3acbd" }
    : { text: "#1d2433", edge: "#aeb6c4", strong: "#0b62c4", back: "#ffffff", block: "rgba(90,110,150,.07)", name: "#5b6475" };
  const SHAPES = { box: "square", ellipse: "dot" };

  // Whose report names a thing; every other line is stated by a text.
  const reported = edge => edge.r === "REPORTED_BY";
  const yearsOf = edge => edge.years || [];
  const edgeShown = edge => {
    if (state.status === "stated" && reported(edge)) return false;
    if (state.status === "sure" && (reported(edge) || edge.doubtful)) return false;
    if (state.from === null && state.to === null) return true;
    return yearsOf(edge).some(y => (state.from === null || y >= state.from) && (state.to === null || y <= state.to));
  };
  const filtered = () => state.status || state.from !== null || state.to !== null;
  const nodeShown = node => {
    if (state.hidden.has(node.i) || state.off.has(node.t)) return false;
    if (state.progress && node.t === "Project" && node.p.status !== state.progress) return false;
    if (state.district && home(node) !== state.district && !near[node.i].some(e => home(nodes[e.f === node.i ? e.t : e.f]) === state.district && edgeShown(e))) return false;
    return !filtered() || near[node.i].some(edgeShown) || node.i === state.selected?.node;
  };

  const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
  const size = node => 6 + Math.min(9, 1.6 * Math.sqrt(node.d));
  const onPath = () => new Set(state.path ? state.path.nodes : []);
  function nodeView(node) {
    const colors = paint(), type = data.types[node.t] || { color: "#888", shape: "dot" };
    const chosen = state.selected?.node === node.i || state.ends.includes(node.i) || onPath().has(node.i);
    return {
      id: node.i, label: drawn(node.n), title: `${type.zh || node.t}:${node.n.slice(0, 200)}`, x: node.x, y: node.y,
      shape: SHAPES[type.shape] || type.shape, size: size(node), borderWidth: chosen ? 3 : 1, borderWidthSelected: 3,
      color: { background: type.color, border: chosen ? colors.strong : dark() ? "#aab3c4" : colors.back, highlight: { background: type.color, border: colors.strong } },
      font: { color: colors.text, size: 13, face: "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif", strokeWidth: 3, strokeColor: colors.back, vadjust: -3 },
    };
  }
  function edgeView(edge) {
    const colors = paint();
    const touched = state.selected?.edge === edge.i || state.selected?.node === edge.f || state.selected?.node === edge.t || state.path?.edges.includes(edge.i);
    return {
      id: "e" + edge.i, from: edge.f, to: edge.t, dashes: !!(reported(edge) || edge.doubtful), width: touched ? 2.2 : reported(edge) ? 0.5 : 0.9,
      label: state.edgeLabels || (touched && near[state.selected?.node ?? edge.f].length <= 12) ? data.relations[edge.r] || edge.r : undefined,
      title: `${nodes[edge.f].n.slice(0, 60)} — ${data.relations[edge.r] || edge.r} → ${nodes[edge.t].n.slice(0, 60)}\n${(edge.quote || "").slice(0, 300)}`,
      color: { color: touched ? colors.strong : colors.edge, highlight: colors.strong, opacity: touched ? 1 : reported(edge) ? 0.3 : 0.8 },
      font: { color: colors.name, size: 11, strokeWidth: 3, strokeColor: colors.back, align: "middle" },
    };
  }
  const extent = Math.max(...data.blocks.map(block => block[1] + block[3]), ...data.blocks.map(block => block[2] + block[4]));
  function clusterViews(shown) {
    const members = new Map(), place = new Map(), links = new Map();
    for (const node of shown) if (!state.open.has(node.c)) {
      if (!members.has(node.c)) members.set(node.c, []);
      members.get(node.c).push(node);
    }
    const views = [];
    for (const [key, group] of members) {
      const [where, type] = key.split("\u001f"), colors = paint();
      const x = group.reduce((s, n) => s + n.x, 0) / group.length, y = group.reduce((s, n) => s + n.y, 0) / group.length;
      for (const node of group) place.set(node.i, "c" + key);
      views.push({ id: "c" + key, label: `${where || "跨区"} ${data.types[type]?.zh || type}\n${group.length} 个`, x, y, shape: "circle",
        color: { background: data.types[type]?.color || "#888", border: colors.text }, font: { color: "#fff", size: Math.max(20, extent / 70), strokeWidth: extent / 900, strokeColor: "#222" }, margin: 20 + 3 * Math.sqrt(group.length) });
    }
    return { views, place, links };
  }
  let visible = new Set();
  function rebuild() {
    const shown = nodes.filter(nodeShown);
    visible = new Set(shown.map(node => node.i));
    const { views, place, links } = clustered ? clusterViews(shown) : { views: [], place: new Map(), links: new Map() };
    const at = i => place.get(i) ?? i;
    const lines = [];
    for (const edge of edges) {
      if (!visible.has(edge.f) || !visible.has(edge.t) || !edgeShown(edge)) continue;
      const from = at(edge.f), to = at(edge.t);
      if (from === edge.f && to === edge.t) lines.push(edgeView(edge));
      else if (from !== to) links.set(from + "|" + to, { from, to, n: (links.get(from + "|" + to)?.n || 0) + 1 });
    }
    for (const [key, link] of links) lines.push({ id: "l" + key, from: link.from, to: link.to, width: Math.min(12, 1 + Math.sqrt(link.n)), color: { color: paint().edge } });
    nodeSet.clear(); edgeSet.clear();
    nodeSet.add([...shown.filter(node => !place.has(node.i)).map(nodeView), ...views]);
    edgeSet.add(lines);
    note(shown.length);
  }
  function refresh() {
    nodeSet.update([...visible].filter(i => nodeSet.get(i)).map(i => nodeView(nodes[i])));
    edgeSet.update(edgeSet.getIds().filter(id => String(id).startsWith("e")).map(id => edgeView(edges[Number(String(id).slice(1))])));
  }
  function note(count) {
    const parts = [`${count} 个节点,${edgeSet.length} 条关系`];
    if (clustered) parts.push("节点很多,按区和类型聚合,点击展开 / clusters open on click");
    if (data.leftOut.length) parts.push("未画出 / left out: " + data.leftOut.join("; "));
    if (state.ends.length === 1) parts.push("再点一个节点看路径 / pick a second node");
    $("note").textContent = parts.join(" · ");
  }

  const network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, {
    physics: false, layout: { improvedLayout: false },
    edges: { smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 0, hoverWidth: 0 },
    nodes: { shapeProperties: { interpolation: false }, scaling: { label: { enabled: false, drawThreshold: 4 } } },
    interaction: { hover: false, tooltipDelay: 250, hideEdgesOnDrag: edges.length > 1500, hideEdgesOnZoom: edges.length > 1500, keyboard: { enabled: true, bindToWindow: false }, multiselect: false },
  });
  network.on("beforeDrawing", context => {
    const colors = paint();
    for (const [name, x, y, width, height] of data.blocks) {
      context.fillStyle = colors.block;
      context.fillRect(x, y, width, height);
      if (!name) continue;
      context.fillStyle = colors.name;
      context.font = `bold ${Math.max(22, extent / 110)}px sans-serif`;
      context.fillText(name.slice(0, 20), x + 8, y + 4);
    }
  });

  // ---- panel
  const panel = $("panel");
  const go = node => {
    const link = el("a", node.n.slice(0, 80), { class: "go", tabindex: "0", role: "link" });
    link.addEventListener("click", () => select(node.i, true));
    link.addEventListener("keydown", event => { if (event.key === "Enter") select(node.i, true); });
    return link;
  };
  function evidence(edge) {
    const made = document.createDocumentFragment();
    if (edge.quote) made.append(el("blockquote", edge.quote, { dir: "auto" }));
    const tags = el("p", null, { class: "where" });
    tags.append(el("span", reported(edge) ? "报告提及 reported" : edge.inferred ? "推断 inferred" : "明示 stated", { class: "tag" }));
    if (edge.doubtful) tags.append(el("span", "存疑 doubtful", { class: "tag" }));
    if (edge.confidence !== undefined) tags.append(el("span", `置信 ${edge.confidence}`, { class: "tag" }));
    tags.append([data.documents[edge.document] || edge.document, edge.section, yearsOf(edge).join("、"), edge.start === undefined ? "" : `字符 ${edge.start}–${edge.end}`].filter(Boolean).join(" · "));
    made.append(tags);
    return made;
  }
  function figures(node) {
    const table = el("table"), head = el("tr");
    for (const name of ["指标", "年", "计划", "完成"]) head.append(el("th", name));
    table.append(head);
    const paired = new Set(node.f.filter(f => f.done).map(f => f.indicator + f.year + f.done));
    for (const figure of node.f) {
      if (figure.status === "achieved" && paired.has(figure.indicator + figure.year + figure.value)) continue;
      const row = el("tr", null, { title: figure.quote || "" });
      row.append(el("td", figure.indicator), el("td", figure.year ?? ""));
      row.append(el("td", figure.status === "planned" ? figure.value : ""));
      const done = el("td", figure.status === "planned" ? figure.done || "" : figure.value);
      if (figure.outcome && figure.outcome !== "unknown") done.append(" ", el("span", figure.outcome === "met" ? "✓ 达到" : "✗ 未达", { class: figure.outcome }));
      row.append(done);
      table.append(row);
    }
    return table;
  }
  function showNode(node) {
    panel.replaceChildren(el("h2", node.n, { dir: "auto" }), el("p", `${data.types[node.t]?.zh || node.t} ${node.t}`, { class: "kind" }));
    const list = el("dl");
    if (node.a.length) list.append(el("dt", "别名"), el("dd", node.a.join("、"), { dir: "auto" }));
    for (const [key, value] of Object.entries(node.p)) list.append(el("dt", data.labels[key] || key), el("dd", value));
    const buttons = el("div", null, { class: "row" });
    const button = (text, action, title) => { const made = el("button", text, { title }); made.addEventListener("click", action); buttons.append(made); };
    button("隐藏", () => hide(node.i), "hide (h)");
    button("展开邻居", () => expand(node.i), "expand neighbours (e)");
    button("隐藏邻居", () => collapse(node.i), "hide neighbours that hang on this one only (c)");
    button("路径起点", () => startPath(node.i), "path from here (p)");
    panel.append(list, buttons);
    if (node.f.length) panel.append(el("h3", "指标 figures"), figures(node));
    panel.append(el("h3", `关系 relations (${near[node.i].length})`));
    for (const edge of near[node.i].slice(0, 150)) {
      const other = nodes[edge.f === node.i ? edge.t : edge.f], line = el("div");
      line.append(edge.f === node.i ? "→ " : "← ", `${data.relations[edge.r] || edge.r} `, go(other));
      panel.append(line, evidence(edge));
    }
    if (near[node.i].length > 150) panel.append(el("p", `另有 ${near[node.i].length - 150} 条 / more`, { class: "where" }));
    panel.scrollTop = 0;
  }
  function showEdge(edge) {
    const title = el("h2");
    title.append(go(nodes[edge.f]), ` — ${data.relations[edge.r] || edge.r} → `, go(nodes[edge.t]));
    panel.replaceChildren(title, el("p", edge.r, { class: "kind" }), evidence(edge));
    if (edge.rule) panel.append(el("p", `依据 rule: ${edge.rule}`, { class: "where" }));
  }
  function showPath() {
    panel.replaceChildren(el("h2", state.path ? "路径 path" : "没有路径 no path"));
    for (const index of state.path?.edges || []) {
      const edge = edges[index], line = el("div");
      line.append(go(nodes[edge.f]), ` — ${data.relations[edge.r] || edge.r} → `, go(nodes[edge.t]));
      panel.append(line, evidence(edge));
    }
  }
  function intro() {
    panel.replaceChildren(el("h2", data.title, { dir: "auto" }), el("p", "点击节点或连线看名称、属性、指标与原文。虚线为报告提及或存疑。Click a node or a line for its evidence; dashed lines are reported or doubtful.", { class: "kind" }));
    const list = el("dl");
    for (const [key, text] of [["/", "搜索 search"], ["h e c", "隐藏、展开邻居、隐藏邻居 hide, expand, collapse"], ["p", "两点路径 path"], ["l d", "关系名、明暗 labels, dark"], ["Esc", "恢复 reset"]]) list.append(el("dt", key), el("dd", text));
    panel.append(list);
    if (data.leftOut.length) panel.append(el("h3", "未画出 left out"), el("p", data.leftOut.join("; ")));
  }

  // ---- actions
  function select(i, move) {
    state.selected = { node: i };
    const node = nodes[i];
    if (!visible.has(i)) { state.hidden.delete(i); state.off.delete(node.t); state.open.add(node.c); legend(); rebuild(); } else if (clustered && !nodeSet.get(i)) { state.open.add(node.c); rebuild(); } else refresh();
    showNode(node);
    if (move && nodeSet.get(i)) network.focus(i, { scale: Math.max(network.getScale(), 0.8), animation: false });
    remember();
  }
  function selectEdge(i) { state.selected = { edge: i }; refresh(); showEdge(edges[i]); remember(); }
  function hide(i) { state.hidden.add(i); state.selected = null; rebuild(); intro(); remember(); }
  function expand(i) { for (const edge of near[i]) for (const end of [edge.f, edge.t]) { state.hidden.delete(end); state.off.delete(nodes[end].t); state.open.add(nodes[end].c); } legend(); rebuild(); remember(); }
  function collapse(i) {
    for (const edge of near[i]) { const other = edge.f === i ? edge.t : edge.f; if (near[other].every(e => e.f === i || e.t === i)) state.hidden.add(other); }
    rebuild(); remember();
  }
  function startPath(i) { state.ends = [i]; state.path = null; $("path").setAttribute("aria-pressed", "true"); refresh(); note(visible.size); }
  function findPath(from, to) {
    const before = new Map([[from, null]]), queue = [from];
    while (queue.length && !before.has(to)) {
      const at = queue.shift();
      for (const edge of near[at]) {
        const other = edge.f === at ? edge.t : edge.f;
        if (visible.has(other) && edgeShown(edge) && !before.has(other)) { before.set(other, edge); queue.push(other); }
      }
    }
    if (!before.has(to)) return null;
    const found = { nodes: [to], edges: [] };
    for (let at = to, edge = before.get(at); edge; edge = before.get(at)) { found.edges.unshift(edge.i); at = edge.f === at ? edge.t : edge.f; found.nodes.unshift(at); }
    return found;
  }
  function pick(i) {
    if ($("path").getAttribute("aria-pressed") !== "true") return select(i, false);
    if (state.ends.length !== 1) return startPath(i);
    state.ends.push(i); state.path = findPath(state.ends[0], i); state.selected = null;
    $("path").setAttribute("aria-pressed", "false"); refresh(); showPath(); note(visible.size);
  }
  function reset() {
    Object.assign(state, { district: "", from: null, to: null, status: "", progress: "", selected: null, path: null, ends: [] });
    for (const set of [state.off, state.hidden, state.open]) set.clear();
    for (const id of ["district", "from", "to", "status", "progress", "search"]) $(id).value = "";
    $("path").setAttribute("aria-pressed", "false"); $("hits").hidden = true;
    legend(); rebuild(); intro(); network.fit({ animation: false }); remember();
  }
  network.on("click", event => {
    const id = event.nodes[0];
    if (typeof id === "number") pick(id);
    else if (id !== undefined) { state.open.add(String(id).slice(1)); rebuild(); }
    else if (event.edges[0] && String(event.edges[0]).startsWith("e")) selectEdge(Number(String(event.edges[0]).slice(1)));
  });
  network.on("doubleClick", event => { if (typeof event.nodes[0] === "number") expand(event.nodes[0]); });

  // ---- bar
  function legend() {
    const counts = new Map();
    for (const node of nodes) counts.set(node.t, (counts.get(node.t) || 0) + 1);
    $("legend").replaceChildren(...Object.entries(data.types).filter(([type]) => counts.has(type)).map(([type, look]) => {
      const button = el("button", null, { "aria-pressed": String(!state.off.has(type)), title: type, "data-type": type }), item = el("li");
      button.append(icon(look), `${look.zh} ${counts.get(type)}`);
      button.addEventListener("click", () => { state.off.has(type) ? state.off.delete(type) : state.off.add(type); legend(); rebuild(); remember(); });
      item.append(button);
      return item;
    }));
  }
  const FORMS = { square: "2,2 14,2 14,14 2,14", box: "2,2 14,2 14,14 2,14", diamond: "8,1 15,8 8,15 1,8", triangle: "8,2 15,14 1,14", triangleDown: "8,14 15,2 1,2", hexagon: "4,2 12,2 15,8 12,14 4,14 1,8", star: "8,1 10,6 15,6 11,9.5 12.5,15 8,11.5 3.5,15 5,9.5 1,6 6,6" };
  function icon(look) {
    const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
    const form = document.createElementNS(space, FORMS[look.shape] ? "polygon" : "circle");
    svg.setAttribute("viewBox", "0 0 16 16"); form.setAttribute("fill", look.color);
    if (FORMS[look.shape]) form.setAttribute("points", FORMS[look.shape]); else for (const [k, v] of [["cx", 8], ["cy", 8], ["r", 6.5]]) form.setAttribute(k, v);
    svg.append(form);
    return svg;
  }
  let marked = 0;
  function hits() {
    const text = $("search").value.trim().toLowerCase(), list = $("hits");
    const found = text ? nodes.map(node => [node, [node.n, ...node.a].reduce((best, name) => { const at = name.toLowerCase().indexOf(text); return at < 0 ? best : Math.min(best, at * 100 + name.length); }, Infinity)])
      .filter(([, rank]) => rank < Infinity).sort((a, b) => a[1] - b[1] || b[0].d - a[0].d).slice(0, 30) : [];
    marked = Math.max(0, Math.min(marked, found.length - 1));
    list.hidden = !text;
    list.replaceChildren(...(found.length ? found.map(([node], k) => {
      const item = el("li", `${node.n.slice(0, 60)} · ${data.types[node.t]?.zh || node.t} ${home(node)}`, { role: "option", "aria-selected": String(k === marked), "data-node": node.i });
      item.addEventListener("mousedown", event => { event.preventDefault(); list.hidden = true; select(node.i, true); });
      return item;
    }) : [el("li", "没有 / none")]));
  }
  $("search").addEventListener("input", () => { marked = 0; hits(); });
  $("search").addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { marked += event.key === "ArrowDown" ? 1 : -1; hits(); event.preventDefault(); }
    if (event.key === "Enter") { const item = $("hits").querySelector("[aria-selected=true]"); if (item) { $("hits").hidden = true; select(Number(item.dataset.node), true); } }
    if (event.key === "Escape") { $("search").value = ""; hits(); event.stopPropagation(); }
  });
  $("search").addEventListener("blur", () => { $("hits").hidden = true; });
  for (const name of [...new Set(nodes.map(home))].filter(Boolean).sort()) $("district").append(el("option", name.slice(0, 40), { value: name }));
  const number = id => $(id).value === "" ? null : Number($(id).value);
  const readBar = () => Object.assign(state, { district: $("district").value, status: $("status").value, progress: $("progress").value, from: number("from"), to: number("to") });
  for (const id of ["district", "status", "progress", "from", "to"]) $(id).addEventListener("change", () => { readBar(); rebuild(); remember(); });
  const toggle = (id, action) => $(id).addEventListener("click", action);
  const flip = () => { state.edgeLabels = !state.edgeLabels; $("edgelabels").setAttribute("aria-pressed", String(state.edgeLabels)); refresh(); };
  const theme = () => { document.documentElement.dataset.theme = dark() ? "light" : "dark"; refresh(); network.redraw(); };
  const armPath = () => { if (state.selected?.node !== undefined) startPath(state.selected.node); else { state.ends = []; $("path").setAttribute("aria-pressed", "true"); note(visible.size); } };
  toggle("edgelabels", flip); toggle("path", armPath); toggle("reset", reset); toggle("theme", theme);
  function save(name, blob) {
    const link = el("a", null, { download: name });
    link.href = URL.createObjectURL(blob);
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  const fileName = ending => (data.title.replace(/[^\p{L}\p{N}()()-]+/gu, "_").slice(0, 60) || "graph") + ending;
  toggle("png", () => {
    const source = $("canvas").querySelector("canvas"), copy = document.createElement("canvas"), context = copy.getContext("2d");
    copy.width = source.width; copy.height = source.height;
    context.fillStyle = paint().back; context.fillRect(0, 0, copy.width, copy.height); context.drawImage(source, 0, 0);
    copy.toBlob(blob => save(fileName(".png"), blob));
  });
  // A cell that a spreadsheet would take for a formula gets a mark before it.
  const cell = value => { const text = String(value ?? ""); return `"${(/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replace(/"/g, '""')}"`; };
  toggle("csv", () => {
    const rows = [["from", "relation", "to", "stated", "confidence", "years", "quote", "document"]];
    for (const edge of edges) if (visible.has(edge.f) && visible.has(edge.t) && edgeShown(edge)) rows.push([nodes[edge.f].n, edge.r, nodes[edge.t].n, reported(edge) ? "reported" : edge.inferred ? "inferred" : "stated", edge.confidence, yearsOf(edge).join(" "), edge.quote, data.documents[edge.document] || edge.document]);
    save(fileName(".csv"), new Blob(["\ufeff" + rows.map(row => row.map(cell).join(",")).join("\r\n")], { type: "text/csv" }));
  });
  async function copy(text, button) {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = el("textarea"); area.value = text; document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
    }
    const before = button.textContent; button.textContent = "已复制 ✓"; setTimeout(() => { button.textContent = before; }, 1200);
  }
  toggle("cypher", event => copy(data.cypher, event.currentTarget));
  toggle("link", event => copy(location.href, event.currentTarget));

  // ---- the fragment keeps the selection and the filters
  function remember() {
    const kept = new URLSearchParams();
    if (state.selected?.node !== undefined) kept.set("node", nodes[state.selected.node].id);
    if (state.selected?.edge !== undefined) { const e = edges[state.selected.edge]; kept.set("edge", [nodes[e.f].id, e.r, nodes[e.t].id].join("\u001f")); }
    for (const key of ["district", "status", "progress"]) if (state[key]) kept.set(key, state[key]);
    for (const key of ["from", "to"]) if (state[key] !== null) kept.set(key, state[key]);
    if (state.off.size) kept.set("off", [...state.off].join("."));
    history.replaceState(null, "", kept.size ? "#" + kept : location.pathname + location.search);
  }
  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const key of ["district", "status", "progress", "from", "to"]) if (kept.has(key)) $(key).value = kept.get(key);
    readBar();
    for (const type of (kept.get("off") || "").split(".")) if (data.types[type]) state.off.add(type);
    const node = nodes.find(n => n.id === kept.get("node")), ends = (kept.get("edge") || "").split("\u001f");
    const edge = edges.find(e => e.r === ends[1] && nodes[e.f].id === ends[0] && nodes[e.t].id === ends[2]);
    return () => { if (node) select(node.i, true); else if (edge) selectEdge(edge.i); };
  }
  document.addEventListener("keydown", event => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = state.selected?.node;
    const keys = { "/": () => $("search").focus(), Escape: reset, l: flip, d: theme, p: armPath, h: () => node !== undefined && hide(node), e: () => node !== undefined && expand(node), c: () => node !== undefined && collapse(node) };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  $("title").textContent = data.title;
  const after = recall();
  legend(); intro(); rebuild();
  network.once("afterDrawing", () => { window.kgReady = performance.now(); });
  network.fit({ animation: false });
  after();
  // For the tests, and for who looks into the page.
  window.kg = { network, state, nodes, edges, select, visible: () => visible.size };
})();
