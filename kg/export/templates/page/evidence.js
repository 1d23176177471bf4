// A sentence with the words of its fact marked, the text around it on a click, and where it stands.
const namesOf = node => [node.n, ...node.a].filter(name => name.length > 1);

// Parts of a text: [text, whether it is a word of the fact]. The longest words are marked first.
function marked(text, words) {
  const spans = [];
  for (const word of [...new Set(words)].sort((a, b) => b.length - a.length)) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      if (!spans.some(([from, to]) => at < to && at + word.length > from)) spans.push([at, at + word.length]);
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) parts.push([text.slice(at, from), false]);
    parts.push([text.slice(from, to), true]);
    at = to;
  }
  if (at < text.length) parts.push([text.slice(at), false]);
  return parts;
}
const withMarks = (text, words) => marked(text, words).map(([part, hit]) => hit ? el("mark", part) : part);

// `fact` is an edge or a figure: it has quote, doc, p.
function quoteOf(fact, words) {
  const passage = data.passages[fact.p];
  if (!passage) return el("blockquote", null, { class: "quote", dir: "auto" });
  const button = el("button", null, { class: "quote", dir: "auto", title: say("context_tip"), "aria-expanded": "false" });
  const short = () => button.replaceChildren(...withMarks(fact.quote || passage[2], words));
  const beside = step => { const next = data.passages[fact.p + step]; return next && next[0] === passage[0] && next[1] === passage[1] + step ? next[2] : ""; };
  const long = () => {
    const text = passage[2], at = text.indexOf(fact.quote || "");
    const whole = at >= 0 || !fact.quote ? withMarks(text, words) : [...withMarks(fact.quote, words)];
    button.replaceChildren(el("span", beside(-1), { class: "around before" }), ...whole, el("span", beside(1), { class: "around after" }));
  };
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    if (open) long(); else short();
  });
  short();
  return button;
}

// How a fact is known, and how surely.
function tagsOf(fact) {
  const keys = [];
  if (fact.r) keys.push(say(fact.reported ? "reported" : fact.inferred ? "inferred" : fact.quote ? "stated" : "taxonomy"));
  if (fact.doubtful) keys.push(say("doubtful"));
  if (fact.confidence !== undefined) keys.push(say("confidence", { n: fact.confidence }));
  return keys.map(text => el("span", text, { class: "tag" }));
}

function whereOf(fact, tags = tagsOf(fact)) {
  const line = el("p", null, { class: "where" });
  line.append(...tags);
  const heading = data.passages[fact.p]?.[3];
  line.append([data.documents[fact.doc], heading, yearsOf(fact).join(say("and")), fact.start === undefined ? "" : say("offsets", { a: fact.start, b: fact.end })].filter(Boolean).join(" · "));
  return line;
}

function evidence(fact, words) {
  const made = document.createDocumentFragment();
  if (fact.quote) made.append(data.passages[fact.p] ? quoteOf(fact, words) : quotePlain(fact, words));
  made.append(whereOf(fact));
  return made;
}
function quotePlain(fact, words) {
  const made = el("blockquote", null, { class: "quote", dir: "auto" });
  made.append(...withMarks(fact.quote, words));
  return made;
}
const edgeWords = edge => [...namesOf(nodes[edge.f]), ...namesOf(nodes[edge.t])];
