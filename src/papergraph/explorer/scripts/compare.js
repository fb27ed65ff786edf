// Two papers or two entities side by side, as data: what both have, what only one has, and results that meet.
"use strict";

papergraph.compare = (() => {
  const { data, pairs } = papergraph;

  /** The entities around a node, strongest first: `{entity, edge}` for a paper, `{entity, papers}` for an entity. */
  function around(node) {
    if (data.isPaper(node)) return data.entitiesOf(node).map((edge) => ({ entity: edge.entity, edge }));
    return data.together(node).map(({ entity, papers }) => ({ entity, papers }));
  }

  /** `{both, left, right}`: what stands around both nodes, and around one alone; in `both` with each side's item. */
  function split(left, right) {
    const [ours, theirs] = [around(left), around(right)].map((items) => items.filter(({ entity }) => entity !== left && entity !== right));
    const [inLeft, inRight] = [ours, theirs].map((items) => new Map(items.map((item) => [item.entity, item])));
    const both = ours.filter(({ entity }) => inRight.has(entity)).map((item) => ({ entity: item.entity, left: item, right: inRight.get(item.entity) }));
    if (data.isPaper(left)) sortLike(both, pairs.sharedEntities(left, right).map((item) => item.entity));
    return { both, left: ours.filter(({ entity }) => !inRight.has(entity)), right: theirs.filter(({ entity }) => !inLeft.has(entity)) };
  }

  function sortLike(items, order) {
    const place = new Map(order.map((entity, index) => [entity, index]));
    items.sort((a, b) => place.get(a.entity) - place.get(b.entity));
  }

  /** The results of a node with what they can be matched by: benchmark and metric, or subject and metric. */
  function measured(node) {
    const own = data.isPaper(node) ? "paper" : data.kindOf(node) === "BENCHMARK" ? "benchmark" : "subject";
    const about = own === "benchmark" ? "subject" : "benchmark";
    return data.resultsOf[node].filter((result) => result[own] === node).map((result) => ({ result, about: result[about], metric: result.metric }));
  }

  /** Rows of results, those that both sides have first: `{about, metric, left: [], right: []}`. */
  function results(left, right) {
    const found = new Map();
    for (const [side, node] of [["left", left], ["right", right]]) {
      for (const { result, about, metric } of measured(node)) {
        const key = `${about} ${metric}`;
        if (!found.has(key)) found.set(key, { about, metric, left: [], right: [] });
        found.get(key)[side].push(result);
      }
    }
    const lone = (row) => Number(!row.left.length || !row.right.length || row.about < 0);
    return [...found.values()].sort((a, b) => lone(a) - lone(b) || (a.about < 0) - (b.about < 0) || a.about - b.about || a.metric - b.metric);
  }

  /** In how many papers an entity has each role, by the strongest role in each. */
  function roles(entity) {
    const counts = {};
    for (const edge of data.papersOf(entity)) counts[edge.role] = (counts[edge.role] ?? 0) + 1;
    return counts;
  }

  /** The first and the last year of an entity's papers, or null. */
  function span(entity) {
    const years = data.papersOf(entity).map((edge) => data.details[edge.paper].year).filter(Number.isInteger);
    return years.length ? [Math.min(...years), Math.max(...years)] : null;
  }

  return { split, results, roles, span };
})();
