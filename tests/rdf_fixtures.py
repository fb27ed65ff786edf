"""A small graph with every kind of node and edge, its resolution, and a synthetic one of any size."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import networkx as nx

from papergraph.graph import build_graph
from papergraph.identifiers import content_hash, node_id
from papergraph.model import (
    CanonicalEntity,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Merge,
    Paper,
    Relation,
    Resolution,
    Role,
)
from papergraph.rdf.export import write_rdf

NASTY = 'A "quoted" \\back\\slash > <script> \r\n\t \x00\x07\x7f \u202eright\u200f to left \U0001f600 $\\pi_0$ '
NASTY += "\ud800 ^^<x> \u0085\u2028 end"
KINDS = {"paper", "entity", "repository", "link", "result"}

_P1 = Paper(
    id="2401.00001",
    title="Stepwise: Plans for Sums",
    abstract="We introduce Stepwise. It reaches 85.2% accuracy on GSM8K, above Counter-7B. Code: https://github.com/pg/stepwise",
    year=2024,
    authors=("The papergraph developers",),
    venue="A workshop",
    identifiers={"arxiv": ("2401.00001",), "doi": ("10.1000/x y",), "url": ("https://example.org/a b",)},
    sources=("examples/a.bib",),
)
_P2 = Paper(id="p2", title="Counting without Stepwise", abstract="Counter-7B is tested on GSM8K.", year=2023)
_P3 = Paper(id="10.1000/x>y", title=NASTY)
_NAMES = {
    "entity/stepwise": ("Stepwise", EntityType.METHOD),
    "entity/gsm8k": ("GSM8K", EntityType.BENCHMARK),
    "entity/counter-7b": ("Counter-7B", EntityType.MODEL),
    "entity/counter": ("Counter", EntityType.MODEL),
    "entity/accuracy": ("accuracy", EntityType.METRIC),
    "entity/sums": ("sums", EntityType.TASK),
    "entity/b%C3%B6ck": (NASTY, EntityType.METHOD),
}
_ROLES = [
    (_P1, "entity/stepwise", Role.INTRODUCES, 0.98),
    (_P1, "entity/gsm8k", Role.EVALUATES_ON, 0.97),
    (_P1, "entity/counter-7b", Role.COMPARES_WITH, 0.9),
    (_P1, "entity/accuracy", Role.MEASURES, 1.0),
    (_P2, "entity/gsm8k", Role.EVALUATES_ON, 0.91),
    (_P2, "entity/counter-7b", Role.USES, 0.5),
    (_P2, "entity/stepwise", Role.MENTIONS, None),
]


def _spans(text: str, name: str) -> list[list[int]]:
    found, start = [], text.find(name)
    while start >= 0:
        found.append([start, start + len(name)])
        start = text.find(name, start + 1)
    return found


def _node(paper: Paper) -> str:
    return node_id("paper", paper.id)


def build() -> tuple[nx.MultiDiGraph[Any], Resolution]:
    """The small graph and its resolution."""
    typical = ["entity/gsm8k", "entity/stepwise"]
    community = {"id": "community/stepwise", "name": "Stepwise · GSM8K", "entities": typical}
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(communities=[community])
    for paper, group in ((_P1, community["id"]), (_P2, community["id"]), (_P3, None)):
        graph.add_node(
            _node(paper),
            kind="paper",
            title=paper.title,
            year=paper.year,
            authors=list(paper.authors),
            identifiers={key: list(values) for key, values in paper.identifiers.items()},
            community=group,
        )
    for entity, (name, kind) in _NAMES.items():
        graph.add_node(
            entity, kind="entity", type=kind.value, name=name, aliases=[], altLabels=[], sameAs=[], pages=[], papers=2
        )
    for paper, entity, role, confidence in _ROLES:
        spans = _spans(paper.text, _NAMES[entity][0])
        attributes = {"confidence": confidence, "mentions": spans, "sentence": "A sentence."}
        graph.add_edge(_node(paper), entity, key=role.value, **attributes)
    _add_links(graph)
    _add_result(graph)
    graph.add_edge("entity/counter-7b", "entity/counter", key="variantOf", reason="size")
    graph.add_edge("entity/sums", "entity/stepwise", key="broader", reason="vocabulary")
    why = [
        {"entity": "entity/counter-7b", "weight": 1.25, "roles": ["compares_with", "uses"]},
        {"entity": "entity/gsm8k", "weight": 0.5, "roles": ["evaluates_on", "evaluates_on"]},
    ]
    graph.add_edge(_node(_P1), _node(_P2), key="sharesEntityWith", weight=1.75, why=why)
    return graph, _resolution()


def of_paper(paper: Paper) -> tuple[nx.MultiDiGraph[Any], Resolution]:
    """The graph of one paper in which nothing was found."""
    resolution = Resolution(extractions=(Extraction(paper=paper),), entities=())
    return build_graph(resolution), resolution


def _add_links(graph: nx.MultiDiGraph[Any]) -> None:
    repository, page = "repository/github.com/pg/stepwise", "link/0123456789abcdef"
    start = _P1.text.index("https://")
    graph.add_node(
        repository,
        kind="repository",
        host="github.com",
        owner="pg",
        name="stepwise",
        url="https://github.com/pg/stepwise",
    )
    graph.add_node(page, kind="link", url="https://example.org/<page>|", linkKind="page")
    span = [start, len(_P1.text)]
    graph.add_edge(_node(_P1), repository, key="hasRepository", own=True, linkKind="code", span=span)
    graph.add_edge(_node(_P2), page, key="linksTo", own=False, linkKind="page", span=[0, 8])
    graph.add_edge(_node(_P3), page, key="linksTo", own=True, linkKind="page", span=[0, 0])


def _add_result(graph: nx.MultiDiGraph[Any]) -> None:
    start = _P1.text.index("85.2%")
    node = "result/00ff00ff00ff00ff"
    graph.add_node(node, kind="result", value="85.2%", number=85.2, unit="%", direction="higher")
    graph.add_edge(_node(_P1), node, key="reports", span=[start, start + 5], sentence="It reaches 85.2%.")
    for key, entity in (("onBenchmark", "gsm8k"), ("byMetric", "accuracy"), ("ofSubject", "stepwise")):
        graph.add_edge(node, f"entity/{entity}", key=key)
    graph.add_edge(node, "entity/counter-7b", key="comparedWith")


def _resolution() -> Resolution:
    extractions = [Extraction(paper=paper, entities=tuple(_entities(paper))) for paper in (_P1, _P2, _P3)]
    entities = [CanonicalEntity(id=key, name=name, type=kind) for key, (name, kind) in sorted(_NAMES.items())]
    merges = (
        Merge(name="GSM-8K", into="GSM8K", reason="spelling", paper="p2", sentence="A sentence."),
        Merge(name=NASTY, into="GSM8K", reason="vocabulary"),
    )
    rich = CanonicalEntity(
        id="entity/gsm8k",
        name="GSM8K",
        type=EntityType.BENCHMARK,
        aliases=("GSM-8K", "GSM8K", NASTY),
        same_as=("https://example.org/gsm8k", "wikidata:Q1", "not an address"),
        broader=Relation(target="entity/sums", reason="vocabulary"),
        merges=merges,
    )
    return Resolution(
        extractions=tuple(extractions), entities=tuple(rich if entity.id == rich.id else entity for entity in entities)
    )


def _entities(paper: Paper) -> list[Entity]:
    found = []
    for owner, entity, role, confidence in _ROLES:
        if owner is paper:
            name, kind = _NAMES[entity]
            spans = _spans(paper.text, name)
            mentions = tuple(Mention(start, end, name, "vocabulary") for start, end in spans)
            found.append(Entity(name=name, type=kind, role=role, mentions=mentions, confidence=confidence, id=entity))
    return found


def shuffled(graph: nx.MultiDiGraph[Any], seed: int) -> nx.MultiDiGraph[Any]:
    """The same graph, its nodes and edges in another order."""
    order = random.Random(seed)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    order.shuffle(nodes)
    order.shuffle(edges)
    copy: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**graph.graph)
    copy.add_nodes_from(nodes)
    copy.add_edges_from(edges)
    return copy


def write_build(directory: Path) -> Path:
    """A build directory, as far as queries need one."""
    directory.mkdir(parents=True, exist_ok=True)
    write_rdf(*build(), directory)
    (directory / "manifest.json").write_text(json.dumps({"format": 1, "papergraph": "0"}), encoding="utf-8")
    return directory


def synthetic(papers: int, entities: int, links: int, *, seed: int = 1) -> tuple[nx.MultiDiGraph[Any], Resolution]:
    """A graph of made-up words: about ten entities a paper, two or three mentions each."""
    order = random.Random(seed)
    names = [f"Word{number}" for number in range(entities)]
    groups = [{"id": f"community/{n}", "name": names[n], "entities": [f"entity/word{n}"]} for n in range(9)]
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(communities=groups)
    kinds = list(EntityType)
    for number, name in enumerate(names):
        attributes = {"type": kinds[number % 5].value, "name": name, "aliases": [], "papers": 1}
        graph.add_node(f"entity/{name.lower()}", kind="entity", **attributes)
    extractions = []
    for number in range(papers):
        chosen = order.sample(names, 11)
        text = [" ".join(order.choices([*chosen, "and", "the", "of", "we"], k=18)) for _ in range(8)]
        paper = Paper(id=f"p{number}", title=f"Paper {number}", abstract=". ".join(text) + ".", year=2020)
        node = _node(paper)
        graph.add_node(
            node,
            kind="paper",
            title=paper.title,
            year=2020,
            authors=[],
            identifiers={},
            community=f"community/{number % 9}",
        )
        for name in chosen:
            spans = _spans(paper.text, name + " ")[:3]
            sentence = text[0]
            graph.add_edge(
                node, f"entity/{name.lower()}", key="uses", confidence=0.9, mentions=spans, sentence=sentence
            )
        extractions.append(Extraction(paper=paper))
    for number in range(links):
        first, second = sorted(order.sample(range(papers), 2))
        why = [
            {"entity": f"entity/{name.lower()}", "weight": 0.5, "roles": ["uses", "uses"]}
            for name in order.sample(names, 3)
        ]
        graph.add_edge(f"paper/p{first}", f"paper/p{second}", key="sharesEntityWith", weight=1.5 + number, why=why)
    return graph, Resolution(extractions=tuple(extractions), entities=())


def digest(directory: Path) -> str:
    """One hash of all files of a directory."""
    return content_hash(*(path.read_bytes().hex() for path in sorted(directory.iterdir())))
