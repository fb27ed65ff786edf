"""``papergraph query``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from papergraph.cli.options import command_options
from papergraph.settings import FORMATS


@click.command(short_help="Ask a build a SPARQL query.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("text", metavar="SPARQL")
@click.option(
    "--format", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write the answer."
)
@command_options
def query(directory: Path, text: str, format: str) -> None:
    """Ask the graph in DIR a SPARQL query.

    SPARQL is the query itself, a file whose name ends in .rq, or - (standard input).

    \b
    Examples:
      papergraph query outputs/papers 'SELECT ?title { ?p a pg:Paper ; dcterms:title ?title } LIMIT 5'
      papergraph query outputs/papers question.rq --format csv > answer.csv
    """
    from papergraph.build_directory import read_manifest
    from papergraph.rdf.formats import FORMATS as WRITERS
    from papergraph.rdf.formats import as_table
    from papergraph.rdf.query import run

    read_manifest(directory)
    given = _text(text)
    with _interruptible():
        solutions = run(directory, given)
    whole = format == "table" and not sys.stdout.isatty()
    sys.stdout.write(as_table(solutions, width=None) if whole else WRITERS[format](solutions))


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once: the store does not come back to Python before its answer is complete."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _text(given: str) -> str:
    from papergraph.errors import InputError
    from papergraph.files import reason_of

    if given != "-" and not (given.endswith(".rq") and "{" not in given):
        return given
    try:
        with click.open_file(given, encoding="utf-8") as stream:
            text: str = stream.read()
    except OSError as error:
        raise InputError(given, reason_of(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(given, "not in UTF-8") from error
    return text
