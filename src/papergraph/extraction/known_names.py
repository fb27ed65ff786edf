"""Candidates from the vocabulary: every form of every term, wherever it stands, in any of its spellings.

Text and forms are cut into the same folded units (lower case, American spelling, Greek letters spelled out, letters and
digits apart, hyphens gone), on which spaCy's PhraseMatcher runs; then the capitals of a form are held against the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from papergraph.extraction.cues import TYPE_WORDS
from papergraph.extraction.tokens import is_word
from papergraph.model import EntityType
from papergraph.text import fold_name, spell_out
from papergraph.vocabulary import Term, Vocabulary

GROUP = "vocabulary"
_GLUE = frozenset("-/.@':&_’–")
_BARRIER = "\x1f"


class KnownNames:
    """A component that puts the terms of a vocabulary into ``doc.spans["vocabulary"]``, labelled with their type."""

    def __init__(self, vocab: Vocab, vocabulary: Vocabulary) -> None:
        self._vocab = vocab
        self._forms: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for term in vocabulary.terms:
            for form in term.forms:
                for key in _keys(form):
                    self._forms[key].append((form, term))
        self._matcher = PhraseMatcher(vocab)
        self._matcher.add(GROUP, [Doc(vocab, words=key.split(" ")) for key in sorted(self._forms)])

    def __call__(self, doc: Doc) -> Doc:
        units, places = _units(doc)
        if units:
            matches = self._matcher(Doc(self._vocab, words=units))
            found = (self._span(doc, units, places, start, end) for _, start, end in matches)
            doc.spans[GROUP] = filter_spans([span for span in found if span is not None])
        else:
            doc.spans[GROUP] = []
        return doc

    def _span(self, doc: Doc, units: list[str], places: list[int], start: int, end: int) -> Span | None:
        first, last = places[start], places[end - 1]
        if (start and places[start - 1] == first) or (end < len(places) and places[end] == last):
            return None
        for form, term in self._forms[" ".join(units[start:end])]:
            exact = term.type in (EntityType.BENCHMARK, EntityType.MODEL)
            agrees = _capitals_agree(form, doc[first : last + 1].text, exact=exact)
            if agrees and (not term.cue or _has_cue(doc, first, last, term)):
                return Span(doc, first, last + 1, label=term.type.value, kb_id=term.name)
        return None


def _units(doc: Doc) -> tuple[list[str], list[int]]:
    """The folded units of a document, and for each the token it comes from."""
    units: list[str] = []
    places: list[int] = []
    for token in doc:
        for unit in _token_units(token.text):
            glued = token.text in _GLUE and 0 < token.i < len(doc) - 1
            if unit == _BARRIER and glued and not token.whitespace_ and not doc[token.i - 1].whitespace_:
                continue
            units.append(unit)
            places.append(token.i)
    return units, places


@lru_cache(maxsize=100_000)
def _token_units(text: str) -> tuple[str, ...]:
    if is_word(text) or text in "+*#%":
        return tuple(_plain_fold(text).split()) or (_BARRIER,)
    return (_BARRIER,)


def _plain_fold(text: str) -> str:
    """The fold of a name, its last word left in the number it has."""
    return fold_name(f"{text} x")[:-2]


def _keys(form: str) -> set[str]:
    """The units under which a form stands in texts: as written, singular and plural, and a compound as one word."""
    plain = _plain_fold(form)
    head, _, last = plain.rpartition(" ")
    numbers = {last, *fold_name(last).split()[-1:]}
    keys = {f"{head} {word}".strip() for word in numbers | ({_plural(last)} if last.isalpha() else set())}
    if plain.count(" ") == 1 and plain.replace(" ", "").isalpha() and form.islower() and "-" in form:
        keys |= {key.replace(" ", "") for key in keys}
    return keys - {""}


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _capitals_agree(form: str, text: str, *, exact: bool) -> bool:
    """Whether a text has the capitals of a form: each word of it, and all of its letters where ``exact`` or mixed.

    >>> _capitals_agree("3D Gaussian splatting", "3D Gaussian Splatting", exact=False)
    True
    >>> _capitals_agree("LoRA", "LORA", exact=False), _capitals_agree("The Stack", "the stack", exact=True)
    (False, False)
    """
    letters, seen = (re.sub(r"[\W_]", "", spell_out(part)) for part in (form, text))
    if form.islower():
        return not (seen.isupper() and " " not in form and 1 < len(seen) <= 5)
    if seen.startswith(letters) and seen[len(letters) :] in ("", "s", "es"):
        return True
    pairs = list(zip(re.findall(r"\w+", form), re.findall(r"\w+", text), strict=False))
    return not exact and len(pairs) > 1 and all(_word_agrees(word, written) for word, written in pairs)


def _word_agrees(word: str, written: str) -> bool:
    return written.startswith(word) if re.search(r"\w[A-Z]|\d", word) else True


def _has_cue(doc: Doc, first: int, last: int, term: Term) -> bool:
    if term.type in (EntityType.METHOD, EntityType.TASK):
        return False
    window = doc[max(0, first - 4) : first].text + " " + doc[last + 1 : last + 4].text
    return bool(TYPE_WORDS[term.type].search(window))
