// The neighbourhood of a node: which nodes and edges it has, and places on arcs to the left and right of it.
"use strict";

papergraph.ego = (() => {
  const { data, filters } = papergraph;
  const INNER = 22;
  const OUTER = 14;
  const MORE = 20;
  const ROW = 20;
  const KIN = 8;
  const NARROW = 4;
  const PER_RING = 28;

  /**
   * Nodes next to the centre (inner, strongest first, some more each time it is asked), what these have in common
   * (outer, where two steps are asked for), how many neighbours there are in all, and the edges to draw.
   */
  function neighbourhood(centre, { steps, more }) {
    const most = INNER + MORE * more;
    const all = unique(neighbours(centre)).filter(filters.node);
    const inner = all.slice(0, most);
    const outer = steps > 1 ? beyond(centre, inner) : [];
    const nodes = new Set([centre, ...inner, ...outer]);
    return { centre, inner, outer, total: all.length, nodes, edges: edgesAmong(nodes, [centre]) };
  }

  const unique = (items) => [...new Set(items)];

  /** Whether the filters leave an edge between a paper and an entity. */
  const tied = (edge) => data.edgesOf[edge.paper].some((other) => other.entity === edge.entity && filters.edge(other.number));

  function neighbours(node) {
    const linked = data.linksOf[node].map((link) => (link.paper === node ? link.repository : link.paper)).filter((other) => other >= 0);
    if (data.isPaper(node)) return [...data.entitiesOf(node).filter(tied).map((edge) => edge.entity), ...linked];
    const family = data.relationsOf[node].map((relation) => (relation.from === node ? relation.to : relation.from));
    family.sort((a, b) => data.paperCount(b) - data.paperCount(a) || a - b);
    return [...family.slice(0, KIN), ...data.papersOf(node).filter(tied).map((edge) => edge.paper), ...linked, ...family.slice(KIN)];
  }

  function beyond(centre, inner) {
    const shown = new Set([centre, ...inner]);
    return unique(candidates(centre, inner)).filter((node) => !shown.has(node) && filters.node(node)).slice(0, OUTER);
  }

  function candidates(centre, inner) {
    if (data.isPaper(centre)) return data.relatedTo(centre).map((pair) => pair.paper);
    if (data.isRepository(centre)) return inner.flatMap((paper) => data.entitiesOf(paper).slice(0, 6).map((edge) => edge.entity));
    const shown = new Set(inner);
    const isTied = (item) => data.edgesOf[item.entity].filter((edge) => shown.has(edge.paper)).length > 1;
    const shared = data.together(centre);
    const rest = data.paperCount(centre) <= 4 ? shared.filter((item) => !isTied(item)).slice(0, 10) : [];
    return [...shared.filter(isTied), ...rest].map((item) => item.entity);
  }

  /** Two nodes and what ties them together: shared entities of two papers, shared papers of two entities. */
  function between(left, right) {
    const near = new Set(neighbours(right));
    const strongest = data.relatedTo(left).find((pair) => pair.paper === right)?.why.map((reason) => reason.entity) ?? [];
    const shared = unique([...strongest, ...neighbours(left)]).filter((node) => near.has(node) && filters.node(node));
    const nodes = new Set([left, right, ...shared.slice(0, PER_RING)]);
    return { centre: left, other: right, inner: shared.slice(0, PER_RING), outer: [], total: shared.length, nodes, edges: edgesAmong(nodes, [left, right]) };
  }

  function edgesAmong(nodes, centres) {
    const edges = [];
    const papers = [...nodes].filter(data.isPaper);
    for (const paper of papers) {
      for (const edge of data.edgesOf[paper]) {
        if (nodes.has(edge.entity) && filters.edge(edge.number)) edges.push({ id: edge.number, from: paper, to: edge.entity, near: centres.includes(paper) || centres.includes(edge.entity) });
      }
      for (const link of data.linksOf[paper]) {
        if (nodes.has(link.repository)) edges.push({ id: `link-${paper}-${link.repository}`, from: paper, to: link.repository, near: true });
      }
    }
    for (const relation of centres.flatMap((centre) => data.relationsOf[centre])) {
      edges.push({ id: `kin-${relation.from}-${relation.to}`, from: relation.from, to: relation.to, near: true, dashes: true });
    }
    const seen = new Set();
    return edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to) && !seen.has(edge.id) && seen.add(edge.id));
  }

  /**
   * Places around `origin`: inner nodes on two near arcs, and more of them behind where there are many, outer ones beyond,
   * evenly spaced; `side` says which way a label goes, `room` how long it may be.
   */
  function places(ego, origin, size) {
    const found = new Map([[ego.centre, { x: 0, y: 0, side: 0 }], ...(ego.other === undefined ? around(ego, size) : across(ego, size))]);
    for (const place of found.values()) Object.assign(place, { x: Math.round(origin.x + place.x), y: Math.round(origin.y + place.y) });
    return found;
  }

  function around(ego, { width, height }) {
    const narrow = width < 600;
    const free = height - 160;
    const rings = narrow ? [ego.inner] : chunks(ego.inner, Math.max(PER_RING, 2 * Math.floor(free / ROW)));
    const reach = 170 + 310 * rings.length;
    const rows = Math.max(1, Math.ceil(Math.max(...rings.map((ring) => ring.length), 0) / 2), Math.ceil(ego.outer.length / 2));
    const across = narrow ? 150 : reach * 2;
    const scale = Math.min(1, Math.max(0.2, (width - (narrow ? 230 : 400)) / across));
    const line = Math.min((narrow ? 30 : 44) / scale, Math.max(30, free / (rows * scale)));
    const found = new Map();
    rings.forEach((ring, index) => {
      const room = narrow || (index === rings.length - 1 && !ego.outer.length) ? Infinity : 280;
      for (const [node, place] of arcs(ring, narrow ? 75 : 170 + 310 * index, 0.55, line)) found.set(node, { ...place, room });
    });
    if (!narrow) for (const [node, place] of arcs(sortedBySide(ego, found), reach, 0.88, line)) found.set(node, place);
    return found;
  }

  const chunks = (items, size) => Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, index) => items.slice(index * size, (index + 1) * size));

  /** The other of two nodes to the right, what they share in a column between them; on a small screen the strongest. */
  function across(ego, { width }) {
    const narrow = width < 600;
    const gap = narrow ? 90 : 260;
    const shared = ego.inner.slice(0, narrow ? NARROW : PER_RING);
    const top = (-40 * (shared.length - 1)) / 2;
    return [[ego.other, { x: 2 * gap, y: 0, side: 0 }], ...shared.map((node, place) => [node, { x: gap, y: top + 40 * place, side: 0, above: true }])];
  }

  /** Split into right and left and spread each over the height. */
  function arcs(nodes, width, flat, line) {
    const half = Math.ceil(nodes.length / 2);
    const found = new Map();
    [nodes.slice(0, half), nodes.slice(half)].forEach((list, index) => {
      const side = index === 0 ? 1 : -1;
      const height = Math.max(list.length * line, 120) / 2;
      list.forEach((node, place) => {
        const y = list.length === 1 ? 0 : -height + ((place + 0.5) * 2 * height) / list.length;
        const x = side * width * (flat + (1 - flat) * Math.sqrt(Math.max(0, 1 - (y / (height * 1.05)) ** 2)));
        found.set(node, { x, y, side });
      });
    });
    return found;
  }

  /** Outer nodes on the side, and at about the height, of the inner nodes they are tied to. */
  function sortedBySide(ego, near) {
    const pull = (node) => {
      const tied = ego.edges.filter((edge) => edge.from === node || edge.to === node).map((edge) => near.get(edge.from === node ? edge.to : edge.from));
      const known = tied.filter(Boolean);
      const mean = (key) => known.reduce((sum, place) => sum + place[key], 0) / (known.length || 1);
      return { node, side: mean("side"), y: mean("y") };
    };
    const pulled = ego.outer.map(pull).sort((a, b) => b.side - a.side || a.node - b.node);
    const half = Math.ceil(pulled.length / 2);
    const byHeight = (a, b) => a.y - b.y || a.node - b.node;
    return [...pulled.slice(0, half).sort(byHeight), ...pulled.slice(half).sort(byHeight)].map((item) => item.node);
  }

  return { neighbourhood, between, places, MORE };
})();
