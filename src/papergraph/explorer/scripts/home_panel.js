// The panel when nothing is selected: what this is, how to use it, and where to begin.
"use strict";

papergraph.homePanel = (() => {
  const { data, base, panel } = papergraph;
  const { element } = base;
  const TOP = 8;

  function top(kind) {
    const nodes = [];
    for (let node = 0; node < data.count; node += 1) if (data.kindOf(node) === kind) nodes.push(node);
    return nodes.sort((a, b) => data.paperCount(b) - data.paperCount(a) || a - b).slice(0, 30);
  }

  function counted(title, kind) {
    const item = (node) => [panel.nodeLink(node), element("span", { class: "count" }, base.plural(data.paperCount(node), "paper"))];
    return panel.section(title, panel.list(top(kind), item, TOP), top(kind).length > TOP ? panel.go({ view: data.KINDS[kind].many }, `All ${base.plural(data.raw.kinds.find((found) => found.key === kind).count, data.KINDS[kind].one, data.KINDS[kind].many)} as a table`) : null);
  }

  function withCode() {
    const papers = [];
    for (let node = 0; node < data.count; node += 1) if (data.isPaper(node) && data.hasCode(node)) papers.push(node);
    return panel.section(`Papers with code (${papers.length})`, panel.list(papers, (paper) => panel.nodeLink(paper), TOP));
  }

  function topics() {
    const members = (number) => data.community.filter((community, node) => community === number && data.isPaper(node)).length;
    const item = ({ label, number }) => [
      element("button", { type: "button", class: "topic", onclick: () => papergraph.graph.showCommunity(number) }, label),
      element("span", { class: "count" }, panel.go({ view: "papers", community: String(number) }, base.plural(members(number), "paper"))),
    ];
    const named = data.communities.map((label, number) => ({ label, number })).filter(({ label }) => label !== "other");
    return panel.section("Topics on the map", panel.list(named, item, TOP));
  }

  /** What did not fit into the file, and where it is. */
  function left() {
    const { papers } = data.raw.left;
    if (!papers) return null;
    const all = data.raw.kinds.find((kind) => kind.key === "paper").count;
    const where = papergraph.remote.isServed ? "the others come when you search for them or follow a link to them." : ["the others are shown by ", element("code", {}, "papergraph serve"), "."];
    return element("p", { class: "left" }, `This file holds the ${(all - papers).toLocaleString("en")} strongest of ${base.plural(all, "paper")}, with all that they name; `, where);
  }

  function render() {
    const [papers, ...others] = data.raw.kinds.filter((kind) => kind.count).map((kind) => base.plural(kind.count, data.KINDS[kind.key].one, data.KINDS[kind.key].many));
    const [first, total] = [Math.min(data.raw.first, data.count), data.count];
    return [
      element("header", {}, element("h2", { tabindex: "-1" }, "What is here")),
      element("p", {}, papers ? `${papers}, linked by what they share: ${others.join(", ") || "nothing yet"}.` : "There is nothing in this graph."),
      element(
        "ul",
        { class: "help" },
        element("li", {}, "Click a node to see what it is tied to, and the sentences that say so."),
        element("li", {}, "Press ", element("kbd", {}, "/"), " to search all names, aliases and titles; ", element("kbd", {}, "Esc"), " leads back here."),
        first < total ? element("li", {}, `The map shows the ${first} strongest of ${total.toLocaleString("en")} nodes; the rest appears when you ask for it.`) : null,
      ),
      left(),
      topics(),
      counted("Methods", "METHOD"),
      counted("Benchmarks", "BENCHMARK"),
      counted("Models", "MODEL"),
      counted("Tasks", "TASK"),
      withCode(),
    ];
  }

  return render;
})();
