"""What a format is: a name, the endings of its files, how its content is known, and how it is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record as its format names them, and the line (1-based) where it starts."""

    line: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A piece that can't be read as a record: the line (1-based) where it starts, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of input.

    ``sniff`` says whether a text that begins with the given characters (up to a million) is of this format; ``parse``
    reads a stream that keeps its line breaks as they are, lazily where the format allows, and never raises because of
    what the text holds.
    """

    name: str
    extensions: tuple[str, ...]
    sniff: Callable[[str], bool]
    parse: Callable[[TextIO], Iterator[Record | Flaw]]


_BREAKS = re.compile(r"\r\n?")


def read_text(stream: TextIO) -> str:
    """The whole text of a stream, with every line break a single line feed."""
    return _BREAKS.sub("\n", stream.read())


def numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """The lines of a stream without their breaks, counted from 1."""
    for number, line in enumerate(stream, start=1):
        yield number, line.rstrip("\r\n")
