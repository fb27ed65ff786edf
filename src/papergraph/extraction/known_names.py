"""Candidates from the vocabulary: every form of every term, wherever it stands, in any of its spellings.

Text and forms are cut into the same folded units (lower case, American spelling, Greek letters spelled out, letters and
digits apart, hyphens gone), by which forms are found; then the capitals of a form are held against the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from papergraph.extraction.cues import TYPE_WORDS
from papergraph.extraction.tokens import is_word, text_of
from papergraph.model import EntityType
from papergraph.text import fold_name, folded_words, spell_out
from papergraph.vocabulary import Term, Vocabulary

GROUP = "vocabulary"
_GLUE = frozenset("-/.@':&_’–")
_NO_LETTER = re.compile(r"[\W_]")
_BARRIER = "\x1f"


class KnownNames:
    """A component that puts the terms of a vocabulary into ``doc.spans["vocabulary"]``, labelled with their type."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._forms: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        for term in vocabulary.terms:
            for form in term.forms:
                for key in _keys(form):
                    self._forms[key].append((form, term))
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self._forms:
            lengths[key.partition(" ")[0]].add(key.count(" ") + 1)
        self._lengths = {first: sorted(sizes) for first, sizes in lengths.items()}

    def __call__(self, doc: Doc) -> Doc:
        units, places = _units(doc)
        found = (self._span(doc, key, places, start, end) for key, start, end in self._matches(units))
        doc.spans[GROUP] = filter_spans([span for span in found if span is not None])
        return doc

    def _matches(self, units: list[str]) -> Iterator[tuple[str, int, int]]:
        """The keys of forms that stand in the units, with their spans."""
        for start, unit in enumerate(units):
            for length in self._lengths.get(unit, ()):
                key = " ".join(units[start : start + length])
                if key in self._forms and start + length <= len(units):
                    yield key, start, start + length

    def _span(self, doc: Doc, key: str, places: list[int], start: int, end: int) -> Span | None:
        first, last = places[start], places[end - 1]
        if (start and places[start - 1] == first) or (end < len(places) and places[end] == last):
            return None
        written = text_of(doc)[doc[first].idx : doc[last].idx + len(doc[last])]
        for form, term in self._forms[key]:
            exact = term.type in (EntityType.BENCHMARK, EntityType.MODEL)
            agrees = _capitals_agree(form, written, exact=exact)
            if agrees and (not term.cue or _has_cue(doc, first, last, term)):
                return Span(doc, first, last + 1, label=term.type.value, kb_id=term.name)
        return None


def _units(doc: Doc) -> tuple[list[str], list[int]]:
    """The folded units of a document, and for each the token it comes from."""
    units: list[str] = []
    places: list[int] = []
    words = [token.text for token in doc]
    for place, word in enumerate(words):
        if word in _GLUE and _is_glue(doc, place):
            continue
        for unit in _token_units(word):
            units.append(unit)
            places.append(place)
    return units, places


def _is_glue(doc: Doc, place: int) -> bool:
    """Whether the mark at a place stands between two tokens without a blank."""
    return 0 < place < len(doc) - 1 and not doc[place].whitespace_ and not doc[place - 1].whitespace_


@lru_cache(maxsize=100_000)
def _token_units(text: str) -> tuple[str, ...]:
    if is_word(text) or text in "+*#%":
        return tuple(folded_words(text)) or (_BARRIER,)
    return (_BARRIER,)


def _keys(form: str) -> set[str]:
    """The units under which a form stands in texts: as written, singular and plural, and a compound as one word."""
    *head, last = folded_words(form) or [""]
    numbers = {last, *fold_name(last).split()[-1:]}
    keys = {" ".join([*head, word]).strip() for word in numbers | ({_plural(last)} if last.isalpha() else set())}
    if len(head) == 1 and (head[0] + last).isalpha() and form.islower() and "-" in form:
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
    letters, seen = _letters(form), _letters(text)
    if form.islower():
        return not (seen.isupper() and " " not in form and 1 < len(seen) <= 5)
    if seen.startswith(letters) and seen[len(letters) :] in ("", "s", "es"):
        return True
    pairs = list(zip(re.findall(r"\w+", form), re.findall(r"\w+", text), strict=False))
    return not exact and len(pairs) > 1 and all(_word_agrees(word, written) for word, written in pairs)


@lru_cache(maxsize=50_000)
def _letters(name: str) -> str:
    return _NO_LETTER.sub("", spell_out(name))


def _word_agrees(word: str, written: str) -> bool:
    return written.startswith(word) if re.search(r"\w[A-Z]|\d", word) else True


def _has_cue(doc: Doc, first: int, last: int, term: Term) -> bool:
    if term.type in (EntityType.METHOD, EntityType.TASK):
        return False
    window = f"{doc[max(0, first - 4) : first].text} {doc[last + 1 : last + 4].text}"
    return bool(TYPE_WORDS[term.type].search(window))
