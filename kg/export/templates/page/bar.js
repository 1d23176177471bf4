// The bar and the legend: filters and switches, set from the state so that a link or a step back sets them too.
function bar() {
  $("title").textContent = state.view === "map" ? data.title[lang] : nodes[state.center].n;
  for (const [id, on] of [["overview", state.view === "map"], ["cross", state.cross], ["doubtful", doubtfulOn()], ["reported", reportedOn()], ["path", !!state.ends], ["theme", dark()]]) $(id).setAttribute("aria-pressed", String(on));
  $("overview").disabled = state.center === null;
  for (const id of ["district", "status", "progress", "from", "to"]) $(id).value = state[id];
  $("span").textContent = state.from === state.to ? state.from : `${state.from}–${state.to}`;
  const only = state.view === "subject" ? near[state.center].filter(edge => edge.reported).length : edges.filter(edge => edge.reported).length;
  const unsure = (state.view === "subject" ? near[state.center] : edges).filter(edge => edge.doubtful && !edge.reported).length;
  for (const [id, n, on] of [["reported", only, reportedOn()], ["doubtful", unsure, doubtfulOn()]]) {
    const what = `${say(`${id}_switch`)} ${n}`;
    $(id).textContent = on || !n ? what : say("hidden", { what });
    $(id).disabled = !n;
  }
  legend();
}

const dark = () => document.documentElement.dataset.theme === "dark";

function tally(some) {
  const counts = new Map();
  for (const node of some) counts.set(node.t, (counts.get(node.t) || 0) + 1);
  return counts;
}

// How many of each type the picture shows; the tip has how many the page holds.
function legend() {
  const counts = tally(nodes), drawn = state.view === "subject" && scene?.shown ? tally([...scene.shown].map(i => nodes[i])) : counts;
  const items = Object.keys(data.types).filter(type => drawn.get(type) || (counts.has(type) && (state.off.has(type) || state.view === "map"))).map(type => {
    const button = el("button", null, { "aria-pressed": String(!state.off.has(type)), "data-type": type }), item = el("li");
    button.append(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, mark(type, 8, 8, 16)), `${typeName(type)} ${drawn.get(type) || 0}`);
    if (drawn !== counts) button.title = say("shown", { n: drawn.get(type) || 0, m: counts.get(type) });
    button.addEventListener("click", () => { if (state.off.has(type)) state.off.delete(type); else state.off.add(type); redraw(); remember(); });
    item.append(button);
    return item;
  });
  const line = (key, dashed) => { const item = el("li", null, { class: dashed ? "key doubted" : "key" }); item.append(svg("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" }, svg("path", { class: `twig${dashed ? " dashed" : ""}`, d: "M1 7 H18" }), arrow(25, 7, 0)), say(key)); return item; };
  const dot = (key, status) => { const item = el("li", null, { class: "key" }); item.append(svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, figureMark({ status }, 7, 7)), say(key)); return item; };
  const center = state.view === "subject" ? [nodes[state.center]] : nodes, links = state.view === "subject" ? near[state.center].filter(edgeShown) : edges;
  const statuses = new Set(center.flatMap(node => node.f.map(figure => figure.status)));
  const keys = [["stated", edge => !edge.doubtful && !edge.reported, false], ["doubtful", edge => edge.doubtful, true]];
  const figures = ["planned", "achieved"].filter(status => statuses.has(status)).map(status => dot(status, status));
  $("legend").replaceChildren(...items, ...keys.filter(([, used]) => links.some(used)).map(([key, , dashed]) => line(key, dashed)), ...figures);
}

function options() {
  const homes = [...new Set(nodes.map(node => node.h))].filter(Boolean).sort();
  $("district").replaceChildren(el("option", say("all_districts"), { value: "" }), ...homes.map(name => el("option", name.slice(0, 40), { value: name })));
  for (const id of ["from", "to"]) Object.assign($(id), { min: firstYear, max: lastYear, step: 1 });
}

function watchBar() {
  for (const id of ["district", "status", "progress"]) $(id).addEventListener("change", () => { state[id] = $(id).value; redraw(); remember(); });
  for (const id of ["from", "to"]) $(id).addEventListener("input", () => {
    state[id] = Number($(id).value);
    if (state.from > state.to) state[id === "from" ? "to" : "from"] = state[id];
    redraw();
    remember();
  });
  for (const id of ["cross", "doubtful", "reported"]) $(id).addEventListener("click", () => flip(id));
  const clicks = { overview, reset, theme, lang: otherLanguage, path: () => startPath(state.selected?.node), back: () => history.back(), forward: () => history.forward() };
  for (const [id, action] of Object.entries(clicks)) $(id).addEventListener("click", action);
  $("start-ok").addEventListener("click", () => { $("start").hidden = true; });
  for (const menu of document.querySelectorAll("details.menu")) menu.addEventListener("toggle", () => { if (menu.open) for (const one of document.querySelectorAll("details.menu")) if (one !== menu) one.open = false; });
  $("view").addEventListener("pointerdown", () => { for (const one of document.querySelectorAll("details.menu")) one.open = false; });
  addEventListener("popstate", event => {
    step = event.state?.step ?? 0;
    recall();
    camera.subject = null;
    redraw();
    $("back").disabled = step === 0;
    $("forward").disabled = step >= last;
  });
}

const ON = { reported: () => reportedOn(), doubtful: () => doubtfulOn(), cross: () => state.cross };
function flip(key) { state[key] = !ON[key](); redraw(); remember(); }
function theme() { document.documentElement.dataset.theme = dark() ? "light" : "dark"; redraw(); }
function otherLanguage() { lang = lang === "zh" ? "en" : "zh"; speak(); options(); hint(); redraw(); }
