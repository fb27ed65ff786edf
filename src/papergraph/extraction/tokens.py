"""The tokens: runs of word characters, every other mark by itself, so that each whole word is a token."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from papergraph.model import Paper
from papergraph.text import CleanText, clean, repair, sentences

_TOKEN = re.compile(r"(\w+|\W)( ?)")
_WORD = re.compile(r"\w")
_TEXT, _WORDS = "text", "words"


class WordTokenizer(DummyTokenizer):
    """Cuts a text into tokens in one pass, however long its runs of marks are; it has nothing to save."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        pairs = _TOKEN.findall(text)
        words, spaces = [word for word, _ in pairs], [space == " " for _, space in pairs]
        return Doc(self.vocab, words=words, spaces=spaces, user_data={_TEXT: text, _WORDS: words})


def text_of(doc: Doc) -> str:
    """The text of a document, which spaCy puts together anew from its tokens whenever it is asked.

    >>> text_of(blank_pipeline()("LoRA, again"))
    'LoRA, again'
    """
    text: str | None = doc.user_data.get(_TEXT)
    return doc.text if text is None else text


def words_of(doc: Doc) -> list[str]:
    """The texts of the tokens of a document, without a look at each of them.

    >>> words_of(blank_pipeline()("LoRA, again"))
    ['LoRA', ',', 'again']
    """
    words: list[str] | None = doc.user_data.get(_WORDS)
    return [token.text for token in doc] if words is None else words


def places_of(doc: Doc) -> tuple[list[int], list[int]]:
    """Where the tokens of a document start and end, in characters.

    >>> places_of(blank_pipeline()("LoRA, again"))
    ([0, 4, 6], [4, 5, 11])
    """
    words, text, start = words_of(doc), text_of(doc), 0
    starts, ends = [], []
    for word in words:
        starts.append(start)
        ends.append(start + len(word))
        start = ends[-1] + text.startswith(" ", ends[-1])
    return starts, ends


@registry.tokenizers("papergraph.Tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], WordTokenizer]:
    """The tokenizer for spaCy configurations, which an entry point makes known wherever papergraph is installed."""
    return lambda language: WordTokenizer(language.vocab)


def blank_pipeline() -> Language:
    """An English pipeline without components, with our tokenizer.

    >>> [token.text for token in blank_pipeline()("(GPT-4-based) pass@1")]
    ['(', 'GPT', '-', '4', '-', 'based', ')', 'pass', '@', '1']
    """
    return English(max_length=10_000_000, create_tokenizer=create_tokenizer())


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
    flags: Any = np.full((len(doc), 1), -1, dtype="int64")
    flags[:1] = 1
    for start, _ in sentences(text_of(doc)):
        token = doc.char_span(start, start + 1, alignment_mode="expand")
        if token is not None and token.start_char == start:
            flags[token.start] = 1
    return doc.from_array([SENT_START], flags.astype("uint64"))


def is_word(text: str) -> bool:
    """Whether a token has a letter or a digit."""
    return bool(_WORD.search(text))
