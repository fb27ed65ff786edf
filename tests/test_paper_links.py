"""Links between papers: those of a plain count, their weights, and what is too little for a link."""

from __future__ import annotations

import random
from math import log

import pytest

from papergraph.graph import link_papers, linking
from papergraph.model import CanonicalEntity, EntityType, Relation, Role


def shares(papers: int, entities: int, each: int, seed: int = 3) -> dict[str, dict[str, Role]]:
    chance = random.Random(seed)
    roles = list(Role)
    return {
        f"paper/{n:05}": {f"entity/{int(entities * chance.random() ** 3)}": chance.choice(roles) for _ in range(each)}
        for n in range(papers)
    }


@pytest.mark.parametrize("entities", [40, 150])
def test_links_are_those_of_a_plain_count(entities: int) -> None:
    given_shares = shares(60, entities, 5)
    rare = linking.rarity(given_shares)
    tools = {entity for entity in rare if entity.endswith(("3", "7"))}
    known = [CanonicalEntity(id=tool, name=tool, type=EntityType.BENCHMARK) for tool in sorted(tools)]

    def weight(left: str, right: str) -> float:
        ours, theirs = given_shares[left], given_shares[right]
        factor = linking.ROLE_FACTORS
        return sum(rare[e] * factor[ours[e]] * factor[theirs[e]] for e in sorted(ours.keys() & theirs.keys()))

    def specific(left: str, right: str) -> bool:
        ours, theirs = given_shares[left], given_shares[right]
        told = 0.0
        for entity in sorted(ours.keys() & theirs.keys()):
            factor = min(1.0, linking.ROLE_FACTORS[ours[entity]] * linking.ROLE_FACTORS[theirs[entity]])
            half = entity in tools and Role.INTRODUCES not in (ours[entity], theirs[entity])
            told += rare[entity] * factor * (0.5 if half else 1) if rare[entity] >= log(61 / 2) / 2 else 0
        return told >= log(61 / 2) / 2

    expected = set()
    for left in given_shares:
        others = [other for other in given_shares if other != left and weight(left, other) > 0]
        best = sorted(others, key=lambda other: (-round(weight(left, other), 9), other))[:4]
        expected |= {tuple(sorted((left, other))) for other in best if specific(left, other)}
    found = link_papers(given_shares, known, best=4)
    assert len(found) > 30
    assert {(link.left, link.right) for link in found} == expected
    assert all(link.weight == pytest.approx(weight(link.left, link.right), abs=1e-3) for link in found)


def test_rare_things_and_strong_roles_weigh_more() -> None:
    given_shares = {f"paper/{n}": {"entity/hub": Role.USES} for n in range(30)}
    given_shares["paper/0"] |= {"entity/rare": Role.INTRODUCES, "entity/other": Role.MENTIONS}
    given_shares["paper/1"] |= {"entity/rare": Role.COMPARES_WITH}
    given_shares["paper/2"] |= {"entity/other": Role.INTRODUCES}
    (link,) = [link for link in link_papers(given_shares) if link.left == "paper/0" and link.right == "paper/1"]
    assert [reason.entity for reason in link.why] == ["entity/rare", "entity/hub"]
    assert link.why[0].weight > 10 * link.why[1].weight
    weaker = next(link for link in link_papers(given_shares) if (link.left, link.right) == ("paper/0", "paper/2"))
    assert weaker.weight < link.weight


def test_chunks_and_budget_change_no_rare_link(monkeypatch: pytest.MonkeyPatch) -> None:
    given_shares = shares(300, 2000, 4)
    expected = link_papers(given_shares)
    monkeypatch.setattr(linking, "_CHUNK", 7)
    assert link_papers(given_shares) == expected
    monkeypatch.setattr(linking, "_PRODUCTS_AT_LEAST", 0)
    monkeypatch.setattr(linking, "_PRODUCTS_PER_PAPER", 3)
    fewer = link_papers(given_shares)
    assert 0 < len(fewer) < len(expected)
    assert all(len(link.why) >= 1 for link in fewer)


USES, MENTIONS = Role.USES, Role.MENTIONS


