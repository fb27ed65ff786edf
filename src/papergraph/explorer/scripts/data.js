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
  let grows = false;
  fill(raw, id.map((_, index) => index));
  grows = true;

  /** Take in a part that was asked for: its nodes, what is among them, and what there is to say of its papers. */
  function add(part) {
    const known = id.length;
    const numbers = part.nodes.id.map((one, index) => numberOf.get(one) ?? append(part, index));
    const { edges: found, related: pairsFound } = fill(part, numbers);
    for (let node = known; node < id.length; node += 1) settle(node);
    for (const [paper, facts, ofEdges, whys] of part.words) {
      const at = numbers[paper];
      const mapped = whys.map((why) => why.map((value, place) => (place % 2 ? value : numbers[value])));
      say([at, facts, ofEdges, mapped], found.filter((edge) => edge.paper === at), pairsFound.filter((pair) => pair.left === at));
    }
  }

  function append(part, index) {
    for (const [key, column] of Object.entries(raw.nodes)) column.push(part.nodes[key][index]);
    raw.details.push(part.details[index]);
    numberOf.set(part.nodes.id[index], id.length - 1);
    return id.length - 1;
  }

  /** A node that came later stands amid what it is tied to. */
  function settle(node) {
    const { x, y } = raw.nodes;
    const tied = [...edgesOf[node], ...linksOf[node]].flatMap((tie) => [tie.paper, tie.entity ?? tie.repository]).filter((other) => other >= 0 && x[other] !== null);
    const mean = (column) => tied.reduce((sum, other) => sum + column[other], 0) / (tied.length || 1);
    [x[node], y[node]] = [Math.round(mean(x)) + (node % 7) * 12, Math.round(mean(y)) + (node % 5) * 12];
  }

  /** Take in what is among the nodes of a part, which have these numbers here; its edges and pairs of papers in order. */
  function fill(part, numbers) {
    for (const list of [edgesOf, linksOf, relatedOf, relationsOf, resultsOf]) while (list.length < id.length) list.push([]);
    const at = (index) => (index < 0 ? -1 : numbers[index]);
    const found = fillEdges(part.edges, at);
    for (const [paper, target, url, linkKind, own, span] of part.links) {
      put(links, { paper: at(paper), repository: at(target), url, kind: linkKind, own: own === 1, span }, linksOf, ["paper", "repository"], ["paper", "url"]);
    }
    const pairsFound = part.related.left.map((left, index) => {
      const pair = { number: related.length, left: at(left), right: at(part.related.right[index]), weight: part.related.weight[index], why: [] };
      return put(related, pair, relatedOf, ["left", "right"], ["left", "right"]);
    });
    for (const [from, to, relation, reason] of part.relations) {
      put(relations, { from: at(from), to: at(to), relation, reason }, relationsOf, ["from", "to"], ["from", "to", "relation"]);
    }
    for (const [paper, value, direction, subject, benchmark, metric, baseline, number, sentence, spans] of part.results) {
      const result = { paper: at(paper), value: value.replace(/\\([%$&#_])/g, "$1"), direction, subject: at(subject), benchmark: at(benchmark), metric: at(metric), baseline: at(baseline), number, sentence, spans };
      put(results, result, resultsOf, ["paper", "subject", "benchmark", "metric", "baseline"], ["paper", "value", "benchmark", "metric", "subject"]);
    }
    return { edges: found, related: pairsFound };
  }

  function fillEdges({ paper, entity, role, confidence, strong }, at) {
    const drawn = new Set(strong);
    return paper.map((from, index) => {
      const to = at(entity[index]);
      const edge = {
        number: edges.length, paper: at(from), entity: to, role: raw.roles[role[index]], order: role[index],
        confidence: confidence[index] < 0 ? null : confidence[index], rarity: raw.nodes.rarity[to], strong: drawn.has(index), sentence: "", spans: [],
      };
      return put(edges, edge, edgesOf, ["paper", "entity"], ["paper", "entity", "order"]);
    });
  }

  /** Add an item to all, and once to the list of each node that it names; what came with another part stays as it is. */
  function put(all, item, lists, nodes, same) {
    const there = grows && lists[item[nodes[0]]].find((other) => same.every((key) => other[key] === item[key]));
    if (there) return there;
    all.push(item);
    for (const node of new Set(nodes.map((key) => item[key]))) if (node >= 0) lists[node].push(item);
    return item;
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
  function say([paper, facts, ofEdges, whys], ownEdges = edgesOf[paper], ownPairs = relatedOf[paper].filter((pair) => pair.left === paper)) {
    Object.assign(raw.details[paper], facts);
    ownEdges.forEach((edge, index) => { [edge.sentence, edge.spans] = ofEdges[index]; });
    ownPairs.forEach((pair, index) => { pair.why = pairs(whys[index]); });
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
    isRepository, isEntity, papersOf, entitiesOf, paperCount, relatedTo, together, hasCode, textOf, sentenceOf, say, add,
    details: raw.details, community: raw.nodes.community, communities: raw.communities,
  };
})();
