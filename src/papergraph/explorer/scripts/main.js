// Puts the parts together: the address holds the selected node, and everything follows the address.
"use strict";

papergraph.main = (() => {
  const { data, words, graph, panel, search, legend } = papergraph;

  function fromAddress() {
    const hash = window.location.hash.slice(1);
    const known = data.numberOf.get(hash);
    if (known !== undefined) return known;
    try {
      return data.numberOf.get(decodeURIComponent(hash)) ?? data.numberOf.get(encodeURI(decodeURIComponent(hash))) ?? null;
    } catch {
      return null;
    }
  }

  function select(node) {
    const hash = node === null ? "" : `#${data.id[node]}`;
    if (window.location.hash === hash) return follow();
    window.history.pushState(null, "", hash || window.location.pathname + window.location.search);
    return follow();
  }

  function follow() {
    const node = fromAddress();
    panel.show(node);
    graph.focus(node);
    document.getElementById("back").hidden = node === null;
    document.title = node === null ? data.raw.title : `${data.name[node]} · ${data.raw.title}`;
  }

  function onKey(event) {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=range]), textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.input.focus();
    } else if (event.key === "Escape" && fromAddress() !== null) {
      search.input.value = "";
      select(null);
    }
  }

  function listen(id, action) {
    document.getElementById(id).addEventListener("click", action);
  }

  graph.start(select);
  legend.start();
  search.start((node) => select(node));
  listen("zoom-in", () => graph.zoom(1.4));
  listen("zoom-out", () => graph.zoom(1 / 1.4));
  listen("fit", () => graph.fit());
  listen("back", () => select(null));
  window.addEventListener("popstate", follow);
  document.addEventListener("keydown", onKey);
  follow();
  graph.network().once("afterDrawing", () => {
    papergraph.ready = true;
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
    words.listen(() => panel.show(fromAddress()));
    words.start();
  });
  return { select };
})();
