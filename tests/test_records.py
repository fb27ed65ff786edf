"""The JSON form of extractions: what is written is read back, and what is broken is said to be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.identifiers import paper_id
from papergraph.model import Direction, Entity, EntityType, Extraction, Link, LinkKind, Mention, Paper, Result, Role
from papergraph.records import dumps, from_record, paper_record, to_record, write_jsonl

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
TITLES = WORDS.filter(str.strip)
NAMES = st.none() | WORDS
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
KEYS = st.text("abcdefgh", min_size=1, max_size=6).map(lambda key: f"x_{key}")


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    return Paper(
        id=draw(WORDS),
        title=draw(TITLES),
        abstract=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=40)),
        year=draw(st.none() | st.integers(1900, 2100)),
        authors=tuple(draw(st.lists(WORDS, max_size=3))),
        venue=draw(NAMES),
        identifiers=draw(st.dictionaries(KEYS, st.lists(WORDS, min_size=1, max_size=2).map(tuple), max_size=2)),
        sources=tuple(draw(st.lists(WORDS, max_size=2))),
        extra=draw(st.dictionaries(KEYS, st.none() | WORDS | st.integers() | st.lists(WORDS, max_size=2), max_size=2)),
    )


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    paper = draw(papers())
    text = paper.text

    def mention() -> Mention:
        start, end = draw(spans(text))
        return Mention(start, end, text[start:end], draw(st.sampled_from(["vocabulary", "shape", ""])))

    def entity() -> Entity:
        return Entity(
            name=draw(WORDS),
            type=draw(st.sampled_from(EntityType)),
            role=draw(st.sampled_from(Role)),
            mentions=tuple(mention() for _ in range(draw(st.integers(0, 3)))),
            confidence=draw(st.none() | st.integers(0, 100).map(lambda percent: percent / 100)),
            id=draw(st.none() | WORDS),
            extra=draw(st.dictionaries(KEYS, st.integers(), max_size=1)),
        )

    def link() -> Link:
        start, end = draw(spans(text))
        kind, own = draw(st.sampled_from(LinkKind)), draw(st.booleans())
        return Link(url=draw(WORDS), kind=kind, own=own, start=start, end=end, repository=draw(NAMES))

    def result() -> Result:
        start, end = draw(spans(text))
        names = {key: draw(NAMES) for key in ("unit", "metric", "benchmark", "subject", "baseline")}
        direction = draw(st.none() | st.sampled_from(Direction))
        return Result(value=draw(WORDS), start=start, end=end, number=draw(NUMBERS), direction=direction, **names)

    counts = st.integers(0, 2)
    return Extraction(
        paper=paper,
        entities=tuple(entity() for _ in range(draw(counts))),
        links=tuple(link() for _ in range(draw(counts))),
        results=tuple(result() for _ in range(draw(counts))),
    )


@given(extractions())
def test_what_is_written_is_read_back(extraction: Extraction) -> None:
    line = next(write_jsonl([extraction]))
    assert line.count("\n") == 1
    assert from_record(json.loads(line)) == extraction


@given(extractions())
def test_the_same_extraction_gives_the_same_line(extraction: Extraction) -> None:
    assert dumps(to_record(extraction)) == dumps(to_record(from_record(to_record(extraction))))


def record(**changes: Any) -> dict[str, Any]:
    """A good record, with changes."""
    good: dict[str, Any] = {
        "id": "p1",
        "title": "Sieve reads",
        "abstract": "Sieve scores 8.5% on Winnow.",
        "entities": [
            {
                "name": "Sieve",
                "type": "METHOD",
                "role": "introduces",
                "mentions": [{"start": 0, "end": 5, "source": "x"}],
            }
        ],
        "links": [{"url": "https://example.org/x", "kind": "page", "own": True, "start": 0, "end": 5}],
        "results": [{"value": "8.5%", "number": 8.5, "unit": "%", "start": 25, "end": 29}],
    }
    return good | changes


def changed(part: str, **changes: Any) -> dict[str, Any]:
    """A good record with changes in the first of its entities, links or results."""
    return record(**{part: [record()[part][0] | changes]})


def test_the_least_record_is_read() -> None:
    extraction = from_record({"title": "Sieve"})
    assert extraction == Extraction(paper=Paper(id=paper_id("Sieve"), title="Sieve"))


def test_nulls_are_missing_values() -> None:
    keys = (
        "id",
        "abstract",
        "year",
        "authors",
        "venue",
        "identifiers",
        "sources",
        "entities",
        "links",
        "results",
        "extra",
    )
    assert from_record({"title": "Sieve"} | dict.fromkeys(keys)) == from_record({"title": "Sieve"})


def test_unknown_keys_are_kept() -> None:
    paper = from_record(record(note={"a": [1]}, extra={"b": 2})).paper
    assert paper.extra == {"note": {"a": [1]}, "b": 2}
    assert paper_record(paper)["extra"] == {"note": {"a": [1]}, "b": 2}
    assert from_record(changed("entities", tag="x")).entities[0].extra == {"tag": "x"}


def test_the_text_of_a_mention_is_what_stands_there() -> None:
    mentions = [{"start": 0, "end": 5, "text": "wrong"}]
    assert from_record(changed("entities", mentions=mentions, name="")).entities[0].mentions[0].text == "Sieve"
    assert from_record(changed("entities", mentions=mentions, name="")).entities[0].name == "Sieve"


def test_a_number_as_an_id_is_read_as_text() -> None:
    assert from_record(record(id=17)).paper.id == "17"
    assert from_record(record(identifiers={"pmid": 17})).paper.identifiers == {"pmid": ("17",)}


BROKEN = [
    ("title", record(title=None)),
    ("title", record(title="  ")),
    ("title", record(title=3)),
    ("id", record(id=["p1"])),
    ("id", record(id=True)),
    ("abstract", record(abstract=["a"])),
    ("year", record(year="x")),
    ("year", record(year=2020.5)),
    ("year", record(year=True)),
    ("authors", record(authors="one")),
    ("authors", record(authors=[1])),
    ("venue", record(venue=3)),
    ("identifiers", record(identifiers=["a"])),
    ("identifiers", record(identifiers={"doi": {"a": 1}})),
    ("identifiers", record(identifiers={"doi": None})),
    ("sources", record(sources="a")),
    ("extra", record(extra=[1])),
    ("entities", record(entities={})),
    ("entities", record(entities=[3])),
    ("entities", record(entities="x")),
    ("entities", record(entities=[{"type": "METHOD"}])),
    ("name", changed("entities", name=3)),
    ("type", changed("entities", type="THING")),
    ("type", changed("entities", type=None)),
    ("type", changed("entities", type=["METHOD"])),
    ("role", changed("entities", role="owns")),
    ("role", changed("entities", role={})),
    ("confidence", changed("entities", confidence="high")),
    ("confidence", changed("entities", confidence=True)),
    ("confidence", changed("entities", confidence=float("nan"))),
    ("entity", changed("entities", entity=3)),
    ("mentions", changed("entities", mentions=[3])),
    ("mentions", changed("entities", mentions={})),
    ("mentions", changed("entities", mentions=[{}])),
    ("mentions", changed("entities", mentions=[{"start": 0, "end": 999}])),
    ("mentions", changed("entities", mentions=[{"start": 3, "end": 3}])),
    ("mentions", changed("entities", mentions=[{"start": -1, "end": 3}])),
    ("start", changed("entities", mentions=[{"start": "0", "end": 3}])),
    ("start", changed("entities", mentions=[{"start": False, "end": 3}])),
    ("source", changed("entities", mentions=[{"start": 0, "end": 3, "source": 1}])),
    ("links", record(links=[None])),
    ("links", record(links=[{}])),
    ("url", changed("links", url=3)),
    ("kind", changed("links", kind="blog")),
    ("own", changed("links", own="yes")),
    ("repository", changed("links", repository=[])),
    ("start", changed("links", start="x")),
    ("links", changed("links", start=5, end=2)),
    ("results", record(results=[{}])),
    ("results", record(results=7)),
    ("value", changed("results", value=8.5)),
    ("number", changed("results", number="8.5")),
    ("number", changed("results", number=float("inf"))),
    ("unit", changed("results", unit=1)),
    ("direction", changed("results", direction="up")),
    ("metric", changed("results", metric=["F1"])),
    ("benchmark", changed("results", benchmark={})),
    ("subject", changed("results", subject=0)),
    ("baseline", changed("results", baseline=1.5)),
    ("end", changed("results", end=[9])),
]


@pytest.mark.parametrize(("key", "broken"), BROKEN)
def test_what_is_broken_is_named(key: str, broken: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"^{key}: "):
        from_record(broken)


@pytest.mark.parametrize("broken", [None, 3, "text", [], [record()]])
def test_what_is_no_object_is_refused(broken: Any) -> None:
    with pytest.raises(ValueError, match=r"^record: "):
        from_record(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
PATHS = [(key,) for key in record()] + [
    (part, 0, key) for part in ("entities", "links", "results") for key in record()[part][0]
]


@given(
    st.sampled_from([*PATHS, ("entities", 0, "mentions", 0, "start"), ("year",), ("extra",), ("identifiers",)]), JSON
)
def test_any_value_anywhere_is_read_or_refused_with_a_value_error(path: tuple[Any, ...], value: Any) -> None:
    broken: Any = record()
    inner = broken
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with suppress(ValueError):
        from_record(broken)
