"use strict";
(() => {
  const root = document.body.dataset.root;
  const input = document.getElementById("search");
  const list = document.getElementById("hits");
  const [rows, readings] = window.kgNames || [[], {}];
  const split = new Map(Object.entries(readings).map(([c, text]) => [c, text.split(" ")]));
  const LIMIT = 20;

  // Whether letters are the pinyin of a name from character i on: each character whole or its initial, the last one cut off.
  const spelled = (name, i, letters) => {
    if (!letters) return true;
    if (i >= name.length) return false;
    const sounds = split.get(name[i]) || [name[i].toLowerCase()];
    return sounds.some((sound) => sound.startsWith(letters)
      || (letters.startsWith(sound) && spelled(name, i + 1, letters.slice(sound.length)))
      || (letters[0] === sound[0] && spelled(name, i + 1, letters.slice(1))));
  };

  const score = (name, text, letters) => {
    const at = name.toLowerCase().indexOf(text);
    if (at >= 0) return 100 - Math.min(at, 9) - Math.min(name.length - text.length, 40);
    if (!letters) return 0;
    for (let i = 0; i < name.length; i++) if (spelled(name, i, letters)) return 50 - Math.min(i * 5, 20) - Math.min(name.length, 29);
    return 0;
  };

  const find = (query) => {
    const text = query.trim().toLowerCase();
    const letters = /^[a-zü' ]+$/.test(text) ? text.replace(/[' ]/g, "") : "";
    if (!text) return [];
    return rows
      .map((row, order) => ({ row, order, score: Math.max(...[row[0], ...row[1]].map((name, n) => score(name, text, letters) - (n ? 1 : 0))) }))
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score || a.order - b.order)
      .slice(0, LIMIT)
      .map((hit) => hit.row);
  };

  const show = () => {
    const found = find(input.value);
    list.replaceChildren(...found.map(([name, , type, address]) => {
      const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
      link.href = root + address;
      kind.className = "soft";
      kind.textContent = type;
      link.append(name, kind);
      item.append(link);
      return item;
    }));
    if (!found.length) list.append(Object.assign(document.createElement("li"), { textContent: document.body.dataset.none }));
    list.hidden = !input.value.trim();
    if (found.length) list.firstChild.className = "on";
  };

  const move = (step) => {
    const items = [...list.children], at = items.findIndex((item) => item.className === "on");
    if (at < 0) return;
    items[at].className = "";
    const next = items[(at + step + items.length) % items.length];
    next.className = "on";
    next.scrollIntoView({ block: "nearest" });
  };

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter") list.querySelector(".on a")?.click();
    if (event.key === "Escape") list.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== input) { event.preventDefault(); input.focus(); }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) list.hidden = true; });

  const layer = document.getElementById("layer");
  if (layer) {
    const layers = JSON.parse(document.getElementById("layers").textContent);
    layer.addEventListener("change", () => {
      const values = layers[layer.value][1];
      for (const tile of document.querySelectorAll(".tile[data-page]")) {
        const [text, shade] = values[tile.dataset.page] || ["", 0];
        tile.className = tile.className.replace(/\bs\d\b/, `s${shade}`);
        tile.querySelector(".value").textContent = text;
      }
    });
  }
})();
