"""Words as the encoder reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction.ner.wordpieces import (
    MAX_WINDOW,
    SHAPES,
    SPECIAL,
    WordPieces,
    kept_pieces,
    plain_form,
    shape_of,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
PIECES = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), "prun", "pruning", "##ing", ".", "-", "ing"]
KNOWN = WordPieces(PIECES)


def cut(word: str) -> list[str]:
    return [PIECES[number] for number in KNOWN.cut(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pruning", ["pruning"]),
        ("Pruning", ["pruning"]),
        ("Pruned", ["prun", "##e", "##d"]),
        ("ging", ["g", "##ing"]),
        ("é", ["e"]),
        ("\n", ["[SEP]"]),
        (" ", ["[SEP]"]),
        ("语", ["[UNK]"]),
        ("a语", ["[UNK]"]),
        ("😀", ["[UNK]"]),
        ("\u0301", ["[UNK]"]),
        ("a" * 1000, ["[UNK]"]),
    ],
)
def test_the_longest_piece_first(word: str, expected: list[str]) -> None:
    assert cut(word) == expected


def test_pieces_without_the_special_ones_are_refused() -> None:
    with pytest.raises(ValueError, match=r"missing: \[CLS\], \[SEP\]"):
        WordPieces(["[UNK]", "a"])


@given(st.lists(st.sampled_from(["pruning", "Bramble", ".", "-", "\n", "语", "x" * 50]), max_size=400))
def test_windows_hold_every_word_once_in_its_order(words: list[str]) -> None:
    windows = list(KNOWN.windows(words))
    assert [window.start for window in windows] == [sum(len(w.heads) for w in windows[:n]) for n in range(len(windows))]
    assert sum(len(window.heads) for window in windows) == len(words)
    for window in windows:
        assert len(window.pieces) == len(window.shapes) <= MAX_WINDOW + 1
        here = words[window.start : window.start + len(window.heads)]
        assert [window.pieces[head] for head in window.heads] == [KNOWN.cut(word)[0] for word in here]
        assert [window.shapes[head] for head in window.heads] == [shape_of(word) for word in here]


def test_a_window_ends_where_a_sentence_does() -> None:
    words = [*["pruning"] * 300, ".", *["pruning"] * 300]
    assert [(window.start, len(window.heads)) for window in KNOWN.windows(words)] == [(0, 301), (301, 300)]


@given(st.text(min_size=1, max_size=5))
def test_every_word_has_a_shape_and_a_plain_form(word: str) -> None:
    assert 0 < shape_of(word) < SHAPES - 1
    assert isinstance(plain_form(word), str)


def test_pieces_that_no_text_uses_are_dropped() -> None:
    kept = kept_pieces(PIECES, [("Pruning", 3), ("prun", 1)], least=2)
    assert "pruning" in kept
    assert not {"prun", "##ing"} & set(kept)
    assert set(SPECIAL) < set(kept)
    assert {"z", "##z"} < set(kept)
