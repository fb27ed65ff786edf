"""A JSON document: an array of papers, an object that holds such an array, or one paper."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TextIO

from papergraph.sources import jsonl
from papergraph.sources.base import Flaw, Format, Record, read_whole
from papergraph.sources.json_values import decode, kind, looks_like_json, skip_space, wrapped_list


def sniff(head: str) -> bool:
    """Whether the text is a single JSON array or object, and not one object a line."""
    return looks_like_json(head) and not jsonl.sniff(head)


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The papers of the document; from a syntax error on, the rest is set aside as one."""
    text = read_whole(stream).lstrip("\ufeff")
    start = skip_space(text, 0)
    if text.startswith("[", start):
        yield from _items(text, start, tail=True)
    elif text.startswith("{", start):
        yield from _object(text, start)
    elif text.strip():
        yield Flaw(_line(text, start), "broken JSON: an array or an object is needed")


def _object(text: str, start: int) -> Iterator[Record | Flaw]:
    try:
        value, end = decode(text, start)
    except ValueError as error:
        yield from _broken_object(text, start, error)
        return
    key = wrapped_list(value)
    if text[end:].strip():
        yield from jsonl.parse(StringIO(text))
    elif key is not None:
        yield from _items(text, _value_start(text, start, key), tail=False)
    elif isinstance(value, dict):
        yield Record(_line(text, start), value)


def _broken_object(text: str, start: int, error: ValueError) -> Iterator[Record | Flaw]:
    """Read what can be read of a list of papers in a broken object."""
    members = list(_members(text, start))
    key = wrapped_list({name: [] for name, position in members if text.startswith("[", position)})
    if key is None or any(name.lower() == "title" for name, _ in members):
        yield Flaw(_line(text, start), f"broken JSON: {error}")
    else:
        yield from _items(text, dict(members)[key], tail=False)


def _value_start(text: str, start: int, key: str) -> int:
    return dict(_members(text, start))[key]


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Each key of the object at ``start`` with the position of its value, as far as the object is sound."""
    position = start
    while text[position : position + 1] in ("{", ","):
        try:
            name, colon = decode(text, skip_space(text, position + 1))
            value = skip_space(text, skip_space(text, colon) + 1)
            if not isinstance(name, str):
                return
            yield name, value
            position = skip_space(text, decode(text, value)[1])
        except ValueError:
            return


def _items(text: str, start: int, *, tail: bool) -> Iterator[Record | Flaw]:
    """The items of the array at ``start``; ``tail`` tells whether nothing may follow it."""
    position, line, counted = skip_space(text, start + 1), _line(text, start), start
    while not text.startswith("]", position):
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, end = decode(text, position)
        except ValueError as error:
            yield Flaw(line, f"broken JSON, the rest of the file is set aside: {error}")
            return
        yield (
            Record(line, value) if isinstance(value, dict) else Flaw(line, f"an object is needed, found {kind(value)}")
        )
        position = skip_space(text, end)
        if text.startswith(",", position):
            position = skip_space(text, position + 1)
        elif not text.startswith("]", position):
            yield Flaw(
                _line(text, position), "broken JSON, the rest of the file is set aside: no comma between two items"
            )
            return
    if tail and text[position + 1 :].strip():
        yield Flaw(_line(text, position), "broken JSON: more text after the end of the array")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


FORMAT = Format(name="json", extensions=(".json",), sniff=sniff, parse=parse)
