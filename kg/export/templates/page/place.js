// Where the subject and the cards around it stand: what it belongs to above, who acts on it left, what it does right,
// its figures below; the two sides are evened out. The same data and window give the same places.
const GUTTER = 58, MARGIN = 12, HEAD = 26, EDGE = 8, BETWEEN = 12, COLUMN = 10;
const SUBJECT_ROOM = 210, SUBJECT_ICON = 46;

function subjectBox(i) {
  const lines = wrap(nodes[i].n, SUBJECT_ROOM, 20, 3, true);
  const wide = Math.max(...lines.map(line => width(line, 20, true)), 120) + 28;
  return { node: i, lines, width: wide, height: SUBJECT_ICON + lines.length * 26 + 30 };
}

// Two columns where nearly all names find room on one line of half the card.
function inTwo(group, count, wide) {
  if (group.figures || count < 6) return false;
  const room = (wide - 2 * EDGE - COLUMN) / 2 - ICON - 6 - 26;
  return group.items.slice(0, count).filter(item => width(plain(nodes[item.node].n)) <= room).length >= count * 0.8;
}

// A card of one or more groups, laid out in columns of rows; `x`, `y` come later.
function card(sections, counts, wide, center, seen) {
  const made = { sections: [], width: wide, height: 0 };
  for (const group of sections) {
    const count = counts.get(group.key);
    if (!count) {
      made.sections.push({ group, closed: true, room: wide, columns: [], y: made.height, height: HEAD });
      made.height += HEAD;
      continue;
    }
    const columns = inTwo(group, count, wide) ? 2 : 1;
    const room = (wide - 2 * EDGE - (columns - 1) * COLUMN) / columns;
    const rows = rowsOf(group, count, room - 6, center, seen);
    const all = rows.reduce((sum, item) => sum + item.height, 0), split = [[]];
    let high = 0, top = 0;
    for (const item of rows) {
      if (columns > split.length && !item.depth && high >= all / columns - 1) { split.push([]); high = 0; }
      split.at(-1).push({ ...item, y: high });
      high += item.height;
      top = Math.max(top, high);
    }
    made.sections.push({ group, room, columns: split, y: made.height, height: HEAD + top + 4 });
    made.height += HEAD + top + 4;
  }
  made.height += EDGE / 2;
  return made;
}

const stackHeight = cards => cards.reduce((sum, item) => sum + item.height + BETWEEN, -BETWEEN);

// What goes to the right is what leaves the subject, to the left what comes to it; then the longer side gives.
function sides(groups) {
  const guess = group => HEAD + BETWEEN + (group.reported && !ASKED.has(group.type) ? 0 : Math.min(group.items.length, group.reported ? 5 : 10) * 14);
  const left = groups.filter(group => group.end === "in"), right = groups.filter(group => group.end === "out");
  const sum = list => list.reduce((total, group) => total + guess(group), 0);
  for (let turn = 0; turn < groups.length; turn += 1) {
    const [more, less] = sum(left) > sum(right) ? [left, right] : [right, left];
    const fits = more.filter(group => 2 * guess(group) < 2 * (sum(more) - sum(less)) && guess(group) < sum(more) - sum(less));
    if (!fits.length) break;
    const moved = fits.at(-1);
    more.splice(more.indexOf(moved), 1);
    less.push(moved);
  }
  return { left, right };
}

// How many items each group shows: some of each first, then one more of each in turn while there is room. What a report
// only names begins closed.
function firstCounts(slots, heightOf, few = LEAST) {
  const groups = slots.flatMap(slot => slot.groups), least = group => Math.min(few, group.items.length);
  const counts = new Map(groups.map(group => [group.key, group.reported ? 0 : least(group)]));
  const total = () => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const grow = (slot, group, next) => {
    const now = counts.get(group.key);
    counts.set(group.key, next);
    if (next <= now || total() > AT_FIRST || heightOf(slot, counts) > slot.room) counts.set(group.key, now);
    return counts.get(group.key) > now;
  };
  const closed = fits => { for (const slot of slots) for (const group of slot.groups) if (group.reported && fits(group)) grow(slot, group, Math.max(least(group), counts.get(group.key))); };
  closed(group => ASKED.has(group.type));
  for (let grown = true; grown;) {
    grown = false;
    for (const slot of slots) for (const group of slot.groups.filter(one => counts.get(one.key))) if (grow(slot, group, Math.min(group.items.length, counts.get(group.key) + 1))) grown = true;
  }
  closed(() => true);
  // Rather two of each than a card of what is asked for that shows nothing.
  return few === LEAST && groups.some(group => ASKED.has(group.type) && !counts.get(group.key)) ? firstCounts(slots, heightOf, LEAST - 1) : counts;
}

