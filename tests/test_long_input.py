"""Long and odd abstracts: spans hold, and ten times the text takes about ten times as long."""

from __future__ import annotations

import time

import pytest
from extraction_pieces import PIECES, extract, extractor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papergraph.model import Extraction, Paper

UNITS = {
    "one character": "a",
    "one capital": "A",
    "one mark": ".",
    "one blank": " ",
    "one digit": "7",
    "nul": "\x00",
    "a lone surrogate": "\ud800",
    "surrogates in words": "Win\ud800now \udc00 ",
    "words": "we read the fields and sow the grain again ",
    "sentences": "We propose Winnow, which improves accuracy by 2.5% over BERT on GSM8K. ",
    "all capitals": "WE PROPOSE WINNOW, WHICH IMPROVES ACCURACY BY 2.5% OVER BERT ON GSM8K. ",
    "capitals without blanks": "WINNOW",
    "names": "FooBar-1 GPT-4 ViT-B/16 BazNet2 ",
    "different names": "",
    "latex": "\\textbf{Winnow} $\\pi_0$ \\cite{key} \\emph{on} \\mathcal{L} \\% ",
    "latex without an end": "\\textbf{\\emph{",
    "emphasis": "**a** _b_ *c* ",
    "definitions": "Grain Sieve (GS) and Husk Net (HN) ",
    "brackets": "((",
    "links": "https://github.com/o/n\\_x.}. ",
    "glued links": "https://a.b/",
    "other scripts": "语言模型 на корпусе текстов نموذج لغوي 言語モデル ",
    "no blanks in another script": "语言模型",
    "combining marks": "e\u0301",
    "capitals that grow": "İ",
    "greek": "π0 ΑΣ ",
    "emoji": "😀🌾",
    "title case": "Winnow And Sieve And Husk ",
    "lists": "BERT, GSM8K, and Foo1, Bar2 ",
}


def text_of(kind: str, size: int) -> str:
    """A text of a kind and a size."""
    if kind == "different names":
        return " ".join(f"We call it Foo{number}Bar." for number in range(size // 10))[:size]
    return (UNITS[kind] * size)[:size]


def check_spans(paper: Paper, found: Extraction) -> None:
    """All spans of what was found lie in the text and hold what they say."""
    for mention in (mention for entity in found.entities for mention in entity.mentions):
        assert paper.text[mention.start : mention.end] == mention.text != ""
    for result in found.results:
        assert paper.text[result.start : result.end] == result.value != ""
    for link in found.links:
        assert 0 <= link.start < link.end <= len(paper.text)


def seconds(kind: str, size: int) -> float:
    """How much of the processor an abstract of a kind and a size takes, whose spans are looked at."""
    paper = Paper(id="p1", title="On Grain", abstract=text_of(kind, size))
    started = time.process_time()
    (found,) = extractor().extract([paper])
    taken = time.process_time() - started
    check_spans(paper, found)
    return taken


@pytest.mark.parametrize("kind", UNITS)
def test_ten_times_the_text_takes_ten_times_as_long(kind: str) -> None:
    extract("Warm", "up")
    tenth = max(seconds(kind, 10_000) for _ in range(2))
    assert seconds(kind, 100_000) < 25 * tenth + 0.2


@pytest.mark.parametrize("kind", UNITS)
def test_a_title_may_be_anything(kind: str) -> None:
    paper = Paper(id="p1", title=text_of(kind, 3000), abstract="We read.")
    (found,) = extractor().extract([paper])
    check_spans(paper, found)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.integers(1, 300))
def test_spans_hold_in_long_texts(pieces: list[str], times: int) -> None:
    paper = Paper(id="p1", title="On Grain", abstract="".join(pieces * times)[:20_000])
    (found,) = extractor().extract([paper])
    check_spans(paper, found)
