// The neighbourhood of a node: which nodes and edges it has, and places on arcs to the left and right of it.
"use strict";

papergraph.ego = (() => {
  const { data } = papergraph;
  const INNER = 22;
  const OUTER = 14;

  /** Nodes next to the centre (inner), what these have in common (outer), and the edges to draw. */
  function neighbourhood(centre, visible = () => true) {
    const found = data.isPaper(centre) ? ofPaper(centre, visible) : data.isEntity(centre) ? ofEntity(centre, visible) : ofRepository(centre, visible);
    const nodes = new Set([centre, ...found.inner, ...found.outer]);
    return { centre, ...found, nodes, edges: edgesAmong(nodes, centre, found) };
  }

  function ofPaper(paper, visible) {
    const repositories = data.linksOf[paper].map((link) => link.repository).filter((node) => node >= 0);
    const entities = data.entitiesOf(paper).map((edge) => edge.entity);
    const inner = unique([...entities, ...repositories]).filter(visible).slice(0, INNER);
    const outer = data.relatedTo(paper).map((pair) => pair.paper).filter(visible).slice(0, OUTER - 4);
    return { inner, outer };
  }

  function ofEntity(entity, visible) {
    const family = data.relationsOf[entity].map((r) => (r.from === entity ? r.to : r.from));
    const papers = data.papersOf(entity).map((edge) => edge.paper);
    const inner = unique([...family, ...papers]).filter(visible).slice(0, INNER);
    const shown = new Set(inner);
    const shared = data.together(entity).filter((item) => visible(item.entity) && !shown.has(item.entity));
    const tied = shared.filter((item) => data.edgesOf[item.entity].filter((edge) => shown.has(edge.paper)).length > 1);
    const few = papers.length <= 4 ? shared.filter((item) => !tied.includes(item)).slice(0, Math.max(0, 10 - tied.length)) : [];
    return { inner, outer: [...tied, ...few].slice(0, OUTER).map((item) => item.entity) };
  }

  function ofRepository(repository, visible) {
    const inner = unique(data.linksOf[repository].map((link) => link.paper)).filter(visible).slice(0, INNER);
    const entities = inner.flatMap((paper) => data.entitiesOf(paper).slice(0, 6).map((edge) => edge.entity));
    return { inner, outer: unique(entities).filter(visible).slice(0, OUTER) };
  }

  const unique = (items) => [...new Set(items)];

  function edgesAmong(nodes, centre, { inner, outer }) {
    const edges = [];
    const papers = [...nodes].filter(data.isPaper);
    for (const paper of papers) {
      for (const edge of data.edgesOf[paper]) {
        if (nodes.has(edge.entity)) edges.push({ id: edge.number, from: paper, to: edge.entity, near: [paper, edge.entity].includes(centre) });
      }
      for (const link of data.linksOf[paper]) {
        if (nodes.has(link.repository)) edges.push({ id: `link-${paper}-${link.repository}`, from: paper, to: link.repository, near: true });
      }
    }
    for (const relation of data.relationsOf[centre]) {
      edges.push({ id: `kin-${relation.from}-${relation.to}`, from: relation.from, to: relation.to, near: true, dashes: true });
    }
    const seen = new Set();
    return edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to) && !seen.has(edge.id) && seen.add(edge.id));
  }

  /** Places around `origin`: inner nodes on two near arcs, outer ones beyond, evenly spaced; `side` says which way a label goes, `room` how long it may be. */
  function places(ego, origin, { width, height }) {
    const found = new Map([[ego.centre, { ...origin, side: 0 }]]);
    const narrow = width < 600;
    const rows = Math.max(1, Math.ceil(ego.inner.length / 2), Math.ceil(ego.outer.length / 2));
    const reach = narrow ? 75 : 480;
    const line = Math.min(narrow ? 40 : 62, Math.max(30, ((height - 110) * (reach * 2 + 420)) / (width * rows)));
    const near = arcs(ego.inner, narrow ? reach : 170, 0.55, line);
    const room = ego.outer.length && !narrow ? reach - 170 - 30 : Infinity;
    for (const [node, place] of near) found.set(node, { ...place, room });
    if (!narrow) for (const [node, place] of arcs(sortedBySide(ego, near), reach, 0.88, line)) found.set(node, place);
    for (const [node, place] of found) {
      if (node !== ego.centre) found.set(node, { ...place, x: Math.round(origin.x + place.x), y: Math.round(origin.y + place.y) });
    }
    return found;
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

  return { neighbourhood, places };
})();
