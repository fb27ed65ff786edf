// The results that abstracts report on a benchmark: a table for each metric, the best first, each with its sentence.
"use strict";

papergraph.leaderboard = (() => {
  const { data, base, panel, evidence } = papergraph;
  const { element } = base;
  const FEW = 8;

  /** Groups of results by metric, those of a known direction sorted, the largest group first. */
  function groups(benchmark) {
    const found = new Map();
    for (const result of data.resultsOf[benchmark].filter((item) => item.benchmark === benchmark)) {
      if (!found.has(result.metric)) found.set(result.metric, []);
      found.get(result.metric).push(result);
    }
    return [...found].map(([metric, results]) => ({ metric, results: ranked(results), direction: directionOf(results) }))
      .sort((a, b) => (a.metric < 0) - (b.metric < 0) || b.results.length - a.results.length || a.metric - b.metric);
  }

  /** The direction that most of the results have. */
  function directionOf(results) {
    const count = (direction) => results.filter((result) => result.direction === direction).length;
    if (!count("higher") && !count("lower")) return null;
    return count("lower") > count("higher") ? "lower" : "higher";
  }

  /** Whether a value says by how much something changed, and not how much it is: points, times, or a sign. */
  const isChange = ({ value }) => /^[+±]|points?$|\btimes$|[\dx×]-?fold$|\d ?[x×]$/i.test(value.trim());

  /** The best first; then changes, and values without a number. */
  function ranked(results) {
    const sign = directionOf(results) === "lower" ? 1 : -1;
    const missing = (result) => typeof result.number !== "number";
    return [...results].sort((a, b) => missing(a) - missing(b) || isChange(a) - isChange(b) || sign * ((a.number ?? 0) - (b.number ?? 0)) || a.paper - b.paper);
  }

  function render(benchmark) {
    const found = groups(benchmark);
    if (!found.length) return null;
    return panel.section(
      "Reported results",
      element("p", { class: "quiet" }, "What the abstracts claim, as they word it: set-ups differ, and nobody has checked these against each other.", found.some((group) => group.results.some(isChange)) ? " Values come first, then changes." : ""),
      found.map(board),
    );
  }

  function board({ metric, results, direction }) {
    const name = metric >= 0 ? panel.plainLink(metric) : "No metric named";
    return [element("h4", {}, name, direction ? element("span", { class: "note" }, ` ${direction} is better`) : null), panel.list(results, row, FEW)];
  }

  function row(result) {
    const subject = result.subject >= 0 ? panel.nodeLink(result.subject) : element("span", { class: "quiet" }, "no method named");
    const baseline = result.baseline >= 0 ? [" against ", panel.plainLink(result.baseline)] : null;
    const { year } = data.details[result.paper];
    const paper = panel.plainLink(result.paper, base.shorten(data.name[result.paper], 90));
    const quote = evidence.quote(result);
    return element(
      "div",
      { class: "claim" },
      element("strong", {}, result.value),
      element("div", {}, subject, baseline, element("div", { class: "line" }, year ? `${year} · ` : "", paper), quote ? element("details", {}, element("summary", {}, "the sentence"), quote) : null),
    );
  }

  return { render, groups, ranked };
})();
