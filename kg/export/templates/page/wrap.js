// Names on lines: measured with the fonts that draw them, broken where a reader would break.
const ruler = document.createElement("canvas").getContext("2d");
const FACE = "\"Noto Sans CJK SC\", \"Source Han Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", \"Hiragino Sans GB\", sans-serif";
const widths = new Map();
function width(text, size = 13, bold = false) {
  const key = `${bold}${size}${text}`;
  if (!widths.has(key)) {
    ruler.font = `${bold ? "bold " : ""}${size}px ${FACE}`;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

// A line does not begin with a closing mark or end with an opening one, and a Latin word or a number stays whole.
const PIECES = /[(（《“"'「『【〈]*(?:[A-Za-z0-9.+%#@&_-]+|[\s\S])[)）》”"'」』】〉、，。；：:,;.!?！？·%‰]*\s*/gu;
const GOOD_END = /[)）》”」、，；：·\s]$/;

// Return at most `most` lines no wider than `room`; a name of more ends in an ellipsis.
const wrapped = new Map();
function wrap(name, room, size = 13, most = 2, bold = false) {
  const key = `${name}\u001f${room} ${size} ${most} ${bold}`;
  if (!wrapped.has(key)) wrapped.set(key, broken(name, room, size, most, bold));
  return wrapped.get(key);
}

function broken(name, room, size, most, bold) {
  // No more of it than could stand there, however long it is.
  const text = [...plain(name).slice(0, 300)].slice(0, 120).join("");
  if (width(text, size, bold) <= room) return [text];
  const pieces = text.match(PIECES) || [text], lines = [];
  let at = 0;
  while (at < pieces.length && lines.length < most) {
    let line = "", end = at, best = -1;
    while (end < pieces.length && width(line + pieces[end].trimEnd(), size, bold) <= room) {
      line += pieces[end];
      end += 1;
      if (GOOD_END.test(line) && width(line, size, bold) > room * 0.55) best = end;
    }
    if (end === at) return [...lines, cut(pieces[at], room, size, bold)];
    const rest = pieces.slice(end).join("");
    if (rest && lines.length === most - 1) return [...lines, cut(line + rest, room, size, bold)];
    if (rest && best > 0) end = best;
    else if (rest && lines.length === most - 2) end = balanced(pieces, at, end, room, size, bold);
    lines.push(pieces.slice(at, end).join("").trim());
    at = end;
  }
  return lines;
}

// Of two last lines both about as long read better than one letter left over.
function balanced(pieces, at, end, room, size, bold) {
  const all = width(pieces.slice(at).join(""), size, bold);
  if (all > room * 1.9) return end;
  let best = end;
  while (best - 1 > at && width(pieces.slice(at, best - 1).join(""), size, bold) >= all / 2 && width(pieces.slice(best - 1).join(""), size, bold) <= room) best -= 1;
  return best;
}

function cut(text, room, size, bold) {
  const letters = [...text];
  while (letters.length && width(letters.join("") + "…", size, bold) > room) letters.pop();
  return letters.join("") + "…";
}
