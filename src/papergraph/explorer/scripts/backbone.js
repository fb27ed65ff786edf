// Which nodes the overview draws: the strongest of all, or of what the filters leave.
"use strict";

papergraph.backbone = (() => {
  const { data, filters } = papergraph;
  const ENTITIES = 0.4;
  const PAPERS = 0.6;
  const FEW = 120;

  /**
   * The strongest nodes that the filters leave, at most so many. As in the first view these are entities that papers share
   * and the papers tied to them; others are added where that is little, or where all are asked for.
   */
  function strongest(limit, all = false) {
    const { nodes, narrowed } = filters.current();
    const order = Array.from({ length: data.count }, (_, node) => node).filter((node) => nodes[node]);
    if (!narrowed || order.length <= FEW) return order.slice(0, limit);
    const shared = order.filter((node) => data.isEntity(node) && filters.paperCount(node) > 1);
    const entities = best(shared, typical, ENTITIES * limit);
    const papers = best(order.filter(data.isPaper), ties(new Set(entities)), PAPERS * limit);
    const strong = [...entities, ...papers];
    return [...new Set([...strong, ...order])].slice(0, all ? limit : Math.max(strong.length, Math.min(FEW, limit)));
  }

  /** As in the first view: papers times rarity squared; and how much of an entity lies within the filters. */
  function typical(entity) {
    const papers = filters.paperCount(entity);
    return ((papers * papers) / data.paperCount(entity)) * data.raw.nodes.rarity[entity] ** 2;
  }

  const ties = (entities) => (paper) =>
    data.edgesOf[paper].reduce((sum, edge) => sum + (entities.has(edge.entity) && filters.edge(edge.number) ? edge.rarity : 0), 0);

  function best(nodes, scoreOf, count) {
    const scores = new Map(nodes.map((node) => [node, scoreOf(node)]));
    return nodes.filter((node) => scores.get(node) > 0).sort((a, b) => scores.get(b) - scores.get(a) || a - b).slice(0, Math.floor(count));
  }

  return { strongest };
})();
