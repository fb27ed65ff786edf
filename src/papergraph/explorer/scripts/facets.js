// What each filter would leave, the others as they are: the counts beside the choices.
"use strict";

papergraph.facets = (() => {
  const { data, filters, state } = papergraph;

  /** What the filters let through but for one, with how many of what by that one. */
  function without(key) {
    return filters.evaluate({ ...state.get(), [key]: filters.empty[key] });
  }

  function countPapers(nodes, keyOf) {
    const counts = new Map();
    for (let node = 0; node < data.count; node += 1) {
      if (!nodes[node] || !data.isPaper(node)) continue;
      const key = keyOf(node);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  /** Papers by role: how many have an entity of the shown kinds in it. */
  function roles() {
    const { edges, nodes } = without("roles");
    const papers = new Map(state.ROLES.map((role) => [role, new Set()]));
    for (const edge of data.edges) if (edges[edge.number] && nodes[edge.entity]) papers.get(edge.role).add(edge.paper);
    return new Map([...papers].map(([role, found]) => [role, found.size]));
  }

  const communities = () => countPapers(without("community").matching, (paper) => data.community[paper]);
  const years = () => countPapers(without("years").matching, (paper) => data.details[paper].year ?? null);
  const code = () => countPapers(without("code").matching, data.hasCode).get(true) ?? 0;

  /** How many nodes of each kind are left, whether or not that kind is shown. */
  function kinds() {
    const { matching } = filters.current();
    const counts = new Array(data.raw.kinds.length).fill(0);
    for (let node = 0; node < data.count; node += 1) if (matching[node]) counts[data.raw.nodes.kind[node]] += 1;
    return new Map(data.raw.kinds.map((kind, index) => [kind.key, counts[index]]));
  }

  return { roles, communities, years, code, kinds };
})();
