"""The vocabulary, with what was asked of it remembered: a corpus asks the same forms over and over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from papergraph.model import Extraction, Role
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary


class Lookup:
    """The terms of a vocabulary by form and by name; ``coined``: folds that the corpus uses for a thing of its own."""

    def __init__(self, vocabulary: Vocabulary | None, *, coined: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary or Vocabulary()
        self._coined = coined
        self._found: dict[str, Term | None] = {}

    def find(self, form: str) -> Term | None:
        """The term of which ``form`` is a spelling, if any."""
        if form not in self._found:
            self._found[form] = None if fold_name(form) in self._coined else self._vocabulary.find(form)
        return self._found[form]

    def get(self, name: str) -> Term | None:
        """The term of exactly this name, if any."""
        return self._vocabulary.get(name)


def lookup_for(vocabulary: Vocabulary | None, extractions: Iterable[Extraction]) -> Lookup:
    """The vocabulary as far as it holds for a corpus: a paper's own Trellis is not the TRELLIS that is well known."""
    if vocabulary is None:
        return Lookup(None)
    return Lookup(vocabulary, coined=frozenset(_coined_otherwise(vocabulary, extractions)))


def _coined_otherwise(vocabulary: Vocabulary, extractions: Iterable[Extraction]) -> Iterator[str]:
    """The folds of one-word names that a paper introduces as a word where the vocabulary's are in other capitals."""
    for extraction in extractions:
        for entity in extraction.entities:
            forms = {mention.text for mention in entity.mentions} if entity.role is Role.INTRODUCES else set()
            for form in forms:
                term = vocabulary.find(form) if re.fullmatch(r"[A-Z][a-z]+", form) else None
                if term and form.lower() not in {known.lower() for known in term.forms if _as_word(known)}:
                    yield fold_name(form)


def _as_word(form: str) -> bool:
    """Whether a form may be written with a capital at its beginning alone."""
    return form[1:].islower() or " " in form
