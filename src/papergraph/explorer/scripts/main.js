// Puts the parts together: everything follows the state.
"use strict";

papergraph.main = (() => {
  const { data, words, state, graph, panel, search, legend, views } = papergraph;
  const notice = document.getElementById("notice");
  const ofPanel = (now) => JSON.stringify([now.node, now.link]);

  const select = (node) => state.update({ node: node === null ? null : data.id[node], link: null });

  const selected = (now) => (now.node === null ? null : data.numberOf.get(now.node));

  function follow(now, before = null) {
    const node = selected(now);
    if (!before || ofPanel(now) !== ofPanel(before)) panel.show(node);
    views.follow(now);
    document.getElementById("back").hidden = node === null && now.link === null;
    document.title = node === null ? data.raw.title : `${data.name[node]} · ${data.raw.title}`;
    notice.textContent = state.problems().join(" ");
    notice.hidden = !notice.textContent;
  }

  function onKey(event) {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=range]), textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.input.focus();
    } else if (event.key === "Escape") {
      search.input.value = "";
      state.update({ node: null, link: null });
    }
  }

  function listen(id, action) {
    document.getElementById(id).addEventListener("click", action);
  }

  graph.start(select);
  views.register("map", { update: graph.follow }, document.getElementById("canvas"));
  views.start();
  legend.start();
  search.start(select);
  listen("zoom-in", () => graph.zoom(1.4));
  listen("zoom-out", () => graph.zoom(1 / 1.4));
  listen("fit", () => graph.fit());
  listen("back", () => select(null));
  state.listen(follow);
  document.addEventListener("keydown", onKey);
  follow(state.get());
  graph.network().once("afterDrawing", () => {
    papergraph.ready = true;
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
    words.listen(() => panel.show(selected(state.get())));
    words.start();
  });
  return { select };
})();
