// The data of the page and short ways to make elements. Every text is set as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, edges } = data;
const $ = id => document.getElementById(id);

function el(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = String(text);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== "") made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Marks that turn the direction of text, and breaks, are not drawn.
const plain = text => String(text).replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g, " ").trim() || "·";
