"""Paths: strong, short, around hubs, and the same on the way back."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import NotFoundError
from papergraph.graph import Graph

Edges = list[tuple[str, str, str]]


def graph(edges: Edges, alone: tuple[str, ...] = ()) -> Graph:
    """A graph of entities in capitals and papers in small letters."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in sorted({name for u, v, _ in edges for name in (u, v)} | set(alone)):
        if name.isupper():
            count = len({u for u, v, _ in edges if v == name and u.islower()})
            made.add_node(f"entity/{name}", kind="entity", type="METHOD", name=name, aliases=[], papers=count)
        else:
            facts = {"year": None, "authors": [], "identifiers": {}, "community": None}
            made.add_node(f"paper/{name}", kind="paper", title=f"About {name}", **facts)
    for u, v, key in edges:
        data = {"sentence": f"{u} and {v}."} if u.islower() else {"reason": "vocabulary"}
        made.add_edge(_node(u), _node(v), key=key, **data)
    return Graph(made)


def _node(name: str) -> str:
    return f"{'entity' if name.isupper() else 'paper'}/{name}"


def nodes(made: Graph, start: str, end: str) -> str | None:
    """The names along a path."""
    steps = made.path(_node(start), _node(end))
    if steps is None:
        return None
    return "".join(step.source.id[-1] for step in steps) + end


CASES: list[tuple[str, Edges, str, str, str | None]] = [
    ("straight", [("a", "X", "uses"), ("b", "X", "uses")], "a", "b", "aXb"),
    ("an entity as an end", [("a", "X", "uses"), ("b", "X", "uses"), ("b", "Y", "uses")], "a", "Y", "aXbY"),
    ("the stronger role", [(p, e, r) for p in "ab" for e, r in (("X", "mentions"), ("Y", "uses"))], "a", "b", "aYb"),
    ("the rarer entity", [(p, "X", "uses") for p in "abcdef"] + [("a", "Y", "uses"), ("b", "Y", "uses")],
     "a", "b", "aYb"),
    ("around a hub", [(p, "X", "mentions") for p in "abcdefgh"]
     + [("a", "Y", "uses"), ("c", "Y", "uses"), ("c", "Z", "uses"), ("b", "Z", "uses")], "a", "b", "aYcZb"),
    ("ties by id", [(p, e, "uses") for p in "ab" for e in "YX"], "a", "b", "aXb"),
    ("over a family", [("a", "X", "uses"), ("X", "Y", "variantOf"), ("b", "Y", "uses")], "a", "b", "aXYb"),
    ("the same", [("a", "X", "uses")], "a", "a", "a"),
    ("nothing joins them", [("a", "X", "uses"), ("b", "Y", "uses")], "a", "b", None),
    ("not over links of papers", [("a", "X", "uses"), ("b", "Y", "uses"), ("a", "b", "sharesEntityWith")],
     "a", "b", None),
    ("a paper that names nothing", [("a", "X", "uses")], "a", "z", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edges", "start", "end", "path"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_path(edges: Edges, start: str, end: str, path: str | None) -> None:
    made = graph(edges, alone=("z",))
    assert nodes(made, start, end) == path
    assert nodes(made, end, start) == (path and path[::-1])


def test_steps_are_told_in_the_direction_of_their_relation() -> None:
    made = graph([("a", "X", "introduces"), ("X", "Y", "variantOf"), ("b", "Y", "compares_with")])
    steps = made.path("About a", "b")
    assert steps is not None
    assert [(step.relation, step.turned, step.statement, step.sentence, step.reason) for step in steps] == [
        ("introduces", False, "“About a” introduces X", "a and X.", None),
        ("variantOf", False, "X is a variant of Y", None, "vocabulary"),
        ("compares_with", True, "“About b” compares with Y", "b and Y.", None),
    ]


def test_the_strongest_of_several_roles_is_told() -> None:
    (step,) = graph([("a", "X", "mentions"), ("a", "X", "evaluates_on")]).path("a", "X") or ()
    assert step.relation == "evaluates_on"


def test_unknown_ends() -> None:
    made = graph([("a", "X", "uses")])
    for ends in (("a", "nowhere"), ("nowhere", "a"), ("", "")):
        with pytest.raises(NotFoundError):
            made.path(*ends)


ROLES = st.sampled_from(["introduces", "uses", "mentions"])
PAIRS = st.tuples(st.sampled_from("abcde"), st.sampled_from("VWXYZ"), ROLES)


@settings(deadline=None)
@given(st.lists(PAIRS, min_size=1, max_size=15, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_edges_changes_nothing_and_the_way_back_is_the_same(edges: Edges, random: object) -> None:
    shuffled = edges.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = graph(edges), graph(shuffled)
    start, end = edges[0][0], edges[-1][1]
    path = nodes(one, start, end)
    assert path == nodes(other, start, end)
    assert nodes(one, end, start) == (path and path[::-1])
