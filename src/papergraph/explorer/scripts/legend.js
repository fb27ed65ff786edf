// The legend, which is the filter as well: what each colour and shape means, how many there are, shown or not.
"use strict";

papergraph.legend = (() => {
  const { data, graph, base, state } = papergraph;
  const { element } = base;
  const place = document.getElementById("legend");

  function start() {
    const rows = data.raw.kinds.filter((kind) => kind.count > 0).map(row);
    const code = data.links.some((link) => data.hasCode(link.paper)) ? codeRow() : null;
    place.replaceChildren(...rows);
    document.getElementById("amount").replaceChildren(...[code, detail()].filter(Boolean));
  }

  function row({ key, count }) {
    const toggle = (event) => {
      const kinds = (state.get().kinds ?? state.KINDS).filter((kind) => kind !== key);
      const shown = event.target.checked ? [...kinds, key] : kinds;
      state.update({ kinds: shown.length === state.KINDS.length ? null : shown });
    };
    return element(
      "label",
      { class: "kind", title: "Show or hide" },
      element("input", { type: "checkbox", class: "unseen", checked: true, value: key, onchange: toggle }),
      element("span", { class: `mark ${key.toLowerCase()}`, "aria-hidden": "true" }),
      element("span", { class: "name" }, data.KINDS[key].many),
      element("span", { class: "count" }, count.toLocaleString("en")),
    );
  }

  function codeRow() {
    const papers = data.raw.kinds.find((kind) => kind.key === "paper").count;
    let many = 0;
    for (let node = 0; node < data.count; node += 1) if (data.isPaper(node) && data.hasCode(node)) many += 1;
    const toggle = (event) => state.update({ code: event.target.checked });
    return element(
      "label",
      { class: "code", title: `${many} of ${papers} papers` },
      element("input", { type: "checkbox", value: "code", onchange: toggle }),
      element("span", { class: "name" }, "only papers with code"),
      element("span", { class: "count" }, many.toLocaleString("en")),
    );
  }

  /** How many nodes are drawn: the strongest at first, more when asked. */
  function detail() {
    const first = data.raw.first;
    const most = Math.min(graph.most, data.count);
    if (most <= first) return null;
    const output = element("output", { class: "count" }, first.toLocaleString("en"));
    const all = element("span", { class: "count" }, `of ${data.count.toLocaleString("en")}`);
    const slide = (event) => {
      const limit = Number(event.target.value);
      output.textContent = limit.toLocaleString("en");
      state.update({ drawn: limit === first ? 0 : limit });
    };
    return element(
      "label",
      { class: "slider", title: `${data.count.toLocaleString("en")} nodes in all; search finds each` },
      element("span", { class: "name" }, "nodes drawn"),
      output,
      all,
      element("input", { type: "range", min: first, max: most, value: first, step: 1, "aria-label": "How many nodes are drawn", onchange: slide, oninput: (event) => { output.textContent = Number(event.target.value).toLocaleString("en"); } }),
    );
  }

  return { start };
})();
