from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from papergraph.rdf import terms
from papergraph.rdf.namespaces import XSD, local_id, prefixes
from papergraph.rdf.triples import TripleSet

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '""'),
        ("a", '"a"'),
        ("\U0001f600", '"\U0001f600"'),
        ("$\\pi_0$", '"$\\\\pi_0$"'),
        ('a"b\r\n', '"a\\"b\\r\\n"'),
        ("\x00\x1f\x7f\ufffe\ud800", '"' + "\ufffd" * 5 + '"'),
        ("\t\u0085\u202e", '"\t\u0085\u202e"'),
    ],
)
def test_string(text: str, expected: str) -> None:
    assert terms.string(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a", "<https://example.org/a>"),
        ("https://example.org/<b> c", "<https://example.org/%3Cb%3E%20c>"),
        ("https://example.org/\u00fc\U0001f600", "<https://example.org/%C3%BC%F0%9F%98%80>"),
        ("https://example.org/%C3%BC%", "<https://example.org/%C3%BC%25>"),
        ('x:"{}|^`\\', "<x:%22%7B%7D%7C%5E%60%5C>"),
    ],
)
def test_iri(text: str, expected: str) -> None:
    assert terms.iri(text) == expected


@pytest.mark.parametrize("code", range(128))
def test_each_ascii_character_stands_in_an_iri_as_it_is_or_encoded(code: int) -> None:
    plain = "!" <= chr(code) <= "~" and chr(code) not in '<>"{}|^`\\[]%'
    found = terms.iri(f"x:{chr(code)}")
    assert (found == f"<x:{chr(code)}>") == plain
    assert rdflib.Graph().parse(data=f"{found} <x:p> <x:o> .", format="nt")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0.0"),
        (-0.0, "0.0"),
        (1, "1.0"),
        (0.97, "0.97"),
        (-3.5, "-3.5"),
        (1e-9, "0.000000001"),
        (1e21, f"1{'0' * 21}.0"),
    ],
)
def test_decimal(number: float, expected: str) -> None:
    assert terms.decimal(number) == f'"{expected}"^^<{XSD.decimal}>'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_no_decimal(number: float) -> None:
    with pytest.raises(ValueError, match="no decimal"):
        terms.decimal(number)


@given(ANY_TEXT)
def test_any_text_round_trips_in_both_syntaxes_and_both_libraries(text: str) -> None:
    triples = TripleSet()
    triples.add("<x:s>", ("<x:p>", terms.string(text)), ("<x:q>", terms.typed(text, XSD.anyURI)))
    ntriples, turtle = triples.ntriples(), "".join(triples.turtle({"xsd": XSD.iri}))
    for data, form in ((ntriples, ox.RdfFormat.N_TRIPLES), (turtle, ox.RdfFormat.TURTLE)):
        values = {t.object.value for t in ox.parse(data.encode(), format=form)}  # type: ignore[union-attr]
        assert values == {terms.clean(text)}
    assert {str(o) for _, _, o in rdflib.Graph().parse(data=turtle, format="turtle")} == {terms.clean(text)}


@given(ANY_TEXT.map(lambda text: text.replace("#", "")))
def test_any_text_makes_a_valid_iri(text: str) -> None:
    assert ox.NamedNode(terms.iri("https://example.org/" + text)[1:-1])


@given(st.lists(st.tuples(*[st.sampled_from(["<x:a>", "<x:b#c>", "<x:d/e>"])] * 3)), st.randoms())
def test_the_order_of_adding_does_not_matter(found: list[tuple[str, str, str]], order: object) -> None:
    first, second = TripleSet(), TripleSet()
    for s, p, o in found:
        first.add(s, (p, o))
    order.shuffle(found)  # type: ignore[attr-defined]
    for s, p, o in found:
        second.add(s, (p, o))
    assert first.ntriples() == second.ntriples()
    assert "".join(first.turtle({"b": "x:b#"})) == "".join(second.turtle({"b": "x:b#"}))
    assert len(first) == len(set(found))


@pytest.mark.parametrize(
    ("local", "short"),
    [
        ("a", True),
        ("2401.00001", True),
        ("a_b-c", True),
        ("", False),
        ("a.", False),
        ("-a", False),
        ("a%20b", False),
        ("a/b", False),
        ("\u00fc", False),
    ],
)
def test_turtle_shortens_only_what_every_parser_reads(local: str, short: bool) -> None:
    names = {"https://e.org/": "e"}
    text = terms.turtle(f"<https://e.org/{local}>", names)
    assert text == (f"e:{local}" if short else f"<https://e.org/{local}>")


def test_a_text_that_looks_like_a_typed_literal_stays_a_text() -> None:
    text = terms.string(f'5"^^<{XSD.integer}>')
    assert terms.turtle(text, {XSD.iri: "xsd"}) == text


def test_prefixes_and_local_ids() -> None:
    assert prefixes("https://e.org/")["paperlink"] == "https://e.org/paper-link/"
    assert local_id("https://e.org/entity/a", base="https://e.org/") == "entity/a"
    assert local_id("https://schema.org/url") == "https://schema.org/url"
