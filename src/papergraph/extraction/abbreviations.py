"""Candidates from definitions: long forms and their acronyms, by the algorithm of Schwartz and Hearst.

A. Schwartz and M. Hearst (2003): A simple algorithm for identifying abbreviation definitions in biomedical text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from papergraph.extraction.cues import HEADS, NO_ENTITY_HEADS
from papergraph.extraction.tokens import text_of
from papergraph.model import EntityType
from papergraph.text import sentences

GROUP = "definition"
_BRACKETS = re.compile(r"[(\[]\s*+([^()\[\]]{2,80}?)\s*[)\]]")
_REACH = 400
_SHORT = re.compile(r"[A-Za-zα-ωΑ-Ω0-9][\w\-.+/^*'’]{0,14}(?: [\w.+-]{1,6})?$")
_LONG_WORD = re.compile(r"[\w'’+*#]+(?:[-/][\w'’+*#]+)*")
_LEADING = frozenset(
    "a an the of in on for with to by and or our their its this that these new novel called named as via using is"
    " are we"
    " propose introduce present proposed from be through uses use into named at such which both including"
    " other".split()
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A long form and the short form it introduces: spans of characters."""

    long: tuple[int, int]
    short: tuple[int, int]


def find_definitions(text: str) -> Iterator[Definition]:
    """The definitions of a text, sentence by sentence, "long (short)" and "short (long)" alike.

    >>> text = "We use low-rank adaptation (LoRA) and GAN (generative adversarial network)."
    >>> [(text[slice(*d.long)], text[slice(*d.short)]) for d in find_definitions(text)]
    [('low-rank adaptation', 'LoRA'), ('generative adversarial network', 'GAN')]
    """
    for first, last in sentences(text):
        for match in _BRACKETS.finditer(text, first, last):
            found = _long_before(text, first, match) or _short_before(text, first, match)
            if found:
                yield found


def _long_before(text: str, first: int, match: re.Match[str]) -> Definition | None:
    inner = re.split(r"[,;:]| or | for short", match.group(1))[0].strip().strip("\"'`*")
    if not _is_short(inner):
        return None
    words = list(_LONG_WORD.finditer(text, max(first, match.start() - _REACH), match.start()))
    size = sum(character.isalnum() for character in inner.removesuffix("s"))
    words = words[-min(size + 5, size * 2) :]
    if not words or text[words[-1].end() : match.start()].strip(" \"'`*"):
        return None
    start = long_form_start(inner, text[words[0].start() : words[-1].end()])
    if start is None:
        return None
    begin = _skip_leading(text, words[0].start() + start, words[-1].end())
    at = text.index(inner, match.start())
    return Definition((begin, words[-1].end()), (at, at + len(inner)))


def _short_before(text: str, first: int, match: re.Match[str]) -> Definition | None:
    begin = max(first, match.start() - _REACH)
    before = re.search(r"([\w+*/-]*[A-Z][\w+*/-]*)\s*$", text[begin : match.start()])
    inner = match.group(1)
    if not before or not _is_short(before.group(1)) or len(inner.split()) < 2:
        return None
    if long_form_start(before.group(1), inner) != 0:
        return None
    at = match.start(1)
    return Definition((at, at + len(inner)), (begin + before.start(1), begin + before.end(1)))


def _is_short(text: str) -> bool:
    capitals = sum(character.isupper() for character in text)
    return bool(_SHORT.match(text)) and 2 <= len(text) <= 15 and capitals >= 1 and (capitals >= 2 or len(text) <= 6)


def long_form_start(short: str, long: str) -> int | None:
    """Where in ``long`` the long form of ``short`` begins, or nothing: the matching of Schwartz and Hearst.

    >>> long_form_start("CNN", "deep convolutional neural networks")
    5
    >>> long_form_start("XYZ", "convolutional neural networks") is None
    True
    """
    letters = [c.lower() for c in _singular_short(short) if c.isalnum()]
    position = len(long)
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and not _matches(letters[index], long, position, first=index == 0):
            position -= 1
        if position < 0:
            return None
    begin = long.rfind(" ", 0, position) + 1
    return begin if _plausible(letters, long[begin:]) else None


def _matches(letter: str, long: str, position: int, *, first: bool) -> bool:
    if long[position].lower() != letter:
        return False
    return not first or position == 0 or not long[position - 1].isalnum()


def _plausible(letters: list[str], long: str) -> bool:
    """Whether enough of the letters begin words: a sparse match inside words is chance."""
    words = [word for word in re.split(r"[^\w]+", long) if word]
    initials = sum(word[0].lower() in letters for word in words)
    return 1 <= len(words) <= len(letters) + 4 and len(long) > len(letters) + 2 and initials * 2 >= len(words)


def _singular_short(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def _skip_leading(text: str, start: int, end: int) -> int:
    while True:
        word = re.match(r"[\w'’-]+\s+", text[start:end])
        if not word or word.group().strip().lower() not in _LEADING:
            return start
        start += word.end()


def add_definitions(doc: Doc) -> Doc:
    """A component that puts long and short forms into ``doc.spans["definition"]``; a pair shares its ``span_id``."""
    spans = []
    for number, definition in enumerate(find_definitions(text_of(doc))):
        long, short = doc.char_span(*definition.long), doc.char_span(*definition.short)
        if long is not None and short is not None and not _is_no_entity(long):
            kind = kind_of_phrase(long.text)
            if kind is EntityType.TASK and _is_title_case(long.text):
                kind = EntityType.METHOD
            spans += [
                Span(doc, s.start, s.end, label=kind.value, span_id=f"definition-{number}") for s in (long, short)
            ]
    doc.spans[GROUP] = spans
    return doc


def _is_title_case(phrase: str) -> bool:
    """Whether every long word begins with a capital, as in the names that papers coin."""
    return all(word[0].isupper() for word in re.findall(r"\w{4,}", phrase))


def _is_no_entity(long: Span) -> bool:
    return long[-1].lower_ in NO_ENTITY_HEADS or long[-1].lower_.removesuffix("s") in NO_ENTITY_HEADS


def kind_of_phrase(phrase: str) -> EntityType:
    """The type that the last word of a phrase makes likely; a method unless it says otherwise.

    >>> kind_of_phrase("visual question answering").value, kind_of_phrase("mean squared error").value
    ('TASK', 'METRIC')
    """
    last = re.split(r"[\s-]+", phrase.strip())[-1].lower()
    for kind, heads in HEADS.items():
        if last in heads or last.removesuffix("s") in heads:
            return kind
    return EntityType.METHOD