def corpus(named: int, ours: Role, theirs: Role, *, papers: int = 99) -> dict[str, dict[str, Role]]:
    """Papers of which the first two share one thing in these roles, which so many name in all."""
    found: dict[str, dict[str, Role]] = {f"paper/{n:03}": {} for n in range(papers)}
    for number in range(named):
        found[f"paper/{number:03}"] = {"entity/it": USES}
    return found | {"paper/000": {"entity/it": ours}, "paper/001": {"entity/it": theirs}}


@pytest.mark.parametrize(
    ("named", "ours", "theirs", "tool", "linked"),
    [
        (2, USES, USES, False, True),
        (14, USES, USES, False, True),
        (15, USES, USES, False, False),
        (15, Role.INTRODUCES, Role.COMPARES_WITH, False, False),
        (2, USES, MENTIONS, False, True),
        (3, USES, MENTIONS, False, False),
        (2, MENTIONS, Role.MEASURES, False, False),
        (2, USES, USES, True, True),
        (3, USES, USES, True, False),
        (3, Role.EVALUATES_ON, Role.EVALUATES_ON, True, False),
        (14, Role.INTRODUCES, Role.EVALUATES_ON, True, True),
        (14, Role.EVALUATES_ON, Role.INTRODUCES, True, True),
    ],
)
def test_what_is_specific_enough(named: int, ours: Role, theirs: Role, tool: bool, linked: bool) -> None:
    known = CanonicalEntity(id="entity/it", name="It", type=EntityType.MODEL if tool else EntityType.TASK)
    found = link_papers(corpus(named, ours, theirs), [known], best=99)
    assert ("paper/000", "paper/001") in {(link.left, link.right) for link in found} or not linked
    assert not [link for link in found if (link.left, link.right) == ("paper/000", "paper/001")] or linked


def test_several_tools_are_specific_together() -> None:
    given_shares = corpus(3, USES, USES)
    for paper in given_shares.values():
        paper |= {"entity/other": USES} if paper else {}
    known = [CanonicalEntity(id=f"entity/{it}", name=it, type=EntityType.MODEL) for it in ("it", "other")]
    one = link_papers(given_shares, known)
    assert next((link.left, link.right) for link in one) == ("paper/000", "paper/001")
    assert len(one[0].why) == 2


def test_common_things_never_add_up_to_a_link() -> None:
    given_shares = {f"paper/{n:02}": {f"entity/{k}": USES for k in range(20)} for n in range(40)}
    assert link_papers(given_shares) == []


@pytest.mark.parametrize("papers", [2, 3, 4])
def test_in_a_few_papers_any_shared_method_is_specific(papers: int) -> None:
    shares = corpus(2, USES, MENTIONS, papers=papers)
    assert len(link_papers(shares)) == 1


def below(name: str, parent: str, relation: str) -> CanonicalEntity:
    """An entity that is a variant or a kind of another."""
    over = Relation(target=f"entity/{parent}", reason="vocabulary")
    variant, broader = (over, None) if relation == "variant" else (None, over)
    return CanonicalEntity(id=f"entity/{name}", name=name, type=EntityType.METHOD, variant_of=variant, broader=broader)


@pytest.mark.parametrize("relation", ["variant", "broader"])
def test_what_has_many_kinds_is_as_common_as_all_of_them(relation: str) -> None:
    shares = corpus(2, USES, USES)
    for number in range(2, 40):
        shares[f"paper/{number:03}"] = {f"entity/{'ab'[number % 2]}": USES, "entity/c": USES}
    assert linking.rarity(shares)["entity/it"] == log(100 / 2)
    family = [below("a", "c", relation), below("b", "c", relation), below("c", "it", relation)]
    rare = linking.rarity(shares, family)
    assert (rare["entity/it"], rare["entity/c"]) == (log(100 / 40), log(100 / 38))
    pairs = {(link.left, link.right) for link in link_papers(shares)}
    assert ("paper/000", "paper/001") in pairs
    assert ("paper/000", "paper/001") not in {(link.left, link.right) for link in link_papers(shares, family)}


def test_families_in_a_circle_end() -> None:
    shares = corpus(2, USES, USES)
    family = [below("it", "other", "variant"), below("other", "it", "broader")]
    assert linking.rarity(shares, family) == {"entity/it": log(100 / 2)}
