"""A floor under the quality of extraction, on abstracts that were written and annotated for this project."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from extraction_pieces import extractor

from papergraph.model import Extraction, Paper

FROZEN = Path(__file__).parent / "fixtures" / "frozen_quality.jsonl"
CORE = {"METHOD", "MODEL", "BENCHMARK"}
Tally = tuple[int, int, int]
"""Right ones, annotated ones, found ones."""

FLOORS = {
    "entity_core": (81.9, 63.1, 71.3),
    "mention": (82.5, 66.8, 73.8),
    "result_value": (88.9, 61.4, 72.8),
    "link": (96.0, 96.0, 96.0),
}
"""Precision, recall and F1 in per cent: four points below what was measured when they were last set."""


def fold(form: str) -> str:
    form = " ".join(re.split(r"[\W_]+", form.lower())).strip()
    return form[:-1] if len(form) > 4 and form[-1] == "s" and form[-2:] not in ("ss", "us", "is") else form


def core_pairs(gold: list[dict[str, Any]], found: Extraction) -> Tally:
    """Entities of one type that share a form, each counted once, those that share most first."""
    wanted = [(e["type"], {fold(m) for m in e["mentions"]}) for e in gold if e["type"] in CORE]
    given = [(e.type.value, {fold(m.text) for m in e.mentions}) for e in found.entities if e.type.value in CORE]
    shared = [
        (-len(a & b), i, j) for i, (s, a) in enumerate(wanted) for j, (t, b) in enumerate(given) if s == t and a & b
    ]
    left, right = set[int](), set[int]()
    for _, i, j in sorted(shared):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left), len(wanted), len(given)


def gold_mentions(text: str, gold: list[dict[str, Any]]) -> set[tuple[int, int, str]]:
    """Each whole-word occurrence of each form, longer forms first, none in a URL."""
    spans = set()
    taken = {at for url in re.finditer(r"https?://\S+", text) for at in range(*url.span())}
    for form, kind in sorted(((m, e["type"]) for e in gold for m in e["mentions"]), key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                spans.add((*match.span(), kind))
    return spans


def overlap(gold: Iterable[object], found: Iterable[object]) -> Tally:
    wanted, given = Counter(gold), Counter(found)
    return (wanted & given).total(), wanted.total(), given.total()


def value(written: str) -> str:
    written = re.sub(r"(?<=\d)\s*(?:percent|per cent)\b", "%", written.lower().replace("×", "x").replace("–", "-"))
    return re.sub(r"[\s,~≈±\\]+", "", written).strip(".")


def address(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").lower()


def tallies(record: dict[str, Any], found: Extraction) -> Iterator[tuple[str, Tally]]:
    spans = {(m.start, m.end, e.type.value) for e in found.entities for m in e.mentions}
    yield "entity_core", core_pairs(record["entities"], found)
    yield "mention", overlap(gold_mentions(found.paper.text, record["entities"]), spans)
    yield (
        "result_value",
        overlap((value(r["value"]) for r in record["results"]), (value(r.value) for r in found.results)),
    )
    yield "link", overlap({address(x["url"]) for x in record["links"]}, {address(x.url) for x in found.links})


@cache
def figures() -> dict[str, tuple[float, float, float]]:
    records = [json.loads(line) for line in FROZEN.read_text(encoding="utf-8").splitlines()]
    papers = [Paper(id=r["id"], title=r["title"], abstract=r["abstract"]) for r in records]
    sums = {name: Counter[str]() for name in FLOORS}
    for record, found in zip(records, extractor().extract(papers), strict=True):
        for name, (right, gold, predicted) in tallies(record, found):
            sums[name].update(right=right, gold=gold, predicted=predicted)
    return {name: shares(**tally) for name, tally in sums.items()}


def shares(*, right: int, gold: int, predicted: int) -> tuple[float, float, float]:
    precision, recall = 100 * right / max(1, predicted), 100 * right / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def test_there_is_enough_to_measure() -> None:
    assert len(FROZEN.read_text(encoding="utf-8").splitlines()) >= 20


@pytest.mark.parametrize("name", FLOORS)
def test_quality_does_not_fall(name: str) -> None:
    measured = figures()[name]
    for what, figure, floor in zip(("precision", "recall", "F1"), measured, FLOORS[name], strict=True):
        assert figure >= floor, f"{name}: {what} is {figure:.1f}, the floor is {floor}"
