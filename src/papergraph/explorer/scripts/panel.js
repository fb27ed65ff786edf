// The side panel: the parts that all its views are made of, and which view is shown.
"use strict";

papergraph.panel = (() => {
  const { data, base } = papergraph;
  const { element } = base;
  const place = document.getElementById("panel");
  const status = document.getElementById("status");
  const FEW = 8;
  let names = { count: -1, of: new Map() };

  /** How many entities have each name; counted anew when there are more. */
  function sameName(name) {
    if (names.count !== data.count) {
      names = { count: data.count, of: new Map() };
      for (let node = 0; node < data.count; node += 1) if (data.isEntity(node)) names.of.set(data.name[node], (names.of.get(data.name[node]) ?? 0) + 1);
    }
    return names.of.get(name) ?? 0;
  }

  /** The name of a node; where another has the same, with what tells them apart. */
  function nameOf(node) {
    const name = data.name[node];
    if (!data.isEntity(node) || sameName(name) < 2) return name;
    const [longest] = [...(data.details[node].aliases ?? [])].sort((a, b) => b.length - a.length);
    return longest ? `${name} (${longest})` : name;
  }

  /** A link that leads to a node. */
  function nodeLink(node, text = nameOf(node), { marked = true } = {}) {
    return element(
      "a",
      { class: "node", href: `#${data.id[node]}` },
      marked ? element("span", { class: `mark ${data.kindOf(node).toLowerCase()}`, "aria-hidden": "true" }) : null,
      element("span", { class: "name" }, base.shorten(text, 220)),
    );
  }

  /** The same inside a sentence, without the mark of its kind. */
  const plainLink = (node, text) => nodeLink(node, text, { marked: false });

  /** A link that changes the state of the page: `go({link: [a, b]}, "sentences")`. */
  const go = (changes, text, attributes = {}) => element("a", { class: "go", ...attributes, href: addressOf(changes) }, text);

  function addressOf(changes) {
    const one = (value) => (typeof value === "number" ? data.id[value].replace(/[&,#]/g, encodeURIComponent) : value);
    return `#${Object.entries(changes).map(([key, value]) => `${key}=${[value].flat().map(one).join(",")}`).join("&")}`;
  }

  const actions = (...items) => element("p", { class: "actions" }, items);
  const compareLink = (left, right) => go({ view: "compare", compare: [left, right] }, "Compare side by side");
  const compareButton = (node) => go({ view: "compare", compare: [node] }, "Compare with…", { "aria-label": `Compare with… another ${data.isPaper(node) ? "paper" : "entity"}` });

  function section(title, ...children) {
    const filled = children.flat(Infinity).filter(Boolean);
    return filled.length ? element("section", {}, element("h3", {}, title), filled) : null;
  }

  /** A list of which a few items are shown, and the rest when asked. */
  function list(items, render, most = FEW) {
    if (!items.length) return null;
    const few = items.length === most + 1 ? items.length : most;
    const found = element("ul", { class: "items" }, items.slice(0, few).map((item) => element("li", {}, render(item))));
    if (items.length <= few) return found;
    const more = element("button", { type: "button", class: "more" }, `Show ${items.length - few} more`);
    more.addEventListener("click", () => {
      const rest = items.slice(few).map((item) => element("li", {}, render(item)));
      found.append(...rest);
      more.remove();
      rest[0].querySelector("a, button")?.focus();
    });
    return [found, more];
  }

  function heading(node, note) {
    const kind = data.kindOf(node);
    return element(
      "header",
      {},
      element("p", { class: "kind" }, element("span", { class: `mark ${kind.toLowerCase()}`, "aria-hidden": "true" }), element("span", {}, note)),
      element("h2", { tabindex: "-1" }, data.name[node]),
    );
  }

  const chips = (items) => (items.length ? element("p", { class: "chips" }, items) : null);

  /** Show a node, or the link of two, or else what is here. */
  function show(node, link = null) {
    const inside = place.contains(document.activeElement);
    place.replaceChildren(...render(node, link).flat(Infinity).filter(Boolean));
    place.scrollTop = 0;
    if (inside) place.querySelector("h2").focus({ preventScroll: true });
    status.textContent = link ? `Link of ${link.map((end) => data.name[end]).join(" and ")}` : node === null ? "Overview" : `${data.name[node]}: ${data.KINDS[data.kindOf(node)].one}`;
  }

  function render(node, link) {
    if (link && papergraph.pairs.fit(...link)) return papergraph.pairPanel(...link);
    if (node === null) return papergraph.homePanel();
    return data.isPaper(node) ? papergraph.paperPanel(node) : papergraph.entityPanel(node);
  }

  return { nameOf, nodeLink, plainLink, go, actions, compareLink, compareButton, section, list, heading, chips, show };
})();
