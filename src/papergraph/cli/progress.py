"""Progress on standard error: a bar on a terminal, a few plain lines elsewhere, nothing with ``-q``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click

Report = Callable[[str, int, int | None], None]
_SAYS = {
    "read": "reading",
    "extract": "extracting",
    "resolve": "resolving names",
    "link": "linking papers",
    "write": "writing",
}
_PAUSE = 10.0


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """What a stage tells its progress to."""
    if quiet:
        yield lambda stage, done, total: None
    elif sys.stderr.isatty():
        with _bars() as report:
            yield report
    else:
        yield _Lines()


class _Lines:
    """A line when a stage begins, and one whenever ten seconds have passed."""

    def __init__(self) -> None:
        self._stage = ""
        self._said = 0.0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._say(f"{_SAYS.get(stage, stage)}{_amount(stage, total)}", now)
        elif now - self._said > _PAUSE:
            self._say(f"{_SAYS.get(stage, stage)}: {done}" + (f" of {total}" if total else ""), now)
        self._stage = stage

    def _say(self, text: str, now: float) -> None:
        with suppress(OSError, ValueError):
            click.echo(f"papergraph: {text}", err=True)
        self._said = now


def _amount(stage: str, total: int | None) -> str:
    return f" {total} papers" if stage == "extract" and total else ""


@contextmanager
def _bars() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            bars.update(task, description=_SAYS.get(stage, stage), completed=done, total=total)

        yield report
