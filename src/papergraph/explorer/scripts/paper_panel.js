// The panel of a paper: its abstract with the entities marked, links, results, and the papers near it with the reasons.
"use strict";

papergraph.paperPanel = (() => {
  const { data, base, panel, evidence } = papergraph;
  const { element } = base;

  function render(paper) {
    const { year, authors = [], venue, identifiers = {} } = data.details[paper];
    const facts = [year, venue].filter(Boolean).map((fact) => element("span", {}, String(fact)));
    return [
      panel.heading(paper, ["Paper", ...facts.map((fact) => [" · ", fact])].flat()),
      authors.length ? element("p", { class: "authors" }, base.shorten(authors.join(", "), 400)) : null,
      panel.chips(Object.entries(identifiers).flatMap(([key, values]) => values.map((value) => identifier(key, value)))),
      panel.actions(panel.compareButton(paper)),
      data.details[paper].abstract ? element("p", { class: "abstract" }, marked(paper)) : element("p", { class: "quiet" }, data.details[paper].said ? "No abstract." : "Reading the abstract …"),
      panel.section("Code and links", panel.list(data.linksOf[paper], linkItem)),
      results(paper),
      entitiesByRole(paper),
      panel.section("Related papers, and why", panel.list(data.relatedTo(paper), (pair) => relatedItem(paper, pair), 6)),
    ];
  }

  function identifier(key, value) {
    const addresses = { arxiv: `https://arxiv.org/abs/${value}`, doi: `https://doi.org/${value}`, url: value };
    return element("span", { class: "chip" }, addresses[key] ? base.link(addresses[key], key === "url" ? value : `${key}: ${value}`) : `${key}: ${value}`);
  }

  /** The abstract as text and marks; spans that overlap an earlier one are left as text. */
  function marked(paper) {
    const text = data.textOf(paper);
    const start = text.length - (data.details[paper].abstract ?? "").length;
    const parts = [];
    let place = start;
    for (const span of spans(paper, start)) {
      if (span.start < place) continue;
      parts.push(text.slice(place, span.start), span.render(text.slice(span.start, span.end)));
      place = span.end;
    }
    return [...parts, text.slice(place)];
  }

  function spans(paper, start) {
    const found = [];
    for (const edge of data.edgesOf[paper]) {
      for (let index = 0; index < edge.spans.length; index += 2) {
        found.push({ start: edge.spans[index], end: edge.spans[index + 1], render: (text) => mention(edge.entity, edge.role, text) });
      }
    }
    for (const link of data.linksOf[paper]) {
      if (link.span.length) found.push({ start: link.span[0], end: link.span[1], render: (text) => base.link(link.url, text) });
    }
    return found.filter((span) => span.start >= start && span.end > span.start).sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** A name in the abstract; its mark and its first letter stay on one line. */
  function mention(entity, role, text) {
    const kind = data.kindOf(entity);
    const [first, ...rest] = Array.from(text);
    const mark = element("span", { class: `mark ${kind.toLowerCase()}`, "aria-hidden": "true" });
    const title = `${data.KINDS[kind].one}: ${data.name[entity]} (${data.ROLES[role].of})`;
    const start = element("span", { class: "start" }, mark, first);
    return element("a", { class: `mention ${kind.toLowerCase()}`, href: `#${data.id[entity]}`, title }, start, rest.join(""));
  }

  function linkItem(link) {
    const note = `${link.own ? "the paper's own" : "mentioned"} ${link.kind === "other" ? "link" : link.kind}`;
    const inside = link.repository >= 0 ? panel.nodeLink(link.repository) : null;
    return [inside, element("div", { class: "line" }, base.link(link.url), element("span", { class: "note" }, ` ${note}`))];
  }

  /** The results in the order of the text; those of one sentence stand together above it. */
  function results(paper) {
    const found = data.resultsOf[paper].filter((result) => result.paper === paper);
    const groups = evidence.bySentence(found.sort((a, b) => (a.spans[0] ?? 0) - (b.spans[0] ?? 0)));
    const item = (group) => [group.map((result) => element("div", {}, evidence.resultWords(result), evidence.direction(result))), evidence.quote(...group)];
    return panel.section(`Results it reports (${found.length})`, panel.list(groups, item, 5));
  }

  function entitiesByRole(paper) {
    const edges = data.entitiesOf(paper);
    return Object.keys(data.ROLES).map((role) => {
      const items = edges.filter((edge) => edge.role === role);
      const title = data.ROLES[role].of;
      return items.length ? panel.section(title[0].toUpperCase() + title.slice(1), element("p", { class: "chips" }, items.map((edge) => panel.nodeLink(edge.entity)))) : null;
    });
  }

  function relatedItem(from, { paper, why }) {
    const shared = why.slice(0, 4).map((reason, place) => [place ? ", " : "", panel.plainLink(reason.entity)]);
    const more = why.length > 4 ? ` and ${why.length - 4} more` : "";
    const sentences = panel.go({ link: [from, paper] }, "sentences", { "aria-label": `sentences that link it with ${base.shorten(data.name[paper], 60)}` });
    return [panel.nodeLink(paper), element("div", { class: "line why" }, "both: ", shared, more, " · ", sentences)];
  }

  return render;
})();
