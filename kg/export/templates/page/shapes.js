// The mark of a type: a shape and a colour, so that neither alone has to tell types apart.
const FORMS = { square: "2,2 14,2 14,14 2,14", box: "1,4 15,4 15,12 1,12", diamond: "8,1 15,8 8,15 1,8", triangle: "8,2 15,14 1,14", triangleDown: "8,14 15,2 1,2", hexagon: "4,2 12,2 15,8 12,14 4,14 1,8", star: "8,1 10,6 15,6 11,9.5 12.5,15 8,11.5 3.5,15 5,9.5 1,6 6,6" };

function mark(type, x, y, size) {
  const look = data.types[type] || { color: "#888", shape: "dot" };
  const at = { class: "mark", fill: look.color, transform: `translate(${x - size / 2} ${y - size / 2}) scale(${size / 16})` };
  if (FORMS[look.shape]) return svg("polygon", { ...at, points: FORMS[look.shape] });
  if (look.shape === "ellipse") return svg("ellipse", { ...at, cx: 8, cy: 8, rx: 7.5, ry: 5.5 });
  return svg("circle", { ...at, cx: 8, cy: 8, r: 6.5 });
}

// Full where it was achieved, a ring where it is planned.
function figureMark(figure, x, y) {
  const done = figure.status === "achieved";
  return svg("circle", { class: "status", cx: x, cy: y, r: 4.5, fill: done ? "#332288" : "none", stroke: "#332288", "stroke-width": 1.6 });
}

function arrow(x, y, turn, lit = false) {
  return svg("path", { class: lit ? "arrow lit" : "arrow", d: "M0 0 L-8 -4 L-8 4 Z", transform: `translate(${x} ${y}) rotate(${turn})` });
}
