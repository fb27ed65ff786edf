"""JSON Lines: one JSON object a line; a broken line is set aside and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from papergraph.sources.base import Flaw, Format, Record, numbered, too_long
from papergraph.sources.json_values import CutError, decode, kind, looks_like_json, wrapped_list


def sniff(head: str) -> bool:
    """Whether the text holds one object a line, even where some lines are broken."""
    text = head.lstrip()
    if not looks_like_json(text):
        return _mostly_objects(text)
    if not text.startswith("{"):
        return False
    try:
        value, end = decode(text, 0)
    except CutError:
        return False
    except ValueError:
        return _has_whole_line(text)
    if text[end:].strip():
        return True
    return "\n" not in text[:end] and wrapped_list(value) is None


def _mostly_objects(text: str) -> bool:
    """Whether a text that does not begin as JSON goes on with objects, one a line."""
    lines = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    return 2 * sum(line.startswith('{"') for line in lines) >= len(lines) > 0 and _has_whole_line(text)


def _has_whole_line(text: str) -> bool:
    return any(_is_object(line) for line in text.split("\n") if line.startswith("{"))


def _is_object(line: str) -> bool:
    try:
        value, end = decode(line, 0)
    except ValueError:
        return False
    return isinstance(value, dict) and not line[end:].strip()


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The objects of the lines; blank lines are passed over."""
    for number, line in numbered(stream):
        if line is None:
            yield Flaw(number, too_long("line"))
        elif text := line.strip().lstrip("\ufeff"):
            yield _record(number, text)


def _record(number: int, text: str) -> Record | Flaw:
    try:
        value, end = decode(text, 0)
    except ValueError as error:
        return Flaw(number, f"broken JSON: {error}")
    if text[end:].strip():
        return Flaw(number, f"broken JSON: more text after the value, at column {end + 1}")
    if not isinstance(value, dict):
        return Flaw(number, f"an object is needed, found {kind(value)}")
    return Record(number, value)


FORMAT = Format(name="jsonl", extensions=(".jsonl", ".ndjson", ".jsonlines"), sniff=sniff, parse=parse)
