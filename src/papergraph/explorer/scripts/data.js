// The graph behind the page: reads the embedded columns once and answers questions about neighbours.
"use strict";

papergraph.data = (() => {
  const raw = JSON.parse(document.getElementById("data").textContent);
  const { id, kind, name } = raw.nodes;
  const count = id.length;
  const numberOf = new Map(id.map((text, index) => [text, index]));
  const KINDS = {
    paper: { one: "paper", many: "papers" },
    METHOD: { one: "method", many: "methods" },
    MODEL: { one: "model", many: "models" },
    BENCHMARK: { one: "benchmark", many: "benchmarks" },
    TASK: { one: "task", many: "tasks" },
    METRIC: { one: "metric", many: "metrics" },
    repository: { one: "repository", many: "repositories" },
  };
  const ROLES = {
    introduces: { of: "introduces", by: "Papers that introduce it" },
    evaluates_on: { of: "evaluates on", by: "Papers that evaluate on it" },
    trains_on: { of: "trains on", by: "Papers that train on it" },
    compares_with: { of: "compares with", by: "Papers that compare with it" },
    uses: { of: "uses", by: "Papers that use it" },
    addresses: { of: "addresses", by: "Papers that address it" },
    measures: { of: "measures", by: "Papers that measure it" },
    mentions: { of: "mentions", by: "Papers that mention it" },
  };

  const edges = raw.edges.map(([paper, entity, role, confidence, rarity, strong, sentence, spans], number) => ({
    number, paper, entity, role: raw.roles[role], order: role, confidence, rarity, strong: strong === 1, sentence, spans,
  }));
  const links = raw.links.map(([paper, repository, url, linkKind, own, span]) => ({ paper, repository, url, kind: linkKind, own: own === 1, span }));
  const related = raw.related.map(([left, right, weight, why], number) => ({ number, left, right, weight, why: pairs(why) }));
  const relations = raw.relations.map(([from, to, relation, reason]) => ({ from, to, relation, reason }));
  const results = raw.results.map(([paper, value, direction, subject, benchmark, metric, baseline, number, sentence, span]) => ({
    paper, value, direction, subject, benchmark, metric, baseline, number, sentence, spans: span,
  }));

  const edgesOf = grouped(edges, (edge) => [edge.paper, edge.entity]);
  const linksOf = grouped(links, (link) => [link.paper, link.repository]);
  const relatedOf = grouped(related, (pair) => [pair.left, pair.right]);
  const relationsOf = grouped(relations, (relation) => [relation.from, relation.to]);
  const resultsOf = grouped(results, (r) => new Set([r.paper, r.subject, r.benchmark, r.metric, r.baseline]));

  function pairs(flat) {
    const found = [];
    for (let index = 0; index < flat.length; index += 2) found.push({ entity: flat[index], weight: flat[index + 1] });
    return found;
  }

  function grouped(items, keys) {
    const lists = Array.from({ length: count }, () => []);
    for (const item of items) for (const key of keys(item)) if (key >= 0) lists[key].push(item);
    return lists;
  }

  const kindOf = (node) => raw.kinds[kind[node]].key;
  const isPaper = (node) => kindOf(node) === "paper";
  const isRepository = (node) => kindOf(node) === "repository";
  const isEntity = (node) => !isPaper(node) && !isRepository(node);

  /** The papers of an entity, each once, strongest role first, then by confidence and rank. */
  function papersOf(entity) {
    const seen = new Set();
    return [...edgesOf[entity]].sort(byRole).filter((edge) => !seen.has(edge.paper) && seen.add(edge.paper));
  }
  const byRole = (a, b) => a.order - b.order || (b.confidence ?? 0) - (a.confidence ?? 0) || a.paper - b.paper;

  /** The entities of a paper, each once: what it introduces first, then the rarer the earlier. */
  function entitiesOf(paper) {
    const seen = new Set();
    const first = (edge) => (edge.role === "introduces" ? 0 : paperCount(edge.entity) > 1 ? 1 : 2);
    const sorted = [...edgesOf[paper]].sort((a, b) => first(a) - first(b) || a.order - b.order || a.entity - b.entity);
    return sorted.filter((edge) => !seen.has(edge.entity) && seen.add(edge.entity));
  }

  const counts = edgesOf.map((list, node) => new Set(list.map((edge) => edge.paper)).size);
  const paperCount = (entity) => counts[entity];

  /** Papers tied to a paper, strongest first: `{paper, weight, why}`. */
  function relatedTo(paper) {
    return relatedOf[paper]
      .map((pair) => ({ paper: pair.left === paper ? pair.right : pair.left, weight: pair.weight, why: pair.why }))
      .sort((a, b) => b.weight - a.weight || a.paper - b.paper);
  }

  /** Entities named by the same papers: `{entity, papers}`, weighed by how rare they are. */
  function together(entity) {
    const found = new Map();
    for (const { paper } of papersOf(entity)) {
      for (const edge of entitiesOf(paper)) {
        if (edge.entity === entity) continue;
        const item = found.get(edge.entity) ?? { entity: edge.entity, papers: 0, rarity: edge.rarity };
        item.papers += 1;
        found.set(edge.entity, item);
      }
    }
    const weight = (item) => item.papers * item.rarity;
    return [...found.values()].sort((a, b) => weight(b) - weight(a) || a.entity - b.entity);
  }

  /** Whether a paper names code of its own, as the report counts it. */
  const hasCode = (paper) => linksOf[paper].some((link) => link.own && link.kind === "code");

  /** Title, line break, abstract: what all spans point into. */
  function textOf(paper) {
    return `${raw.details[paper].title ?? name[paper]}\n${raw.details[paper].abstract ?? ""}`;
  }
  const sentenceOf = (edge) => (typeof edge.sentence === "string" ? edge.sentence : textOf(edge.paper).slice(...edge.sentence));

  return {
    raw, count, id, name, numberOf, KINDS, ROLES, edges, links, results, edgesOf, linksOf, relationsOf, resultsOf, kindOf, isPaper,
    isRepository, isEntity, papersOf, entitiesOf, paperCount, relatedTo, together, hasCode, textOf, sentenceOf,
    details: raw.details, community: raw.nodes.community, communities: raw.communities,
  };
})();
