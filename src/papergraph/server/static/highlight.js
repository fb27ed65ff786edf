// Colours a query: the same characters in spans, so that they lie exactly under those of the text area.

const TOKEN = /(#[^\r\n]*)|("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?)|(<[^<>"{}|^`\\\s]*>|[A-Za-z][\w.-]*:[\w.%\\/-]*|(?<![\w])a(?=\s))|([?$]\w+)|([A-Za-z_]\w*)/g;
const KINDS = ["c", "s", "n", "v", "k"];

// The pieces of a query: text, and the class of its colour or null.
export function pieces(text, keywords) {
  const found = [];
  let start = 0;
  for (const match of text.matchAll(TOKEN)) {
    const kind = match.slice(1).findIndex((group) => group !== undefined);
    if (KINDS[kind] === "k" && !keywords.has(match[0].toUpperCase())) continue;
    if (match.index > start) found.push([text.slice(start, match.index), null]);
    found.push([match[0], KINDS[kind]]);
    start = match.index + match[0].length;
  }
  found.push([text.slice(start), null]);
  return found;
}

export function paint(code, text, keywords) {
  code.replaceChildren(
    ...pieces(text + "\n", keywords).map(([piece, kind]) => {
      if (!kind) return document.createTextNode(piece);
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = piece;
      return span;
    }),
  );
}
