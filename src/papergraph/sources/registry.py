"""The formats that papergraph reads, and which of them a text is in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from papergraph.sources import bibtex, delimited, json_document, jsonl, page, ris
from papergraph.sources.base import Format

_FORMATS: dict[str, Format] = {}


def register(new: Format) -> Format:
    """Add a format, or replace the one of that name."""
    _FORMATS[new.name] = new
    return new


for _module in (jsonl, json_document, bibtex, ris, delimited, page):
    register(_module.FORMAT)


def formats() -> tuple[Format, ...]:
    """All formats, in the order in which they are tried."""
    return tuple(_FORMATS.values())


def format_names() -> tuple[str, ...]:
    """Their names, for a choice.

    >>> format_names()
    ('jsonl', 'json', 'bibtex', 'ris', 'delimited', 'page')
    """
    return tuple(_FORMATS)


def get_format(name: str) -> Format:
    """The format of a name.

    :raises KeyError: there is none; the message lists the valid names.
    """
    if name not in _FORMATS:
        raise KeyError(f"no format {name!r}; valid: {', '.join(_FORMATS)}")
    return _FORMATS[name]


def detect(head: str, *, name: str = "") -> Format | None:
    """The format of a text that begins with ``head``: by its content; the file's name decides only between several."""
    fitting = [candidate for candidate in formats() if candidate.sniff(head)]
    named = [candidate for candidate in fitting if candidate.extensions and _endings(name) & set(candidate.extensions)]
    return next(iter(named or fitting), None)


def _endings(name: str) -> set[str]:
    return {suffix.lower() for suffix in PurePosixPath(name).suffixes}


def extensions() -> Iterator[str]:
    """The endings of all formats."""
    for known in formats():
        yield from known.extensions
