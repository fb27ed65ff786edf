"""Evaluation: annotated lines, sound and broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papergraph.evaluation import (
    Annotation,
    read_annotations,
)
from papergraph.model import Reject


def read(*lines: str | bytes, needs_text: bool = True) -> tuple[list[Annotation], list[Reject]]:
    rejects: list[Reject] = []
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    papers = list(read_annotations(raw, file="gold.jsonl", on_reject=rejects.append, needs_text=needs_text))
    return papers, rejects


def line(**more: Any) -> str:
    return json.dumps({"id": "p", "title": "LoRA", "abstract": "", "entities": []} | more)


def of_entity(**more: Any) -> str:
    return line(entities=[{"name": "LoRA", "type": "METHOD", "role": "uses", "mentions": ["LoRA"]} | more])


BROKEN = {
    "no JSON": ('{"id": "p", ', "broken JSON"),
    "no object": ("[1]", "a JSON object"),
    "not in UTF-8": (b'{"id": "\xff\xfe"}', "not in UTF-8"),
    "nested": ("[" * 100_000, "nested too deeply"),
    "no title": ('{"id": "p", "entities": []}', "title: a text is needed"),
    "title": (line(title=3), "title: a text is needed, not 3"),
    "abstract": (line(abstract=["x"]), "abstract: a text is needed"),
    "entities": (line(entities={"a": 1}), "entities: a list of objects"),
    "type": (of_entity(type=None), "entities: type: a text is needed"),
    "role": (of_entity(role=1), "entities: role: a text is needed"),
    "mentions": (of_entity(mentions="LoRA"), "mentions: a list is needed"),
    "empty mention": (of_entity(mentions=[""]), "mentions: one is empty"),
    "offsets": (of_entity(mentions=[{"start": 0, "end": "4"}]), "start and end"),
    "number as mention": (of_entity(mentions=[4]), "start and end"),
    "nameless": (of_entity(name=None, mentions=[]), "neither a name nor mentions"),
    "confidence": (of_entity(confidence="high"), "confidence: a number"),
    "NaN": (of_entity(confidence=float("nan")), "confidence: a number"),
    "link": (line(links=[{"kind": "code"}]), "links: url: a text is needed"),
    "value": (line(results=[{"metric": "F1"}]), "results: value: a text is needed"),
    "metric": (line(results=[{"value": "1", "metric": 2}]), "results: metric: a text is needed"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_set_aside_and_the_rest_goes_on(name: str) -> None:
    broken, reason = BROKEN[name]
    papers, rejects = read(line(id="1"), "", broken, line(id="2"))
    assert [paper.id for paper in papers] == ["1", "2"]
    assert [(reject.file, reject.line) for reject in rejects] == [("gold.jsonl", 3)]
    assert reason in rejects[0].reason


def test_of_two_lines_of_one_id_the_first_counts() -> None:
    papers, rejects = read(line(title="A"), line(title="B"))
    assert [paper.title for paper in papers] == ["A"]
    assert rejects == [Reject("gold.jsonl", 2, "id: 'p' stands on line 1 too")]


def test_predictions_can_do_without_a_text() -> None:
    papers, rejects = read('{"id": "p"}', needs_text=False)
    assert (papers, rejects) == ([Annotation(id="p")], [])


def test_ids_that_are_numbers_or_missing() -> None:
    papers, _ = read(line(id=7), '{"title": "LoRA"}')
    assert papers[0].id == "7"
    assert papers[1].id.startswith("p")


def test_lone_surrogates_and_a_byte_order_mark() -> None:
    papers, rejects = read(b"\xef\xbb\xbf" + line(title="a\ud800 LoRA").encode())
    assert not rejects
    assert papers[0].title == "a\ufffd LoRA"
