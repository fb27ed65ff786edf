// A field that finds one node by its name: suggestions below it, arrow keys choose, Enter takes, Escape closes.
"use strict";

papergraph.picker = (() => {
  const { data, base, search } = papergraph;
  const { element } = base;
  let made = 0;

  /** A field with a list; `fits` says which nodes may be chosen, `pick` is told the chosen one. */
  function create({ label, fits = () => true, pick }) {
    made += 1;
    const id = `picker-${made}`;
    let [found, active] = [[], -1];
    const input = element("input", {
      id, type: "text", role: "combobox", "aria-label": label, placeholder: label, "aria-expanded": "false", "aria-controls": `${id}-list`,
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", oninput: suggest, onkeydown: onKey, onblur: () => open(false),
    });
    const list = element("ul", { id: `${id}-list`, role: "listbox", "aria-label": `Suggestions: ${label}`, hidden: true });

    function suggest() {
      found = search.search(input.value, 60).map((entry) => entry.node).filter(fits).slice(0, 8);
      active = found.length ? 0 : -1;
      const none = element("li", { role: "option", "aria-disabled": "true", class: "none" }, "Nothing by that name");
      list.replaceChildren(...(found.length ? found.map(option) : [none]));
      open(input.value.trim() !== "");
      mark();
    }

    function option(node, place) {
      const kind = data.kindOf(node);
      return element(
        "li",
        { id: `${id}-${place}`, role: "option", onpointerdown: (event) => { event.preventDefault(); choose(place); } },
        element("span", { class: `mark ${kind.toLowerCase()}`, "aria-hidden": "true" }),
        element("span", { class: "name" }, base.shorten(data.name[node], 90)),
        element("span", { class: "note" }, data.KINDS[kind].one),
      );
    }

    function open(state) {
      list.hidden = !state;
      input.setAttribute("aria-expanded", String(state));
    }

    function mark() {
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
      if (active >= 0) input.setAttribute("aria-activedescendant", `${id}-${active}`);
      else input.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
      if (found[place] === undefined) return;
      open(false);
      pick(found[place]);
    }

    function onKey(event) {
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps && found.length) {
        open(true);
        active = (active + steps[event.key] + found.length) % found.length;
        mark();
      } else if (event.key === "Enter") choose(active);
      else if (event.key === "Escape" && !list.hidden) open(false);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    return element("div", { class: "picker" }, input, list);
  }

  return { create };
})();
