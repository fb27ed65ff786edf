"""JSON values, decoded strictly enough that all of them can be written again."""

from __future__ import annotations

import json
import math
import re

_START = re.compile(r"\s*(?:\[\s*(?:\]|[{\[\"])|\{\s*(?:\}|\"))")
_WRAPPERS = ("papers", "data", "results", "items", "entries")
_SPACE = re.compile(r"[ \t\r\n]*")


class CutError(ValueError):
    """The text ends inside a value."""


def _float(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


def _constant(name: str) -> None:
    """NaN and the infinities, which some writers put for a missing value, are read as null."""


_DECODER = json.JSONDecoder(parse_float=_float, parse_constant=_constant)


def decode(text: str, start: int) -> tuple[object, int]:
    """The value that begins at ``start``, and where it ends.

    :raises CutError: the text ends inside it.
    :raises ValueError: it is not JSON; the message tells why, and where.
    """
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip()) - 8:
            raise CutError(f"the text ends inside a value that begins at column {_column(text, error.pos)}") from error
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:]} at column {_column(text, error.pos)}") from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value, end


def _column(text: str, position: int) -> int:
    return position - text.rfind("\n", 0, position)


def looks_like_json(text: str) -> bool:
    """Whether the text begins as an array of objects, arrays or strings does, or as an object does."""
    return bool(_START.match(text))


def wrapped_list(value: object) -> str | None:
    """The key under which an object that is no paper itself keeps a list of papers."""
    if not isinstance(value, dict):
        return None
    names = {str(key).lower(): str(key) for key in value}
    if "title" in names:
        return None
    return next((names[key] for key in _WRAPPERS if key in names and isinstance(value[names[key]], list)), None)


def skip_space(text: str, position: int) -> int:
    """The first position from ``position`` on that holds no JSON white space."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def kind(value: object) -> str:
    """What a value is, in words.

    >>> kind(None), kind([]), kind(1.5)
    ('null', 'a list', 'a number')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names: dict[type, str] = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"a {type(value).__name__}")
