"""Word pieces: the words of a document as the encoder reads them, in windows that it can hold.

The cut into pieces is WordPiece (Schuster and Nakajima 2012; Wu et al. 2016, section 4.1): the longest known piece
first. The pieces are in small letters without accents; what the capitals said goes to the encoder as a shape beside
each piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

UNKNOWN, START, BREAK = "[UNK]", "[CLS]", "[SEP]"
SPECIAL = (UNKNOWN, START, BREAK)
SHAPES = 16
"""How many shapes there are; 0 is that of what is no word, the last that of a piece inside a word."""

MAX_WORD = 60
MAX_WINDOW = 510
_INSIDE = SHAPES - 1
_ENDS = frozenset(".!?\n")


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words, from ``start`` on, as the encoder reads it.

    ``pieces`` and ``shapes`` begin with those of the start mark; ``heads`` are the places of the words' first pieces.
    """

    start: int
    pieces: tuple[int, ...]
    shapes: tuple[int, ...]
    heads: tuple[int, ...]


class WordPieces:
    """The known pieces, by their places in a list.

    >>> known = WordPieces([*SPECIAL, "gp", "##t", "-", "4"])
    >>> known.cut("GPT"), known.cut("Bramble")
    ((3, 4), (0,))
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = tuple(pieces)
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._cuts: dict[str, tuple[int, ...]] = {}
        if missing := [piece for piece in SPECIAL if piece not in self._numbers]:
            raise ValueError(f"pieces that must be there are missing: {', '.join(missing)}")

    def cut(self, word: str) -> tuple[int, ...]:
        """The pieces of a word; of a blank, the mark of a break; of a word that they don't cover, the unknown one."""
        cut = self._cuts.get(word)
        if cut is None:
            cut = self._cuts[word] = self._longest_first(word)
        return cut

    def _longest_first(self, word: str) -> tuple[int, ...]:
        if word.isspace():
            return (self._numbers[BREAK],)
        plain, found, start = plain_form(word), list[int](), 0
        while start < len(plain) <= MAX_WORD:
            mark = "##" if start else ""
            ends = range(len(plain), start, -1)
            end = next((end for end in ends if mark + plain[start:end] in self._numbers), None)
            if end is None:
                break
            found.append(self._numbers[mark + plain[start:end]])
            start = end
        return tuple(found) if found and start == len(plain) else (self._numbers[UNKNOWN],)

    def windows(self, words: Sequence[str]) -> Iterator[Window]:
        """The words in windows of at most 510 pieces, cut at the ends of sentences where that can be."""
        cuts = [self.cut(word) for word in words]
        start = 0
        while start < len(words):
            end = _window_end(words, cuts, start)
            yield self._window(words, cuts, start, end)
            start = end

    def _window(self, words: Sequence[str], cuts: Sequence[tuple[int, ...]], start: int, end: int) -> Window:
        pieces, shapes, heads = [self._numbers[START]], [0], []
        for word, cut in zip(words[start:end], cuts[start:end], strict=True):
            heads.append(len(pieces))
            pieces += cut
            shapes += (shape_of(word), *[_INSIDE] * (len(cut) - 1))
        return Window(start, tuple(pieces), tuple(shapes), tuple(heads))


def _window_end(words: Sequence[str], cuts: Sequence[tuple[int, ...]], start: int) -> int:
    """The end of the window that begins at a word: after its last end of a sentence, unless all that is left fits."""
    size, last, at = 0, 0, start
    while at < len(words) and size + len(cuts[at]) < MAX_WINDOW:
        size += len(cuts[at])
        at += 1
        last = at if words[at - 1] in _ENDS else last
    return at if at == len(words) else last or max(at, start + 1)


def plain_form(word: str) -> str:
    """A word in small letters, without accents.

    >>> plain_form("Poincaré")
    'poincare'
    """
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")


def shape_of(word: str) -> int:
    """The number of a word's shape: of its capitals and digits.

    >>> [shape_of(word) for word in ("-", "2019", "gradient", "t5", "A", "BERT", "T5", "Adam", "Llama2")]
    [1, 2, 3, 4, 5, 6, 7, 8, 9]
    >>> [shape_of(word) for word in ("LSTMs", "ResNet", "Qwen2VL", "mBERT", "iPad2")]
    [10, 11, 12, 13, 14]
    """
    if not word[0].isalnum():
        return 1
    if word.isdigit():
        return 2
    digits = any(map(str.isdigit, word))
    if word.islower():
        return 3 + digits
    if len(word) == 1:
        return 5
    if word.isupper():
        return 6 + digits
    if word[-1] == "s" and word[:-1].isupper():
        return 10
    return (8 if word[1:].islower() and word[0].isupper() else 11 if word[0].isupper() else 13) + digits


def kept_pieces(pieces: Sequence[str], counts: Iterable[tuple[str, int]], *, least: int) -> list[str]:
    """Those of the pieces that texts use at least so often, the special ones, and all of a single character.

    :param counts: the words of the texts and how often each occurs.
    """
    known, used = WordPieces(pieces), dict.fromkeys(range(len(pieces)), 0)
    for word, count in counts:
        for piece in known.cut(word):
            used[piece] += count
    return [
        piece
        for number, piece in enumerate(pieces)
        if piece in SPECIAL or used[number] >= least or (piece.isascii() and len(piece.removeprefix("##")) == 1)
    ]
