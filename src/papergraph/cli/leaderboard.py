"""``papergraph leaderboard``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.options import command_options
from papergraph.cli.telling import JSON, Line, asking_which, tell, tell_json

if TYPE_CHECKING:
    from papergraph.rdf.leaderboard import Board, Claim

_SECONDS, _MEGABYTES = 60, 4000
_NOTE = "These are claims of abstracts, found by machine: settings, models and splits differ. Read the sentence."


@click.command(short_help="List the results that abstracts report on a benchmark.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("benchmark")
@click.option("--metric", metavar="NAME", help="Only results of the metrics whose name contains NAME.")
@JSON
@command_options
def leaderboard(directory: Path, benchmark: str, metric: str | None, as_json: bool) -> None:
    """List the results that abstracts report on BENCHMARK, by metric, the best first.

    Each stands with its subject, its paper and the sentence that says so. What an abstract gives as a difference ("by
    2.1 points") is listed apart from levels. All of it is what abstracts claim: no two need be measured alike.

    \b
    Examples:
      papergraph leaderboard outputs/examples GSM8K
      papergraph leaderboard outputs/papers ImageNet --metric top-1 --json
    """
    with asking_which():
        found = _boards(directory, benchmark)
    boards = [board for board in found if metric is None or _is_of(board, metric)]
    if as_json:
        tell_json({"benchmark": benchmark, "note": _NOTE, "boards": [asdict(board) for board in boards]})
    else:
        tell(_lines(boards, benchmark))


def _boards(directory: Path, benchmark: str) -> Sequence[Board]:
    from papergraph.build_directory import read_manifest
    from papergraph.rdf.leaderboard import leaderboard as sorted_claims
    from papergraph.rdf.requests import Filled, Rows
    from papergraph.rdf.workers import Limits, Pool

    read_manifest(directory)
    with Pool(directory, limits=Limits(_SECONDS, _MEGABYTES)) as pool:
        return sorted_claims(pool.ask(Rows(pool.ask(Filled("leaderboard", {"benchmark": benchmark})))))


def _is_of(board: Board, metric: str) -> bool:
    return metric.lower() in (board.metric or "").lower()


def _lines(boards: Sequence[Board], benchmark: str) -> Iterator[Line]:
    if not boards:
        yield Line(f"No abstract reports a result on {benchmark} in a way that was understood.")
        return
    yield Line(_NOTE, 0, "italic")
    for board in boards:
        yield from (Line(""), Line(_heading(board), 0, "bold"))
        for place, claim in enumerate(board.claims, 1):
            yield from _told(claim, place)


def _heading(board: Board) -> str:
    what = board.metric or "metric not named"
    unit = f", in {board.unit}" if board.unit else ""
    if board.changes:
        return f"Differences: {what}{unit}"
    better = {"higher": ", higher is better", "lower": ", lower is better"}.get(board.direction or "", "")
    return f"{what[:1].upper()}{what[1:]}{unit}{better}"


def _told(claim: Claim, place: int) -> Iterator[Line]:
    against = f" (against {claim.baseline})" if claim.baseline else ""
    year = f" ({claim.year})" if claim.year is not None else ""
    yield Line(f"{place}. {claim.as_written}  {claim.subject or 'subject not named'}{against}", 1, "cyan")
    yield Line(f"{claim.title}{year}", 5)
    if claim.sentence:
        yield Line(f"“{claim.sentence}”", 5)
