"""What the judge of roles reads in a paper: sentences of words, places, features."""

from __future__ import annotations

import re

import pytest
from extraction_pieces import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction.role_features import PaperFacts, features
from papergraph.extraction.role_view import PaperView, Thing
from papergraph.model import EntityType
from papergraph.text import sentences

METHOD, BENCHMARK = EntityType.METHOD, EntityType.BENCHMARK
OPENING = "Reading is slow."


def facts(text: str, **names: EntityType) -> PaperFacts:
    """A paper with things of these names, in this order; each stands wherever its name does."""
    things = [
        Thing(kind, tuple(m.span() for m in re.finditer(rf"\b{name}\b", text)), known=name == "GSM")
        for name, kind in names.items()
    ]
    return PaperFacts(text, tuple(sentences(text)), things)


def found(title: str, abstract: str, name: str = "Sieve", **others: EntityType) -> set[str]:
    """The features of the method of that name."""
    return set(features(facts(f"{title}\n{abstract}", **{name: METHOD}, **others), 0))


@pytest.mark.parametrize(
    ("title", "abstract", "present", "absent"),
    [
        ("Sieve: Reading", OPENING, ["in title", "only in title", "title: before colon"], ["not in title"]),
        ("Sieve: Reading", OPENING, ["title starts with it, then :", "first thing of all"], ["title: after colon"]),
        ("Reading: With Sieve", OPENING, ["title: after colon", "title before: with"], ["title: before colon"]),
        ("Reading", f"{OPENING} We use Sieve.", ["not in title", "we use", "we before it"], ["no we", "we after it"]),
        ("Reading", f"{OPENING} We use Sieve.", ["first in sentence 1", "first at own", "last in sentence -1"], []),
        ("Reading", f"Sieve is old. {OPENING}", ["first in sentence 0", "no we", "before: ^", "after: is old ."], []),
        ("Reading", "Sieve is old. We propose more.", ["first before turn", "first before own"], ["first at turn"]),
        ("Reading", "We propose more. Sieve is old.", ["first after turn"], ["first before turn"]),
        ("Reading", "We propose Sieve.", ["proposed", "before: we propose", "first at turn"], ["another is proposed"]),
        ("Reading", "A plan called Sieve.", ["proposed"], []),
        ("Reading", "We propose plans for Sieve.", ["behind: for", "behind: plan for"], ["proposed"]),
        ("Reading", "Ours outperforms Sieve.", ["with a rival", "near before: outperform", "we before it"], []),
        ("Reading", "It gains 2.5 points over Sieve.", ["before: # points over", "with a number"], ["digits"]),
        ("Reading", "Plans (such as Sieve) fail.", ["in brackets", "with examples"], []),
        ("Reading", "Sieve reads. Sieve ends.", ["mentions: 2", "sentences: 2"], ["mentions: 1"]),
        ("Reading", "", ["mentions: 0", "no name", "only in title"], ["in title"]),
    ],
)
def test_features(title: str, abstract: str, present: list[str], absent: list[str]) -> None:
    features_found = found(title, abstract)
    assert set(present) <= features_found
    assert not features_found & set(absent)


def test_a_list_is_read_from_what_stands_before_it() -> None:
    seen = found("Reading", "We compare with Alpha, Beta and Sieve.", Alpha=METHOD, Beta=METHOD)
    assert {"before: and", "before list: with", "before list: compare with", "others of its kind: 2"} <= seen


def test_other_mentions_are_seen_by_their_type() -> None:
    assert "after: on <benchmark> ." in found("Reading", "We test Sieve on GSM.", GSM=BENCHMARK)


def test_company() -> None:
    seen = found("Alpha: Reading", "We propose Alpha. Sieve is old.", Alpha=METHOD)
    assert {"another is proposed", "another starts the title"} <= seen
    assert "most mentioned of its kind" not in seen


def test_known_names_are_told() -> None:
    paper = facts("Reading\nWe test Sieve on GSM.", Sieve=METHOD, GSM=BENCHMARK)
    assert "known" in features(paper, 1)
    assert "known" not in features(paper, 0)


def test_the_words_of_a_sentence() -> None:
    view = PaperView("Plain\nWe’ve cut 3.5 files (Sieve-7).", [(0, 5), (6, 36)], [Thing(METHOD, ((27, 32),))])
    assert view.sentences[1].words == ("we’ve", "cut", "#", "files", "(", "<method>", "-", "#", ")", ".")
    assert view.places[0][0].before[-1] == "("


def test_a_mention_in_no_sentence_has_no_place() -> None:
    assert PaperView("Plain\nSieve", [(0, 5)], [Thing(METHOD, ((6, 11),))]).places == [[]]


def test_of_mentions_that_overlap_the_first_has_the_place() -> None:
    view = PaperView("Big Sieve", [(0, 9)], [Thing(METHOD, ((4, 9),)), Thing(METHOD, ((0, 9),))])
    assert [len(places) for places in view.places] == [0, 1]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=4)
THINGS = st.lists(st.builds(Thing, st.sampled_from(EntityType), SPANS.map(tuple), st.booleans()), max_size=4)


@given(TEXTS, TEXTS, THINGS)
def test_any_text_and_any_spans_have_features_each_once(title: str, abstract: str, things: list[Thing]) -> None:
    text = f"{title}\n{abstract}"
    paper = PaperFacts(text, tuple(sentences(text)), things)
    for number in range(len(things)):
        seen = features(paper, number)
        assert len(set(seen)) == len(seen) > 0
        assert all(isinstance(feature, str) for feature in seen)


@given(TEXTS, st.permutations(range(3)))
def test_the_order_of_the_things_does_not_matter(words: str, order: list[int]) -> None:
    text = f"Alpha: Beta\nWe propose Alpha with Beta on GSM. {words}"
    names = list({"Alpha": METHOD, "Beta": METHOD, "GSM": BENCHMARK}.items())
    straight, turned = facts(text, **dict(names)), facts(text, **dict(names[place] for place in order))
    for place, other in enumerate(order):
        assert set(features(turned, place)) == set(features(straight, other))
