"""Links: each URL once and clean, its kind, whose it is, its repository."""

from __future__ import annotations

import time

import pytest
from extraction_pieces import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction import links
from papergraph.extraction.links import find_links
from papergraph.model import LinkKind

REPOSITORY = "https://github.com/o/n"
SIGNS = (
    *("http", "HTTPS", "s", ":", "//", "/", "www.", "github", "gitlab", "huggingface", ".com", ".co", ".io", ".AI/"),
    *("x.org/", "a", ".", " ", "-", "\\_", "ſ", "K"),
)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("", []),
        ("x", []),
        ("😀", []),
        ("Code: https://github.com/o/n.", [REPOSITORY]),
        ("Code: https://github.com/o/n, and more", [REPOSITORY]),
        ("Code: https://github.com/o/n; more", [REPOSITORY]),
        ("Code: https://github.com/o/n!", [REPOSITORY]),
        ("(https://github.com/o/n)", [REPOSITORY]),
        ("(see https://github.com/o/n).", [REPOSITORY]),
        ("[https://github.com/o/n]", [REPOSITORY]),
        ("<https://github.com/o/n>", [REPOSITORY]),
        ('"https://github.com/o/n"', [REPOSITORY]),
        ("'https://github.com/o/n'.", [REPOSITORY]),
        ("“https://github.com/o/n”.", [REPOSITORY]),
        ("`https://github.com/o/n`", [REPOSITORY]),
        ("**https://github.com/o/n**", [REPOSITORY]),
        ("[code](https://github.com/o/n)", [REPOSITORY]),
        ("[https://github.com/o/n](https://github.com/o/n)", [REPOSITORY, REPOSITORY]),
        (r"\url{https://github.com/o/n\_x}.}", ["https://github.com/o/n_x"]),
        (r"\href{https://github.com/o/n}{here}", [REPOSITORY]),
        (r"at https://github.com/o/n\_x.}.", ["https://github.com/o/n_x"]),
        (r"at https://example.org/a\%20b\#c", ["https://example.org/a%20b#c"]),
        ("fieldhttps://github.com/o/n", [REPOSITORY]),
        ("at github.com/o/n", ["https://github.com/o/n"]),
        ("at www.example.org/a", ["https://www.example.org/a"]),
        ("at //github.com/o/n", [REPOSITORY]),
        ("at example.org/a/b.", ["https://example.org/a/b"]),
        ("HTTPS://GitHub.com/o/n", ["https://GitHub.com/o/n"]),
        ("https://github.com/o/n/tree/main/x", [REPOSITORY + "/tree/main/x"]),
        ("https://github.com/o/n.git", [REPOSITORY + ".git"]),
        ("see o.github.io/p and o.github.io", ["https://o.github.io/p", "https://o.github.io"]),
        ("https://example.org/a_(b)", ["https://example.org/a_(b)"]),
        ("https://example.org/?q=1&r=2#top", ["https://example.org/?q=1&r=2#top"]),
        ("https://example.org/~a/b", ["https://example.org/~a/b"]),
        ("https://example.org:8080/a", ["https://example.org:8080/a"]),
        ("https: //github.com/o/n", [REPOSITORY]),
        ("https://github. com/o/n", [REPOSITORY]),
        ("https://github.com/ o/n", [REPOSITORY]),
        ("https://example.org/é/数", ["https://example.org/é/数"]),
        ("https://a.org/x and https://b.org/y", ["https://a.org/x", "https://b.org/y"]),
        ("https://github.com/o/n\nNext line", [REPOSITORY]),
        ("Code will be released.", []),
        ("Code will be on GitHub", []),
        ("e.g. this, i.e. that, etc.", []),
        ("We use Node.js and scikit-learn v1.2.3", []),
        ("version 2.0/3.1", []),
        ("a/b tests, and/or", []),
        ("mail to someone@example.org", []),
        ("http://", []),
        ("https://x", []),
        ("https://[", []),
    ],
)
def test_urls(text: str, urls: list[str]) -> None:
    assert [link.url for link in find_links(text)] == urls


@given(TEXTS)
def test_links_are_in_order_and_apart(text: str) -> None:
    spans = [edge for link in find_links(text) for edge in (link.start, link.end)]
    assert spans == sorted(spans)
    assert all(0 <= edge <= len(text) for edge in spans)
    assert all("." in link.url and " " not in link.url for link in find_links(text))


def test_the_span_covers_the_raw_text_without_the_marks_around_it() -> None:
    text = r"See \url{https://github.com/o/n\_x}."
    link = find_links(text)[0]
    assert text[link.start : link.end] == r"https://github.com/o/n\_x"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://github.com/o/n", LinkKind.CODE),
        ("https://gitlab.com/o/n", LinkKind.CODE),
        ("Our dataset is at https://zenodo.org/record/1", LinkKind.DATA),
        ("https://huggingface.co/datasets/o/n", LinkKind.DATA),
        ("https://huggingface.co/o/n", LinkKind.MODEL),
        ("https://huggingface.co/spaces/o/n", LinkKind.PAGE),
        ("https://www.kaggle.com/datasets/o/n", LinkKind.DATA),
        ("https://doi.org/10.1000/x", LinkKind.OTHER),
        ("https://arxiv.org/abs/2001.00001", LinkKind.OTHER),
        ("The project page is https://o.github.io/p", LinkKind.PAGE),
        ("The dataset is at https://example.org/x", LinkKind.DATA),
        ("https://example.org/x", LinkKind.PAGE),
        ("A list of papers is kept at https://github.com/o/n", LinkKind.PAGE),
    ],
)
def test_kind(text: str, kind: LinkKind) -> None:
    assert find_links(text)[0].kind is kind


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (True, "Code: {}"),
        (True, "Our code is available at {}."),
        (True, "Models can be downloaded from {}"),
        (True, "The paper's own verifier, a small kernel built upon Lemma trees, is kept at {}."),
        (True, "We release a verifier built upon Drizzle at {}."),
        (True, "Code based on Drizzle is available at {}."),
        (True, "Reproduce it using the code at {}"),
        (True, "Try it using our demo at {}"),
        (True, "Data can be obtained from the Drizzle repository at {}"),
        (True, "We built on Drizzle. See {}"),
        (True, "The corpus is released by us at {}"),
        (False, "We take the splits from the Drizzle repository at {}."),
        (False, "All runs are made using Drizzle ({})."),
        (False, "Our implementation is based on the Drizzle library ({})."),
        (False, "Images were downloaded from {}"),
        (False, "We use data provided by the Drizzle group ({})."),
        (False, "We start from weights released by the Drizzle team at {}"),
    ],
)
def test_own(own: bool, text: str) -> None:
    assert find_links(text.format(REPOSITORY))[0].own is own


def test_repository() -> None:
    assert find_links("https://github.com/Own/Name/tree/main")[0].repository == "github.com/own/name"
    assert find_links("https://own.github.io/name")[0].repository is None


@pytest.mark.parametrize(
    "unit", ["http://", "a.", "https://a.b/)", "https://a.b/ ", ")", "www.", "https://a.b/" + "." * 500, "a-"]
)
def test_time_stays_small(unit: str) -> None:
    text = ("https://a.b/" + unit * 100_000)[:100_000]
    started = time.process_time()
    find_links(text)
    assert time.process_time() - started < 3


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_a_text_without_the_sign_of_an_address_has_none(text: str) -> None:
    assert links._SIGN.search(text) or not links._URL.search(text)
