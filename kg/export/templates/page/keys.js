// The keyboard: arrows go to the nearest thing in that direction.
function middleOf(item) {
  const box = item.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}
function step2(dx, dy) {
  const now = document.activeElement, all = spots();
  if (!all.length) return;
  if (!picture.contains(now) || now === picture) return focusOn(picture.querySelector(".subject") || all[0]);
  const [x, y] = middleOf(now);
  const far = item => { const [ox, oy] = middleOf(item), along = (ox - x) * dx + (oy - y) * dy, off = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx); return along > 2 ? along + 2.5 * off : Infinity; };
  const best = all.filter(item => item !== now).map(item => [far(item), item]).sort((a, b) => a[0] - b[0])[0];
  if (best && best[0] < Infinity) focusOn(best[1]);
}
function focusOn(item) {
  item.focus({ preventScroll: true });
  const box = item.getBoundingClientRect(), frame = picture.getBoundingClientRect(), at = view();
  const dx = Math.min(0, box.left - frame.left - 8) + Math.max(0, box.right - frame.right + 8), dy = Math.min(0, box.top - frame.top - 8) + Math.max(0, box.bottom - frame.bottom + 8);
  if (dx || dy) { at.x += dx / at.scale; at.y += dy / at.scale; look(); }
}
const chosenNode = () => { const at2 = document.activeElement?.dataset?.node; return at2 ? Number(at2) : state.selected?.node; };

function watchKeys() {
  document.addEventListener("keydown", event => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); history.go(event.key === "ArrowLeft" ? -1 : 1); }
      return;
    }
    const node = chosenNode(), inside = picture.contains(document.activeElement), folded = `node ${node}`;
    const keys = {
      "/": () => $("search").focus(), Escape: reset, l: () => flip("cross"), d: theme, o: overview, p: () => startPath(node), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit,
      h: () => node !== undefined && node !== state.center && hide(node), e: () => { state.open.set(folded, 6); draw(); }, c: () => { state.open.delete(folded); draw(); },
      ...(inside ? { ArrowLeft: () => step2(-1, 0), ArrowRight: () => step2(1, 0), ArrowUp: () => step2(0, -1), ArrowDown: () => step2(0, 1), " ": () => press(document.activeElement), Enter: () => event.target.dataset.node && !state.ends ? centre(Number(event.target.dataset.node)) : press(event.target) } : {}),
    };
    if (keys[event.key]) { event.preventDefault(); $("start").hidden = true; keys[event.key](); }
  });
}
