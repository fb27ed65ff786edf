"""From fields to papers: names, values, identifiers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.identifiers import paper_id
from papergraph.model import Entity, EntityType, Extraction, Mention, Paper, Role
from papergraph.records import dumps, from_record, paper_record, to_record
from papergraph.sources import paper_from_fields
from papergraph.sources.identity import arxiv_in_url, doi_in_url, normalise_arxiv, normalise_doi
from papergraph.text import MAX_TEXT


def paper(**fields: object) -> Paper:
    return paper_from_fields({"title": "On Trees"} | fields, source="f:1")


def test_a_title_is_a_paper() -> None:
    assert paper() == Paper(id=paper_id("On Trees"), title="On Trees", sources=("f:1",))


def test_texts_are_kept_exactly() -> None:
    kept = paper_from_fields({"title": " A\tB <script> ", "abstract": "\x00x\n\n \u202eabc\ud800 "}, source="f:1")
    assert kept.text == " A\tB <script> \n\x00x\n\n \u202eabc\ufffd "


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "no title"),
        ({"name": "A"}, "no title"),
        ({"title": None}, "title: a text is needed, found null"),
        ({"title": 3}, "title: a text is needed, found a number"),
        ({"title": ["A"]}, "title: a text is needed, found a list"),
        ({"title": {"en": "A"}}, "title: a text is needed, found an object"),
        ({"title": True}, "title: a text is needed, found true or false"),
        ({"title": ""}, "title: it is empty"),
        ({"title": " \n"}, "title: it is empty"),
        ({"title": "A", "abstract": ["x"]}, "abstract: a text is needed, found a list"),
        ({"title": "A", "abstract": None, "summary": 1}, "summary: a text is needed, found a number"),
        ({"title": "A", "abstract": "x" * (MAX_TEXT - 1)}, "200,001 characters; 200,000 are allowed"),
    ],
)
def test_what_is_set_aside(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        paper_from_fields(fields, source="f:1")


def test_a_text_of_exactly_the_limit_is_read() -> None:
    assert len(paper_from_fields({"title": "A", "abstract": "x" * (MAX_TEXT - 2)}, source="f:1").text) == MAX_TEXT


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ({"Summary": "x"}, "abstract", "x"),
        ({"abstract": "", "DESCRIPTION": "x"}, "abstract", "x"),
        ({"abstract": None}, "abstract", ""),
        ({"ID": " a1 "}, "id", "a1"),
        ({"paper_id": 7}, "id", "7"),
        ({"Key": 7.0}, "id", "7"),
        ({"id": None, "key": "k"}, "id", "k"),
        ({"id": True}, "id", paper_id("On Trees")),
        ({"year": 2024}, "year", 2024),
        ({"year": 2024.0}, "year", 2024),
        ({"year": "2024"}, "year", 2024),
        ({"Publication Date": "March 14, 2024"}, "year", 2024),
        ({"published": "2024-03-14T00:00:00Z"}, "year", 2024),
        ({"year": "", "date": "14/03/1999"}, "year", 1999),
        ({"year": "in press"}, "year", None),
        ({"year": [2024]}, "year", None),
        ({"date": 1710374400000}, "year", None),
        ({"authors": ["A B", " C "]}, "authors", ("A B", "C")),
        ({"authors": [{"name": "A B"}, {"given": "C", "family": "D"}]}, "authors", ("A B", "C D")),
        ({"author": "A B and C D"}, "authors", ("A B", "C D")),
        ({"author": "B, A; D, C"}, "authors", ("B, A", "D, C")),
        ({"author": "A B, C D, E F"}, "authors", ("A B", "C D", "E F")),
        ({"author": "B, A"}, "authors", ("B, A",)),
        ({"authors": []}, "authors", ()),
        ({"authors": 3}, "authors", ()),
        ({"journal": "J"}, "venue", "J"),
        ({"venue": "", "Conference": "C"}, "venue", "C"),
        ({"doi": "https://doi.org/10.1000/ABC"}, "identifiers", {"doi": ("10.1000/abc",)}),
        ({"eprint": "arXiv:2401.00001v2"}, "identifiers", {"arxiv": ("2401.00001",)}),
        (
            {"doi": "10.48550/arXiv.2401.00001"},
            "identifiers",
            {"arxiv": ("2401.00001",), "doi": ("10.48550/arxiv.2401.00001",)},
        ),
        ({"id": "2401.00001v1"}, "identifiers", {"arxiv": ("2401.00001",), "id": ("2401.00001v1",)}),
        (
            {"url": "http://arxiv.org/abs/2401.00001v1", "pdf_url": "https://doi.org/10.1000/X"},
            "identifiers",
            {
                "arxiv": ("2401.00001",),
                "doi": ("10.1000/x",),
                "url": ("http://arxiv.org/abs/2401.00001v1", "https://doi.org/10.1000/X"),
            },
        ),
        ({"id": paper_id("On Trees")}, "identifiers", {}),
        (
            {"identifiers": {"doi": "10.1000/X", "id": ["a", "b"]}},
            "identifiers",
            {"doi": ("10.1000/x",), "id": ("a", "b")},
        ),
    ],
)
def test_fields(fields: dict[str, object], attribute: str, value: object) -> None:
    assert getattr(paper(**fields), attribute) == value


@pytest.mark.parametrize(
    ("fields", "extra"),
    [
        ({"Keywords": ["a"], "n": None}, {"Keywords": ["a"], "n": None}),
        ({"abstract": "x", "description": "y"}, {"description": "y"}),
        ({"Title": "Another"}, {"Title": "Another"}),
        ({"year": "soon", "authors": 3, "url": {"a": 1}}, {"year": "soon", "authors": 3, "url": {"a": 1}}),
        ({"year": None, "authors": [], "venue": ""}, {}),
        ({"date": "2024-03-14"}, {"date": "2024-03-14"}),
        ({"eprint": "2020/123", "doi": "none"}, {"eprint": "2020/123", "doi": "none"}),
        ({"identifiers": {"doi": 5}}, {"identifiers": {"doi": 5}}),
        ({"entities": [{}], "links": [], "results": []}, {}),
        ({"links": "https://example.org"}, {"links": "https://example.org"}),
        ({"extra": {"a": 1}, "b": {"c": ["\ud800"]}}, {"a": 1, "b": {"c": ["\ufffd"]}}),
    ],
)
def test_what_is_not_understood_is_kept(fields: dict[str, object], extra: dict[str, object]) -> None:
    assert paper(**fields).extra == extra


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "title abstract id doi arxiv_id eprint year date authors url venue identifiers sources extra entities key x".split()
)


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_any_fields_give_a_paper_or_a_reason(fields: dict[str, object]) -> None:
    try:
        read = paper_from_fields({"title": "On Trees"} | fields, source="f:1")
    except ValueError:
        return
    json.dumps(paper_record(read), allow_nan=False).encode()


def test_a_paper_survives_the_form_that_papergraph_writes() -> None:
    first = paper(
        abstract="We use LoRA.", id="a1", year=2024, authors=["The papergraph developers"], doi="10.1000/x",
        url="https://arxiv.org/abs/2401.00001", venue="V", keywords=["a"],
    )  # fmt: skip
    entity = Entity(name="LoRA", type=EntityType.METHOD, role=Role.USES, mentions=(Mention(16, 20, "LoRA", "ner"),))
    line = dumps(to_record(Extraction(paper=first, entities=(entity,))))
    assert paper_from_fields(json.loads(line), source="other.jsonl:9") == first
    assert from_record(json.loads(line)).paper == first


def test_an_id_that_is_derived_is_no_own_id_when_read_again() -> None:
    united = paper_record(paper(doi="10.1000/x")) | {"id": "10.1000/x"}
    again = paper_from_fields(united, source="f:1")
    assert (again.id, dict(again.identifiers)) == ("10.1000/x", {"doi": ("10.1000/x",)})


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("", None),
        ("x", None),
        ("🙂", None),
        ("10.1000/", None),
        ("10.1000/ABC", "10.1000/abc"),
        (" DOI: 10.1000/a b", None),
        ("doi:10.1000/a.", "10.1000/a"),
        ("http://dx.doi.org/10.1000/A%3C1%3E", "10.1000/a<1>"),
        ("doi.org/10.1000/a", "10.1000/a"),
        ("https://doi.org/doi:10.1000/a", "10.1000/a"),
    ],
)
def test_normalise_doi(text: str, doi: str | None) -> None:
    assert normalise_doi(text) == doi


@pytest.mark.parametrize(
    ("given", "read", "kept"),
    [
        ({"doi": None, "arxiv": "2401.00001"}, {"arxiv": ("2401.00001",)}, {}),
        ({"doi": "", "arxiv": ["2401.00001"], "url": []}, {"arxiv": ("2401.00001",)}, {}),
        ({"doi": None}, {}, {}),
        ({}, {}, {}),
        (
            {"doi": {"value": 3}, "arxiv": "2401.00001"},
            {"arxiv": ("2401.00001",)},
            {"identifiers": {"doi": {"value": 3}, "arxiv": "2401.00001"}},
        ),
        ("10.1000/x", {}, {"identifiers": "10.1000/x"}),
    ],
)
def test_an_identifier_without_a_value_takes_no_other_with_it(
    given: object, read: dict[str, tuple[str, ...]], kept: dict[str, object]
) -> None:
    paper = paper_from_fields({"title": "T", "identifiers": given}, source="a:1")
    assert (paper.identifiers, paper.extra) == (read, kept)


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("", None),
        ("x", None),
        ("🙂", None),
        ("2401.00001", "2401.00001"),
        ("arXiv: 2401.00001v12 [cs.CL]", "2401.00001"),
        ("0704.0001", "0704.0001"),
        ("2413.00001", None),
        ("2401.000012", None),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/pdf/2401.00001v2.pdf", "2401.00001"),
        ("https://huggingface.co/papers/2401.00001", "2401.00001"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://example.org/2401.00001", None),
    ],
)
def test_normalise_arxiv(text: str, arxiv: str | None) -> None:
    assert normalise_arxiv(text) == arxiv


@given(st.text())
def test_normal_forms_are_stable(text: str) -> None:
    for normalise in (normalise_doi, normalise_arxiv):
        once = normalise(text)
        assert once is None or normalise(once) == once
    assert arxiv_in_url(text) is None or normalise_arxiv(text) is not None
    assert doi_in_url(text) is None or text
