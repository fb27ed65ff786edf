"""An evaluation on standard output: drawn and in colour on a terminal, plain, aligned and with brackets in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from papergraph.cli.options import printable
from papergraph.cli.tables import amount
from papergraph.evaluation import (
    Calibration,
    Comparison,
    Confusion,
    Difference,
    Evaluation,
    Figure,
    Interval,
    Marked,
    Status,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Row = tuple[str, ...]
_COLOURS = {"METHOD": "blue", "MODEL": "magenta", "BENCHMARK": "green", "TASK": "yellow", "METRIC": "cyan"}
_STYLES = {
    Status.CORRECT: "",
    Status.OTHER_TYPE: " underline",
    Status.OTHER_BOUNDS: " underline",
    Status.MISSED: " bold reverse",
    Status.SPURIOUS: " bold reverse",
}


def print_evaluation(evaluation: Evaluation, *, worst: int) -> None:
    """Figures, calibration, confusions, and the worst papers side by side.

    :param worst: how many papers at most.
    """
    _print_table(f"{amount(evaluation.papers, 'paper')}, per cent", *_figures(evaluation))
    if evaluation.calibration:
        _print_table(_calibration_title(evaluation.calibration), *_bins(evaluation.calibration))
    _print_table("Types: gold down, predicted across", *_confusion(evaluation.types))
    _print_table("Roles, of entities that are right in type", *_confusion(evaluation.roles))
    comparisons = evaluation.worst(worst)
    if comparisons:
        _print_papers(comparisons)


def _figures(evaluation: Evaluation) -> tuple[Row, list[Row]]:
    heads = ("figure", "P", "R", "F1", "95 % of F1", "gold", "predicted")
    return heads, [_figure(figure) for figure in evaluation.figures.values()]


def _figure(figure: Figure) -> Row:
    rated = (f"{rate:.1f}" for rate in (figure.precision, figure.recall, figure.f1))
    return printable(figure.name), *rated, _bounds(figure.f1_interval, 1), str(figure.gold), str(figure.predicted)


def _bounds(interval: Interval | None, digits: int) -> str:
    return f"{interval.low:.{digits}f} to {interval.high:.{digits}f}" if interval else ""


def _calibration_title(calibration: Calibration) -> str:
    known = (
        ("ece", calibration.ece, calibration.ece_interval),
        ("auroc", calibration.auroc, calibration.auroc_interval),
    )
    said = (f"{name} {value:.3f}" + (f" ({_bounds(bounds, 3)})" if bounds else "") for name, value, bounds in known)
    return f"Confidence: {', '.join(said)}"


def _bins(calibration: Calibration) -> tuple[Row, list[Row]]:
    heads = ("confidence", "entities", "mean", "right")
    return heads, [
        (f"{each.low:.2f} to {each.high:.2f}", str(each.count), f"{each.confidence:.3f}", f"{each.accuracy:.3f}")
        for each in calibration.bins
    ]


def _confusion(confusion: Confusion) -> tuple[Row, list[Row]]:
    rows = zip(confusion.rows, confusion.counts, strict=True)
    heads = ("", *map(printable, confusion.columns))
    return heads, [(printable(row), *(str(count or ".") for count in counts)) for row, counts in rows]


def _print_table(title: str, heads: Row, rows: Sequence[Row]) -> None:
    if sys.stdout.isatty():
        _draw_table(title, heads, rows)
        return
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    click.echo(title)
    for row in (heads, *rows):
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        click.echo("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())
    click.echo()


def _draw_table(title: str, heads: Row, rows: Sequence[Row]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, widths = Console(), [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    gap = 2 if sum(widths) + 2 * len(widths) <= console.width else 1
    most = (console.width - widths[0] - len(widths)) // (len(widths) - 1)
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=None, padding=(0, gap, 0, 0))
    table.add_column(Text(heads[0]), header_style="dim", width=widths[0])
    for head, width in zip(heads[1:], widths[1:], strict=True):
        fit = width if sum(widths) + len(widths) <= console.width else max(1, min(width, most))
        table.add_column(Text(head), justify="right", header_style="dim", overflow="fold", width=fit)
    for row in rows:
        table.add_row(*map(Text, row), style="bold" if heads[0] == "figure" and "." not in row[0] else "")
    console.print(table, "")


def _print_papers(comparisons: Sequence[Comparison]) -> None:
    from rich.console import Console

    console = Console()
    coloured = console.is_terminal and console.color_system is not None and not console.no_color
    click.echo(f"Papers with most errors: {len(comparisons)}")
    if coloured:
        console.print(_legend())
    for comparison in comparisons:
        said = f"{comparison.correct} right, {comparison.errors} missed or spurious"
        click.echo(f"\n{printable(comparison.id)}: {said}")
        if console.is_terminal:
            _draw_sides(console, comparison, coloured=coloured)
        else:
            _write_sides(comparison)
        for kind, listed in _differences(comparison.differences):
            click.echo(f"  {kind}: {listed}")


def _legend() -> Text:
    from rich.text import Text

    legend = Text("Types: ")
    for kind, colour in _COLOURS.items():
        legend.append(kind.lower(), style=colour)
        legend.append(" ")
    legend.append("; ")
    legend.append("missed or spurious", style="bold reverse")
    legend.append(", ")
    legend.append("other type or other bounds", style="underline")
    return legend


def _draw_sides(console: Console, comparison: Comparison, *, coloured: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), expand=True)
    for head in ("gold", "predicted"):
        table.add_column(Text(head), ratio=1, header_style="dim", overflow="fold")
    sides = []
    for pieces in (comparison.gold, comparison.predicted):
        parts = [_coloured(piece) if coloured else (_bracketed(piece), "") for piece in pieces]
        sides.append(Text.assemble(*parts))
    table.add_row(*sides)
    console.print(table)


def _coloured(piece: Marked) -> tuple[str, str]:
    if piece.type is None or piece.status is None:
        return _shown(piece.text), ""
    return _shown(piece.text), _COLOURS.get(piece.type, "red") + _STYLES[piece.status]


def _shown(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))


def _bracketed(piece: Marked) -> str:
    if piece.type is None:
        return _shown(piece.text)
    status = "" if piece.status in (None, Status.CORRECT) else f"|{piece.status}"
    return f"[{_shown(piece.text)}|{printable(piece.type)}{status}]"


def _write_sides(comparison: Comparison) -> None:
    for head, pieces in (("gold", comparison.gold), ("predicted", comparison.predicted)):
        text = "".join(map(_bracketed, pieces)).rstrip("\n")
        click.echo(f"  {head}:")
        for line in text.split("\n"):
            click.echo(f"    {line}")


def _differences(differences: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    by_kind: dict[str, list[str]] = {}
    for difference in differences:
        sides = [printable(side) for side in (difference.gold, difference.predicted) if side]
        by_kind.setdefault(difference.kind, []).append(" as ".join(sides))
    return ((kind, "; ".join(listed)) for kind, listed in by_kind.items())
