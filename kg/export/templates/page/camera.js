// Where the picture is looked at from: wheel, drag, two fingers and keys.
const camera = { subject: null, map: null };
const view = () => camera[state.view === "map" ? "map" : "subject"];
const SMALLEST = 12 / 13, LARGEST = 1.45;

function mapBounds() {
  const xs = data.clusters.flatMap(([, , x, , r]) => [x - r, x + r]), ys = data.clusters.flatMap(([, , , y, r]) => [y - r, y + r]);
  return { x: Math.min(...xs), y: Math.min(...ys), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
}

function fitted(bounds, wide, high, least, most) {
  const scale = Math.max(least, Math.min(most, wide / (bounds.width + 24), high / (bounds.height + 24)));
  return { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2, scale };
}

// The first view: all of it where names stay readable, else the subject in the middle, on a phone at the top.
function start(made, wide, high) {
  const found = fitted(made.bounds, wide, high, SMALLEST, LARGEST);
  if (made.narrow) return { ...found, y: made.bounds.y - 8 + high / 2 / found.scale };
  if (made.bounds.height * found.scale > high) found.y = 0;
  if (made.bounds.width * found.scale > wide) found.x = 0;
  return found;
}

// Kept, since asking for it while something moves makes the browser lay out the page again.
const frame = { wide: 0, high: 0 };
const measure = () => Object.assign(frame, { wide: picture.clientWidth || 800, high: picture.clientHeight || 600 });

function look() {
  const at = view(), wide = frame.wide / at.scale, high = frame.high / at.scale;
  picture.setAttribute("viewBox", `${at.x - wide / 2} ${at.y - high / 2} ${wide} ${high}`);
}

function zoom(by, px = frame.wide / 2, py = frame.high / 2) {
  const at = view(), scale = Math.max(0.02, Math.min(8, at.scale * by));
  const dx = px - frame.wide / 2, dy = py - frame.high / 2;
  at.x += dx / at.scale - dx / scale;
  at.y += dy / at.scale - dy / scale;
  at.scale = scale;
  later();
}

function fit() {
  const bounds = state.view === "map" ? mapBounds() : scene.bounds;
  Object.assign(view(), fitted(bounds, picture.clientWidth, picture.clientHeight, 0.02, state.view === "map" ? 4 : LARGEST));
  draw();
}

// The view box follows at once. What is drawn follows PAUSE milliseconds later, so that most frames of a movement only
// move what is there; drawing anew takes longer than a frame.
const PAUSE = 120;
let waiting = false;
function later() {
  look();
  if (waiting) return;
  waiting = true;
  setTimeout(() => { waiting = false; if (state.view === "map" || (view().scale < 0.6) !== picture.classList.contains("far")) draw(); }, PAUSE);
}

const fingers = new Map();
let moved = 0;
function watchCamera() {
  picture.addEventListener("wheel", event => {
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX - box.x, event.clientY - box.y);
  }, { passive: false });
  picture.addEventListener("pointerdown", event => { fingers.set(event.pointerId, event); moved = 0; });
  addEventListener("pointermove", event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const others = [...fingers.values()].filter(item => item.pointerId !== event.pointerId);
    const dx = event.clientX - before.clientX, dy = event.clientY - before.clientY;
    moved += Math.abs(dx) + Math.abs(dy);
    if (others.length) {
      const box = picture.getBoundingClientRect(), span = item => Math.hypot(item.clientX - others[0].clientX, item.clientY - others[0].clientY);
      zoom(span(event) / Math.max(1, span(before)), (event.clientX + others[0].clientX) / 2 - box.x, (event.clientY + others[0].clientY) / 2 - box.y);
    } else if (moved > 4) {
      view().x -= dx / view().scale;
      view().y -= dy / view().scale;
      later();
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, event => fingers.delete(event.pointerId));
  new ResizeObserver(() => {
    const { wide, high } = frame;
    measure();
    if (wide !== frame.wide || high !== frame.high) { camera.subject = null; draw(); }
  }).observe(picture);
  $("zoomin").addEventListener("click", () => zoom(1.3));
  $("zoomout").addEventListener("click", () => zoom(1 / 1.3));
  $("fit").addEventListener("click", fit);
}
