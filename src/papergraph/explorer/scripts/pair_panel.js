// The panel of a link: why two papers hang together, or which papers name both of two entities, with both sentences.
"use strict";

papergraph.pairPanel = (() => {
  const { data, base, panel, pairs, evidence, rows } = papergraph;
  const { element } = base;
  const FEW = 12;

  function render(left, right) {
    const [shared, outside] = filtered(pairs.shared(left, right));
    const papers = data.isPaper(left);
    const item = papers ? entityItem : paperItem(left, right);
    const title = papers ? "Why these papers are linked" : "Papers that name both";
    return [
      element("header", {}, element("p", { class: "kind" }, `Link of two ${papers ? "papers" : "entities"}`), element("h2", { tabindex: "-1" }, title)),
      element("ul", { class: "items ends" }, [left, right].map((node) => element("li", {}, panel.nodeLink(node)))),
      panel.actions(panel.compareLink(left, right)),
      element("p", { class: "quiet" }, lead(left, right, shared)),
      panel.list(shared, item, FEW),
      panel.section(`Outside the filters (${outside.length})`, panel.list(outside, item, 3)),
    ];
  }

  /** What the filters let through, and what they do not. */
  function filtered(shared) {
    const passes = ({ paper, left, right }) => [left, right].every(rows.passes) && (paper === undefined || rows.passing(paper));
    return [shared.filter(passes), shared.filter((item) => !passes(item))];
  }

  function lead(left, right, shared) {
    const count = shared.length;
    if (!data.isPaper(left)) return count ? `${base.plural(count, "paper")} ${count === 1 ? "names" : "name"} both${merely(shared)}.` : "No paper names both.";
    if (!count) return "These papers share no entity.";
    return count === 1 ? "They share one entity." : `They share ${count} entities, the most telling first: the fewer papers name it, the more it says.`;
  }

  function merely(shared) {
    const many = shared.filter(({ left, right }) => left.role === "mentions" || right.role === "mentions").length;
    return many ? `; in ${many === shared.length ? "all" : many} of them one is merely mentioned` : "";
  }

  function entityItem({ entity, left, right }) {
    const many = `${data.KINDS[data.kindOf(entity)].one}, in ${base.plural(data.paperCount(entity), "paper")}`;
    return [panel.nodeLink(entity), element("span", { class: "note" }, ` ${many}`), [left, right].map((edge) => side(edge, edge.paper))];
  }

  /** What one paper says of it: the role, and the sentence. */
  function side(edge, node) {
    return element("div", { class: "side" }, element("p", { class: "line" }, panel.nodeLink(node, base.shorten(data.name[node], 70)), ` ${data.ROLES[edge.role].of} it`), evidence.quote(edge));
  }

  function paperItem(first, second) {
    return ({ paper, left, right }) => {
      const { year } = data.details[paper];
      const role = (edge, node) => [element("span", {}, `${data.ROLES[edge.role].of} `), element("b", {}, data.name[node])];
      const one = String(left.sentence) === String(right.sentence);
      const quotes = one ? [evidence.quote(left, right)] : [evidence.quote(left), evidence.quote(right)];
      return [panel.nodeLink(paper), element("p", { class: "line" }, year ? `${year} · ` : "", role(left, first), ", ", role(right, second)), quotes, results(paper, first, second)];
    };
  }

  function results(paper, left, right) {
    const both = (result) => {
      const about = [result.subject, result.benchmark, result.metric, result.baseline];
      return result.paper === paper && about.includes(left) && about.includes(right);
    };
    const found = data.resultsOf[left].filter(both);
    return found.length ? element("p", { class: "line" }, "Reported: ", found.map((result, place) => [place ? "; " : "", evidence.resultWords(result)])) : null;
  }

  return render;
})();
