"""The clean view against a plain one that goes character by character."""

from __future__ import annotations

import re
import sys
import unicodedata

from extraction_pieces import TEXTS
from hypothesis import example, given
from hypothesis import strategies as st

from papergraph import text
from papergraph.text import clean, repair

MARKS = dict(zip("\u2010\u2011\u2012\u2018\u2019\u201c\u201d\u2212", "---''\"\"-", strict=True))


def is_blank(character: str) -> bool:
    """Whether a character is white space or controls a terminal."""
    return character.isspace() or unicodedata.category(character) == "Cc"


def plainly_clean(raw: str) -> tuple[str, tuple[int, ...]]:
    """The clean text and its offsets: markup dropped, then of several blanks the first, then marks replaced."""
    patterns = (text._CITATION, text._LATEX_COMMAND, text._DROPPED, text._EMPHASIS)
    dropped = {place for pattern in patterns for match in pattern.finditer(raw) for place in range(*match.span())}
    for match in re.finditer(r"\\[%&_#$]", raw):
        dropped.add(match.start())
        dropped.discard(match.start() + 1)
    kept = [place for place in range(len(raw)) if place not in dropped]
    kept = [place for n, place in enumerate(kept) if not (n and is_blank(raw[place]) and is_blank(raw[kept[n - 1]]))]
    return "".join(" " if is_blank(raw[place]) else MARKS.get(raw[place], raw[place]) for place in kept), tuple(kept)


@given(TEXTS | st.text())
@example("")
@example("  {} $ a")
@example("a {\t} \\_b \\cite{c} **d**")
def test_clean_is_what_the_plain_one_gives(raw: str) -> None:
    view = clean(repair(raw))
    assert (view.text, view.offsets) == plainly_clean(repair(raw))


def test_every_character_is_a_blank_a_mark_or_itself() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if text._DROPPED.match(character) or text._SURROGATE.match(character):
            continue
        assert clean(character).text == (" " if is_blank(character) else MARKS.get(character, character))
