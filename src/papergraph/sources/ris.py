"""RIS: one paper a record, from its ``TY`` to its ``ER``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from papergraph.sources import base
from papergraph.sources.base import Flaw, Format, Record, numbered, too_long

_START = re.compile(r"^[ \t\ufeff]*TY  -", re.MULTILINE)
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
    """The records; one without end or one too long, and text between two of them, are set aside."""
    record = _Open()
    for number, raw in numbered(stream):
        line = None if raw is None else raw.rstrip() if record.lines else raw.strip(" \t\ufeff")
        if line is not None and line.startswith("TY  -"):
            yield from record.end()
            record = _Open(number, [line], passing=False)
        elif record.lines and line is not None and line.startswith("ER  -"):
            yield _record(record.start, [*record.lines, "ER  - "])
            record = _Open(number, passing=False)
        elif record.lines:
            yield from record.add(line)
        elif line is None:
            yield Flaw(number, too_long("line"))
        elif line and not record.passing:
            yield Flaw(number, "text outside of a record")
    yield from record.end()


@dataclass(slots=True)
class _Open:
    """The record that is being read; ``passing``: nothing is said of text, before the first or after one too long."""

    start: int = 0
    lines: list[str] = field(default_factory=list)
    size: int = 0
    passing: bool = True

    def end(self) -> Iterator[Flaw]:
        if self.lines:
            yield Flaw(self.start, "a record without its end (ER)")

    def add(self, line: str | None) -> Iterator[Flaw]:
        """Take a further line, None being one too long; the record is given up where it gets too long."""
        self.size += len(line or "")
        if line is not None and self.size <= base.MAX_RECORD:
            self.lines.append(line)
        else:
            yield Flaw(self.start, too_long("record"))
            self.lines, self.passing = [], True


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
