"""Copies become one paper, whatever the order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.copies import United, normalise_doi, unite
from papergraph.identifiers import content_hash, paper_id
from papergraph.model import Paper, Reject


def ids(papers: list[Paper]) -> list[str]:
    return [paper.id for paper in unite(papers).papers]


def made(title: str, id: str | None = None, **identifiers: str) -> Paper:
    kept = {name: (value,) for name, value in identifiers.items()} | ({"id": (id,)} if id else {})
    return Paper(id=id or paper_id(title), title=title, identifiers=kept)


def test_nothing() -> None:
    united = unite([])
    assert (united.papers, united.read, united.rejects) == ((), 0, ())


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([made("A b", "1"), made("a  B!", "2")], ["1"]),
        ([made("A", "1"), made("B", "2")], ["1", "2"]),
        ([made("A", "2", doi="10.1000/x"), made("B", "1", doi="10.1000/X")], ["1"]),
        ([made("A", "2", arxiv="2401.00001"), made("B", "1", arxiv="arXiv:2401.00001v3")], ["1"]),
        ([made("A", "3", doi="10.1000/x"), made("B", "2", doi="10.1000/x", arxiv="2401.00001"),
          made("C", "1", arxiv="2401.00001")], ["1"]),
        ([made("A"), made("A", arxiv="2401.00001"), made("A", doi="10.1000/x")], ["2401.00001"]),
        ([made("A"), made("A", doi="10.1000/x")], ["10.1000/x"]),
        ([made("A"), made("A")], [paper_id("A")]),
        ([made("A"), made("A", "z", doi="10.1000/x")], ["z"]),
        ([made("A", arxiv="2401.00001")], [paper_id("A")]),
        ([made("🙂"), made("🙃")], sorted([paper_id("🙂"), paper_id("🙃")])),
        ([made("🙂"), made("🙂")], [paper_id("🙂")]),
    ],
)  # fmt: skip
def test_who_is_a_copy_of_whom_and_the_id(papers: list[Paper], expected: list[str]) -> None:
    assert ids(papers) == expected
    assert ids(papers[::-1]) == expected


def test_the_fields_are_united() -> None:
    one = Paper(
        id="a", title="On Trees", abstract="Long one.", year=2024, authors=("B",), sources=("f:2",),
        extra={"k": 2, "m": 1},
        identifiers={"id": ("a",), "url": ("https://example.org/1",)},
    )  # fmt: skip
    two = Paper(
        id="b", title="On trees", abstract="Long two.", year=2023, authors=("B", "C"), venue="V",
        sources=("f:1", "g:1"), extra={"k": 1},
        identifiers={"id": ("b",), "doi": ("10.1000/X",)},
    )  # fmt: skip
    three = Paper(id=paper_id("On trees"), title="On trees", venue="W", authors=("A", "C"))
    (paper,) = unite([one, two, three]).papers
    assert paper == Paper(
        id="a",
        title="On trees",
        abstract=min("Long one.", "Long two.", key=lambda text: content_hash(text, digits=64)),
        year=2023,
        authors=("A", "C"),
        venue="V",
        identifiers={"doi": ("10.1000/x",), "id": ("a", "b", paper_id("On trees")), "url": ("https://example.org/1",)},
        sources=("f:1", "f:2", "g:1"),
        extra={"k": 1, "m": 1},
    )


def test_the_longest_abstract_is_kept() -> None:
    (paper,) = unite([Paper(id="a", title="A", abstract="x" * n) for n in (1, 3, 2)]).papers
    assert paper.abstract == "xxx"


def test_extras_that_differ_in_the_order_of_their_keys() -> None:
    papers = [
        Paper(id=str(n), title="A", extra={"k": extra}) for n, extra in enumerate(({"a": 1, "b": 2}, {"b": 2, "a": 1}))
    ]
    assert repr(unite(papers).papers[0].extra) == repr(unite(papers[::-1]).papers[0].extra)


def test_two_papers_under_one_id_are_both_kept_and_reported() -> None:
    first = Paper(id="1", title="Apple", identifiers={"id": ("1",)}, sources=("a.csv:2",))
    second = Paper(id="1", title="Birch", identifiers={"id": ("1",)}, sources=("b.csv:7",))
    for papers in ([first, second], [second, first]):
        united = unite(papers)
        changed = f"1-{content_hash('birch', digits=8)}"
        assert [(paper.id, paper.title) for paper in united.papers] == [("1", "Apple"), (changed, "Birch")]
        assert united.rejects == (
            Reject("b.csv", 7, f"the id '1' is also that of a different paper; kept as '{changed}'"),
        )
        assert [paper.id for paper in unite(united.papers).papers] == ["1", changed]


def test_an_id_with_a_hash_added_takes_no_other_papers_id() -> None:
    taken = f"1-{content_hash('birch', digits=8)}"
    united = unite([made("Apple", "1"), made("Birch", "1"), made("Cedar", taken)])
    assert [paper.id for paper in united.papers] == ["1", taken, f"1-{content_hash('birch', digits=16)}"]


TEXT = st.sampled_from(["", "A", "a", "B", "A b", "🙂", "🙃", "é"])
PAPERS = st.builds(
    Paper,
    id=st.sampled_from(["1", "2", "10.1000/x", paper_id("A"), paper_id("B")]),
    title=TEXT.filter(bool),
    abstract=TEXT,
    year=st.none() | st.integers(2000, 2002),
    authors=st.lists(st.sampled_from(["A", "B"]), max_size=2).map(tuple),
    venue=st.none() | TEXT,
    identifiers=st.dictionaries(
        st.sampled_from(["doi", "arxiv", "id", "url"]),
        st.lists(st.sampled_from(["10.1000/X", "10.1000/x", "2401.00001v1", "2401.00001", "1", "3"]), max_size=2).map(
            tuple
        ),
        max_size=3,
    ),
    sources=st.lists(st.sampled_from(["f:1", "f:2", "odd"]), max_size=2).map(tuple),
    extra=st.dictionaries(st.sampled_from("ab"), st.integers(0, 2) | st.text(max_size=1), max_size=2),
)


@given(st.lists(PAPERS, max_size=6).flatmap(lambda papers: st.tuples(st.just(papers), st.permutations(papers))))
@settings(deadline=None)
def test_the_order_does_not_matter(orders: tuple[list[Paper], list[Paper]]) -> None:
    given_order, other = map(unite, orders)
    assert given_order == other
    assert repr(given_order) == repr(other)


@given(st.lists(PAPERS, max_size=6))
@settings(deadline=None)
def test_ids_are_distinct_sorted_and_nothing_is_lost(papers: list[Paper]) -> None:
    united = unite(papers)
    found = [paper.id for paper in united.papers]
    assert found == sorted(set(found))
    assert united.read == len(papers)
    assert {s for paper in united.papers for s in paper.sources} == {s for paper in papers for s in paper.sources}
    assert len(united.rejects) <= len(united.papers)


@given(st.lists(PAPERS, max_size=5))
@settings(deadline=None)
def test_united_papers_stay_as_they_are(papers: list[Paper]) -> None:
    once = unite(papers)
    assert unite(once.papers) == United(once.papers, len(once.papers))


def test_normalise_doi_is_at_hand() -> None:
    assert normalise_doi("https://doi.org/10.1000/ABC") == "10.1000/abc"
