"""RIS: one paper a record, from its ``TY`` to its ``ER``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from papergraph.sources.base import Flaw, Format, Record, numbered

_START = re.compile(r"^[ \t\ufeff]*TY  -", re.MULTILINE)
_TAG = re.compile(r"[A-Z][A-Z0-9]  -")
_NAMES = {
    "title": ("title", "primary_title"),
    "abstract": ("abstract", "notes_abstract"),
    "year": ("year", "publication_year", "date"),
    "authors": ("authors", "first_authors"),
    "venue": ("journal_name", "alternate_title3", "alternate_title2", "alternate_title1", "secondary_title"),
    "url": ("urls",),
}


def sniff(head: str) -> bool:
    """Whether a record opens at the start of a line, in a text that does not begin as JSON."""
    return not head.lstrip().startswith(("{", "[")) and bool(_START.search(head))


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The records; one without end, and text between two of them, are set aside."""
    start, lines, first = 0, list[str](), True
    for number, raw in numbered(stream):
        line = raw.strip(" \t\ufeff") if not lines else raw.rstrip()
        if line.startswith("TY  -"):
            if lines:
                yield Flaw(start, "a record without its end (ER)")
            start, lines, first = number, [line], False
        elif not lines:
            if line and not first:
                yield Flaw(number, "text outside of a record")
        elif line.startswith("ER  -"):
            yield _record(start, [*lines, "ER  - "])
            lines = []
        else:
            lines.append(line)
    if lines:
        yield Flaw(start, "a record without its end (ER)")


def _record(line: int, lines: list[str]) -> Record | Flaw:
    import rispy

    try:
        found = rispy.loads("\n".join(lines), skip_unknown_tags=False)
    except Exception as error:
        return Flaw(line, f"broken RIS record: {type(error).__name__} {error}")
    return Record(line, dict(_fields(found[0]))) if len(found) == 1 else Flaw(line, "broken RIS record")


def _fields(record: dict[str, object]) -> Iterator[tuple[str, object]]:
    """The usual names for rispy's: the first that has a value; the others stay under their own."""
    left = {name: dict(value) if isinstance(value, dict) else value for name, value in record.items()}
    for name, candidates in _NAMES.items():
        chosen = next((candidate for candidate in candidates if left.get(candidate)), None)
        if chosen:
            yield name, left.pop(chosen)
    yield from left.items()


FORMAT = Format(name="ris", extensions=(".ris",), sniff=sniff, parse=parse)
