"""The graph: its nodes and edges, its links between papers, its files."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal

from papergraph.errors import InputError, NotFoundError
from papergraph.graph import (
    Graph,
    build_graph,
    load_graph,
    read_graphml,
    save_graph,
    write_graphml,
)
from papergraph.model import (
    Direction,
    Entity,
    EntityType,
    Extraction,
    Link,
    LinkKind,
    Mention,
    Paper,
    Resolution,
    Result,
    Role,
)
from papergraph.resolution import resolve
from papergraph.vocabulary import Term, Vocabulary

VOCABULARY = Vocabulary(
    (
        Term(name="language model", type=EntityType.METHOD),
        Term(name="large language model", type=EntityType.METHOD, aliases=("LLM",), broader="language model"),
    )
)


def entity(text: str, name: str, kind: str, role: str, confidence: float | None = 0.9) -> Entity:
    mentions, start = [], text.find(name)
    while start >= 0:
        mentions.append(Mention(start, start + len(name), name, "test"))
        start = text.find(name, start + 1)
    return Entity(name=name, type=EntityType(kind), role=Role(role), mentions=tuple(mentions), confidence=confidence)


def alpha() -> Extraction:
    abstract = "We propose Zeta. On GSM8K it reaches 85.2%. LLMs help. Zeta is at https://github.com/Own/Zeta."
    paper = Paper(
        id="10.1/a b",
        title="Zeta: a method",
        abstract=abstract,
        year=2024,
        authors=("The papergraph developers",),
        identifiers={"doi": ("10.1/a b",)},
    )
    value = paper.text.index("85.2%")
    names = [("Zeta", "METHOD", "introduces"), ("GSM8K", "BENCHMARK", "evaluates_on"), ("LLMs", "METHOD", "uses")]
    return Extraction(
        paper=paper,
        entities=tuple(entity(paper.text, *name) for name in names),
        links=(
            Link(
                url="https://github.com/Own/Zeta", kind=LinkKind.CODE, own=True, start=90, end=117,
                repository="github.com/own/zeta",
            ),
            Link(url="https://example.org/zeta", kind=LinkKind.PAGE, own=False, start=0, end=4),
        ),
        results=(
            Result(
                value="85.2%", start=value, end=value + 5, number=85.2, unit="%", direction=Direction.HIGHER,
                subject="Zeta", benchmark="gsm8k", metric="no such name",
            ),
        ),
    )  # fmt: skip


def beta() -> Extraction:
    paper = Paper(id="b", title="Eta beats Zeta", abstract="Language models and an LLM. Eta beats Zeta on GSM8K.")
    names = [
        ("Eta", "METHOD", "introduces"),
        ("Zeta", "METHOD", "compares_with"),
        ("GSM8K", "BENCHMARK", "evaluates_on"),
        ("LLM", "METHOD", "uses"),
        ("Language models", "METHOD", "mentions"),
    ]
    links = (Link(url="http://www.github.com/own/zeta.git", kind=LinkKind.CODE, own=False, start=0, end=3),)
    return Extraction(paper=paper, entities=tuple(entity(paper.text, *name) for name in names), links=links)


def gamma() -> Extraction:
    return Extraction(paper=Paper(id="c", title="Nothing is named here"))


def corpus() -> Resolution:
    return resolve([beta(), gamma(), alpha()], vocabulary=VOCABULARY)


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    return build_graph(corpus())


A = "paper/10.1/a%20b"


def test_paper_node(graph: nx.MultiDiGraph[str]) -> None:
    assert graph.nodes[A] == {
        "kind": "paper",
        "title": "Zeta: a method",
        "year": 2024,
        "authors": ["The papergraph developers"],
        "identifiers": {"doi": ["10.1/a b"]},
        "community": "community/zeta",
    }
    assert graph.nodes["paper/c"]["community"] is None


def test_entity_node_and_parents(graph: nx.MultiDiGraph[str]) -> None:
    assert graph.nodes["entity/large-language-model"] == {
        "kind": "entity",
        "type": "METHOD",
        "name": "large language model",
        "aliases": ["LLM", "LLMs"],
        "altLabels": ["LLM"],
        "sameAs": ["https://w3id.org/papergraph/vocabulary/large-language-model"],
        "pages": [],
        "papers": 2,
    }
    edge = graph.edges["entity/large-language-model", "entity/language-model", "broader"]
    assert edge == {"reason": "vocabulary"}


def test_role_edge(graph: nx.MultiDiGraph[str]) -> None:
    edge = graph.edges[A, "entity/zeta", "introduces"]
    assert list(edge) == ["confidence", "mentions", "sentence"]
    assert (edge["confidence"], edge["sentence"]) == (0.9, "Zeta: a method")
    assert edge["mentions"] == sorted(edge["mentions"])
    assert [alpha().paper.text[start:end] for start, end in edge["mentions"]] == ["Zeta"] * 4


def test_repository_is_one_node_for_all_spellings(graph: nx.MultiDiGraph[str]) -> None:
    repositories = [node for node, data in graph.nodes(data=True) if data["kind"] == "repository"]
    assert repositories == ["repository/github.com/own/zeta"]
    assert graph.nodes[repositories[0]] == {
        "kind": "repository",
        "host": "github.com",
        "owner": "Own",
        "name": "Zeta",
        "url": "https://github.com/Own/Zeta",
    }
    assert graph.edges[A, repositories[0], "hasRepository"] == {"own": True, "linkKind": "code", "span": [90, 117]}


def test_other_link(graph: nx.MultiDiGraph[str]) -> None:
    (link,) = [node for node, data in graph.nodes(data=True) if data["kind"] == "link"]
    assert graph.nodes[link] == {"kind": "link", "url": "https://example.org/zeta", "linkKind": "page"}
    assert set(graph[A][link]) == {"linksTo"}


def test_result(graph: nx.MultiDiGraph[str]) -> None:
    (result,) = [node for node, data in graph.nodes(data=True) if data["kind"] == "result"]
    assert graph.nodes[result] == {
        "kind": "result",
        "value": "85.2%",
        "number": 85.2,
        "unit": "%",
        "direction": "higher",
    }
    assert graph.edges[A, result, "reports"]["sentence"] == "On GSM8K it reaches 85.2%."
    edges = {(target, key) for _, target, key in graph.out_edges(result, keys=True)}
    assert edges == {("entity/zeta", "ofSubject"), ("entity/gsm8k", "onBenchmark")}


def test_paper_link(graph: nx.MultiDiGraph[str]) -> None:
    edge = graph.edges[A, "paper/b", "sharesEntityWith"]
    assert not graph.has_edge("paper/b", A)
    assert [reason["entity"] for reason in edge["why"]] == [
        "entity/zeta",
        "entity/gsm8k",
        "entity/large-language-model",
    ]
    assert edge["why"][0]["roles"] == ["introduces", "compares_with"]
    assert edge["weight"] == pytest.approx(sum(reason["weight"] for reason in edge["why"]), abs=1e-3)


def test_the_order_of_papers_changes_nothing(tmp_path: Path) -> None:
    found = set()
    for order in ([alpha(), beta(), gamma()], [gamma(), beta(), alpha()], [beta(), alpha(), gamma(), alpha()]):
        graph = build_graph(resolve(order, vocabulary=VOCABULARY))
        save_graph(graph, tmp_path / "graph.json")
        write_graphml(graph, tmp_path / "graph.graphml")
        found.add(((tmp_path / "graph.json").read_bytes(), (tmp_path / "graph.graphml").read_bytes()))
    assert len(found) == 1


def test_nodes_and_edges_are_sorted(graph: nx.MultiDiGraph[str]) -> None:
    assert list(graph) == sorted(graph)
    for node in graph:
        assert list(graph[node]) == sorted(graph[node])


def test_json_round_trip(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    save_graph(graph, tmp_path / "graph.json")
    loaded = load_graph(tmp_path / "graph.json")
    assert graphs_equal(loaded, graph)
    assert list(loaded.edges(keys=True)) == list(graph.edges(keys=True))
    assert json.loads((tmp_path / "graph.json").read_text())["multigraph"] is True


def test_graphml_round_trip(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    write_graphml(graph, tmp_path / "graph.graphml")
    assert graphs_equal(read_graphml(tmp_path / "graph.graphml"), graph)


NASTY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(NASTY, NASTY, st.one_of(st.none(), st.integers(-3000, 3000)))
def test_round_trips_with_nasty_names(
    tmp_path_factory: pytest.TempPathFactory, title: str, name: str, year: int | None
) -> None:
    paper = Paper(id=name, title=title, abstract=f"{name} and <script>&amp;\x00\r\n", year=year, authors=(name,))
    mention = Mention(len(title) + 1, len(title) + 1 + len(name), name, "test")
    named = Entity(name=name, type=EntityType.METHOD, role=Role.USES, mentions=(mention,))
    graph = build_graph(resolve([Extraction(paper=paper, entities=(named,))], vocabulary=None))
    folder = tmp_path_factory.mktemp("nasty")
    save_graph(graph, folder / "graph.json")
    assert graphs_equal(load_graph(folder / "graph.json"), graph)
    write_graphml(graph, folder / "graph.graphml")
    once = read_graphml(folder / "graph.graphml")
    assert list(once) == list(graph)
    write_graphml(once, folder / "again.graphml")
    assert graphs_equal(read_graphml(folder / "again.graphml"), once)


@pytest.mark.parametrize("reader", [load_graph, read_graphml])
@pytest.mark.parametrize("content", ["", "{", "[]", "<graphml", "<a/>", '{"nodes": 1}', None])
def test_files_that_hold_no_graph(reader: object, content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "graph"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match="graph"):
        reader(path)  # type: ignore[operator]


@pytest.mark.parametrize("papers", [[], [gamma()], [alpha()], [alpha()] * 50])
def test_small_corpora_have_no_links(papers: list[Extraction]) -> None:
    graph = build_graph(resolve(papers, vocabulary=None))
    assert not [key for *_, key in graph.edges(keys=True) if key == "sharesEntityWith"]


def view() -> Graph:
    resolution = corpus()
    return Graph(build_graph(resolution), resolution.entities)


def test_view_lists() -> None:
    graph = view()
    assert [paper.id for paper in graph.papers()] == [A, "paper/b", "paper/c"]
    assert [entity.name for entity in graph.entities("BENCHMARK")] == ["GSM8K"]
    assert len(graph.entities()) == 5
    (community,) = graph.communities()
    assert (community.id, community.papers) == ("community/zeta", 2)
    assert {graph.find(entity).name for entity in community.entities} == set(community.name.split(" · "))
    assert {paper.community for paper in graph.papers()} == {community.id, None}
    with pytest.raises(ValueError, match="GADGET"):
        graph.entities("GADGET")


def test_view_makes_data_frames() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(view().entities())
    assert list(frame.columns) == ["id", "name", "type", "aliases", "papers"]


def test_related_turns_the_roles() -> None:
    graph = view()
    (here,), (there,) = graph.related("10.1/a b"), graph.related("Eta beats zeta")
    assert (here.paper.id, there.paper.id) == ("paper/b", A)
    assert here.weight == there.weight
    assert here.why[0][2:4] == (Role.INTRODUCES, Role.COMPARES_WITH)
    assert there.why[0][2:4] == (Role.COMPARES_WITH, Role.INTRODUCES)
    assert here.why[0][4:] == ("Zeta: a method", "Eta beats Zeta")
    assert there.why[0][4:] == ("Eta beats Zeta", "Zeta: a method")
    assert graph.related("c") == []


def test_why() -> None:
    why = view().why("LLMs")
    assert why.entity.name == "large language model"
    assert [occurrence.paper.id for occurrence in why.occurrences] == [A, "paper/b"]
    assert {merge.reason for merge in why.merges} == {"vocabulary"}


@pytest.mark.parametrize(
    ("name", "node"),
    [("GSM8K", "entity/gsm8k"), ("gsm8k", "entity/gsm8k"), ("entity/zeta", "entity/zeta"),
     ("LLM", "entity/large-language-model"), ("Zeta: A Method", A), ("10.1/a b", A), (A, A), ("b", "paper/b")],
)  # fmt: skip
def test_find(name: str, node: str) -> None:
    assert view().find(name).id == node


@pytest.mark.parametrize(("name", "similar"), [("GSM8", ("GSM8K",)), ("", ()), ("🙂", ()), ("x", ())])
def test_what_is_not_there(name: str, similar: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError) as error:
        view().find(name)
    assert error.value.similar == similar
