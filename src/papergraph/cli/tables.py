"""Small tables on standard output: drawn on a terminal, plain and aligned in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


def print_facts(rows: Sequence[tuple[str, ...]]) -> None:
    """Rows of a label, a figure and a remark."""
    if sys.stdout.isatty():
        _draw(rows)
        return
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def amount(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun.

    >>> amount(1, "copy", "copies"), amount(0, "method")
    ('1 copy', '0 methods')
    """
    return f"{number} {one if number == 1 else several or one + 's'}"


def _draw(rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for style, justify in (("bold", "left"), ("cyan", "right"), ("dim", "left")):
        table.add_column(style=style, justify=justify)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
