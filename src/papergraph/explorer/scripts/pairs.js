// What two nodes have in common: the entities that two papers share, or the papers that name both of two entities.
"use strict";

papergraph.pairs = (() => {
  const { data } = papergraph;

  /** The strongest edge to each neighbour: by entity for a paper, by paper for an entity. */
  function strongest(node) {
    return new Map(data.isPaper(node) ? data.entitiesOf(node).map((edge) => [edge.entity, edge]) : data.papersOf(node).map((edge) => [edge.paper, edge]));
  }

  /** What ties two papers: `{entity, left, right}` with an edge for each side, most telling first. */
  function sharedEntities(left, right) {
    const [ours, theirs] = [strongest(left), strongest(right)];
    const found = [...ours.keys()].filter((entity) => theirs.has(entity));
    const given = whyOf(left, right);
    const place = (entity) => (given.has(entity) ? given.get(entity) : Infinity);
    const rarity = (entity) => ours.get(entity).rarity;
    return found
      .sort((a, b) => compare(place(a), place(b)) || rarity(b) - rarity(a) || a - b)
      .map((entity) => ({ entity, left: ours.get(entity), right: theirs.get(entity) }));
  }
  const compare = (a, b) => (a === b ? 0 : a - b);

  /** The place of each reason that the graph gives for a link of two papers. */
  function whyOf(left, right) {
    const pair = data.relatedTo(left).find((item) => item.paper === right);
    return new Map((pair?.why ?? []).map((reason, place) => [reason.entity, place]));
  }

  /** The papers that name both of two entities: `{paper, left, right}`, those that only mention one last. */
  function sharedPapers(left, right) {
    const [ours, theirs] = [strongest(left), strongest(right)];
    const found = [...ours.keys()].filter((paper) => theirs.has(paper)).map((paper) => ({ paper, left: ours.get(paper), right: theirs.get(paper) }));
    const roles = (item) => Math.max(item.left.order, item.right.order);
    return found.sort((a, b) => roles(a) - roles(b) || a.left.order + a.right.order - b.left.order - b.right.order || a.paper - b.paper);
  }

  /** Whether two nodes can be set against each other: two papers, or two entities. */
  const fit = (left, right) => left !== right && ((data.isPaper(left) && data.isPaper(right)) || (data.isEntity(left) && data.isEntity(right)));

  const shared = (left, right) => (data.isPaper(left) ? sharedEntities(left, right) : sharedPapers(left, right));

  return { shared, sharedEntities, sharedPapers, strongest, fit };
})();
