"""``papergraph resolve``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.extract import finish, text_output
from papergraph.cli.options import ALIASES, REVIEW, command_options

if TYPE_CHECKING:
    from papergraph.model import Reject
    from papergraph.resolved_lines import Line


@click.command(short_help="Say which names of different papers are one thing.")
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="OUT.jsonl", help="Where to; by default standard output."
)
@ALIASES
@REVIEW
@command_options
@click.pass_context
def resolve(ctx: click.Context, source: Path, output: Path | None, aliases: Path | None, review: Path | None) -> None:
    """Say which names of different papers are one thing: add "entity" to each entity of what extract wrote.

    Lines, their order and all else in them stay as they are; the entity of what --aliases drops is null. IN.jsonl may
    be - (standard input).

    \b
    Examples:
      papergraph resolve found.jsonl -o resolved.jsonl
      papergraph extract papers/ | papergraph resolve - > resolved.jsonl
      papergraph resolve found.jsonl --aliases names.yaml -o resolved.jsonl
    """
    from papergraph import vocabulary
    from papergraph.decisions import read_decisions
    from papergraph.resolution import resolve as merge
    from papergraph.resolved_lines import resolved

    rejects: list[Reject] = []
    decisions = read_decisions(aliases, review)
    lines = _lines(source, rejects)
    with text_output(output) as stream:
        stream.writelines(resolved(lines, partial(merge, vocabulary=vocabulary.load(), decisions=decisions)))
    finish(ctx, rejects)


def _lines(source: Path, rejects: list[Reject]) -> list[Line]:
    from papergraph.builder import nothing_readable
    from papergraph.errors import InputError
    from papergraph.files import reason_of
    from papergraph.resolved_lines import read_lines

    try:
        with click.open_file(str(source), "rb") as stream:
            lines = list(read_lines(stream, file=str(source), on_reject=rejects.append))
    except OSError as error:
        raise InputError(source, reason_of(error)) from error
    if not lines:
        raise nothing_readable([source], rejects)
    return lines
