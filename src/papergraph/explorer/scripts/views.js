// The views of the page (map, tables, matrix, compare), of which one is shown at a time, and the bar that switches them.
"use strict";

papergraph.views = (() => {
  const { state, base } = papergraph;
  const { element } = base;
  const bar = document.getElementById("views");
  const stage = document.getElementById("stage");
  const TABS = [
    { name: "map", label: "Map", views: ["map"] },
    { name: "tables", label: "Tables", views: state.TABLES },
    { name: "matrix", label: "Matrix", views: ["matrix"] },
    { name: "compare", label: "Compare", views: ["compare"] },
  ];
  const registered = new Map();
  let shown = null;

  /**
   * Add a view: `show(place, state)` once it comes up, `update(state)` at each change while it is up, `hide()` when it goes.
   * `place` is an element of its own, or the given one. Another view of that name takes its place.
   */
  function register(name, view, place = registered.get(name)?.place ?? newPlace(name)) {
    const tab = TABS.find((item) => item.name === name);
    if (!tab) throw new Error(`There is no view “${name}”; there are ${TABS.map((item) => item.name).join(", ")}.`);
    registered.set(name, { ...view, place, tab });
  }

  function newPlace(name) {
    const place = element("section", { class: "view", id: `view-${name}`, tabindex: "-1", "aria-label": name, hidden: true });
    stage.append(place);
    return place;
  }

  const button = (tab) => element("button", { type: "button", value: tab.name, onclick: () => open(tab) }, tab.label);

  /** The tables come up with the one that was seen last. */
  function open(tab) {
    state.update({ view: tab.last ?? tab.views[0] });
  }

  function start() {
    const tabs = TABS.filter((tab) => registered.has(tab.name));
    bar.replaceChildren(...tabs.map(button));
    bar.hidden = tabs.length < 2;
  }

  /** Show the view that the state names, or else the map. */
  function follow(now) {
    const found = [...registered.values()].find(({ tab }) => tab.views.includes(now.view)) ?? registered.get("map");
    if (found !== shown) change(found, now);
    found.tab.last = now.view;
    for (const item of bar.children) item.setAttribute("aria-pressed", String(item.value === found.tab.name));
    found.update?.(now);
  }

  function change(found, now) {
    shown?.hide?.();
    shown = found;
    for (const { place } of registered.values()) place.hidden = place !== found.place;
    document.documentElement.dataset.view = found.tab.name;
    found.show?.(found.place, now);
  }

  return { register, start, follow };
})();
