// The answer to a query: a table, a word, or Turtle; and links to have it in other formats.

const SHOWN = 500;
const NUMBERS = /#(?:integer|decimal|double|float|int|long)$/;
const FORMATS = { table: ["csv", "tsv", "json", "xml"], graph: ["turtle", "ntriples", "json", "xml"] };

export function shorten(iri, prefixes) {
  let best = "";
  for (const [name, beginning] of Object.entries(prefixes)) {
    if (iri.startsWith(beginning) && beginning.length > (prefixes[best] ?? "").length) best = name;
  }
  return best ? `${best}:${iri.slice(prefixes[best].length)}` : iri;
}

function link(iri, facts) {
  const anchor = document.createElement("a");
  const local = iri.startsWith(facts.base);
  anchor.href = local ? `/id/${iri.slice(facts.base.length)}` : `/describe?iri=${encodeURIComponent(iri)}`;
  anchor.title = iri;
  anchor.textContent = shorten(iri, facts.prefixes);
  return anchor;
}

function web(address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.rel = "noopener noreferrer";
  anchor.textContent = address;
  return anchor;
}

function cell(term, facts) {
  const box = document.createElement("td");
  if (!term) return box;
  if (term.type === "uri") box.append(link(term.value, facts));
  else if (/^https?:\/\/[^\s"'<>]+$/.test(term.value)) box.append(web(term.value));
  else box.append(term.value);
  if (NUMBERS.test(term.datatype ?? "")) box.className = "number";
  return box;
}

function row(variables, binding, facts) {
  const line = document.createElement("tr");
  line.append(...variables.map((name) => cell(binding[name], facts)));
  return line;
}

function table(found, facts) {
  const variables = found.head.vars;
  const bindings = found.results.bindings;
  const box = document.createElement("table");
  const head = box.createTHead().insertRow();
  for (const name of variables) {
    const heading = document.createElement("th");
    heading.scope = "col";
    heading.textContent = name;
    head.append(heading);
  }
  const body = box.createTBody();
  const more = document.createElement("button");
  const show = () => {
    const start = body.rows.length;
    body.append(...bindings.slice(start, start + SHOWN).map((binding) => row(variables, binding, facts)));
    more.hidden = body.rows.length >= bindings.length;
    more.textContent = `Show more (${body.rows.length} of ${bindings.length} are shown)`;
  };
  more.addEventListener("click", show);
  show();
  return [box, more];
}

// Show an answer, and tell in words how much it is.
export async function showAnswer(response, place, facts) {
  if (response.headers.get("Content-Type").startsWith("text/turtle")) {
    const text = document.createElement("pre");
    text.className = "rdf";
    text.textContent = await response.text();
    place.replaceChildren(text);
    return { words: "", kind: "graph" };
  }
  const found = await response.json();
  if ("boolean" in found) {
    const word = document.createElement("p");
    word.textContent = found.boolean ? "Yes" : "No";
    place.replaceChildren(word);
    return { words: "", kind: "table" };
  }
  place.replaceChildren(...table(found, facts));
  const count = found.results.bindings.length;
  return { words: `${count} ${count === 1 ? "row" : "rows"}`, kind: "table" };
}

export function showDownloads(place, kind, text) {
  place.replaceChildren(
    ...(kind ? FORMATS[kind] : []).map((format) => {
      const anchor = document.createElement("a");
      anchor.href = `/sparql?query=${encodeURIComponent(text)}&format=${format}`;
      anchor.download = `answer.${{ turtle: "ttl", ntriples: "nt" }[format] ?? format}`;
      anchor.textContent = format.toUpperCase();
      return anchor;
    }),
  );
}
