"""``papergraph query``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.options import command_options, say
from papergraph.settings import FORMATS

if TYPE_CHECKING:
    from papergraph.rdf.workers import Pool

_PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True}
SECONDS = click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="End a query that runs longer; 0 is no limit.",
)
MEGABYTES = click.option(
    "--memory",
    type=click.IntRange(min=0),
    default=4000,
    show_default=True,
    metavar="MB",
    help="End a query that needs more memory, besides the graph's; 0 is no limit.",
)


@click.command(short_help="Ask a build a SPARQL query or a packaged question.", context_settings=_PASSED_ON)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("text", metavar="[SPARQL|FILE.rq|NAME]", required=False)
@click.option(
    "--format", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write the answer."
)
@click.option("--explain", is_flag=True, help="Show how the query is understood, and how much fits; do not run it.")
@SECONDS
@MEGABYTES
@command_options
@click.pass_context
def query(
    ctx: click.Context, directory: Path, text: str | None, format: str, explain: bool, timeout: float, memory: int
) -> None:
    """Ask the graph in DIR a SPARQL query.

    The query is given as it is, as a file whose name ends in .rq, as - (standard input), or as the NAME of a packaged
    question with its parameters. Without one, the packaged questions are listed. The usual prefixes need not be
    declared. A query only reads: updates and SERVICE are refused.

    \b
    Examples:
      papergraph query outputs/papers 'SELECT ?title { ?p a pg:Paper ; dcterms:title ?title } LIMIT 5'
      papergraph query outputs/papers question.rq --format csv > answer.csv
      papergraph query outputs/papers papers-on --benchmark GSM8K
    """
    from papergraph.build_directory import read_manifest
    from papergraph.cli.telling import asking_which
    from papergraph.rdf.workers import Limits, Pool

    read_manifest(directory)
    if text is None:
        _list_questions()
        return
    given = _checked(_text(text), ctx.args)
    if format == "turtle" and not explain:
        _check_turtle(given)
    with Pool(directory, limits=Limits(timeout or None, memory or None)) as pool, asking_which():
        asked = _filled(given, ctx.args, pool)
        _explain(asked, pool) if explain else _answer(asked, format, pool)


def _checked(text: str, options: Sequence[str]) -> str:
    """The text, if it can be asked; before a graph is loaded."""
    from papergraph.rdf.guard import check
    from papergraph.rdf.namespaces import prefixes
    from papergraph.rdf.questions import check_parameters, is_name

    if is_name(text):
        check_parameters(text, parameters(options))
    elif options:
        raise click.UsageError(f"No such option: {options[0]}")
    else:
        check(text, prefixes())
    return text


def _check_turtle(text: str) -> None:
    from papergraph.errors import QueryError
    from papergraph.rdf.guard import query_form

    if query_form(text) not in ("construct", "describe"):
        valid = ", ".join(name for name in FORMATS if name != "turtle")
        raise QueryError(f"--format turtle: only CONSTRUCT and DESCRIBE give triples; valid here: {valid}")


def parameters(options: Sequence[str]) -> dict[str, str]:
    """The parameters of a question from what stands behind its name: ``--name value`` or ``--name=value``."""
    found, waiting = dict[str, str](), list(options)
    while waiting:
        name, equals, value = waiting.pop(0).partition("=")
        if not name.startswith("--"):
            raise click.UsageError(f"Got unexpected extra argument ({name}); a parameter is given as --NAME VALUE")
        if not equals and not waiting:
            raise click.UsageError(f"Option {name} requires an argument.")
        found[name[2:]] = value if equals else waiting.pop(0)
    return found


def _filled(text: str, options: Sequence[str], pool: Pool) -> str:
    from papergraph.rdf.explanation import doubts_about
    from papergraph.rdf.questions import is_name
    from papergraph.rdf.requests import Filled

    if is_name(text):
        return pool.ask(Filled(text.strip(), parameters(options)))
    for doubt in doubts_about(text):
        say(f"papergraph: {doubt}")
    return text


def _answer(text: str, format: str, pool: Pool) -> None:
    from papergraph.rdf.formats import FORMATS as WRITERS
    from papergraph.rdf.formats import as_table
    from papergraph.rdf.requests import Rows

    solutions = pool.ask(Rows(text))
    whole = format == "table" and not sys.stdout.isatty()
    sys.stdout.write(as_table(solutions, width=None) if whole else WRITERS[format](solutions))


def _explain(text: str, pool: Pool) -> None:
    from papergraph.rdf.explanation import Counts, explain_query
    from papergraph.rdf.namespaces import prefixes

    told = explain_query(text, prefixes())
    counts = pool.ask(Counts(tuple(pattern for _, pattern in told.patterns)))
    fits = dict(zip((shown for shown, _ in told.patterns), counts, strict=True))
    click.echo(text.strip() + "\n")
    for depth, step in told.steps:
        count = f"  [{fits[step]} triples]" if step in fits else ""
        click.echo("  " * depth + step + count)


def _list_questions() -> None:
    """The packaged questions, each with its parameters."""
    from papergraph.rdf.questions import questions

    for question in questions():
        options = "".join(
            f" --{one.name} {one.kind.upper()}" if one.needed else f" [--{one.name} {one.kind.upper()}]"
            for one in question.parameters
        )
        click.echo(f"{question.name}{options}\n    {question.question}")


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
