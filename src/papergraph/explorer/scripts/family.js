// The family of an entity: what it is a variant or a kind of, up to the top, and what is so of it, as nested lists.
"use strict";

papergraph.family = (() => {
  const { data, panel } = papergraph;
  const { element } = papergraph.base;
  const DEEPEST = 6;
  const WORDS = { variantOf: ["Variant of", "Variants"], broader: ["Kind of", "Kinds of it"] };
  const REASONS = {
    vocabulary: "the vocabulary says so",
    name: "by its name",
    spelling: "by its spelling",
  };

  const parents = (node, relation) => data.relationsOf[node].filter((item) => item.relation === relation && item.from === node);
  const children = (node, relation) => data.relationsOf[node].filter((item) => item.relation === relation && item.to === node);

  /** The chain from a node to the top, nearest first: `[{node, reason}]`; a circle ends where it closes. */
  function above(node, relation, seen = new Set([node])) {
    const next = parents(node, relation).find((item) => !seen.has(item.to));
    if (!next || seen.size > DEEPEST) return [];
    seen.add(next.to);
    return [{ node: next.to, reason: next.reason }, ...above(next.to, relation, seen)];
  }

  /** What stands below a node, as a tree: `[{node, reason, below}]`. */
  function below(node, relation, seen = new Set([node])) {
    if (seen.size > 200) return [];
    const next = children(node, relation).filter((item) => !seen.has(item.from) && seen.add(item.from));
    return next.map((item) => ({ node: item.from, reason: item.reason, below: below(item.from, relation, seen) }));
  }

  function render(node) {
    return Object.entries(WORDS).flatMap(([relation, [up, down]]) => [
      panel.section(up, chain(above(node, relation))),
      panel.section(down, tree(below(node, relation))),
      relation === "variantOf" ? panel.section("Other variants of the same", siblings(node)) : null,
    ]);
  }

  const note = (reason) => element("span", { class: "note" }, ` ${REASONS[reason] ?? reason}`);

  function chain(items) {
    return items.length ? element("ol", { class: "chain items" }, items.map((item) => element("li", {}, panel.nodeLink(item.node), note(item.reason)))) : null;
  }

  function tree(items) {
    return panel.list(items, (item) => [panel.nodeLink(item.node), note(item.reason), item.below.length ? tree(item.below) : null]);
  }

  function siblings(node) {
    const others = parents(node, "variantOf").flatMap((item) => children(item.to, "variantOf")).map((item) => item.from);
    return panel.list([...new Set(others)].filter((other) => other !== node), (other) => panel.nodeLink(other));
  }

  return { render, above, below };
})();
