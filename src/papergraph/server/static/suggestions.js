// What could stand at the cursor: prefixes, terms of the ontology, names of the graph, keywords, variables.

const MOST = 30;

// The word before the cursor and where it begins; null inside strings and comments.
export function wordBefore(text, cursor) {
  const line = text.slice(text.lastIndexOf("\n", cursor - 1) + 1, cursor);
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, (part) => " ".repeat(part.length));
  if (/["'#]/.test(bare)) return null;
  const word = /[?$]?[\w-]*(?::[\w.%-]*)?$/.exec(line)[0];
  return { word, start: cursor - word.length };
}

const startsWith = (name, word) => name.toLowerCase().startsWith(word.toLowerCase());

function variables(text, word) {
  const names = new Set([...text.matchAll(/[?$]\w+/g)].map((match) => match[0]));
  names.delete(word);
  return [...names].filter((name) => startsWith(name, word)).map((name) => ({ text: name, note: "variable" }));
}

function terms(facts, word, prefix = "pg:") {
  return facts.terms
    .filter((term) => startsWith(term.name, word) || term.label.toLowerCase().startsWith(word.toLowerCase()))
    .map((term) => ({ text: prefix + term.name, note: term.comment }));
}

async function named(prefix, word) {
  const response = await fetch(`/names.json?begins=${encodeURIComponent(word)}`);
  if (!response.ok) return [];
  return (await response.json()).map((one) => ({ text: prefix + ":" + one.id.replaceAll("/", "\\/"), note: `${one.name}, ${one.type}` }));
}

async function behindColon(facts, prefix, word) {
  if (prefix === "pg") return terms(facts, word);
  if (prefix === "entity") return named(prefix, word);
  const names = facts.common[prefix] ?? [];
  return names.filter((name) => startsWith(name, word)).map((name) => ({ text: `${prefix}:${name}`, note: facts.prefixes[prefix] }));
}

function atStart(facts, word) {
  const prefixes = Object.keys(facts.prefixes).filter((name) => startsWith(name, word));
  const keywords = facts.keywords.filter((name) => startsWith(name, word));
  return [
    ...prefixes.map((name) => ({ text: name + ":", note: facts.prefixes[name], more: true })),
    ...keywords.map((name) => ({ text: name, note: "keyword" })),
    ...(word.length > 1 ? terms(facts, word) : []),
  ];
}

// The suggestions for a word: text to put in its place, and a note.
export async function suggestions(facts, text, word) {
  if (word.startsWith("?") || word.startsWith("$")) return variables(text, word).slice(0, MOST);
  const colon = word.indexOf(":");
  const found = colon < 0 ? atStart(facts, word) : await behindColon(facts, word.slice(0, colon), word.slice(colon + 1));
  return found.filter((one) => one.text !== word).slice(0, MOST);
}
