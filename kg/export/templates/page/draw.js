// Puts the picture on the page, and says what is on it.
const picture = $("picture");
let scene = null;

function draw() {
  if (!frame.wide) measure();
  const { wide, high } = frame;
  const focus = focusKey();
  if (state.view === "map") {
    if (!camera.map) camera.map = fitted(mapBounds(), wide, high, 0, 4);
    const made = drawOverview({ ...camera.map, width: wide, height: high });
    scene = made.scene;
    picture.replaceChildren(made.layer);
    note(say("count", { n: scene.total, m: passing().edges }));
  } else {
    scene = place(state.center, wide, high);
    if (!camera.subject) camera.subject = start(scene, wide, high);
    picture.replaceChildren(drawSubject(scene));
    note(scene.cards.length ? say("shown", { n: scene.shown.size, m: nodes.length }) : say("nothing"));
  }
  const far = state.view === "subject" && view().scale < 0.6;
  picture.classList.toggle("far", far);
  if (far) drawFar();
  look();
  refocus(focus);
}

// From afar the cards are one word each.
function drawFar() {
  const size = 15 / view().scale;
  for (const item of scene.cards) {
    const lines = item.sections.map(part => `${groupName(part.group)} ${part.group.items.length}`);
    lines.forEach((line, k) => picture.firstChild.append(svg("text", { class: "big halo far", x: item.x + item.width / 2, y: item.y + item.height / 2 + (k - (lines.length - 1) / 2) * size * 1.3, style: `font-size:${Math.min(size, item.width / line.length)}px` }, line)));
  }
}

function note(text) {
  const left = data.leftOut.map(([n, why]) => `${n} ${say(why)}`).join(lang === "zh" ? "、" : "; ");
  $("note").textContent = state.ends ? say("path_pick") : [text, left && `${say("left_out")}: ${left}`].filter(Boolean).join(" · ");
}

const shownNow = () => state.view === "map" ? scene.total : scene.shown.size;

function focusKey() {
  const at = document.activeElement;
  return picture.contains(at) && at !== picture ? ["node", "figure", "more", "fold", "cluster"].map(key => at.dataset[key] ?? "").join("|") : "";
}
function refocus(key) {
  if (!key) return;
  const found = spots().find(item => ["node", "figure", "more", "fold", "cluster"].map(name => item.dataset[name] ?? "").join("|") === key);
  (found || picture).focus({ preventScroll: true });
}
const spots = () => [...picture.querySelectorAll("[role=button]")];
