// What the filters of the state let through: nodes and edges, for the map, the tables and the matrix alike.
"use strict";

papergraph.filters = (() => {
  const { data, state } = papergraph;
  const KEYS = ["kinds", "roles", "confidence", "community", "years", "code", "papers", "connects"];
  const listeners = [];
  const ROLE_NUMBER = new Map(state.ROLES.map((role, index) => [role, index]));
  const empty = Object.fromEntries(KEYS.map((key) => [key, state.empty(key)]));
  const isSet = (settings, key) => settings[key] !== empty[key];
  let current = evaluate(state.get());

  /** Papers that the filters let through for what they are themselves. */
  function paperPasses(paper, { community, years, code }) {
    if (code && !data.hasCode(paper)) return false;
    if (community && !community.includes(data.community[paper])) return false;
    if (!years) return true;
    const { year } = data.details[paper];
    return year !== undefined && year >= (years[0] ?? -Infinity) && year <= (years[1] ?? Infinity);
  }

  /**
   * Which nodes and edges some settings let through. An edge needs its role, its confidence and its paper; an entity so
   * many papers by such edges; a paper, where roles or confidence are asked for, one such edge to an entity of the kinds.
   */
  function evaluate(settings) {
    const papers = papersLeft(settings);
    const edges = edgesLeft(settings, papers);
    const counts = paperCounts(edges);
    const kindShown = data.raw.kinds.map((kind) => !settings.kinds || settings.kinds.includes(kind.key));
    const narrowed = KEYS.some((key) => key !== "kinds" && isSet(settings, key));
    const least = Math.max(settings.papers, settings.connects ? 2 : 0, narrowed ? 1 : 0);
    const nodes = new Uint8Array(data.count);
    for (let node = 0; node < data.count; node += 1) {
      if (data.isPaper(node)) nodes[node] = papers[node];
      else nodes[node] = data.isEntity(node) && counts[node] >= least;
    }
    if (settings.roles || settings.confidence || settings.connects) keepTied(nodes, edges, kindShown);
    for (let node = 0; node < data.count; node += 1) {
      if (data.isRepository(node)) nodes[node] = !narrowed || papersLinked(node, nodes) >= (settings.connects ? 2 : 1);
    }
    const matching = nodes.slice();
    for (let node = 0; node < data.count; node += 1) if (!kindShown[data.raw.nodes.kind[node]]) nodes[node] = 0;
    return { nodes, matching, edges, counts, narrowed };
  }

  function papersLeft(settings) {
    const papers = new Uint8Array(data.count);
    for (let node = 0; node < data.count; node += 1) if (data.isPaper(node) && paperPasses(node, settings)) papers[node] = 1;
    return papers;
  }

  function edgesLeft({ roles, confidence }, papers) {
    const wanted = roles && new Set(roles.map((role) => ROLE_NUMBER.get(role)));
    const edges = new Uint8Array(data.edges.length);
    for (const edge of data.edges) {
      edges[edge.number] = papers[edge.paper] && (!wanted || wanted.has(edge.order)) && (edge.confidence ?? 100) >= confidence ? 1 : 0;
    }
    return edges;
  }

  /** How many papers name each entity by the edges that are left. */
  function paperCounts(edges) {
    const counts = new Uint32Array(data.count);
    const seen = new Int32Array(data.count).fill(-1);
    for (let node = 0; node < data.count; node += 1) {
      if (!data.isEntity(node)) continue;
      for (const { number, paper } of data.edgesOf[node]) {
        if (!edges[number] || seen[paper] === node) continue;
        seen[paper] = node;
        counts[node] += 1;
      }
    }
    return counts;
  }

  function papersLinked(node, papers) {
    return new Set(data.linksOf[node].map((link) => link.paper).filter((paper) => papers[paper])).size;
  }

  /** Leave only the papers with such an edge to an entity that is left, of the kinds that are shown if any entities are. */
  function keepTied(nodes, edges, kindShown) {
    const { kind } = data.raw.nodes;
    const some = data.raw.kinds.some(({ key }, index) => kindShown[index] && key !== "paper" && key !== "repository");
    const counts = (edge) => edges[edge.number] && nodes[edge.entity] && (!some || kindShown[kind[edge.entity]]);
    for (let node = 0; node < data.count; node += 1) {
      if (data.isPaper(node) && nodes[node]) nodes[node] = data.edgesOf[node].some(counts) ? 1 : 0;
    }
  }

  const node = (index) => current.nodes[index] === 1;
  const edge = (index) => current.edges[index] === 1 && node(data.edges[index].paper) && node(data.edges[index].entity);

  /** How many papers name an entity, by what the filters let through. */
  const paperCount = (entity) => current.counts[entity];

  /** The filters that are set, by key. */
  const active = () => KEYS.filter((key) => isSet(state.get(), key));

  /** Show all again. */
  const reset = () => state.update(empty);

  /** Called after the filters have changed. */
  const listen = (listener) => listeners.push(listener);

  state.listen((now, before) => {
    if (KEYS.every((key) => String(now[key]) === String(before[key]))) return;
    refresh();
  });

  /** Count anew, as when nodes have been added. */
  function refresh() {
    current = evaluate(state.get());
    for (const listener of listeners) listener();
  }

  return { node, edge, paperCount, active, isSet, reset, listen, refresh, evaluate, current: () => current, KEYS, empty };
})();
