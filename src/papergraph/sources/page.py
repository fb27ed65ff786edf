"""Pages of abstracts as people copy them from a papers site: header lines, then title and abstract in turn.

Paragraphs are separated by blank lines. A paragraph of running prose is (part of) an abstract, any other is a line; the
last line before an abstract is its title. What remains are the furniture of the page (dates, buttons, a newsletter's
invitation), which is passed over, and titles without abstract, which are papers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from typing import TextIO

from papergraph.sources import base
from papergraph.sources.base import Flaw, Format, Record, TooLargeError, numbered

_UNWRAPPED = 200
_PROSE = 400
_SHORT_PROSE = 40
_SENTENCE_AND_MORE = 120
_SURELY_NO_TITLE = 250
_LONGEST_TITLE = 350
_LONGEST_SENTENCE = 150
_SNIFFED = 100_000

_OTHER_FORMAT = re.compile(
    r"\A\s*(?:[\[{]\s*[\"{\[\]}]|<\w|<[!?]|#!|#{1,6} |---\s|\\documentclass)|^(?:[ \t]*@[A-Za-z]+[ \t]*[{(]|TY  -|```)",
    re.MULTILINE,
)
_CODE_LINE = re.compile(r"[ \t]+\S|#|//|/?\*|\.\. |[-=~^]{3}|[|+}>]|(?:def|class|import|from) |.*[{;]\s*$")
_SENTENCE_END = re.compile(r"[.!?…。．؟۔।！？][\"'”’»)\]]*(?=\s|$)")
_FULL_STOP = re.compile(r"[.…。．۔।][\"'”’»)\]]*$")
_INNER_STOP = re.compile(r"\w\w[.。] ?\S*\s")
_URL_END = re.compile(r"https?://\S+$")
_WORD = re.compile(r"[^\W\d_][\w'’-]{3,}")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_FURNITURE = re.compile(
    rf"""(?:
      {_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})? | \d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})? | {_MONTH}\s+\d{{4}}
    | \d{{4}}-\d\d-\d\d | (?:mon|tues|wednes|thurs|fri|satur|sun)day\b.{{0,30}} | [\d\W_]+
    | by\s?\S.*\bcommunity | .*\b(?:subscribe|newsletter|inbox)\b.* | .{{0,40}}\bin\s+your\s+e?mail\b.*
    | new | trending | hot | top | daily | weekly | monthly | today | yesterday | latest
    | .*\bpapers?\s+of\s+the\s+(?:day|week)
    | (?:sign|log)\s?(?:up|in|out)\b.{{0,30}} | home | menu | search | share | save | cite | bookmark | like | upvotes?
    | submit(?:ted)?(?:\s+by\b.{{0,40}})? | published\s+on\b.{{0,30}}
    | (?:view|read|open|download|show|load)\s+(?:the\s+)?(?:pdf|more|paper|html|full\s+text|arxiv)\b.{{0,20}}
    | pdf | html | code | github | arxiv | comments? | next | previous | prev | page\s+\d+(?:\s+of\s+\d+)?
    | \d+\s+(?:papers|results|comments?|upvotes?|views?|likes?|days?\s+ago|hours?\s+ago|authors?)
    | abstract | summary | background | introduction | objectives? | aims? | (?:materials\s+and\s+)?methods? | results?
    | findings | conclusions? | discussion | keywords
    )\s*[:!.]?""",
    re.IGNORECASE | re.VERBOSE,
)


class _Kind(Enum):
    PROSE = auto()
    LINE = auto()


@dataclass(slots=True)
class _Piece:
    line: int
    text: str


@dataclass(slots=True)
class _State:
    """Where the reading of a page stands: the lines that wait for their abstract, and the paper that is open."""

    waiting: list[_Piece] = field(default_factory=list)
    title: _Piece | None = None
    abstract: list[str] = field(default_factory=list)
    headers: set[str] = field(default_factory=set)
    top: bool = True


def sniff(head: str) -> bool:
    """Whether titles and abstracts alternate in unindented prose, and no other format shows."""
    if _OTHER_FORMAT.search(head):
        return False
    lines = [line for line in head[:_SNIFFED].split("\n") if line.strip()]
    if sum(bool(_CODE_LINE.match(line)) for line in lines) > 0.1 * len(lines):
        return False
    pieces = _pieces(enumerate(head[:_SNIFFED].split("\n"), 1))
    kinds = [kind for _, kind in _classified(pieces)]
    papers = sum(pair == (_Kind.LINE, _Kind.PROSE) for pair in pairwise(kinds))
    return papers > 0 and 4 * papers >= len(kinds)


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The papers of a page, in its order."""
    state = _State()
    for piece, kind in _classified(_pieces(_within(stream))):
        if piece.text in state.headers:
            continue
        if kind is _Kind.LINE:
            state.waiting.append(piece)
        elif state.waiting:
            yield from _close(state)
            state.title, state.abstract, state.top = state.waiting[-1], [piece.text], False
            state.waiting = []
        elif state.title:
            state.abstract.append(piece.text)
        else:
            yield Flaw(piece.line, f"an abstract without a title: {_start(piece.text)}")
    yield from _close(state, end=True)


