// The panel of an entity (papers by role, each with its sentence; family; what it goes together with) or a repository.
"use strict";

papergraph.entityPanel = (() => {
  const { data, base, panel } = papergraph;
  const { element } = base;

  function render(node) {
    return data.isRepository(node) ? repository(node) : entity(node);
  }

  function entity(node) {
    const kind = data.kindOf(node);
    const { one } = data.KINDS[kind];
    const aliases = otherNames(node);
    const papers = data.papersOf(node);
    return [
      panel.heading(node, `${one[0].toUpperCase()}${one.slice(1)} · ${base.plural(papers.length, "paper")}`),
      aliases.length ? element("p", { class: "quiet" }, "Also: ", aliases.slice(0, 12).join(", "), aliases.length > 12 ? " …" : "") : null,
      family(node),
      Object.keys(data.ROLES).map((role) => papersWith(role, papers)),
      results(node),
      panel.section("Often together with", panel.list(data.together(node).slice(0, 40), togetherItem)),
    ];
  }

  /** Aliases that differ by more than case and hyphens. */
  function otherNames(node) {
    const seen = new Set([base.fold(data.name[node])]);
    const isNew = (alias) => !seen.has(base.fold(alias)) && seen.add(base.fold(alias));
    return (data.details[node].aliases ?? []).filter(isNew);
  }

  function papersWith(role, papers) {
    const edges = papers.filter((edge) => edge.role === role);
    return edges.length ? panel.section(`${data.ROLES[role].by} (${edges.length})`, panel.list(edges, paperItem)) : null;
  }

  function paperItem(edge) {
    const { year } = data.details[edge.paper];
    const sure = edge.confidence === null ? null : `${edge.confidence} % sure`;
    const note = [year, data.hasCode(edge.paper) ? "code" : null, sure].filter(Boolean).join(" · ");
    return [panel.nodeLink(edge.paper), sentence(edge), note ? element("div", { class: "note" }, note) : null];
  }

  /** The sentence that says so, with the name in it marked where the sentence is copied from the text. */
  function sentence(edge) {
    const text = data.sentenceOf(edge);
    if (!text || text === data.name[edge.paper]) return null;
    const from = typeof edge.sentence === "string" ? -1 : edge.sentence[0];
    const [start, end] = [edge.spans[0] - from, edge.spans[1] - from];
    const inside = from >= 0 && start >= 0 && end <= text.length;
    const parts = inside ? [text.slice(0, start), element("b", {}, text.slice(start, end)), text.slice(end)] : [text];
    return element("blockquote", {}, parts);
  }

  function family(node) {
    const words = { variantOf: ["Variant of", "Variants"], broader: ["Kind of", "Kinds"] };
    return Object.entries(words).flatMap(([relation, [up, down]]) => {
      const all = data.relationsOf[node].filter((item) => item.relation === relation);
      const above = all.filter((item) => item.from === node).map((item) => item.to);
      const below = all.filter((item) => item.to === node).map((item) => item.from);
      return [panel.section(up, panel.list(above, (other) => panel.nodeLink(other))), panel.section(down, panel.list(below, (other) => panel.nodeLink(other)))];
    });
  }

  function results(node) {
    const found = data.resultsOf[node].filter((result) => result.benchmark === node || result.subject === node);
    const item = (result) => {
      const words = [[result.metric, "in"], [result.subject === node ? result.benchmark : result.subject, result.subject === node ? "on" : "by"]];
      return [
        element("strong", {}, result.value),
        words.filter(([other]) => other >= 0).map(([other, word]) => ` ${word} ${data.name[other]}`),
        element("div", { class: "line" }, panel.nodeLink(result.paper)),
      ];
    };
    return panel.section("Results", panel.list(found, item, 6));
  }

  function togetherItem({ entity: other, papers }) {
    return [panel.nodeLink(other), element("span", { class: "note" }, ` in ${base.plural(papers, "paper")}`)];
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
