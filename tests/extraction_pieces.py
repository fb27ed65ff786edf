"""What the tests of extraction share: one pipeline, papers of two lines, and pieces of text that trip programs."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from spacy.tokens import Doc

from papergraph.extraction import Extractor
from papergraph.extraction.tokens import clean_view
from papergraph.model import Entity, Extraction, Paper

PIECES = (
    "LoRA", "GSM8K", "CIFAR-10", "CIFAR-100", "GPT-4", "GPT-4o", "LLMs", "BERT", "A*", "Hydra++", "ViT-B/16", "pass@1",
    "low-rank adaptation (LoRA)", "Grain Sieve (GS)", "SIEVE (Sparse Interval Evidence)", "beam search", "accuracy",
    "**Winnow**", "_Winnow_", "\\textbf{Winnow}",
    "\\emph{Sieve}", "$\\pi_0$", "\\cite{key}", "\\", "{", "}", "$", "~",
    "https://github.com/o/n\\_x.}.",
    "www.example.org/a", "http://", "85.2\\%", "85.2%", "7.5x", "1,000", "from 3.1 to 4.2",
    " We propose Winnow, a framework", " outperforms ", " on ", " to ", " called ", "-based", "-7B", "'s", "’s", "&",
    " ", "  ", "\n", "\r\n", "\t", "\x00", "\u2028", "\u200b", "\u00ad", "\u0301", "\ud800", "😀", "é", "ﬁ", "İ", "ß",
    "π", "语言模型", "نموذج", "(", ")", "[", "]", ".", ". ", ", ", ":", "*", "_", "–", "“", "”",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
TITLES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
PAPERS = st.builds(lambda title, abstract: Paper(id="p1", title=title, abstract=abstract), TITLES | TEXTS, TEXTS)


@cache
def extractor() -> Extractor:
    """The packaged extractor."""
    return Extractor.load()


def extract(title: str, abstract: str = "") -> Extraction:
    """What is found in a paper."""
    return next(extractor().extract([Paper(id="p1", title=title, abstract=abstract)]))


def entity(found: Extraction, name: str) -> Entity:
    """The entity of which a form is a mention."""
    return next(e for e in found.entities if name in (e.name, *(m.text for m in e.mentions)))


def document(title: str, abstract: str = "") -> Doc:
    """The candidates of a paper, in span groups."""
    return extractor().pipeline.language(clean_view(Paper(id="p1", title=title, abstract=abstract)).text)


def forms(doc: Doc, group: str) -> list[str]:
    """The texts of the spans of a group."""
    return [span.text for span in doc.spans[group]]
