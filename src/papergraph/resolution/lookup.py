"""The vocabulary, with what was asked of it remembered: a corpus asks the same forms over and over."""

from __future__ import annotations

from papergraph.vocabulary import Term, Vocabulary


class Lookup:
    """The terms of a vocabulary by form and by name."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self._vocabulary = vocabulary or Vocabulary()
        self._found: dict[str, Term | None] = {}

    def find(self, form: str) -> Term | None:
        """The term of which ``form`` is a spelling, if any."""
        if form not in self._found:
            self._found[form] = self._vocabulary.find(form)
        return self._found[form]

    def get(self, name: str) -> Term | None:
        """The term of exactly this name, if any."""
        return self._vocabulary.get(name)
