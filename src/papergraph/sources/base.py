"""What a format is: a name, the endings of its files, how its content is known, and how it is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

MAX_DOCUMENT = 512 * 2**20
"""How many characters a file may have whose format is read whole."""
MAX_RECORD = 64 * 2**20
"""How many characters a line may have, and a record of several lines."""


class TooLargeError(ValueError):
    """A document that is read whole is larger than :data:`MAX_DOCUMENT`; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            f"more than {_size(MAX_DOCUMENT)} of text, and this format is read whole; "
            "split the file, or turn it into JSON Lines"
        )


def _size(characters: int) -> str:
    return f"{characters // 2**20} MiB" if characters >= 2**20 else f"{characters:,} characters"


def too_long(what: str) -> str:
    """The reason why a line, row or record is set aside that is longer than :data:`MAX_RECORD`."""
    return f"a {what} of more than {_size(MAX_RECORD)}; write one paper a {what}"


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
    what the text holds, save :class:`TooLargeError`.
    """

    name: str
    extensions: tuple[str, ...]
    sniff: Callable[[str], bool]
    parse: Callable[[TextIO], Iterator[Record | Flaw]]


_BREAKS = re.compile(r"\r\n?")


def read_whole(stream: TextIO) -> str:
    """The whole text of a stream as it is.

    :raises TooLargeError: it has more than :data:`MAX_DOCUMENT` characters.
    """
    text = stream.read(MAX_DOCUMENT + 1)
    if len(text) > MAX_DOCUMENT:
        raise TooLargeError
    return text


def read_text(stream: TextIO) -> str:
    """The whole text of a stream, with every line break a single line feed.

    :raises TooLargeError: it has more than :data:`MAX_DOCUMENT` characters.
    """
    return _BREAKS.sub("\n", read_whole(stream))


def bounded_lines(stream: TextIO) -> Iterator[str | None]:
    """The lines of a stream with their breaks; None for one of more than :data:`MAX_RECORD` characters."""
    while line := stream.readline(MAX_RECORD + 2):
        fits = len(line) <= MAX_RECORD or len(line.rstrip("\r\n")) <= MAX_RECORD
        yield line if fits else None
        while not fits and line and not line.endswith(("\n", "\r")):
            line = stream.readline(2**16)


def numbered(stream: TextIO) -> Iterator[tuple[int, str | None]]:
    """The lines of a stream without their breaks, counted from 1; None for one that is too long."""
    for number, line in enumerate(bounded_lines(stream), start=1):
        yield number, line if line is None else line.rstrip("\r\n")
