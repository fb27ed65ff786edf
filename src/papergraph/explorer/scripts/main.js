// Puts the parts together: everything follows the state.
"use strict";

papergraph.main = (() => {
  const { data, words, remote, state, filters, graph, panel, search, legend, views, trail, help, filterPanel, sheet } = papergraph;
  const notice = document.getElementById("notice");
  const ofPanel = (now) => JSON.stringify([now.node, now.link]);

  const select = (node) => state.update({ node: node === null ? null : data.id[node], link: null });

  const selected = (now) => (now.node === null ? null : data.numberOf.get(now.node));
  const tell = (now) => panel.show(selected(now), now.link?.map((id) => data.numberOf.get(id)));

  function follow(now, before = null) {
    const node = selected(now);
    if (!before || ofPanel(now) !== ofPanel(before)) {
      tell(now);
      if (node !== null || now.link) sheet.show();
    }
    if (now.view !== before?.view && now.view !== "map" && node === null && !now.link) sheet.fold();
    views.follow(now);
    trail.follow(now);
    document.title = node === null ? data.raw.title : `${data.name[node]} · ${data.raw.title}`;
    notice.textContent = state.problems().join(" ");
    notice.hidden = !notice.textContent;
  }

  const SHORTCUTS = {
    "/": () => search.input.focus(),
    "?": () => help.open(),
    f: () => document.getElementById("filter-button").click(),
  };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || help.isOpen()) return;
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=range]), textarea, select");
    if (event.key === "Escape") {
      search.input.value = "";
      state.update({ node: null, link: null });
    } else if (event.key in SHORTCUTS && !typing) {
      event.preventDefault();
      SHORTCUTS[event.key]();
    }
  }

  function listen(id, action) {
    document.getElementById(id).addEventListener("click", action);
  }

  /** The first view stands: from now on views move, and the words are read. */
  function ready() {
    papergraph.ready = true;
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
    words.listen(() => tell(state.get()));
    words.listen(search.prepare);
    words.listen(() => remote.follow(state.get()));
    words.start();
  }

  /** More nodes have come: all that shows what is there looks again. */
  function grown() {
    filters.refresh();
    graph.view.follows = null;
    state.refresh();
    tell(state.get());
    search.refresh();
  }

  graph.start(select);
  views.register("map", { update: graph.follow }, document.getElementById("canvas"));
  views.start();
  legend.start();
  filterPanel.start();
  sheet.start();
  papergraph.cursor.start();
  papergraph.theme.start(document.getElementById("theme-button"));
  help.start();
  search.start(select);
  listen("zoom-in", () => graph.zoom(1.4));
  listen("zoom-out", () => graph.zoom(1 / 1.4));
  listen("fit", () => graph.fit());
  state.listen(follow);
  state.listen(remote.follow);
  remote.listen(grown);
  document.addEventListener("keydown", onKey);
  follow(state.get());
  if (document.getElementById("canvas").hidden) window.requestAnimationFrame(ready);
  else graph.network().once("afterDrawing", ready);
  return { select };
})();
