"""Tables: CSV, TSV and their kin with semicolons or bars; a header row names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from papergraph.sources import base
from papergraph.sources.base import Flaw, Format, Record, bounded_lines, too_long
from papergraph.text import MAX_TEXT

_DELIMITERS = (",", "\t", ";", "|")
_LONGEST_NAME = 60


def sniff(head: str) -> bool:
    """Whether the first line is a header row with a column ``title``."""
    first, _, rest = head.lstrip("\ufeff\r\n \t").partition("\n")
    if first.lower().startswith("sep="):
        first, _, rest = rest.partition("\n")
    header = _header(first)
    if header is None:
        return False
    return len(header[1]) > 1 or bool(rest.split("\n", 1)[0].strip())


def _header(line: str) -> tuple[str, list[str]] | None:
    """The delimiter and the column names of a header row: the delimiter that gives most columns."""
    rows = [(delimiter, _cells(line, delimiter) or []) for delimiter in _DELIMITERS]
    fitting = [(delimiter, cells) for delimiter, cells in rows if _names_columns(cells)]
    return max(fitting, key=lambda row: len(row[1]), default=None)


def _names_columns(cells: list[str]) -> bool:
    names = [cell.strip().lower() for cell in cells]
    return names.count("title") == 1 and all(len(name) <= _LONGEST_NAME for name in names)


def _cells(line: str, delimiter: str, *, quoting: bool = True) -> list[str] | None:
    """The cells of one line by itself, or None where its quotes do not match."""
    line = line.rstrip("\r\n")
    try:
        if quoting:
            rows = list(csv.reader([line], delimiter=delimiter, strict=True))
        else:
            rows = list(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error:
        return None
    return [cell.lstrip("\ufeff") for cell in rows[0]] if len(rows) == 1 else None


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The rows below the header; a row with more cells than columns, or with broken quotes, is set aside."""
    csv.field_size_limit(max(csv.field_size_limit(), 4 * MAX_TEXT))
    tape = _Tape(stream)
    header = _find_header(tape)
    if header is None:
        yield Flaw(1, "no header row with a column 'title'")
        return
    delimiter, names = header
    for line, cells in _rows(tape, delimiter):
        if isinstance(cells, str):
            yield Flaw(line, cells)
        elif len(cells) > len(names):
            yield Flaw(line, f"{len(cells)} cells in a table of {len(names)} columns")
        elif any(cell.strip() for cell in cells):
            yield Record(
                line, {name: cell for name, cell in zip(names, cells, strict=False) if name.strip() and cell.strip()}
            )


def _find_header(tape: _Tape) -> tuple[str, list[str]] | None:
    while True:
        tape.mark()
        try:
            if header := _header(next(tape)):
                return header
        except csv.Error:
            continue
        except StopIteration:
            return None


class _Tape:
    """Lines of a stream that remembers those read since the last mark, so that a broken row can be read again."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.start, self.size = bounded_lines(stream), 1, 0
        self.lines = list[str | None]()

    def __iter__(self) -> _Tape:
        return self

    def __next__(self) -> str:
        line = next(self.stream)
        self.lines.append(line)
        self.size += len(line or "")
        if line is None or self.size > base.MAX_RECORD:
            raise csv.Error(too_long("row"))
        return line

    def mark(self) -> None:
        self.start, self.lines, self.size = self.start + len(self.lines), [], 0


def _rows(tape: _Tape, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The line and the cells of each row, or what is wrong; where quotes break, each line read is a row of its own."""
    reader = csv.reader(tape, delimiter=delimiter, strict=True)
    while True:
        tape.mark()
        try:
            cells: list[str] = next(reader)
        except StopIteration:
            return
        except csv.Error:
            for number, line in enumerate(tape.lines, start=tape.start):
                yield number, _lone_row(line, delimiter)
            continue
        yield tape.start, cells


def _lone_row(line: str | None, delimiter: str) -> list[str] | str:
    """The cells of a line by itself, or what is wrong with it."""
    if line is None:
        return too_long("row")
    cells = _cells(line, delimiter, quoting=delimiter != "\t")
    return "the quotes of this row do not match" if cells is None else cells


FORMAT = Format(name="delimited", extensions=(".csv", ".tsv", ".tab"), sniff=sniff, parse=parse)
