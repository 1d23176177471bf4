// What is shown, what was looked at, and the fragment of the address that keeps it.
const OPENED = { view: "map", center: null, selected: null, from: firstYear, to: lastYear, district: "", status: "", progress: "", doubtful: null, reported: null, cross: false };
const state = { ...OPENED, off: new Set(), hidden: new Set(), open: new Map(), path: null, ends: null };

const edgeKey = edge => [nodes[edge.f].id, edge.r, nodes[edge.t].id].join("\u001f");

function fragment() {
  const kept = new URLSearchParams();
  if (state.view === "map") kept.set("view", "map");
  if (state.center !== null) kept.set("center", nodes[state.center].id);
  if (state.selected?.node !== undefined) kept.set("node", nodes[state.selected.node].id);
  if (state.selected?.edge !== undefined) kept.set("edge", edgeKey(edges[state.selected.edge]));
  for (const key of ["district", "status", "progress", "from", "to", "doubtful", "reported", "cross"]) if (state[key] !== OPENED[key]) kept.set(key, state[key]);
  if (state.off.size) kept.set("off", [...state.off].join("."));
  return "#" + kept;
}

let step = 0, last = 0;
function remember(newStep = false) {
  if (newStep) {
    step += 1;
    last = step;
    history.pushState({ step, last }, "", fragment());
  } else history.replaceState({ step, last }, "", fragment());
  $("back").disabled = step === 0;
  $("forward").disabled = step >= last;
}

function recall() {
  const kept = new URLSearchParams(location.hash.slice(1)), at = id => nodes.find(node => node.id === id)?.i;
  Object.assign(state, OPENED, { path: null, ends: null });
  state.center = at(kept.get("center")) ?? data.subject;
  state.view = kept.get("view") === "map" || state.center === null ? "map" : "subject";
  for (const key of ["district", "status", "progress"]) state[key] = kept.get(key) ?? "";
  for (const key of ["from", "to"]) if (kept.has(key)) state[key] = Number(kept.get(key));
  for (const key of ["doubtful", "reported", "cross"]) if (kept.has(key)) state[key] = kept.get(key) === "true";
  state.off = new Set((kept.get("off") || "").split(".").filter(type => data.types[type]));
  const node = at(kept.get("node")), edge = edges.findIndex(item => edgeKey(item) === kept.get("edge"));
  state.selected = node !== undefined ? { node } : edge >= 0 ? { edge } : state.center !== null ? { node: state.center } : null;
}
