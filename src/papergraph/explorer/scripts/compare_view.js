// Two papers or two entities side by side: facts in a table, then what both have and what only the one has.
"use strict";

papergraph.compareView = (() => {
  const { data, base, panel, compare, pairs, evidence, state, words } = papergraph;
  const { element } = base;
  let place = null;
  let drawn = null;

  /** Follow the state; another node or link chosen leaves all as it is. */
  function update(now) {
    const next = `${now.compare} ${words.isComplete()}`;
    if (drawn === next) return;
    drawn = next;
    draw();
  }

  function draw() {
    const [left, right] = (state.get().compare ?? []).map((id) => data.numberOf.get(id));
    const ready = left !== undefined && right !== undefined && pairs.fit(left, right);
    const parts = ready ? both(left, right) : [element("p", { class: "quiet none" }, hint(left, right))];
    place.replaceChildren(element("div", { class: "above" }, slots(left, right)), element("div", { class: "scroll compared" }, parts.flat(Infinity).filter(Boolean)));
  }

  function hint(left, right) {
    if (left === undefined) return "Choose two papers, or two entities, to see what they share and where they part.";
    if (right === undefined) return `Choose what to set beside “${base.shorten(panel.nameOf(left), 80)}”.`;
    return "Two papers can be compared, or two different entities: choose another.";
  }

  // -- choosing ------------------------------------------------------------------------------------------------------

  function slots(left, right) {
    return [slot("First", left, right, (node) => [node, right]), slot("Second", right, left, (node) => [left, node], left !== undefined && right === undefined)];
  }

  function slot(name, node, other, chosen, wanted = false) {
    const fits = (found) => (other === undefined ? !data.isRepository(found) : pairs.fit(found, other));
    const of = other === undefined ? "paper or entity" : data.isPaper(other) ? "paper" : "entity";
    const pick = (found) => {
      state.update({ view: "compare", compare: chosen(found).filter((item) => item !== undefined).map((item) => data.id[item]) });
      place.querySelector(".compared h3, .picker input:not([data-filled])")?.focus();
    };
    const field = papergraph.picker.create({ label: `${node === undefined ? "Choose" : "Change"} the ${name.toLowerCase()} ${of}`, fits, pick });
    if (node !== undefined) field.querySelector("input").dataset.filled = "";
    return element("div", { class: `slot${wanted ? " wanted" : ""}` }, node === undefined ? null : chosenNode(node), field);
  }

  function chosenNode(node) {
    const { authors = [] } = data.details[node];
    const what = data.isPaper(node) ? base.shorten(authors.join(", "), 90) : data.KINDS[data.kindOf(node)].one;
    return [element("p", { class: "chosen" }, panel.nodeLink(node)), what ? element("p", { class: "note" }, what) : null];
  }

  // -- side by side --------------------------------------------------------------------------------------------------

  function both(left, right) {
    const papers = data.isPaper(left);
    const found = compare.split(left, right);
    const facts = papers ? paperFacts(left, right) : entityFacts(left, right);
    return [
      table("Facts", left, right, facts),
      papers ? null : years(left, right),
      table("Results", left, right, resultRows(left, right)),
      papers ? null : panel.section("Papers that name both", papersOfBoth(left, right)),
      section(papers ? `What both papers name (${found.both.length})` : `What both stand together with (${found.both.length})`, sharedTable(left, right, found.both)),
      element("div", { class: "sides" }, ["left", "right"].map((side, index) => only([left, right][index], found[side]))),
    ];
  }

  const section = (title, ...children) => element("section", {}, element("h3", { tabindex: "-1" }, title), children.filter(Boolean).length ? children : element("p", { class: "quiet" }, "Nothing."));

  function table(title, left, right, rows) {
    if (!rows.length) return null;
    const heads = [left, right].map((node) => element("th", { scope: "col" }, base.shorten(panel.nameOf(node), 60)));
    const lines = rows.map(({ name, values }) => element("tr", {}, element("th", { scope: "row" }, name), values.map((value) => element("td", {}, value === null || value.length === 0 ? element("span", { class: "nothing" }, "–") : value))));
    return section(title, element("table", { class: "data sidebyside" }, element("thead", {}, element("tr", {}, element("td", {}), heads)), element("tbody", {}, lines)));
  }

  const row = (name, ask, nodes) => ({ name, values: nodes.map((node) => ask(node)) });
  const told = (rows) => rows.filter((item) => item.values.some((value) => value !== null && value.length !== 0));

  function paperFacts(...nodes) {
    const text = (value) => (value === undefined || value === null ? null : String(value));
    const code = (paper) => data.linksOf[paper].filter((link) => link.own).map((link, place) => [place ? ", " : "", base.link(link.url, link.url.replace(/^https?:\/\//, ""))]);
    const introduced = (paper) => nodeList(data.edgesOf[paper].filter((edge) => edge.role === "introduces").map((edge) => edge.entity));
    return told([
      row("Year", (paper) => text(data.details[paper].year), nodes),
      row("Venue", (paper) => text(data.details[paper].venue), nodes),
      row("Topic on the map", (paper) => text(data.communities[data.community[paper]]), nodes),
      row("Introduces", introduced, nodes),
      row("Own code and links", code, nodes),
      row("Abstract", (paper) => base.shorten(data.details[paper].abstract ?? "", 320), nodes),
      row("Results reported", (paper) => String(data.resultsOf[paper].filter((result) => result.paper === paper).length), nodes),
    ]);
  }

  const nodeList = (nodes) => nodes.map((node, place) => [place ? ", " : "", panel.plainLink(node)]);

  function entityFacts(...nodes) {
    const counts = nodes.map(compare.roles);
    const kin = (node) => nodeList(data.relationsOf[node].filter((item) => item.from === node).map((item) => item.to));
    const span = (node) => (compare.span(node) ? [...new Set(compare.span(node))].join(" to ") : null);
    const introduced = (node) => data.papersOf(node).filter((edge) => edge.role === "introduces").slice(0, 2).map((edge) => [panel.plainLink(edge.paper, base.shorten(panel.nameOf(edge.paper), 90)), evidence.quote(edge)]);
    return told([
      row("Kind", (node) => data.KINDS[data.kindOf(node)].one, nodes),
      row("Aliases", (node) => base.shorten((data.details[node].aliases ?? []).join(", "), 160), nodes),
      row("Variant or kind of", kin, nodes),
      row("Introduced by", introduced, nodes),
      row("Papers", (node) => String(data.paperCount(node)), nodes),
      row("Years", span, nodes),
      ...Object.keys(data.ROLES).filter((role) => counts.some((count) => count[role])).map((role) => ({ name: `Papers: ${data.ROLES[role].of}`, values: counts.map((count) => (count[role] ? String(count[role]) : null)) })),
    ]);
  }

  function years(...nodes) {
    const charts = nodes.map((node) => evidence.timeline(data.papersOf(node).map((edge) => edge.paper)));
    return charts.some(Boolean) ? element("div", { class: "sides" }, charts.map((chart, place) => element("div", {}, chart ? [element("p", { class: "quiet" }, panel.nameOf(nodes[place])), chart] : null))) : null;
  }

  function resultRows(left, right) {
    const joint = data.isPaper(left) || data.kindOf(left) !== "BENCHMARK" ? " on " : " by ";
    const values = (results) => results.map((result, place) => [place ? ", " : "", element("strong", {}, result.value)]);
    const name = ({ about, metric, left: ours, right: theirs }) => [
      metric >= 0 ? panel.nameOf(metric) : "no metric named",
      about >= 0 ? [joint, panel.plainLink(about)] : "",
      evidence.direction([...ours, ...theirs].find((result) => result.direction) ?? {}),
    ];
    return compare.results(left, right).slice(0, 30).map((item) => ({ name: name(item), values: [values(item.left), values(item.right)] }));
  }

  function papersOfBoth(left, right) {
    const found = pairs.sharedPapers(left, right);
    const item = ({ paper, left: ours, right: theirs }) => [panel.nodeLink(paper), element("div", { class: "line" }, `${data.ROLES[ours.role].of} the first, ${data.ROLES[theirs.role].of} the second`)];
    return [panel.list(found, item, 5), found.length ? element("p", { class: "line" }, panel.go({ link: [left, right] }, "Show the sentences")) : null];
  }

  function sharedTable(left, right, found) {
    const what = ({ edge, papers }) => (edge ? data.ROLES[edge.role].of : base.plural(papers, "paper"));
    const line = (item) => element("tr", {}, element("th", { scope: "row" }, panel.nodeLink(item.entity)), [item.left, item.right].map((side) => element("td", {}, what(side))));
    if (!found.length) return null;
    const heads = [left, right].map((node) => element("th", { scope: "col" }, base.shorten(panel.nameOf(node), 60)));
    const sentences = data.isPaper(left) ? element("p", { class: "line" }, panel.go({ link: [left, right] }, "Show the sentences")) : null;
    return [element("table", { class: "data sidebyside" }, element("thead", {}, element("tr", {}, element("td", {}), heads)), element("tbody", {}, found.slice(0, 25).map(line))), sentences];
  }

  function only(node, items) {
    const text = ({ edge, papers }) => element("span", { class: "note" }, ` ${edge ? data.ROLES[edge.role].of : base.plural(papers, "paper")}`);
    const list = panel.list(items, (item) => [panel.nodeLink(item.entity), text(item)], 12);
    return section(`Only with ${base.shorten(panel.nameOf(node), 60)} (${items.length})`, list);
  }

  papergraph.views.register("compare", { show: (container) => { [place, drawn] = [container, null]; }, update });
  words.listen(() => place && update(state.get()));
  return { draw };
})();