def _within(stream: TextIO) -> Iterator[tuple[int, str]]:
    """The numbered lines of a page.

    :raises TooLargeError: the page is larger than a document may be.
    """
    size = 0
    for number, line in numbered(stream):
        size += len(line or "") + 1
        if line is None or size > base.MAX_DOCUMENT:
            raise TooLargeError
        yield number, line


def _close(state: _State, *, end: bool = False) -> Iterator[Record | Flaw]:
    """The open paper, then the lines that no abstract follows."""
    if state.title:
        yield Record(state.title.line, {"title": state.title.text, "abstract": "\n".join(state.abstract)})
    for piece in state.waiting if end else state.waiting[:-1]:
        if _is_title(piece.text):
            yield Record(piece.line, {"title": piece.text})
        elif state.top:
            state.headers.add(piece.text)
        else:
            yield Flaw(piece.line, f"a line that is neither a title nor an abstract: {_start(piece.text)}")


def _start(text: str) -> str:
    return text if len(text) <= 60 else text[:57].rstrip() + "..."


def _pieces(lines: Iterator[tuple[int, str]] | enumerate[str]) -> Iterator[_Piece]:
    """The paragraphs; where a paragraph holds an unwrapped line, its lines stand for themselves."""
    block: list[_Piece] = []
    for number, line in lines:
        text = line.strip().strip("\ufeff")
        if text:
            block.append(_Piece(number, text))
        else:
            yield from _unwrapped(block)
            block = []
    yield from _unwrapped(block)


def _unwrapped(block: list[_Piece]) -> Iterator[_Piece]:
    if any(len(piece.text) > _UNWRAPPED or _is_furniture(piece.text) for piece in block):
        yield from block
    elif block:
        yield _Piece(block[0].line, " ".join(piece.text for piece in block))


def _classified(pieces: Iterator[_Piece]) -> Iterator[tuple[_Piece, _Kind]]:
    """The pieces without the furniture; a short sentence right above an abstract is a title with a full stop."""
    held: tuple[_Piece, _Kind] | None = None
    for piece in pieces:
        if _is_furniture(piece.text):
            continue
        kind = _Kind.PROSE if _is_prose(piece.text) else _Kind.LINE
        if held and kind is _Kind.PROSE and _is_short_sentence(held[0].text) and not _is_short_sentence(piece.text):
            held = held[0], _Kind.LINE
        if held:
            yield held
        held = piece, kind
    if held:
        yield held


def _is_short_sentence(text: str) -> bool:
    return len(text) <= _LONGEST_SENTENCE and len(_SENTENCE_END.findall(text)) <= 1


def _is_furniture(text: str) -> bool:
    return len(text) <= 120 and bool(_FURNITURE.fullmatch(text))


def _is_prose(text: str) -> bool:
    ends = len(_SENTENCE_END.findall(text))
    if len(text) >= _PROSE:
        return ends > 0
    if len(text) < _SHORT_PROSE or _capitals(text) >= 0.6:
        return False
    if _FULL_STOP.search(text) or ends >= 2 or len(text) >= _SURELY_NO_TITLE:
        return True
    return bool(_INNER_STOP.search(text)) and (len(text) >= _SENTENCE_AND_MORE or bool(_URL_END.search(text)))


def _is_title(text: str) -> bool:
    """Whether a line that no abstract follows reads as a title: several words, most with a capital, no full stop."""
    if len(text) > _LONGEST_TITLE or _FULL_STOP.search(text):
        return False
    return len(text.split()) >= 3 and _capitals(text) >= 0.6


def _capitals(text: str) -> float:
    """The share of the words of four letters and more that hold a capital; 0 where there is none."""
    words = _WORD.findall(text)
    return sum(word != word.lower() for word in words) / len(words) if words else 0.0


FORMAT = Format(name="page", extensions=(".txt", ".text"), sniff=sniff, parse=parse)
