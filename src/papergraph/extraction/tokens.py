"""The tokens: runs of word characters, every other mark by itself, so that each whole word is a token."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from papergraph.model import Paper
from papergraph.text import CleanText, clean, repair, sentences

_TOKEN = re.compile(r"\w+|\W")
_WORD = re.compile(r"\w")


class WordTokenizer(DummyTokenizer):
    """Cuts a text into tokens in one pass, however long its runs of marks are; it has nothing to save."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("papergraph.Tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], WordTokenizer]:
    """The tokenizer for spaCy configurations, which an entry point makes known wherever papergraph is installed."""
    return lambda language: WordTokenizer(language.vocab)


def blank_pipeline() -> Language:
    """An English pipeline without components, with our tokenizer.

    >>> [token.text for token in blank_pipeline()("(GPT-4-based) pass@1")]
    ['(', 'GPT', '-', '4', '-', 'based', ')', 'pass', '@', '1']
    """
    language = spacy.blank("en")
    language.tokenizer = WordTokenizer(language.vocab)
    language.max_length = 10_000_000
    return language


def clean_view(paper: Paper) -> CleanText:
    """The clean view of a paper's text, with the line break between title and abstract kept."""
    title, abstract = clean(repair(paper.title)), clean(repair(paper.abstract))
    shift = len(paper.title)
    return CleanText(
        f"{title.text}\n{abstract.text}",
        (*title.offsets, shift, *(offset + shift + 1 for offset in abstract.offsets)),
    )


def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence starts of a document, by :func:`papergraph.text.sentences`."""
    starts = {start for start, _ in sentences(doc.text)}
    flags: Any = np.array([[1 if token.idx in starts or token.i == 0 else -1] for token in doc], dtype="int64")
    return doc.from_array([SENT_START], flags.reshape(-1, 1).astype("uint64"))


def is_word(text: str) -> bool:
    """Whether a token has a letter or a digit."""
    return bool(_WORD.search(text))
