// The graph behind the page: reads the embedded columns once and answers questions about neighbours.
"use strict";

papergraph.data = (() => {
  const raw = JSON.parse(document.getElementById("data").textContent);
  const { id, kind, name } = raw.nodes;
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

  const [edges, links, related, relations, results] = [[], [], [], [], []];
  const [edgesOf, linksOf, relatedOf, relationsOf, resultsOf] = [[], [], [], [], []];
  fill(raw, id.map((_, index) => index));

  /** Take in the edges and links of a part, whose nodes have these numbers here. */
  function fill(part, numbers) {
    for (const list of [edgesOf, linksOf, relatedOf, relationsOf, resultsOf]) while (list.length < id.length) list.push([]);
    const at = (index) => (index < 0 ? -1 : numbers[index]);
    fillEdges(part.edges, at);
    for (const [paper, target, url, linkKind, own, span] of part.links) {
      put(links, { paper: at(paper), repository: at(target), url, kind: linkKind, own: own === 1, span }, linksOf, ["paper", "repository"]);
    }
    part.related.left.forEach((left, index) => {
      const pair = { number: related.length, left: at(left), right: at(part.related.right[index]), weight: part.related.weight[index], why: [] };
      put(related, pair, relatedOf, ["left", "right"]);
    });
    for (const [from, to, relation, reason] of part.relations) {
      put(relations, { from: at(from), to: at(to), relation, reason }, relationsOf, ["from", "to"]);
    }
    for (const [paper, value, direction, subject, benchmark, metric, baseline, number, sentence, spans] of part.results) {
      const result = { paper: at(paper), value: value.replace(/\\([%$&#_])/g, "$1"), direction, subject: at(subject), benchmark: at(benchmark), metric: at(metric), baseline: at(baseline), number, sentence, spans };
      put(results, result, resultsOf, ["paper", "subject", "benchmark", "metric", "baseline"]);
    }
  }

  function fillEdges({ paper, entity, role, confidence, strong }, at) {
    const drawn = new Set(strong);
    paper.forEach((from, index) => {
      const to = at(entity[index]);
      const edge = {
        number: edges.length, paper: at(from), entity: to, role: raw.roles[role[index]], order: role[index],
        confidence: confidence[index] < 0 ? null : confidence[index], rarity: raw.nodes.rarity[to], strong: drawn.has(index), sentence: "", spans: [],
      };
      put(edges, edge, edgesOf, ["paper", "entity"]);
    });
  }

  /** Add an item to all, and to the list of each node that it names, once; what is there already stays as it is. */
  function put(all, item, lists, keys) {
    all.push(item);
    for (const node of new Set(keys.map((key) => item[key]))) if (node >= 0) lists[node].push(item);
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

  const paperCount = (entity) => raw.nodes.papers[entity];

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

  /** Take in what there is to say of a paper: its facts, its sentences and spans, and why others are related to it. */
  function say([paper, facts, ofEdges, whys]) {
    Object.assign(raw.details[paper], facts);
    edgesOf[paper].forEach((edge, index) => { [edge.sentence, edge.spans] = ofEdges[index]; });
    relatedOf[paper].filter((pair) => pair.left === paper).forEach((pair, index) => { pair.why = pairs(whys[index]); });
    raw.details[paper].said = true;
  }

  function pairs(flat) {
    const found = [];
    for (let index = 0; index < flat.length; index += 2) found.push({ entity: flat[index], weight: flat[index + 1] });
    return found;
  }

  /** Title, line break, abstract: what all spans point into. */
  function textOf(paper) {
    return `${raw.details[paper].title ?? name[paper]}\n${raw.details[paper].abstract ?? ""}`;
  }
  const sentenceOf = (edge) => (typeof edge.sentence === "string" ? edge.sentence : textOf(edge.paper).slice(...edge.sentence));

  return {
    raw, get count() { return id.length; }, id, name, numberOf, KINDS, ROLES, edges, links, results, edgesOf, linksOf, relationsOf, resultsOf, kindOf, isPaper,
    isRepository, isEntity, papersOf, entitiesOf, paperCount, relatedTo, together, hasCode, textOf, sentenceOf, say,
    details: raw.details, community: raw.nodes.community, communities: raw.communities,
  };
})();
