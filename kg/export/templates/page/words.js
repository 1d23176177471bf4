// The texts of the page in the language that is chosen.
let lang = data.lang;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
const say = (key, values = {}) => fill(data.texts[key][lang], values);
const typeName = type => data.types[type]?.[lang] || type;
const typeMany = type => lang === "en" ? data.types[type]?.many || type : typeName(type);
const relationName = relation => data.relations[relation]?.[lang] || relation;

// `end` is "out" where the relation goes from what is spoken of, "in" where it goes to it.
function phrase(relation, end, values, clause = false) {
  const kind = `${clause ? "_say" : ""}_${end}`;
  const text = data.phrases[relation + kind] || data.phrases["relation" + kind];
  return fill(text[lang], { relation: relationName(relation), ...values });
}

function speak() {
  document.documentElement.lang = lang;
  for (const item of document.querySelectorAll("[data-say]")) item.textContent = say(item.dataset.say);
  for (const item of document.querySelectorAll("[data-tip]")) item.title = say(item.dataset.tip);
  for (const item of document.querySelectorAll("[data-hint]")) item.placeholder = say(item.dataset.hint);
  for (const item of document.querySelectorAll("[data-say-label]")) item.setAttribute("aria-label", say(item.dataset.sayLabel));
  document.title = data.title[lang];
}
