"""Evaluation: papers side by side, as values and as a page."""

from __future__ import annotations

from evaluation_fixtures import SIDES, TITLE, annotation, corpus, entity, scored
from hypothesis import given
from hypothesis import strategies as st

from papergraph.evaluation import (
    AnnotatedResult,
    Status,
    evaluate,
)
from papergraph.evaluation.page import page


def test_what_is_wrong_is_listed() -> None:
    found = annotation(
        TITLE,
        entity("Winnow", role="introduces"),
        entity("BERT"),
        entity("accuracy", "METRIC"),
        links=("https://x.org",),
        results=(AnnotatedResult(value="5%"),),
    )
    listed = {(d.kind, d.gold, d.predicted) for d in scored(SIDES, found).worst()[0].differences}
    assert listed == {
        ("missed", "SQuAD (BENCHMARK)", None),
        ("spurious", None, "accuracy (METRIC)"),
        ("other type", "BERT (MODEL)", "BERT (METHOD)"),
        ("other role", "Winnow (uses)", "introduces"),
        ("spurious link", None, "x.org"),
        ("spurious result", None, "5%, -, -"),
    }


def test_mentions_are_marked_with_how_they_stand() -> None:
    named = (entity("graph neural network"), entity("BERT", "MODEL"), entity("SQuAD"), entity("F1"))
    gold = annotation("graph neural network, BERT, SQuAD, F1", *named)
    found = annotation(gold.title or "", entity("neural network"), entity("BERT"), entity("F1"), entity("graph"))
    worst = scored(gold, found).worst()[0]
    marks = [[(m.text, m.status) for m in side if m.status] for side in (worst.gold, worst.predicted)]
    assert marks[0] == [
        ("graph neural network", Status.OTHER_BOUNDS),
        ("BERT", Status.OTHER_TYPE),
        ("SQuAD", Status.MISSED),
        ("F1", Status.CORRECT),
    ]
    assert marks[1][:2] == [("graph", Status.SPURIOUS), ("neural network", Status.OTHER_BOUNDS)]


@given(st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), max_size=6))
def test_the_pieces_are_the_text(offsets: list[tuple[int, int]]) -> None:
    gold = annotation("aé🏹 b\x00c", entity("b"))
    found = annotation("aé🏹 b\x00c", entity("b", "MODEL", offsets=tuple(offsets)), entity("z"))
    worst = scored(gold, found).worst()[0]
    for side in (worst.gold, worst.predicted):
        assert "".join(piece.text for piece in side) == gold.text


def test_the_worst_are_those_with_most_errors() -> None:
    gold = [annotation("a b c", *map(entity, "abc"[:n]), id=str(n)) for n in (1, 2, 3)]
    found = [annotation("a b c", entity("a"), id=str(n)) for n in (1, 2, 3)]
    result = evaluate(gold, found, resamples=0)
    assert [worst.id for worst in result.worst()] == ["3", "2"]
    assert [worst.errors for worst in result.worst(1)] == [2]


def test_the_page_escapes_and_needs_no_network() -> None:
    nasty = '<script>alert("1")</script>&\x00\u202e'
    gold = annotation(nasty, entity("script", nasty, nasty), id=nasty)
    written = page(scored(gold, annotation(nasty, entity(nasty, "'\"><b"), id=nasty)), title=nasty)
    assert "<script" not in written
    assert "\x00" not in written
    assert "\u202e" not in written
    assert "http" not in written.replace("http-equiv", "")
    assert "default-src 'none'" in written
    assert "&lt;script&gt;alert(&quot;1&quot;)" in written


def test_the_page_shows_what_the_terminal_shows() -> None:
    result = evaluate(*corpus(5), resamples=50)
    written = page(result, worst=1)
    assert written.count('<section class="paper">') == 1
    assert f"{result.figures['entity'].f1:.1f}" in written
    assert "Calibration" in written
    assert page(result, worst=1) == written
