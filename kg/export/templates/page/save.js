// The picture as PNG and SVG, what it shows as CSV, and print.
function save(name, blob) {
  const link = el("a", null, { download: name });
  link.href = URL.createObjectURL(blob);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const fileName = ending => ($("title").textContent.replace(/[^\p{L}\p{N}()（）-]+/gu, "_").slice(0, 60) || "graph") + ending;

// All of the picture, with its style and legend in the file and no variable that another program would not know.
function drawing() {
  const bounds = state.view === "map" ? null : scene.bounds, style = getComputedStyle(document.documentElement), copy = picture.cloneNode(true);
  const box = bounds ? { x: bounds.x - 16, y: bounds.y - 44, width: bounds.width + 32, height: bounds.height + 92 } : picture.viewBox.baseVal;
  const css = $("picture-style").textContent.replace(/var\((--\w+)\)/g, (all, name) => style.getPropertyValue(name).trim());
  const size = bounds ? [box.width, box.height] : [picture.clientWidth, picture.clientHeight];
  const made = svg("svg", { xmlns: "http://www.w3.org/2000/svg", class: "saved", viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, width: Math.round(size[0]), height: Math.round(size[1]) });
  made.append(svg("style", {}, css), svg("rect", { x: box.x, y: box.y, width: box.width, height: box.height, fill: style.getPropertyValue("--back").trim() }), ...copy.childNodes);
  if (bounds) made.append(svg("text", { x: box.x + 16, y: box.y + 22, style: "font-size:18px;font-weight:bold" }, plain($("title").textContent)), key(box));
  for (const item of made.querySelectorAll("[tabindex], [role]")) { item.removeAttribute("tabindex"); item.removeAttribute("role"); }
  return { text: new XMLSerializer().serializeToString(made), width: size[0], height: size[1] };
}

function key(box) {
  const made = svg("g"), types = Object.keys(data.types).filter(type => [...scene.shown].some(i => nodes[i].t === type));
  let x = box.x + 24;
  for (const type of types) {
    made.append(mark(type, x, box.y + box.height - 20, 14), svg("text", { x: x + 12, y: box.y + box.height - 20 }, typeName(type)));
    x += width(typeName(type)) + 36;
  }
  return made;
}

function pixels() {
  const { text, width: wide, height } = drawing();
  return new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = wide * 2;
      canvas.height = height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(done);
    };
    image.onerror = failed;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}

// A cell that a spreadsheet would take for a formula gets a mark before it.
const cell = value => { const text = String(value ?? ""); return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`; };
function table() {
  const rows = [["from", "relation", "to", "evidence", "confidence", "years", "quote", "document"]];
  const here = state.view === "map" ? new Set(nodes.filter(nodeShown).map(node => node.i)) : scene.shown;
  for (const edge of edges) if (here.has(edge.f) && here.has(edge.t) && edgeShown(edge)) rows.push([nodes[edge.f].n, edge.r, nodes[edge.t].n, edge.reported ? "reported" : edge.doubtful ? "doubtful" : "stated", edge.confidence, yearsOf(edge).join(" "), edge.quote, data.documents[edge.doc]]);
  for (const i of here) for (const { figure } of figuresOf(i)) rows.push([nodes[i].n, "HAS_TARGET", `${figure.indicator} ${figure.value}`, figure.status, figure.confidence, figure.year, figure.quote, data.documents[figure.doc]]);
  return `\ufeff${rows.map(line => line.map(cell).join(",")).join("\r\n")}`;
}

async function copyText(text, button) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = el("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  told(button);
}
async function copyPicture(button) {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": pixels() })]);
  told(button);
}
function told(button) {
  const before = button.textContent;
  button.textContent = say("copied");
  setTimeout(() => { button.textContent = before; }, 1200);
}

function watchSave() {
  $("png").addEventListener("click", async () => save(fileName(".png"), await pixels()));
  $("svg").addEventListener("click", () => save(fileName(".svg"), new Blob([drawing().text], { type: "image/svg+xml" })));
  $("csv").addEventListener("click", () => save(fileName(".csv"), new Blob([table()], { type: "text/csv" })));
  $("copy").addEventListener("click", event => copyPicture(event.currentTarget));
  $("cypher").addEventListener("click", event => copyText(data.cypher, event.currentTarget));
  $("link").addEventListener("click", event => copyText(location.href, event.currentTarget));
  $("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => {
    const bounds = state.view === "map" ? mapBounds() : scene.bounds;
    picture.setAttribute("viewBox", `${bounds.x - 8} ${bounds.y - 8} ${bounds.width + 16} ${bounds.height + 16}`);
  });
  addEventListener("afterprint", look);
}
