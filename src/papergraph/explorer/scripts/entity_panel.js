// The panel of an entity (papers by role, each with its sentence; family; what it goes together with) or a repository.
"use strict";

papergraph.entityPanel = (() => {
  const { data, base, panel, evidence } = papergraph;
  const { element } = base;

  function render(node) {
    return data.isRepository(node) ? repository(node) : entity(node);
  }

  function entity(node) {
    const kind = data.kindOf(node);
    const { one } = data.KINDS[kind];
    const [aliases, known] = otherNames(node);
    const { pages = [] } = data.details[node];
    const papers = data.papersOf(node);
    return [
      panel.heading(node, `${one[0].toUpperCase()}${one.slice(1)} · ${base.plural(papers.length, "paper")}`),
      named("Also", aliases),
      named("Elsewhere", known),
      pages.length ? element("p", { class: "quiet" }, "About it: ", pages.map((page, place) => [place ? ", " : "", base.link(page, page.replace(/^https?:\/\//, ""))])) : null,
      panel.actions(panel.compareButton(node)),
      panel.section("Over the years", evidence.timeline(papers.map((edge) => edge.paper))),
      papersWith("introduces", papers),
      papergraph.leaderboard.render(node),
      results(node),
      Object.keys(data.ROLES).filter((role) => role !== "introduces").map((role) => papersWith(role, papers)),
      papergraph.family.render(node),
      together(node),
    ];
  }

  /** Names in the papers, and others that the vocabulary knows, that differ by more than case and hyphens. */
  function otherNames(node) {
    const seen = new Set([base.fold(data.name[node])]);
    const isNew = (alias) => !seen.has(base.fold(alias)) && seen.add(base.fold(alias));
    const { aliases = [], known = [] } = data.details[node];
    return [aliases.filter(isNew), known.filter(isNew)];
  }

  const named = (word, names) => (names.length ? element("p", { class: "quiet" }, `${word}: `, names.slice(0, 12).join(", "), names.length > 12 ? " …" : "") : null);

  function papersWith(role, papers) {
    const edges = papers.filter((edge) => edge.role === role);
    return edges.length ? panel.section(`${data.ROLES[role].by} (${edges.length})`, panel.list(edges, paperItem)) : null;
  }

  function paperItem(edge) {
    const { year } = data.details[edge.paper];
    const sure = edge.confidence === null ? null : `${edge.confidence} % sure`;
    const note = [year, data.hasCode(edge.paper) ? "code" : null, sure].filter(Boolean).join(" · ");
    return [panel.nodeLink(edge.paper), evidence.quote(edge), note ? element("div", { class: "note" }, note) : null];
  }

  /** Results that are about it without being measured on it. */
  function results(node) {
    const found = data.resultsOf[node].filter((result) => result.benchmark !== node && [result.subject, result.baseline, result.metric].includes(node));
    const item = (group) => [
      group.map((result) => element("div", {}, evidence.resultWords(result, node), evidence.direction(result))),
      element("div", { class: "line" }, panel.nodeLink(group[0].paper)),
      evidence.quote(...group),
    ];
    return panel.section(`Results that name it (${found.length})`, panel.list(evidence.bySentence(found), item, 5));
  }

  /** What the same papers name, by kind, the most telling first. */
  function together(node) {
    const found = data.together(node);
    const kinds = Object.entries(data.KINDS).map(([kind, { many }]) => [many, found.filter((item) => data.kindOf(item.entity) === kind)]);
    const parts = kinds.filter(([, items]) => items.length).map(([many, items]) => [
      element("h4", {}, `${many[0].toUpperCase()}${many.slice(1)}`),
      panel.list(items.slice(0, 40), (item) => togetherItem(node, item), 5),
    ]);
    return panel.section("Often together with", parts);
  }

  function togetherItem(node, { entity: other, papers }) {
    const text = `in ${base.plural(papers, "paper")}`;
    return [panel.nodeLink(other), panel.go({ link: [node, other] }, text, { class: "go count", "aria-label": `${text} with ${data.name[node]}: the sentences` })];
  }

  function repository(node) {
    const found = data.linksOf[node];
    const papers = [...new Map(found.map((link) => [link.paper, link])).values()];
    return [
      panel.heading(node, `Repository · ${base.plural(papers.length, "paper")}`),
      element("p", {}, base.link(data.details[node].url)),
      panel.section("Papers", panel.list(papers, (link) => [panel.nodeLink(link.paper), element("div", { class: "note" }, link.own ? "its own code" : "mentions it")])),
    ];
  }

  return render;
})();
