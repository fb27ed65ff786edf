"""Papers that Python code gives: made as the sources make theirs, or set aside with their position."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from papergraph.builder import build
from papergraph.errors import InputError
from papergraph.model import Paper, Reject
from papergraph.sources import given_papers
from papergraph.text import MAX_TEXT

GOOD = Paper(id="p", title="On Trees")


def checked(*papers: Any) -> tuple[list[Paper], list[Reject]]:
    rejects: list[Reject] = []
    return list(given_papers(papers, on_reject=rejects.append)), rejects


BAD = {
    "": "title: it is empty",
    " \n": "title: it is empty",
    "x" * MAX_TEXT: "a text of 200,001 characters; 200,000 are allowed",
    None: "title: a text is needed, found null",
    3: "title: a text is needed, found a number",
}


@pytest.mark.parametrize("title", BAD, ids=lambda title: repr(title)[:10])
def test_titles_that_are_set_aside(title: Any) -> None:
    assert checked(GOOD, Paper(id="q", title=title), GOOD) == ([GOOD, GOOD], [Reject("input", 2, BAD[title])])


def test_what_is_no_paper_is_set_aside() -> None:
    assert checked(GOOD, "a.jsonl") == ([GOOD], [Reject("input", 2, "a paper is needed, found a text")])


@pytest.mark.parametrize(
    "fields",
    [{"abstract": 3}, {"year": "2020"}, {"authors": 3}, {"authors": [3]}, {"identifiers": {"doi": 3}}, {"venue": 3}],
    ids=str,
)
def test_fields_of_another_kind_are_set_aside(fields: dict[str, Any]) -> None:
    papers, rejects = checked(Paper(id="q", title="T", **fields))
    assert papers == []
    assert rejects[0].reason.startswith(next(iter(fields)))


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"identifiers": {"doi": "10.1000/x"}}, {"identifiers": {"doi": ("10.1000/x",)}}),
        ({"identifiers": {"doi": ["10.1000/x"], "arxiv": (), "id": ""}}, {"identifiers": {"doi": ("10.1000/x",)}}),
        ({"authors": "The papergraph developers"}, {"authors": ("The papergraph developers",)}),
        ({"sources": "a.bib:3"}, {"sources": ("a.bib:3",)}),
        ({"extra": {"a": (1, {"b": "\ud800"})}}, {"extra": {"a": [1, {"b": "\ufffd"}]}}),
        ({"abstract": "\ud800"}, {"abstract": "\ufffd"}),
        ({"abstract": None}, {"abstract": ""}),
    ],
    ids=str,
)
def test_values_are_made_what_they_should_be(given: dict[str, Any], made: dict[str, Any]) -> None:
    papers, rejects = checked(Paper(id="q", title="T", **given))
    assert (papers, rejects) == ([Paper(id="q", title="T", **made)], [])


@pytest.mark.parametrize("value", [{1, 2}, object(), float("nan"), b"x"], ids=["set", "object", "nan", "bytes"])
def test_extra_that_json_cant_hold_stops_before_any_work(value: object, workspace: Path) -> None:
    seen: list[str] = []
    papers = [GOOD, Paper(id="q", title="T", extra={"x": value})]
    with pytest.raises(InputError, match="input:2: extra of the paper 'q' can't be written as JSON") as caught:
        build(papers, Path("out"), on_progress=lambda stage, done, total: seen.append(stage))
    assert caught.value.line == 2
    assert set(seen) <= {"read"}
    assert not Path("out").exists()


def test_a_build_reports_them(workspace: Path) -> None:
    built = build([Paper(id="a", title=""), GOOD])
    assert built.rejects == (Reject("input", 1, "title: it is empty"),)
    assert built.counts.papers == 1
    with pytest.raises(InputError, match="no paper could be read; title: it is empty"):
        build([Paper(id="a", title="")])
