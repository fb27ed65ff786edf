"""Values: every number in a sentence that could be a measured outcome, with its unit, as far as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?:(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,18})?|\.\d{1,18})"
_UNITS = {
    "%": r"%(?: (?:absolute )?points\b)?|percent\b|per cent\b",
    "points": r"(?:percentage |absolute |relative )?points?\b|pp\b|p\.p\.",
    "times": r"(?:(?:x|X|×|\\times)(?![A-Za-z])|times\b)(?! ?\d)|fold\b",
    "dB": r"dB\b",
    "fps": r"(?:FPS|fps)\b",
    "ms": r"ms\b|milliseconds?\b",
    "s": r"s\b|secs?\b|seconds?\b",
    "min": r"minutes?\b|mins?\b",
    "h": r"hours?\b|hrs?\b",
    "d": r"days?\b",
    "TB": r"TB\b",
    "GB": r"GB\b|GiB\b",
    "MB": r"MB\b|MiB\b",
    "KB": r"[Kk]B\b",
    "m": r"m\b|met(?:er|re)s?\b",
    "cm": r"cm\b",
    "mm": r"mm\b",
    "°": r"[°◦]|deg(?:rees?)?\b",
    "W": r"W\b",
    "mJ": r"mJ\b",
}
_UNIT = "|".join(f"(?P<u{n}>{pattern})" for n, pattern in enumerate(_UNITS.values()))
_FIRST_UNIT = r"(?:\s?(?:%|x|X|×|\\times|GB|ms))"
_RANGE = r"(?:\s?(?:--|[-–—~∼～]|\\sim)\s?)"
_VALUE = re.compile(
    rf"(?:(?<![\w.,@/^-])|(?<=[%x×\d]/))(?P<sign>[~≈∼+±<>]?[-–+]?)"
    rf"(?:(?P<share>{_NUMBER}(?: (?:out )?of (?:the )?|/)(?P<whole>\d+)(?![\w%.]))"
    rf"|(?P<number>{_NUMBER})(?:(?P<first>{_FIRST_UNIT})?(?:{_RANGE}(?P<upper>{_NUMBER}))"
    rf"|(?P<first2>{_FIRST_UNIT})?(?P<to> to )(?P<upper2>{_NUMBER})|(?: ?(?:±|\\pm) ?{_NUMBER}))?"
    rf"(?:\+?[ -]?(?:{_UNIT})|(?![-\w^]|[.,]\d))\+?)"
)
_METRIC_POINTS = re.compile(r"(?<=\d) [A-Za-z][\w@-]* points?\b")
_FROM = re.compile(r"\bfrom (?:about |around |roughly |only |just |up to |over )?$")
_RANGING = re.compile(r"\brang\w* from $")


@dataclass(frozen=True, slots=True)
class Value:
    """A number as it is written: its span, the number (of a range the upper end, of a share the quotient), the unit."""

    start: int
    end: int
    number: float
    unit: str | None
    decimal: bool
    sign: str
    range: bool
    share: bool


def find_values(text: str, first: int, last: int, taken: bytearray) -> Iterator[Value]:
    """The values between two places of a text, in their order, apart from what is ``taken``."""
    at = first
    while match := _VALUE.search(text, at, last):
        if match["to"] and _starts(text, first, match.start()):
            match = _VALUE.match(text, match.start(), match.start("to")) or match
        at = max(match.end(), match.start() + 1)
        if not any(taken[match.start() : match.end(_last_number(match))]):
            yield _value(text, match, last)


def _last_number(match: re.Match[str]) -> str:
    return next(name for name in ("share", "upper", "upper2", "number") if match[name] is not None)


def _starts(text: str, first: int, at: int) -> bool:
    """Whether a range is a change, "from 71% to 75%", whose ends are two values."""
    before = text[max(first, at - 40) : at]
    return bool(_FROM.search(before)) and not _RANGING.search(before)


def _value(text: str, match: re.Match[str], last: int) -> Value:
    unit, end = unit_of(match), match.end()
    written = match[_last_number(match)]
    if unit is None and "." not in written and (points := _METRIC_POINTS.match(text, end, last)):
        unit, end = "points", points.end()
    ranged = bool(match["upper"] or match["upper2"])
    number = _number(written)
    if match["whole"] and float(match["whole"]):
        number /= float(match["whole"])
    negative = match["sign"][-1:] in ("-", "–") and not ranged
    return Value(
        start=match.start(),
        end=end,
        number=-number if negative and match["sign"] else number,
        unit=unit,
        decimal="." in written,
        sign=match["sign"],
        range=ranged,
        share=match["share"] is not None,
    )


def _number(written: str) -> float:
    return float(written.split()[0].split("/")[0].replace(",", ""))


def unit_of(match: re.Match[str]) -> str | None:
    """The unit of a matched value, if it has one."""
    return next((unit for n, unit in enumerate(_UNITS) if match[f"u{n}"]), None)


def raw_span(raw: str, start: int, end: int) -> tuple[int, int]:
    """The span of a value in raw text, with the dollar that closes or opens a formula it holds half of."""
    if raw.count("$", start, end) % 2 == 0:
        return start, end
    if raw[end : end + 1] == "$":
        return start, end + 1
    return (start - 1, end) if raw[start - 1 : start] == "$" else (start, end)
