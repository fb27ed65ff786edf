"""What LaTeX writes for letters: accents, special letters, escapes, and the braces around them."""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "textendash": "–",
    "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textasciitilde": "~", "textunderscore": "_",
}  # fmt: skip
_MATH = re.compile(r"((?<!\\)\$[^$]*(?<!\\)\$)")
_ACCENT = re.compile(
    r"""(?P<open>\{)? \\ (?P<accent> [`'^"~=.] \s* | [uvHcdbkr] (?:\s+|(?=[{\\])) )
        (?: \{\s* (?P<inner> \\[ij]|[^\W\d_] ) \s*\} | (?P<dotless>\\[ij]) (?![A-Za-z])\s? | (?P<bare>[^\W\d_]) )
        (?(open)\})""",
    re.VERBOSE,
)
_LETTER = re.compile(
    rf"(?P<open>\{{)?\\(?P<name>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])"
    r"(?(open)\}|(?:\{\}|[ \t]+(?=\S)|))"
)
_ESCAPED = re.compile(r"\\([&%#_])")
_STYLE = re.compile(r"\\(?:text(?:bf|it|sc|tt|rm|sf|normal|sl|up)|emph|url|uppercase|mbox)\s*\{([^{}]*)\}")
_DEEPEST_STYLE = 20
_BRACES = re.compile(r"(\\[A-Za-z]+\s*(?:\{[^{}]*\})+|\\[{}])|[{}]")


def decode_latex(text: str) -> str:
    r"""The text with accents, letters, escapes and braces decoded; formulas and unknown commands stay as they are.

    >>> decode_latex(r"{\"U}ber {LoRA}, na\"{\i}ve \& 10\% of $\pi_{0}$ by \emph{Erd{\H o}s}")
    'Über LoRA, naïve & 10% of $\\pi_{0}$ by Erdős'
    """
    parts = _MATH.split(text)
    return "".join(part if number % 2 else _decode(part) for number, part in enumerate(parts))


def _decode(text: str) -> str:
    if "\\" in text:
        text = _LETTER.sub(lambda match: _LETTERS[match["name"]], _ACCENT.sub(_accented, text))
        text = _without_style(_ESCAPED.sub(r"\1", text))
    return _BRACES.sub(lambda match: match.group(1) or "", text)


def _accented(match: re.Match[str]) -> str:
    letter = match["inner"] or match["dotless"] or match["bare"]
    return unicodedata.normalize("NFC", letter.lstrip("\\") + _COMBINING[match["accent"].strip()])


def _without_style(text: str) -> str:
    """Unwrap commands of style from the inside out, as deep as people nest them."""
    for _ in range(_DEEPEST_STYLE):
        text, found = _STYLE.subn(r"\1", text)
        if not found:
            break
    return text
