// Where the reader is on the map: the nodes visited on the way, and how far the neighbourhood reaches.
"use strict";

papergraph.trail = (() => {
  const { data, base, state, graph } = papergraph;
  const { element } = base;
  const SHOWN = 4;
  const trail = document.getElementById("trail");
  const reach = document.getElementById("reach");
  let visited = [];

  const keyOf = (now) => now.node ?? now.link?.join(",") ?? null;
  const go = (key) => state.update(key === null ? { node: null, link: null } : key.includes(",") ? { link: key.split(",") } : { node: key });
  const nameOf = (id) => data.name[data.numberOf.get(id)];
  const named = (key) => key.split(",").map(nameOf).join(" – ");
  const short = (key, length) => {
    const names = key.split(",").map(nameOf);
    return names.map((name) => base.shorten(name, Math.floor(length / names.length))).join(" – ");
  };

  /** Going back to a node cuts off what came after it. */
  function visit(key) {
    if (key === null) visited = [];
    else if (visited.includes(key)) visited = visited.slice(0, visited.indexOf(key) + 1);
    else visited = [...visited, key];
  }

  function crumb(key, place, all) {
    const last = place === all.length - 1;
    const text = key === null ? "Overview" : short(key, last ? 36 : 20);
    const inside = last
      ? element("span", { "aria-current": "true", title: key && named(key) }, text)
      : element("button", { type: "button", id: key === null ? "back" : null, title: key && named(key), onclick: () => go(key) }, key === null ? `← ${text}` : text);
    return element("li", {}, inside);
  }

  function show() {
    const shown = visited.slice(-SHOWN);
    const gap = visited.length > SHOWN ? element("li", { "aria-hidden": "true" }, "…") : null;
    const crumbs = [null, ...shown].map(crumb);
    if (gap) crumbs.splice(1, 0, gap);
    trail.replaceChildren(element("ol", {}, crumbs));
    trail.hidden = !visited.length;
  }

  function showReach(now) {
    const { found } = graph.view;
    reach.hidden = now.node === null || !found;
    if (reach.hidden) return;
    const active = document.activeElement?.dataset?.reach;
    reach.replaceChildren(steps(now), ...more(now, found));
    if (active) reach.querySelector(`[data-reach="${active}"]`)?.focus();
  }

  function steps(now) {
    const one = (number) =>
      element("button", { type: "button", "data-reach": number, "aria-pressed": String(now.steps === number), onclick: () => state.update({ steps: number }) }, number === 1 ? "1 step" : "2 steps");
    return element("span", { class: "steps", role: "group", "aria-label": "How far the neighbourhood reaches" }, one(1), one(2));
  }

  function more(now, { inner, total }) {
    const left = total - inner.length;
    const many = element("span", { class: "count" }, left > 0 ? `strongest ${inner.length} of ${total.toLocaleString("en")}` : base.plural(total, "neighbour"));
    if (left <= 0) return [many];
    const next = Math.min(left, papergraph.ego.MORE);
    return [many, element("button", { type: "button", "data-reach": "more", onclick: () => state.update({ more: now.more + 1 }) }, `Show ${next} more`)];
  }

  function follow(now) {
    visit(keyOf(now));
    show();
    showReach(now);
  }

  return { follow, visited: () => visited };
})();
