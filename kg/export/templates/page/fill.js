// The rows of a group: items with their lines of text, what hangs on an opened item, and the row that opens more.
const LINE = 17, PAD = 5, ICON = 20, INDENT = 16;

// A value as its sentence bounds it: the words that say so often stand behind a name (`新增10家以上服务商`).
const SIGNS = { ge: "≥", le: "≤", approx: "≈" }, BOUNDED = /[余多超近约达≥≤≈><]|以[上内下]|左右|不[低少高超]|突破/;
function valueOf(figure) {
  const bound = SIGNS[figure.comparator] && !BOUNDED.test(figure.value) ? SIGNS[figure.comparator] : "";
  return `${figure.kind === "cumulative" && !/累计/.test(figure.indicator) ? `${say("cumulative")} ` : ""}${bound}${figure.value}`;
}
const several = figure => figure.from_year && figure.to_year && figure.from_year < figure.to_year;
const termOf = figure => several(figure) ? `${figure.from_year}–${figure.to_year}` : figure.year ?? "";

function figureText(figure) {
  const value = figure.done ? `${valueOf(figure)} → ${figure.done}` : valueOf(figure), term = termOf(figure);
  return `${figure.indicator} ${value}${term ? ` (${term})` : ""}`;
}

function row(item, room, depth = 0) {
  const text = item.figure ? figureText(item.figure) : nodes[item.node].n;
  const lines = wrap(text, room - ICON - depth * INDENT - (item.fold ? 26 : 0));
  return { ...item, lines, depth, height: lines.length * LINE + PAD };
}

// What an item leads to is asked for again at every try of a layout, and the same as long as the same is seen.
const further = new WeakMap();
function beyondOnce(i, center, seen) {
  if (!further.has(seen)) further.set(seen, new Map());
  const kept = further.get(seen);
  if (!kept.has(i)) kept.set(i, beyond(i, center, seen));
  return kept.get(i);
}

// Return the rows of a group where `count` of its items are shown.
function rowsOf(group, count, room, center, seen) {
  const rows = [];
  for (const item of group.items.slice(0, count)) {
    if (item.figure) { rows.push(row(item, room)); continue; }
    const next = beyondOnce(item.node, center, seen), key = `node ${item.node}`, open = state.open.get(key) || 0;
    rows.push(row({ ...item, fold: next.length ? (open ? "−" : `${next.length}`) : "", foldKey: key }, room));
    for (const one of next.slice(0, open)) rows.push(row(one, room, 1));
    if (open && next.length > open) rows.push(moreRow(key, next.length - open, nodes[item.node].n, 1));
  }
  if (group.items.length > count) rows.push(moreRow(group.key, group.items.length - count, groupName(group), 0));
  else if (state.open.get(group.key)) rows.push({ less: group.key, what: groupName(group), lines: [say("less")], depth: 0, height: LINE + PAD });
  return rows;
}

const moreRow = (key, n, what, depth) => ({ more: key, n, what, depth, lines: [say("more", { n })], height: LINE + PAD });
