"""The bars of the page: what it may cost its reader, for the examples and for a synthetic corpus of 10,000 papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from page_figures import BARS, LARGE_BARS, LOOKS, Bars, Look, figures, missed
from synthetic_graph import synthetic_graph

from papergraph.explorer import write_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TRIES = 3
QUERIES = ("gsm8k", "langauge", "ret")


def best(browser: Any, path: Path, bars: Bars, looks: tuple[Look, ...] = LOOKS) -> list[str]:
    """What is missed in the best of a few tries: other work on the machine makes a page slow, none makes it fast."""
    found: list[str] = []
    for _ in range(TRIES):
        found = missed(figures(browser, path, queries=QUERIES, looks=looks), bars)
        if not found:
            break
    return found


def test_the_page_of_the_examples_meets_the_bars(browser: Any, example_build: Path) -> None:
    assert best(browser, example_build / "outputs" / "examples" / "graph.html", BARS) == []


def test_a_page_of_10000_papers_meets_the_bars(browser: Any, tmp_path: Path) -> None:
    counts = write_page(*synthetic_graph(10_000, 40_000, 1_500), tmp_path / "graph.html", title="Synthetic corpus")
    assert counts.nodes <= 400
    assert best(browser, tmp_path / "graph.html", LARGE_BARS, LOOKS[:1]) == []
