from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.rdf.blocks import Census, blocks
from papergraph.rdf.sorting import SortedLines

LINES = st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=3).map(lambda t: t + "\n"))


@given(LINES, st.integers(1, 5))
def test_any_lines_come_back_sorted_and_once(lines: list[str], held: int) -> None:
    with SortedLines(held=held) as found:
        for line in lines:
            found.add_line(line)
        assert [line for batch in found.batches() for line in batch] == sorted(set(lines))


def test_many_runs_of_more_than_a_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.rdf.sorting._BLOCK", 7)
    numbers = [f"{number * 7919 % 1000:04}\n" for number in range(3000)]
    with SortedLines(beside=tmp_path, held=100) as found:
        for number in numbers:
            found.add_line(number)
        assert list(tmp_path.iterdir())
        batches = list(found.batches())
    assert [line for batch in batches for line in batch] == sorted(set(numbers))
    assert max(map(len, batches)) <= 7 * 31
    assert not list(tmp_path.iterdir())


def test_triples_without_an_object_are_left_out() -> None:
    with SortedLines() as found:
        found.add("<x:s>", ("<x:p>", None), ("<x:q>", '"a"'))
        assert list(found.batches()) == [['<x:s> <x:q> "a" .\n']]


@pytest.mark.parametrize("lines", [[], ["<x:s> <x:p> <x:o> .\n"]])
def test_blocks_of_few_lines(lines: list[str]) -> None:
    census = Census()
    for block in blocks(lines):
        census.add(block)
    assert (census.subjects, census.triples) == (len(lines), len(lines))
