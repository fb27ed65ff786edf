"""RDF to networkx gives the graph that was written, whatever its texts are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdf_fixtures as fixtures
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import InputError
from papergraph.graph import build_graph
from papergraph.identifiers import entity_id
from papergraph.model import (
    CanonicalEntity,
    Direction,
    Entity,
    EntityType,
    Extraction,
    Link,
    LinkKind,
    Mention,
    Paper,
    Relation,
    Resolution,
    Result,
    Role,
)  # fmt: skip
from papergraph.rdf.export import write_rdf
from papergraph.rdf.reading import read_graph
from papergraph.rdf.terms import clean

HARD = [
    '"',
    "\\",
    "\n",
    "\r",
    "\t",
    ">",
    "<",
    " ",
    "\u202e",
    "\u200f",
    "\U0001f600",
    "\u0085",
    "\u2028",
    "^^",
    "'",
    "%",
    ":",
]
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = (
    st.lists(st.sampled_from(HARD) | st.text(CHARACTERS, max_size=3), min_size=1, max_size=6).map("".join).filter(bool)
)
NAMES = ("title", "name", "alias", "author", "identifier", "value", "local")


def corpus(texts: dict[str, str]) -> Resolution:
    """Two papers with every kind of thing in them, named by the texts."""
    title = f"{texts['name']} {texts['title']}"
    entity = entity_id(texts["name"])
    mention = Mention(0, len(texts["name"]), texts["name"], "vocabulary")
    found = Entity(
        name=texts["name"], type=EntityType.METHOD, role=Role.USES, mentions=(mention,), confidence=0.9, id=entity
    )
    one = Paper(
        id=texts["local"],
        title=title,
        abstract=f"{texts['value']} https://github.com/o/n",
        year=2024,
        authors=(texts["author"], "B", texts["author"]),
        identifiers={"arxiv": (texts["identifier"],), texts["alias"]: ("1",), "url": (texts["title"],)},
    )
    start = len(title) + 1
    results = (
        Result(
            value=texts["value"], start=start, end=start + len(texts["value"]), number=0.1, direction=Direction.LOWER,
            unit="%", subject=texts["name"],
        ),
    )  # fmt: skip
    links = (
        Link(url="https://github.com/o/n", kind=LinkKind.CODE, own=True, start=start, end=start + 1),
        Link(url=f"https://example.org/{texts['alias']}", kind=LinkKind.DATA, own=False, start=0, end=1),
    )
    two = Paper(id=texts["local"] + "2", title=title)
    other = CanonicalEntity(id="entity/other-0", name="other", type=EntityType.MODEL)
    known = CanonicalEntity(
        id=entity, name=texts["name"], type=EntityType.METHOD, aliases=tuple({texts["alias"]} - {texts["name"]}),
        alt_labels=tuple(sorted({texts["alias"], texts["value"]} - {texts["name"]})),
        same_as=("https://w3id.org/papergraph/vocabulary/one",), pages=("https://en.wikipedia.org/wiki/One_(two)",),
        variant_of=Relation(target=other.id, reason=texts["title"]), papers={Role.USES: (one.id, two.id)},
    )  # fmt: skip
    return Resolution(
        extractions=(
            Extraction(paper=one, entities=(found,), links=links, results=results),
            Extraction(paper=two, entities=(found,)),
        ),
        entities=(known, other),
    )


def cleaned(value: Any) -> Any:
    """A value with what RDF can't hold replaced, as the RDF has it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return {cleaned(k): cleaned(v) for k, v in value.items()} if isinstance(value, dict) else value


def same(one: nx.MultiDiGraph[Any], other: nx.MultiDiGraph[Any]) -> bool:
    """Whether two graphs are equal but for what RDF can't hold."""
    nodes = {node: cleaned(data) for node, data in one.nodes(data=True)}
    edges = {(s, t, k): cleaned(data) for s, t, k, data in one.edges(keys=True, data=True)}
    assert nodes == dict(other.nodes(data=True))
    assert cleaned(one.graph) == other.graph
    assert edges == {(s, t, k): data for s, t, k, data in other.edges(keys=True, data=True)}
    return True


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, TEXT)))
@settings(max_examples=60, deadline=None)
def test_any_names_come_back_exactly(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("reading")
    resolution = corpus(texts)
    graph = build_graph(resolution)
    write_rdf(graph, resolution, folder)
    for name in ("graph.nt", "graph.ttl"):
        assert same(graph, read_graph(folder / name))
    assert nx.utils.graphs_equal(read_graph(folder / "graph.nt"), read_graph(folder / "graph.ttl"))


def test_the_fixture_comes_back(tmp_path: Path) -> None:
    graph, resolution = fixtures.build()
    graph.nodes["entity/gsm8k"]["aliases"] = sorted(["GSM-8K", fixtures.NASTY])
    graph.nodes["entity/gsm8k"]["sameAs"] = sorted(["https://example.org/gsm8k", "wikidata:Q1", "not an address"])
    for alias, entity in (("B", "entity/sums"),):
        graph.nodes[entity]["aliases"] = [alias]
    write_rdf(graph, resolution, tmp_path, base="https://example.org/kg#")
    assert same(graph, read_graph(tmp_path / "graph.nt"))


def test_a_build_comes_back(example_build: Path) -> None:
    import papergraph

    directory = example_build / "outputs" / "examples"
    assert same(papergraph.load(directory), read_graph(directory / "graph.nt"))


def test_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").write_bytes(b"")
    assert len(read_graph(tmp_path / "graph.nt")) == 0


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("graph.nt", "<a> <b> .", "malformed"),
        ("graph.csv", "a,b", "no RDF by its ending"),
        ("none.nt", None, "No such file|no such file"),
    ],
)
def test_what_can_not_be_read(tmp_path: Path, name: str, text: str | None, why: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=why):
        read_graph(tmp_path / name)
