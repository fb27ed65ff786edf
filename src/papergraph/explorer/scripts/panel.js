// The side panel: the parts that all its views are made of, and which view is shown.
"use strict";

papergraph.panel = (() => {
  const { data, base } = papergraph;
  const { element } = base;
  const place = document.getElementById("panel");
  const status = document.getElementById("status");
  const FEW = 8;

  /** A button that leads to a node. */
  function nodeLink(node, text = data.name[node], { marked = true } = {}) {
    return element(
      "a",
      { class: "node", href: `#${data.id[node]}` },
      marked ? element("span", { class: `mark ${data.kindOf(node).toLowerCase()}`, "aria-hidden": "true" }) : null,
      element("span", { class: "name" }, base.shorten(text, 220)),
    );
  }

  function section(title, ...children) {
    const filled = children.flat(Infinity).filter(Boolean);
    return filled.length ? element("section", {}, element("h3", {}, title), filled) : null;
  }

  /** A list of which a few items are shown, and the rest when asked. */
  function list(items, render, few = FEW) {
    if (!items.length) return null;
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

  function show(node) {
    const render = node === null ? papergraph.homePanel : data.isPaper(node) ? papergraph.paperPanel : papergraph.entityPanel;
    const inside = place.contains(document.activeElement);
    place.replaceChildren(...render(node).flat(Infinity).filter(Boolean));
    place.scrollTop = 0;
    if (inside) place.querySelector("h2").focus({ preventScroll: true });
    status.textContent = node === null ? "Overview" : `${data.name[node]}: ${data.KINDS[data.kindOf(node)].one}`;
  }

  return { nodeLink, section, list, heading, chips, show };
})();
