// Search by any name: arrows and Enter choose.
let at = 0;
function hits() {
  const text = $("search").value.trim().toLowerCase(), list = $("hits");
  const place = names => names.reduce((best, name) => { const found = name.toLowerCase().indexOf(text); return found < 0 ? best : Math.min(best, found * 100 + name.length); }, Infinity);
  const found = text ? nodes.map(node => [node, place([node.n, ...node.a])]).filter(([, best]) => best < Infinity).sort((a, b) => a[1] - b[1] || b[0].d - a[0].d).slice(0, 30) : [];
  at = Math.max(0, Math.min(at, found.length - 1));
  list.hidden = !text;
  $("search").setAttribute("aria-expanded", String(!!text));
  list.replaceChildren(...(found.length ? found.map(([node], k) => {
    const item = el("li", [node.n.slice(0, 60), typeName(node.t), node.t === "District" ? "" : node.h].filter(Boolean).join(" · "), { role: "option", "aria-selected": String(k === at), "data-node": node.i });
    item.addEventListener("mousedown", event => { event.preventDefault(); choose(node.i); });
    return item;
  }) : [el("li", say("no_hit"), { role: "option", "aria-selected": "false", "aria-disabled": "true" })]));
}
function choose(i) {
  $("hits").hidden = true;
  $("start").hidden = true;
  select(i, true);
}
function watchSearch() {
  $("search").addEventListener("input", () => { at = 0; hits(); });
  $("search").addEventListener("blur", () => { $("hits").hidden = true; });
  $("search").addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { at += event.key === "ArrowDown" ? 1 : -1; hits(); event.preventDefault(); }
    if (event.key === "Enter") { const item = $("hits").querySelector("[aria-selected=true]"); if (item) choose(Number(item.dataset.node)); }
    if (event.key === "Escape") { $("search").value = ""; hits(); event.stopPropagation(); }
  });
}
