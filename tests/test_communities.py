"""Communities of papers: their groups, their names, their ids, and that these are the same at every run."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping

import pytest

from papergraph.graph import build_graph, link_papers
from papergraph.graph.communities import Community, find_communities
from papergraph.model import CanonicalEntity, Entity, EntityType, Extraction, Mention, Paper, Relation, Role
from papergraph.resolution import resolve

TOPICS = {
    "left": ("METHOD", ("pruning", "sparse attention", "distillation")),
    "middle": ("TASK", ("route planning", "map matching", "fleet control")),
    "right": ("METHOD", ("wing folding", "feather growth", "beak control")),
}
EVERYWHERE = ("neural network", "accuracy")

Shares = Mapping[str, Mapping[str, Role]]


def corpus(each: int = 6, seed: int = 4) -> list[Extraction]:
    """Papers of three topics: each names the first of its things and one more, and what they all name; 20 of none."""
    chance = random.Random(seed)
    found = [paper(f"other-{number}", []) for number in range(20)]
    for topic, (kind, names) in TOPICS.items():
        for number in range(each):
            named = [(name, kind) for name in (names[0], chance.choice(names[1:]))]
            named += [(EVERYWHERE[0], "METHOD"), (EVERYWHERE[1], "METRIC")]
            found.append(paper(f"{topic}-{number}", named))
    return found


def paper(key: str, named: list[tuple[str, str]]) -> Extraction:
    text = f"{key}\n" + " and ".join(name for name, _ in named)
    spans = [(text.index(name, len(key)), name, kind) for name, kind in named]
    entities = tuple(
        Entity(
            name=name,
            type=EntityType(kind),
            role=Role.USES,
            mentions=(Mention(start, start + len(name), name, "test"),),
        )
        for start, name, kind in spans
    )
    return Extraction(paper=Paper(id=key, title=key, abstract=text.partition("\n")[2]), entities=entities)


def communities_of(papers: list[Extraction]) -> str:
    graph = build_graph(resolve(papers, vocabulary=None))
    members = {node: data["community"] for node, data in graph.nodes(data=True) if data["kind"] == "paper"}
    return json.dumps([graph.graph["communities"], sorted(members.items())])


def found(shares: Shares, entities: list[CanonicalEntity] | None = None) -> list[Community]:
    """The communities of papers among 60 that have nothing to do with them."""
    shares = {**shares, **{f"paper/zz{n}": {} for n in range(60)}}
    ids = sorted({entity for named in shares.values() for entity in named})
    known = entities or [CanonicalEntity(id=i, name=i.partition("/")[2], type=EntityType.METHOD) for i in ids]
    return find_communities(link_papers(shares), shares, known)


def test_a_community_is_named_by_what_is_typical_of_it() -> None:
    communities, members = json.loads(communities_of(corpus()))
    names = {community["id"]: community["name"] for community in communities}
    for topic, (_, typical) in TOPICS.items():
        (own,) = {community for paper, community in members if paper.startswith(f"paper/{topic}")}
        assert names[own].split(" · ")[0] == typical[0]
        assert set(names[own].split(" · ")) == set(typical)
        assert len(next(c for c in communities if c["id"] == own)["entities"]) == len(typical)


def test_orders_and_hash_seeds_change_nothing() -> None:
    papers, expected = corpus(), communities_of(corpus())
    for seed in range(100):
        random.Random(seed).shuffle(papers)
        assert communities_of(papers) == expected
    code = "import test_communities as t; print(t.communities_of(t.corpus()[::-1]))"
    for seed in ("0", "1", "77"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == expected


def test_ids_and_names_outlive_a_few_papers_more() -> None:
    names = {(c["id"], c["name"].split(" · ")[0]) for c in json.loads(communities_of(corpus()))[0]}
    more = [*corpus(), paper("new-1", [("pruning", "METHOD"), ("route planning", "TASK")]), paper("new-2", [])]
    assert {(c["id"], c["name"].split(" · ")[0]) for c in json.loads(communities_of(more))[0]} == names


def test_the_largest_comes_first() -> None:
    groups = found({f"paper/{n:02}": {f"entity/{n % 3 if n < 9 else 0}": Role.USES} for n in range(14)})
    assert [(group.id, len(group.papers)) for group in groups] == [
        ("community/0", 8),
        ("community/1", 3),
        ("community/2", 3),
    ]


def test_one_of_a_family_is_enough() -> None:
    names = ("entity/llama", "entity/llama-2", "entity/decoding")
    entities = [
        CanonicalEntity(
            id=name, name=name, type=EntityType.METHOD,
            variant_of=Relation(target="entity/llama", reason="name") if name == "entity/llama-2" else None,
        )
        for name in names
    ]  # fmt: skip
    shares = {f"paper/{n}": dict.fromkeys(names, Role.USES) for n in range(4)}
    (community,) = found(shares, entities)
    assert community.entities == ("entity/decoding", "entity/llama")


@pytest.mark.parametrize("metric_first", [True, False])
def test_metrics_name_a_community_only_where_nothing_else_does(metric_first: bool) -> None:
    kinds = (EntityType.METRIC, EntityType.METHOD) if metric_first else (EntityType.METHOD, EntityType.METRIC)
    entities = [CanonicalEntity(id=f"entity/{n}", name=str(n), type=kind) for n, kind in enumerate(kinds)]
    shares = {f"paper/{n}": {"entity/0": Role.USES, "entity/1": Role.USES} for n in range(3)}
    (community,) = found(shares, entities)
    assert community.entities[0] == ("entity/1" if metric_first else "entity/0")
    (alone,) = found({f"paper/{n}": {"entity/0": Role.USES} for n in range(3)}, entities[:1])
    assert alone.name == "0"


def test_ids_are_told_apart_by_the_papers() -> None:
    shares: dict[str, dict[str, Role]] = {}
    for group in "ab":
        for number in range(6):
            own = {f"entity/{group}-{number}": Role.USES, f"entity/{group}-{(number + 1) % 6}": Role.USES}
            shares[f"paper/{group}{number}"] = own | {"entity/both": Role.INTRODUCES}
    groups = found(shares)
    assert len({group.id for group in groups}) == len(groups)
    first = Counter(group.entities[0] for group in groups)
    assert all((first[group.entities[0]] > 1) == (group.id != f"community/{group.entities[0][7:]}") for group in groups)


@pytest.mark.parametrize("papers", [[], [paper("one", [("pruning", "METHOD")])], [paper("a", []), paper("b", [])]])
def test_unlinked_papers_have_none(papers: list[Extraction]) -> None:
    communities, members = json.loads(communities_of(papers))
    assert communities == []
    assert {community for _, community in members} <= {None}
