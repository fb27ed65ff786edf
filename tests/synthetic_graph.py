"""Graphs of any size, of the shape that a build makes, from a seeded generator: topics, Zipf-like names, results."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from itertools import combinations

import networkx as nx

from papergraph.model import Entity, EntityType, Extraction, Mention, Paper, Role

TOPICS = (
    "code repair", "sparse attention", "speech alignment", "graph matching", "image captioning", "planning under noise",
    "protein folding", "math word problems", "retrieval", "weather nowcasting", "tool calling", "privacy",
)  # fmt: skip
_ROLES = {
    EntityType.METHOD: (Role.USES, Role.USES, Role.COMPARES_WITH, Role.MENTIONS),
    EntityType.MODEL: (Role.USES, Role.COMPARES_WITH, Role.MENTIONS),
    EntityType.BENCHMARK: (Role.EVALUATES_ON, Role.EVALUATES_ON, Role.TRAINS_ON, Role.MENTIONS),
    EntityType.TASK: (Role.ADDRESSES, Role.MENTIONS),
    EntityType.METRIC: (Role.MEASURES,),
}
_TYPES = (EntityType.METHOD,) * 9 + (EntityType.TASK,) * 4 + (EntityType.BENCHMARK,) * 4 + (EntityType.MODEL,) * 3
_SYLLABLES = "ba cor dun el fi gra ho in ju kel lo mir nu or pa quo ras sel tu vex wyn xo yar zen".split()
_PHRASES = {
    Role.INTRODUCES: "We propose {}, which reads less and finds more.",
    Role.EVALUATES_ON: "We test the system on {} under a fixed budget.",
    Role.TRAINS_ON: "All parts are trained on {} from scratch.",
    Role.COMPARES_WITH: "It compares well with {} at the same cost.",
    Role.USES: "The pipeline builds on {} and keeps its interface.",
    Role.ADDRESSES: "Our aim is {} in settings with little data.",
    Role.MEASURES: "We report {} over five seeds.",
    Role.MENTIONS: "Earlier work often relied on {} for this.",
}

Named = tuple[str, str, EntityType, int]


def synthetic_graph(
    papers: int = 377, entities: int = 2500, repositories: int = 60, *, seed: int = 7
) -> tuple[nx.MultiDiGraph, list[Extraction]]:
    """A graph with the texts of its papers; the same for the same arguments."""
    rng = random.Random(seed)
    named = _names(rng, entities)
    graph = nx.MultiDiGraph()
    extractions = [_paper(rng, graph, index, named) for index in range(papers)]
    _count(graph)
    _repositories(rng, graph, repositories)
    _variants(graph)
    _shares(graph)
    return graph, extractions


def _names(rng: random.Random, count: int) -> list[Named]:
    fixed: list[Named] = [
        ("large language model", "large-language-model", EntityType.METHOD, -1),
        ("accuracy", "accuracy", EntityType.METRIC, -1),
        ("reinforcement learning", "reinforcement-learning", EntityType.METHOD, -1),
        ("F1", "f1", EntityType.METRIC, -1),
        ("GSM8K", "gsm8k", EntityType.BENCHMARK, 7),
    ]
    drawn = [_name(rng, index) for index in range(count - len(fixed))]
    return [*fixed, *drawn]


def _name(rng: random.Random, index: int) -> Named:
    kind = rng.choice(_TYPES) if rng.random() < 0.95 else EntityType.METRIC
    word = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 3)))
    if kind is EntityType.TASK:
        name = f"{word} {rng.choice(('detection', 'planning', 'ranking', 'translation'))}"
    elif kind is EntityType.METHOD and rng.random() < 0.5:
        name = f"{word} {rng.choice(('search', 'pruning', 'distillation', 'attention', 'sampling'))}"
    else:
        name = word.capitalize() + rng.choice(("", "Net", "-7B", "Bench", "QA", "++"))
    return name, f"{word}-{index}", kind, rng.randrange(len(TOPICS))


def _paper(rng: random.Random, graph: nx.MultiDiGraph, index: int, named: list[Named]) -> Extraction:
    topic = rng.randrange(len(TOPICS))
    chosen = _chosen(rng, named, topic)
    own = named[-1 - index % (len(named) // 2)]
    title = f"{own[0]}: {TOPICS[topic].capitalize()} with {chosen[0][0]} \U0001f680 part {index}"
    roles = [(own, Role.INTRODUCES)] + [(name, rng.choice(_ROLES[name[2]])) for name in chosen if name != own]
    text, spans = _text(title, roles)
    paper = Paper(id=f"s{index:05d}", title=title, abstract=text.split("\n", 1)[1], year=2019 + index % 7)
    node = f"paper/{paper.id}"
    graph.add_node(
        node,
        kind="paper",
        title=title,
        year=paper.year,
        authors=["The papergraph developers"],
        identifiers={},
        community=topic,
    )
    return Extraction(
        paper=paper, entities=tuple(_link(rng, graph, node, text, *item) for item in zip(roles, spans, strict=True))
    )


def _chosen(rng: random.Random, named: list[Named], topic: int) -> list[Named]:
    found: dict[str, Named] = {}
    wanted = rng.randint(3, 12)
    while len(found) < wanted:
        name = named[min(len(named) - 1, int(len(named) ** (rng.random() ** 0.75)) - 1)]
        if name[3] in (topic, -1) or rng.random() < 0.12:
            found[name[1]] = name
    return list(found.values())


def _text(title: str, roles: list[tuple[Named, Role]]) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans = title + "\n", []
    for (name, *_), role in roles:
        before, after = _PHRASES[role].split("{}")
        start = len(text) + len(before)
        spans.append((start, start + len(name), before + name + after))
        text += f"{before}{name}{after} "
    return text.rstrip(), spans


def _link(
    rng: random.Random,
    graph: nx.MultiDiGraph,
    paper: str,
    text: str,
    named: tuple[Named, Role],
    span: tuple[int, int, str],
) -> Entity:
    (name, slug, kind, _), role = named
    start, end, sentence = span
    entity = f"entity/{slug}"
    if entity not in graph:
        aliases = [f"{name.split()[0]} approach"] if len(name.split()) > 1 else []
        graph.add_node(entity, kind="entity", type=kind.value, name=name, aliases=aliases, papers=0)
    confidence = round(rng.uniform(0.5, 1), 2)
    graph.add_edge(paper, entity, key=role.value, confidence=confidence, mentions=[[start, end]], sentence=sentence)
    if role is Role.EVALUATES_ON and rng.random() < 0.5:
        _result(rng, graph, paper, entity)
    mention = Mention(start, end, text[start:end], "synthetic")
    return Entity(name=name, type=kind, role=role, mentions=(mention,), confidence=confidence, id=entity)


def _result(rng: random.Random, graph: nx.MultiDiGraph, paper: str, benchmark: str) -> None:
    number = round(rng.uniform(20, 99), 1)
    node = f"result/{len(graph):08x}"
    graph.add_node(node, kind="result", value=f"{number}%", number=number, unit="%", direction="higher")
    graph.add_edge(paper, node, key="reports", span=[0, 1], sentence="")
    graph.add_edge(node, benchmark, key="onBenchmark")


def _count(graph: nx.MultiDiGraph) -> None:
    for node, data in graph.nodes(data=True):
        if data["kind"] == "entity":
            data["papers"] = len({source for source, _ in graph.in_edges(node) if source.startswith("paper/")})


def _repositories(rng: random.Random, graph: nx.MultiDiGraph, count: int) -> None:
    papers = sorted(node for node, data in graph.nodes(data=True) if data["kind"] == "paper")
    for index, paper in enumerate(rng.sample(papers, min(count, len(papers)))):
        node = f"repository/github.com/example/tool-{index}"
        url = f"https://github.com/example/tool-{index}"
        graph.add_node(node, kind="repository", host="github.com", owner="example", name=f"tool-{index}", url=url)
        graph.add_edge(paper, node, key="hasRepository", own=index % 4 > 0, linkKind="code", span=None)


def _variants(graph: nx.MultiDiGraph) -> None:
    models = sorted(node for node, data in graph.nodes(data=True) if data.get("type") == "MODEL")
    for left, right in zip(models[::9], models[1::9], strict=False):
        graph.add_edge(left, right, key="variantOf", reason="spelling")


def _shares(graph: nx.MultiDiGraph, best: int = 10) -> None:
    members: dict[str, set[str]] = defaultdict(set)
    for paper, entity in ((a, b) for a, b in graph.edges() if a.startswith("paper/") and b.startswith("entity/")):
        members[entity].add(paper)
    why: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for entity, papers in sorted(members.items()):
        if 1 < len(papers) <= 40:
            for pair in combinations(sorted(papers), 2):
                why[pair].append((1 / math.log(1 + len(papers)), entity))
    kept: dict[str, int] = defaultdict(int)
    for (left, right), shared in sorted(why.items(), key=lambda item: (-sum(w for w, _ in item[1]), item[0])):
        if kept[left] < best and kept[right] < best:
            kept[left] += 1
            kept[right] += 1
            reasons = [
                {
                    "entity": entity,
                    "weight": round(weight, 4),
                    "roles": [_role(graph, left, entity), _role(graph, right, entity)],
                }
                for weight, entity in sorted(shared, key=lambda item: (-item[0], item[1]))
            ]
            graph.add_edge(left, right, key="sharesEntityWith", weight=round(sum(w for w, _ in shared), 4), why=reasons)


def _role(graph: nx.MultiDiGraph, paper: str, entity: str) -> str:
    return min(graph[paper][entity])
