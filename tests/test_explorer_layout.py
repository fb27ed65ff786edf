"""Ranking, communities and positions: the backbone first, no node on another, neighbours near, loose ones aside."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree
from synthetic_graph import synthetic_graph

from papergraph.explorer.communities import find_communities
from papergraph.explorer.content import Content, read_content
from papergraph.explorer.layout import positions, remove_overlaps
from papergraph.explorer.packing import Slots, pack_discs
from papergraph.explorer.ranking import EDGES_PER_ENTITY, MOST_DRAWN, Ranking, rank, rarity_of


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(*synthetic_graph(150, 700, 20))


@pytest.fixture(scope="module")
def ranking(content: Content) -> Ranking:
    return rank(content)


def test_the_first_view_ties_papers_to_what_they_share(content: Content, ranking: Ranking) -> None:
    first = ranking.first_view
    tied = {node for index in ranking.strong for node in (content.roles[index].paper, content.roles[index].entity)}
    assert first <= tied
    assert all(content.nodes[node]["papers"] > 1 for node in first if node.startswith("entity/"))


def test_a_hub_draws_few_edges(content: Content, ranking: Ranking) -> None:
    hub = max(content.of_kind("METHOD"), key=lambda node: content.nodes[node]["papers"])
    drawn = [index for index in ranking.strong if content.roles[index].entity == hub]
    assert content.nodes[hub]["papers"] > 2 * EDGES_PER_ENTITY
    assert len(drawn) <= EDGES_PER_ENTITY


def test_an_entity_of_all_papers_does_not_rank_first(content: Content, ranking: Ranking) -> None:
    hub = max(content.of_kind("METHOD"), key=lambda node: content.nodes[node]["papers"])
    assert next(node for node in ranking.order if node.startswith("entity/")) != hub


@pytest.mark.parametrize(("papers", "total", "expected"), [(0, 0, 0.0), (0, 9, 0.0), (1, 1, 1.0), (9, 9, 0.046)])
def test_rarity(papers: int, total: int, expected: float) -> None:
    assert rarity_of(papers, total) == pytest.approx(expected, abs=0.001)


def test_rarity_falls_with_the_papers() -> None:
    values = [rarity_of(papers, 400) for papers in range(1, 401)]
    assert values == sorted(values, reverse=True)


def test_no_node_stands_on_another(content: Content, ranking: Ranking) -> None:
    places = positions(content, ranking, find_communities(content))
    assert places.keys() == content.kinds.keys()
    for left, right in combinations(places, 2):
        distance = math.dist(places[left], places[right])
        assert distance >= ranking.sizes[left] + ranking.sizes[right] - 2, (left, right)


def test_neighbours_are_nearer_than_strangers(content: Content, ranking: Ranking) -> None:
    places = positions(content, ranking, find_communities(content))
    tied = [math.dist(places[edge.paper], places[edge.entity]) for edge in content.roles]
    papers, entities = content.of_kind("paper"), content.of_kind("METHOD")
    any_two = [math.dist(places[paper], places[entity]) for paper in papers for entity in entities]
    assert np.median(tied) < 0.6 * np.median(any_two)


def test_a_large_graph_is_laid_out_as_well() -> None:
    content = read_content(*synthetic_graph(2500, 9000, 300))
    ranking = rank(content)
    places = positions(content, ranking, find_communities(content))
    drawn = ranking.order[:MOST_DRAWN]
    points = np.array([places[node] for node in drawn])
    for left, right in cKDTree(points).query_pairs(60):
        room = ranking.sizes[drawn[left]] + ranking.sizes[drawn[right]] - 2
        assert math.dist(points[left], points[right]) >= room, (drawn[left], drawn[right])
    assert len(set(places.values())) > 0.99 * len(places)
    strong = [content.roles[index] for index in ranking.strong]
    tied = [math.dist(places[edge.paper], places[edge.entity]) for edge in strong]
    strangers = np.random.default_rng(1).permutation([edge.entity for edge in strong])
    random = [math.dist(places[edge.paper], places[str(other)]) for edge, other in zip(strong, strangers, strict=True)]
    assert np.median(tied) < 0.7 * np.median(random)


def test_the_order_of_the_graph_does_not_move_a_node() -> None:
    graph, extractions = synthetic_graph(120, 500, 20)
    turned: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    found = []
    for one, papers in ((graph, extractions), (turned, extractions[::-1])):
        content = read_content(one, papers)
        found.append(positions(content, rank(content), find_communities(content)))
    assert found[0] == found[1]


def test_papers_tied_to_nothing_stand_below_the_map() -> None:
    graph, _ = synthetic_graph(40, 150, 4)
    graph.add_node("paper/alone", kind="paper", title="Alone")
    content = read_content(graph, [])
    ranking = rank(content)
    places = positions(content, ranking, find_communities(content))
    assert places["paper/alone"][1] > max(y for node, (_, y) in places.items() if node != "paper/alone")


def test_communities_of_the_graph_are_kept() -> None:
    graph, _ = synthetic_graph(30, 100, 2)
    papers = sorted(node for node in graph if node.startswith("paper/"))
    for index, paper in enumerate(papers):
        graph.nodes[paper]["community"] = "even" if index % 2 == 0 else "odd"
    graph.graph["communities"] = [{"id": "even", "name": "Even ones", "entities": []}]
    found = find_communities(read_content(graph, []))
    assert {found.of[paper] for paper in papers[::2]} == {0}
    assert {found.of[paper] for paper in papers[1::2]} == {1}
    assert found.labels == ("Even ones", "other")


def test_a_graph_without_communities_has_none() -> None:
    graph, _ = synthetic_graph(30, 100, 2)
    for node in graph:
        graph.nodes[node]["community"] = None
    found = find_communities(read_content(graph, []))
    assert (found.of, found.labels) == ({}, ())


@given(st.lists(st.floats(5, 300), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40)
def test_packed_discs_do_not_overlap(radii: list[float]) -> None:
    found = pack_discs(dict(enumerate(radii)), {(0, 1): 2.0})
    for left, right in combinations(found, 2):
        assert math.dist(found[left], found[right]) >= radii[left] + radii[right] - 1e-3


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=40))
@settings(deadline=None, max_examples=40)
def test_overlaps_are_removed(points: list[tuple[int, int]]) -> None:
    moved = remove_overlaps(np.array(points, dtype=float), np.full(len(points), 10.0), rounds=2000)
    for left, right in combinations(moved, 2):
        assert math.dist(left, right) >= 19


@given(st.lists(st.tuples(st.integers(-60, 60), st.sampled_from([4, 8, 20])), max_size=60))
@settings(deadline=None, max_examples=40)
def test_slots_are_given_once_and_apart(wanted: list[tuple[int, int]]) -> None:
    slots = Slots(26)
    slots.block(0, 0, 30)
    found = [(slots.take(x, -x, radius), radius) for x, radius in wanted]
    for (left, left_radius), (right, right_radius) in combinations([*found, ((0, 0), 30)], 2):
        assert math.dist(left, right) >= left_radius + right_radius