function place(center, viewWidth, viewHeight) {
  const { groups, seen } = groupsOf(center), subject = subjectBox(center), narrow = viewWidth < 720;
  const middle = narrow ? viewWidth - 2 * MARGIN - 24 : Math.max(subject.width, Math.min(330, Math.max(250, viewWidth * 0.29)));
  const side = narrow ? middle : Math.max(215, (viewWidth - middle) / 2 - GUTTER - MARGIN);
  const { left, right } = sides(groups.filter(group => !group.above && !group.figures));
  const above = groups.filter(group => group.above), below = groups.filter(group => group.figures);
  const column = (viewHeight - subject.height) / 2 - MARGIN - BETWEEN - 10, whole = viewHeight - 2 * MARGIN;
  const slots = narrow
    ? [{ name: "list", groups: [...above, ...right, ...left, ...below], wide: middle, room: viewHeight * 3 }]
    : [{ name: "above", groups: above, wide: middle, room: column, one: true }, { name: "right", groups: right, wide: side, room: whole },
      { name: "left", groups: left, wide: side, room: whole }, { name: "below", groups: below, wide: middle, room: column, one: true }];
  const cards = (slot, counts) => slot.one ? (slot.groups.length ? [card(slot.groups, counts, slot.wide, center, seen)] : [])
    : slot.groups.map(group => card([group], counts, slot.wide, center, seen));
  const counts = firstCounts(slots, (slot, now) => stackHeight(cards(slot, now)));
  untangle(slots, counts);
  for (const group of groups) if (state.open.has(group.key)) counts.set(group.key, Math.min(group.items.length, counts.get(group.key) + state.open.get(group.key)));
  const scene = { center, subject, cards: [], narrow, middle };
  for (const slot of slots) stand(scene, slot, cards(slot, counts), side);
  scene.shown = new Set([center, ...scene.cards.flatMap(item => item.sections.flatMap(part => part.columns.flat().map(line => line.node))).filter(n => n !== undefined)]);
  return bounded(scene);
}

function stand(scene, slot, made, side) {
  const { subject, middle } = scene, total = stackHeight(made);
  const start = { list: subject.height / 2 + 24, above: -subject.height / 2 - 26 - total, below: subject.height / 2 + 26, left: -total / 2, right: -total / 2 }[slot.name];
  const x = { list: -middle / 2 + 24, above: -middle / 2, below: -middle / 2, left: -middle / 2 - GUTTER - side, right: middle / 2 + GUTTER }[slot.name];
  let y = start;
  for (const item of made) {
    scene.cards.push({ ...item, x, y, slot: slot.name, mirrored: slot.name === "left" });
    y += item.height + BETWEEN;
  }
}

function bounded(scene) {
  const { subject } = scene;
  const xs = scene.cards.flatMap(item => [item.x, item.x + item.width]).concat(-subject.width / 2, subject.width / 2);
  const ys = scene.cards.flatMap(item => [item.y, item.y + item.height]).concat(-subject.height / 2, subject.height / 2);
  // The subject stays in the middle where only one side has cards.
  const half = Math.max(...xs.map(Math.abs)), from = scene.narrow ? Math.min(...xs) : -half, to = scene.narrow ? Math.max(...xs) : half;
  scene.bounds = { x: from, y: Math.min(...ys), width: to - from, height: Math.max(...ys) - Math.min(...ys) };
  return scene;
}
