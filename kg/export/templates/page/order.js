// Relations among what surrounds the subject. Their ends stand on a ring: down the right side, up the left, then above;
// two lines cross where their ends take turns on it, so that crossings are counted without drawing anything.
// Every swap of two items that lowers the count is made, until none does or for ROUNDS over all items.
const ROUNDS = 8;
// All orders of so many cards are tried: 120 of five.
const MOST_CARDS = 5;
// Beyond so many lines between 60 names no order helps, and counting them takes longer than a click may.
const MOST_LINES = 200;

const sameSureness = (a, b) => !!a.edge.reported === !!b.edge.reported && !!a.edge.doubtful === !!b.edge.doubtful;

const RING = ["right", "list", "left", "above"];
const ringOf = slots => [...slots].sort((a, b) => RING.indexOf(a.name) - RING.indexOf(b.name)).flatMap(slot => (slot.name === "left" ? [...slot.groups].reverse() : slot.groups).map(group => ({ slot, group }))).filter(one => !one.group.figures);

// Place on the ring of every item that is shown: the rank of its card, then its row, two columns side by side.
function ring(slots, counts) {
  return ringOf(slots).flatMap(({ slot, group }, card) => {
    const count = counts.get(group.key), rows = inTwo(group, count, slot.wide) ? Math.ceil(count / 2) : count, up = slot.name === "left" ? -1 : 1;
    return [...Array(count).keys()].map(k => ({ group, k, at: 1000 * card + 500 + up * (k % rows + (k >= rows ? 0.5 : 0)) }));
  });
}

const turns = (at, [a, b], [c, d]) => {
  const low = Math.min(at[a], at[b]), high = Math.max(at[a], at[b]), one = at[c], two = at[d];
  return one !== low && one !== high && two !== low && two !== high && (one > low && one < high) !== (two > low && two < high);
};

// The relations among items that are shown, each as its two ends.
function linesAmong(shown) {
  return [...shown].flatMap(i => near[i].filter(edge => edge.f === i && edge.t !== i && shown.has(edge.t) && edgeShown(edge)).map(edge => [edge.f, edge.t]));
}

// Puts the cards of each side, then the first items of each card, in the order with few crossings. What is drawn again
// with the same things in it is not computed again.
const untangled = new Map();
function untangle(slots, counts) {
  const shown = ring(slots, counts).map(spot => spot.group.items[spot.k].node), lines = linesAmong(new Set(shown));
  const key = [shown, lines, slots.map(slot => slot.groups.length)].join("|");
  if (!untangled.has(key)) untangled.set(key, untangledAnew(slots, counts, lines));
  for (const [name, groups, firsts] of untangled.get(key)) {
    const slot = slots.find(one => one.name === name), byKey = new Map(slot.groups.map(group => [group.key, group]));
    slot.groups = groups.map(one => byKey.get(one));
    slot.groups.forEach((group, k) => { const has = new Set(firsts[k]); group.items = group.figures ? group.items : [...firsts[k].map(i => group.items.find(item => item.node === i)), ...group.items.filter(item => !has.has(item.node))]; });
  }
}
function untangledAnew(slots, counts, lines) {
  const kept = () => slots.map(slot => [slot.name, slot.groups.map(group => group.key), slot.groups.map(group => group.items.slice(0, counts.get(group.key)).map(item => item.node))]);
  if (lines.length < 2 || lines.length > MOST_LINES) return kept();
  for (let round = 0; round < 2; round += 1) for (const slot of slots.filter(one => one.name === "left" || one.name === "right")) turnCards(slots, slot, counts, lines);
  turnItems(ring(slots, counts), lines);
  return kept();
}

// Cards in every order where they are few; the first order with fewest crossings, so that the given one stays when it is as good.
function turnCards(slots, slot, counts, lines) {
  if (slot.groups.length > MOST_CARDS) return;
  const card = new Map(slots.flatMap(one => one.groups.filter(group => !group.figures).flatMap(group => group.items.slice(0, counts.get(group.key)).map(item => [item.node, group.key])))), sums = new Map();
  for (const line of lines) {
    const key = line.map(end => card.get(end)).sort().join("\u001f");
    sums.set(key, (sums.get(key) || 0) + 1);
  }
  const pairs = [...sums].map(([key, n]) => [key.split("\u001f"), n]).filter(([[a, b]]) => a !== b);
  const cost = groups => {
    const at = Object.fromEntries(ringOf(slots.map(one => one === slot ? { ...slot, groups } : one)).map((one, k) => [one.group.key, k]));
    return pairs.reduce((sum, [one, n], k) => sum + pairs.slice(0, k).reduce((all, [two, m]) => all + (turns(at, one, two) ? n * m : 0), 0), 0);
  };
  let best = slot.groups, least = cost(best);
  for (const order of orders(slot.groups)) {
    const now = cost(order);
    if (now < least) [best, least] = [order, now];
  }
  slot.groups = best;
}
const orders = list => list.length < 2 ? [list] : list.flatMap((one, k) => orders(list.filter((_, n) => n !== k)).map(rest => [one, ...rest]));

// Swaps of two items of one card and sureness, as long as one lowers the count.
function turnItems(spots, lines) {
  const at = [], ties = [];
  for (const spot of spots) at[spot.group.items[spot.k].node] = spot.at;
  for (const line of lines) for (const end of line) (ties[end] ||= []).push(line);
  const cost = some => { let sum = 0; for (const line of some) for (const one of lines) if (turns(at, line, one)) sum += 1; return sum; };
  let better = true;
  for (let round = 0; better && round < ROUNDS; round += 1) {
    better = false;
    for (const run of runsOf(spots)) for (const [n, one] of run.entries()) for (const two of run.slice(n + 1)) {
      const items = one.group.items, touched = new Set([...(ties[items[one.k].node] || []), ...(ties[items[two.k].node] || [])]), before = cost(touched);
      if (!before) continue;
      swap(items, one, two, at);
      if (cost(touched) < before) better = true;
      else swap(items, one, two, at);
    }
  }
}
function swap(items, one, two, at) {
  [items[one.k], items[two.k]] = [items[two.k], items[one.k]];
  for (const spot of [one, two]) at[items[spot.k].node] = spot.at;
}

// The places of a card whose items are equally sure.
function runsOf(spots) {
  const runs = [];
  for (const spot of spots) {
    const run = runs.at(-1), first = run?.[0];
    if (first && first.group === spot.group && sameSureness(first.group.items[first.k], spot.group.items[spot.k])) run.push(spot);
    else runs.push([spot]);
  }
  return runs;
}
