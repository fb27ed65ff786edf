// Small helpers that the other modules share. Each module adds itself to the one global, `papergraph`.
"use strict";

const papergraph = {};

papergraph.base = (() => {
  /** An element with attributes, listeners (`onclick: f`) and children; strings become text, never markup. */
  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : String(value));
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }

  /** Only addresses of the web may be opened; anything else stays text. */
  function isWebAddress(url) {
    try {
      return /^https?:\/\//i.test(url) && ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
      return false;
    }
  }

  function link(url, text = url) {
    if (!isWebAddress(url)) return element("span", { class: "address" }, text);
    return element("a", { class: "address", href: url, target: "_blank", rel: "noopener noreferrer" }, text);
  }

  /** Lower case, without accents, hyphens and the like, so that spellings meet. */
  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}+#*@]+/gu, " ").trim();
  }

  function shorten(text, length) {
    const characters = Array.from(text);
    if (characters.length <= length) return text;
    const cut = characters.slice(0, length - 1).join("");
    const space = cut.lastIndexOf(" ");
    return (space > length * 0.6 ? cut.slice(0, space) : cut).trimEnd() + "…";
  }

  /** Without the characters that XML forbids and halves of pairs, which no file in UTF-8 can hold. */
  const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");

  const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  return { element, link, isWebAddress, fold, shorten, clean, plural };
})();
