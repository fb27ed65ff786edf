"""``papergraph extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from papergraph.cli.options import INPUT, MIN_CONFIDENCE, MODEL, WORKERS, command_options, printable, state_of
from papergraph.cli.progress import Report, progress

if TYPE_CHECKING:
    from papergraph.model import Paper, Reject
    from papergraph.settings import Workers

_SHOWN = 10


@click.command(short_help="Write what each paper names, as JSON Lines.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to; by default standard output."
)
@MIN_CONFIDENCE
@MODEL
@WORKERS
@command_options
@click.pass_context
def extract(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    output: Path | None,
    min_confidence: float | None,
    model: Path | None,
    workers: Workers,
) -> None:
    """Write what each paper names: a line of JSON for every paper read, in the order of the input, copies included.

    \b
    Examples:
      papergraph extract papers/ -o found.jsonl
      papergraph extract papers.bib | jq -r '.entities[].name'
    """
    from papergraph import builder, sources

    rejects: list[Reject] = []
    papers = _first_read(inputs, sources.read(inputs, on_reject=rejects.append), rejects)
    engine = builder.packaged_engine(min_confidence=min_confidence, model=model, workers=workers)
    quiet = state_of(ctx).quiet or is_standard(output)
    with progress(quiet=quiet) as report, text_output(output) as stream, closing(engine.lines(papers)) as lines:
        stream.writelines(_counted(lines, report))
    finish(ctx, rejects)


def _first_read(inputs: Iterable[Path], papers: Iterator[Paper], rejects: list[Reject]) -> Iterator[Paper]:
    """The same papers, of which there is at least one.

    :raises InputError: there is none.
    """
    from itertools import chain

    from papergraph.builder import nothing_readable

    first = next(papers, None)
    if first is None:
        raise nothing_readable(inputs, rejects)
    return chain([first], papers)


def _counted(lines: Iterable[str], report: Report) -> Iterator[str]:
    report("extract", 0, None)
    for done, line in enumerate(lines, 1):
        yield line
        report("extract", done, None)


def is_standard(output: Path | None) -> bool:
    """Whether the output is standard output."""
    return output is None or str(output) == "-"


def text_output(output: Path | None) -> AbstractContextManager[TextIO]:
    """A file that is written beside and then renamed, or standard output."""
    if output is None or is_standard(output):
        return nullcontext(sys.stdout)
    from papergraph.files import replaced_file

    return replaced_file(output)


def finish(ctx: click.Context, rejects: list[Reject]) -> None:
    """Name what was set aside on standard error, and exit with 1 if anything was."""
    if rejects:
        list_rejects(rejects, limit=None if state_of(ctx).verbose else _SHOWN)
        click.echo(f"papergraph: set aside in all: {len(rejects)}", err=True)
        ctx.exit(1)


def list_rejects(rejects: Iterable[Reject], *, limit: int | None) -> None:
    """A line on standard error for each reject.

    :param limit: how many at most; None: all.
    """
    for reject in sorted(rejects)[:limit]:
        where = f"{reject.file}:{reject.line}" if reject.line else reject.file
        click.echo(f"papergraph: set aside: {printable(f'{where}: {reject.reason}')}", err=True)
