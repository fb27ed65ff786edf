"""Six invented papers with all that the packaged questions ask about; what they say is given, not extracted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx

from papergraph.identifiers import node_id
from papergraph.model import CanonicalEntity, Entity, EntityType, Extraction, Mention, Merge, Paper, Resolution, Role
from papergraph.rdf.export import write_rdf


class Said(NamedTuple):
    """An entity in a paper."""

    paper: str
    entity: str
    role: Role
    confidence: float | None


PAPERS = {
    "q1": ("Stepwise: Plans for Sums", "We introduce Stepwise. It reaches 85.2% accuracy on GSM8K and MAWPS.", 2023),
    "q2": ("Counting without Stepwise", "Counter-7B reaches 81.0% accuracy on GSM8K, ahead of Stepwise.", 2024),
    "q3": ("Stepwise Again", "We introduce Stepwise 2, and compare Counter-7B on MAWPS and on GSM8K.", 2024),
    "q4": ("CARP for Verifiers", "CARP trains verifiers for sums.", 2025),
    "q5": ("CARP for Caches", "CARP plans requests; it never counts.", 2025),
    "q6": ("A Note without a Year", "Counter counts sums.", None),
}
ENTITIES = {
    "entity/stepwise": ("Stepwise", EntityType.METHOD),
    "entity/stepwise-2": ("Stepwise 2", EntityType.METHOD),
    "entity/gsm8k": ("GSM8K", EntityType.BENCHMARK),
    "entity/mawps": ("MAWPS", EntityType.BENCHMARK),
    "entity/counter": ("Counter", EntityType.MODEL),
    "entity/counter-7b": ("Counter-7B", EntityType.MODEL),
    "entity/sums": ("sums", EntityType.TASK),
    "entity/accuracy": ("accuracy", EntityType.METRIC),
    "entity/carp-00000001": ("CARP", EntityType.METHOD),
    "entity/carp-00000002": ("CARP", EntityType.METHOD),
}
SAID = (
    Said("q1", "entity/stepwise", Role.INTRODUCES, 0.98),
    Said("q1", "entity/gsm8k", Role.EVALUATES_ON, 0.97),
    Said("q1", "entity/mawps", Role.EVALUATES_ON, 0.9),
    Said("q1", "entity/accuracy", Role.MEASURES, 1.0),
    Said("q1", "entity/sums", Role.ADDRESSES, 0.8),
    Said("q2", "entity/counter-7b", Role.INTRODUCES, 0.95),
    Said("q2", "entity/gsm8k", Role.EVALUATES_ON, 0.91),
    Said("q2", "entity/stepwise", Role.COMPARES_WITH, 0.55),
    Said("q2", "entity/accuracy", Role.MEASURES, 0.88),
    Said("q3", "entity/stepwise-2", Role.INTRODUCES, 0.96),
    Said("q3", "entity/counter-7b", Role.COMPARES_WITH, 0.7),
    Said("q3", "entity/mawps", Role.EVALUATES_ON, 0.85),
    Said("q3", "entity/gsm8k", Role.MENTIONS, None),
    Said("q4", "entity/carp-00000001", Role.INTRODUCES, 0.9),
    Said("q4", "entity/sums", Role.ADDRESSES, 0.5),
    Said("q5", "entity/carp-00000002", Role.INTRODUCES, 0.9),
    Said("q6", "entity/counter", Role.USES, 0.6),
    Said("q6", "entity/sums", Role.ADDRESSES, 0.9),
)
RESULTS = (
    ("q1", "00000000000000a1", "85.2%", 85.2, "entity/stepwise"),
    ("q2", "00000000000000a2", "81.0%", 81.0, "entity/counter-7b"),
)
LINKS = (
    (
        "q1",
        "q2",
        2.5,
        ("entity/gsm8k", 1.5, "evaluates_on", "evaluates_on"),
        ("entity/stepwise", 1.0, "introduces", "compares_with"),
    ),
    ("q1", "q3", 1.25, ("entity/mawps", 1.25, "evaluates_on", "evaluates_on")),
)
CODE = (("q1", "stepwise", True), ("q3", "stepwise", False), ("q2", "counter", True))


def papers() -> dict[str, Paper]:
    """The papers by id."""
    return {key: Paper(id=key, title=t, abstract=a, year=year) for key, (t, a, year) in PAPERS.items()}


def build() -> tuple[nx.MultiDiGraph[Any], Resolution]:
    """The graph and its resolution."""
    community = {"id": "community/stepwise", "name": "Stepwise", "entities": ["entity/stepwise"]}
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(communities=[community])
    for key, paper in papers().items():
        facts = {
            "title": paper.title,
            "year": paper.year,
            "authors": [],
            "identifiers": {},
            "community": "community/stepwise",
        }
        graph.add_node(node_id("paper", key), kind="paper", **facts)
    for node, (name, kind) in ENTITIES.items():
        count = sum(said.entity == node for said in SAID)
        graph.add_node(node, kind="entity", type=kind.value, name=name, aliases=[], papers=count)
    for said in SAID:
        spans = [list(span) for span in _spans(said)]
        facts = {"confidence": said.confidence, "mentions": spans, "sentence": _sentence(said.paper, spans)}
        graph.add_edge(node_id("paper", said.paper), said.entity, key=said.role.value, **facts)
    graph.add_edge("entity/counter-7b", "entity/counter", key="variantOf", reason="size")
    _add_results(graph)
    _add_code(graph)
    _add_links(graph)
    return graph, _resolution()


def _spans(said: Said) -> list[tuple[int, int]]:
    text, name = papers()[said.paper].text, ENTITIES[said.entity][0]
    start = text.find(name)
    return [(start, start + len(name))] if start >= 0 else []


def _sentence(paper: str, spans: list[list[int]]) -> str:
    title, abstract, _ = PAPERS[paper]
    return title if spans and spans[0][0] < len(title) else abstract


def _add_results(graph: nx.MultiDiGraph[Any]) -> None:
    for paper, digits, value, number, subject in RESULTS:
        node, start = f"result/{digits}", papers()[paper].text.index(value)
        graph.add_node(node, kind="result", value=value, number=number, unit="%", direction="higher")
        span = [start, start + len(value)]
        graph.add_edge(node_id("paper", paper), node, key="reports", span=span, sentence=PAPERS[paper][1])
        for key, entity in (("onBenchmark", "entity/gsm8k"), ("byMetric", "entity/accuracy"), ("ofSubject", subject)):
            graph.add_edge(node, entity, key=key)


def _add_code(graph: nx.MultiDiGraph[Any]) -> None:
    for paper, name, own in CODE:
        node, url = f"repository/github.com/pg/{name}", f"https://github.com/pg/{name}"
        graph.add_node(node, kind="repository", host="github.com", owner="pg", name=name, url=url)
        graph.add_edge(node_id("paper", paper), node, key="hasRepository", own=own, linkKind="code", span=[0, 1])


def _add_links(graph: nx.MultiDiGraph[Any]) -> None:
    for first, second, weight, *reasons in LINKS:
        why = [{"entity": entity, "weight": part, "roles": list(roles)} for entity, part, *roles in reasons]
        ends = node_id("paper", first), node_id("paper", second)
        graph.add_edge(*ends, key="sharesEntityWith", weight=weight, why=why)


def _resolution() -> Resolution:
    entities = [CanonicalEntity(id=node, name=name, type=kind) for node, (name, kind) in sorted(ENTITIES.items())]
    merge = Merge(name="GSM-8K", into="GSM8K", reason="spelling", paper="q2", sentence="A sentence.")
    rich = CanonicalEntity(
        id="entity/gsm8k",
        name="GSM8K",
        type=EntityType.BENCHMARK,
        aliases=("GSM-8K",),
        alt_labels=("grade-school sums",),
        pages=("https://example.org/wiki/GSM8K",),
        merges=(merge,),
    )
    kept = tuple(rich if entity.id == rich.id else entity for entity in entities)
    extractions = tuple(Extraction(paper=paper, entities=tuple(_entities(key))) for key, paper in papers().items())
    return Resolution(extractions=extractions, entities=kept)


def _entities(paper: str) -> list[Entity]:
    found = []
    for said in SAID:
        if said.paper == paper:
            name, kind = ENTITIES[said.entity]
            mentions = tuple(Mention(start, end, name, "vocabulary") for start, end in _spans(said))
            facts = {"role": said.role, "mentions": mentions, "confidence": said.confidence, "id": said.entity}
            found.append(Entity(name=name, type=kind, **facts))  # type: ignore[arg-type]
    return found


def write_build(directory: Path) -> Path:
    """A build directory, as far as queries and the server need one."""
    directory.mkdir(parents=True, exist_ok=True)
    write_rdf(*build(), directory)
    (directory / "graph.html").write_text("<!DOCTYPE html><title>The explorer</title>", encoding="utf-8")
    manifest = {"format": 1, "papergraph": "0", "configuration": {"title": "Six <papers>"}}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory
