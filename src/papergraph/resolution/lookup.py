"""The vocabulary, with what was asked of it remembered: a corpus asks the same forms over and over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from papergraph.model import Extraction, Role
from papergraph.resolution.names import name_key, same_version
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary

_SHORTEST = 4


def _compact(key: str) -> str:
    """A key without blanks; numbers stay apart."""
    return re.sub(r"(?<!\d) | (?!\d)", "", key)


class Lookup:
    """The terms of a vocabulary by form and by name; ``coined``: folds that the corpus uses for a thing of its own."""

    def __init__(self, vocabulary: Vocabulary | None, *, coined: frozenset[str] = frozenset()) -> None:
        self._vocabulary = vocabulary or Vocabulary()
        self._coined = coined
        self._found: dict[str, Term | None] = {}

    def find(self, form: str) -> Term | None:
        """The term of which ``form`` is a spelling, if any."""
        if form not in self._found:
            self._found[form] = None if fold_name(form) in self._coined else self._find(form)
        return self._found[form]

    def _find(self, form: str) -> Term | None:
        """What the vocabulary has, unless it takes capitals for a plural: GPS is not several Gaussian processes."""
        term, key = self._vocabulary.find(form), name_key(form)
        return term if term and key in map(name_key, term.forms) else None

    def find_compact(self, form: str) -> Term | None:
        """The one term of which ``form`` is a spelling but for blanks and hyphens, if any: "conv net", "t-sne"."""
        key = name_key(form)
        if fold_name(form) in self._coined:
            return None
        found = {term.name: term for other, term in self._by_compact.get(_compact(key), ()) if same_version(key, other)}
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def _by_compact(self) -> dict[str, list[tuple[str, Term]]]:
        """The keys and terms of all forms by compact key; short ones, which blanks may tell apart, left out."""
        index: dict[str, list[tuple[str, Term]]] = {}
        for known in self._vocabulary.terms:
            for key in map(name_key, known.forms):
                if len(compact := _compact(key)) >= _SHORTEST:
                    index.setdefault(compact, []).append((key, known))
        return index

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
