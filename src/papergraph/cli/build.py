"""``papergraph build``."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph import clock
from papergraph.cli.extract import list_rejects
from papergraph.cli.options import ALIASES, INPUT, MIN_CONFIDENCE, MODEL, REVIEW, WORKERS, command_options, state_of
from papergraph.cli.progress import progress
from papergraph.cli.tables import amount, print_facts
from papergraph.settings import DEFAULT_BASE, check_base

if TYPE_CHECKING:
    from papergraph.settings import Workers
    from papergraph.summary import Counts

_EXAMPLE = "'SELECT ?title { ?paper a pg:Paper ; dcterms:title ?title } LIMIT 5'"
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")


def default_output(first: Path) -> Path:
    """Where a build goes by default: ``outputs/`` and the name of the first input without its endings.

    >>> str(default_output(Path("a.jsonl.gz"))), str(default_output(Path("-")))
    ('outputs/a', 'outputs/stdin')
    """
    if str(first) == "-":
        return Path("outputs/stdin")
    name = Path(first.resolve().name)
    if not first.is_dir():
        name = Path(name.stem) if name.suffix in _COMPRESSED else name
        name = Path(name.stem)
    return Path("outputs") / (str(name).lstrip(".") or "papers")


def _base(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    try:
        return check_base(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(short_help="Make the graph of a pile of papers.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where to; by default outputs/<name of the first INPUT>.",
)
@click.option("--force", is_flag=True, help="Replace DIR even if papergraph did not make it.")
@click.option("--title", metavar="TEXT", help="The title of the page and of the report.")
@click.option("--base", metavar="IRI", callback=_base, help="The beginning of all ids in the RDF.")
@MIN_CONFIDENCE
@MODEL
@WORKERS
@ALIASES
@REVIEW
@command_options
@click.pass_context
def build(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    output: Path | None,
    force: bool,
    title: str | None,
    base: str | None,
    min_confidence: float | None,
    model: Path | None,
    workers: Workers,
    aliases: Path | None,
    review: Path | None,
) -> None:
    """Read papers, find what they are about, link them, and write a build directory.

    INPUT is a file, a directory or - (standard input): pages of abstracts, JSON Lines, JSON, CSV, TSV, BibTeX or RIS,
    plain or compressed. DIR gets the graph as HTML, RDF, JSON and GraphML, and a report.

    \b
    Examples:
      papergraph build papers/
      papergraph build papers.bib more.jsonl.gz -o outputs/all --title "All papers"
      cat abstracts.txt | papergraph build - -o outputs/today
      papergraph build papers/ --aliases names.yaml --review outputs/papers/review.yaml
    """
    clock.settle()
    from papergraph import builder

    state, started = state_of(ctx), time.perf_counter()
    target = output or default_output(inputs[0])
    with progress(quiet=state.quiet) as report:
        built = builder.build(
            inputs,
            target,
            title=title,
            base=base or DEFAULT_BASE,
            force=force,
            min_confidence=min_confidence,
            model=model,
            workers=workers,
            aliases=aliases,
            review=review,
            on_progress=report,
        )
    counts = built.counts
    if not state.quiet:
        _conclude(counts, target, time.perf_counter() - started)
    if built.page and built.page.papers_left:
        held, place = amount(built.page.papers, "paper"), shlex.quote(str(target))
        left = f"the other {built.page.papers_left}"
        click.echo(
            f"papergraph: the page holds {held}, the strongest; papergraph serve {place} shows {left} as well", err=True
        )
    if counts.rejects:
        if state.verbose:
            list_rejects(built.rejects, limit=None)
        aside = amount(counts.rejects, "record was", "records were")
        click.echo(f"papergraph: {aside} set aside: see {target / 'rejects.jsonl'}", err=True)
        ctx.exit(1)


def _conclude(counts: Counts, target: Path, seconds: float) -> None:
    print_facts(_facts(counts, seconds))
    place = shlex.quote(str(target))
    click.echo(f"\nThe page: {target / 'graph.html'}\nThe report: {target / 'report.md'}\n")
    click.echo(f"Look at it:    papergraph open {place}")
    click.echo(f"Count:         papergraph stats {place}")
    click.echo(f"Ask:           papergraph query {place} {_EXAMPLE}")


def _facts(counts: Counts, seconds: float) -> list[tuple[str, str, str]]:
    kinds = {kind.lower(): number for kind, number in counts.entities_by_type.items()}
    repositories = amount(counts.repositories, "repository", "repositories")
    return [
        (
            "Papers",
            str(counts.papers),
            f"{counts.read} read, {amount(counts.copies, 'copy', 'copies')}" if counts.copies else "",
        ),
        ("Entities", str(counts.entities), ", ".join(amount(number, kind) for kind, number in kinds.items())),
        ("Results", str(counts.results), ""),
        ("Links", str(counts.links), f"{repositories}, {amount(counts.papers_with_code, 'paper')} with code"),
        ("Paper links", str(counts.paper_links), "pairs of papers that share entities"),
        ("Time", f"{seconds:.1f} s", ""),
    ]
