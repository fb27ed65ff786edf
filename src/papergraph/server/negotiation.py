"""Which of several media types a client wants: the Accept header, as RFC 9110 has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """A media range of an Accept header: type, subtype, quality."""

    type: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How closely a media type fits: 0 not at all, 1 by ``*/*``, 2 by its type, 3 exactly."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.subtype != "*":
            return 0
        return 2 if self.type == kind else int(self.type == "*")


def choose(accept: str | None, available: Sequence[str]) -> str | None:
    """The available media type that a client likes best; the first of equals, ``None`` if it likes none.

    >>> choose("text/csv, application/json;q=0.5", ["application/json", "text/csv"])
    'text/csv'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    ranges = parse(accept) if accept and accept.strip() else [Range("*", "*", 1.0)]
    liked = [(quality_of(name, ranges), -place, name) for place, name in enumerate(available)]
    quality, _, best = max(liked, default=(0.0, 0, ""))
    return best if quality > 0 else None


def quality_of(media_type: str, ranges: Sequence[Range]) -> float:
    """The quality that the range which fits a media type most closely gives it."""
    fits = [(one.fit(media_type), one.quality) for one in ranges if one.fit(media_type)]
    return max(fits)[1] if fits else 0.0


def parse(accept: str) -> list[Range]:
    """The media ranges of an Accept header; what is malformed is left out."""
    found = []
    for part in accept.lower().split(","):
        name, *options = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = name.partition("/")
        if kind == "*" and not slash:
            subtype = "*"
        if kind and subtype:
            found.append(Range(kind, subtype, _quality(options)))
    return found


def _quality(options: Sequence[str]) -> float:
    for option in options:
        key, _, value = option.partition("=")
        if key.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
