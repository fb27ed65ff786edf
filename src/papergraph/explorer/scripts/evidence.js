// What speaks for a tie: sentences with the names marked in them, results in words, and a chart of years.
"use strict";

papergraph.evidence = (() => {
  const { data, base, panel } = papergraph;
  const { element } = base;
  const DIRECTIONS = { higher: "higher is better", lower: "lower is better" };

  /** The sentence of a role or a result, with its spans marked where the sentence is copied from the text. */
  function quote(...items) {
    const [first] = items;
    const text = data.details[first.paper].said ? data.sentenceOf(first) : "";
    if (!text || text === data.name[first.paper]) return null;
    const from = typeof first.sentence === "string" ? Infinity : first.sentence[0];
    const spans = items.flatMap((item) => spansOf(item)).map(([start, end]) => [start - from, end - from]);
    return element("blockquote", {}, marked(text, spans));
  }

  function spansOf({ spans }) {
    const found = [];
    for (let index = 0; index < spans.length; index += 2) found.push([spans[index], spans[index + 1]]);
    return found;
  }

  /** A text with spans in bold; those outside it, or over an earlier one, are left out. */
  function marked(text, spans) {
    const parts = [];
    let place = 0;
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      if (start < place || end > text.length) continue;
      parts.push(text.slice(place, start), element("b", {}, text.slice(start, end)));
      place = end;
    }
    return [...parts, text.slice(place)];
  }

  // -- results -------------------------------------------------------------------------------------------------------

  /** Value, metric, benchmark, subject and baseline in words; `known`, at which the reader looks, is left out unless it is the baseline. */
  function resultWords(result, known = null) {
    const parts = [[result.metric, "in"], [result.benchmark, "on"], [result.subject, "by"], [result.baseline, "against"]];
    const words = parts.filter(([node, word]) => node >= 0 && (node !== known || word === "against")).map(([node, word]) => [` ${word} `, panel.plainLink(node)]);
    return [element("strong", {}, result.value), words];
  }

  const direction = (result) => (result.direction in DIRECTIONS ? element("span", { class: "note" }, ` (${DIRECTIONS[result.direction]})`) : null);

  /** Lists of results that one sentence reports, in their order. */
  function bySentence(results) {
    const groups = new Map();
    for (const result of results) {
      const key = `${result.paper} ${result.sentence}`;
      groups.set(key, [...(groups.get(key) ?? []), result]);
    }
    return [...groups.values()];
  }

  // -- years ---------------------------------------------------------------------------------------------------------

  /** How many papers each year has, without gaps between the first and the last: `[{year, count}]`. */
  function perYear(papers) {
    const years = papers.map((paper) => data.details[paper].year).filter(Number.isInteger);
    if (!years.length) return [];
    const first = Math.min(...years);
    const counts = Array.from({ length: Math.min(Math.max(...years) - first + 1, 300) }, (_, step) => ({ year: first + step, count: 0 }));
    for (const year of years) if (year - first < counts.length) counts[year - first].count += 1;
    return counts;
  }

  /** A bar for each year; screen readers are told the figures as a sentence. */
  function timeline(papers) {
    const years = perYear(papers);
    if (years.length < 2) return null;
    const most = Math.max(...years.map((item) => item.count));
    const every = Math.ceil(years.length / 9);
    const bars = years.map(({ year, count }, place) => element(
      "span",
      { class: "year", title: `${year}: ${base.plural(count, "paper")}` },
      element("span", { class: "many" }, years.length <= 20 && count ? String(count) : ""),
      element("span", { class: "bar", style: `height: ${Math.round((44 * count) / most)}px` }),
      element("span", { class: "when" }, place % every === 0 ? String(year) : ""),
    ));
    const spoken = years.filter((item) => item.count).map(({ year, count }) => `${year}: ${count}`).join(", ");
    const without = papers.length - years.reduce((sum, item) => sum + item.count, 0);
    return [
      element("div", { class: "years", role: "img", "aria-label": `Papers by year. ${spoken}` }, bars),
      without ? element("p", { class: "note" }, `${base.plural(without, "paper")} without a year`) : null,
    ];
  }

  return { quote, marked, resultWords, direction, bySentence, perYear, timeline };
})();
