"""``papergraph evaluate``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.extract import finish, is_standard, text_output
from papergraph.cli.options import MIN_CONFIDENCE, command_options, printable, say, state_of
from papergraph.cli.progress import progress
from papergraph.cli.tables import amount

if TYPE_CHECKING:
    from papergraph.evaluation import Annotation, Evaluation
    from papergraph.model import Reject

_PATH = click.Path(path_type=Path)
_SHOWN = 5


@click.command(short_help="Measure extraction against annotated papers.")
@click.argument("gold", metavar="GOLD", type=_PATH)
@click.argument("predicted", metavar="[PREDICTED]", required=False, type=_PATH)
@click.option(
    "--worst",
    type=click.IntRange(min=0),
    metavar="N",
    default=3,
    show_default=True,
    help="Show the N papers with most errors, gold and predicted side by side.",
)
@click.option("--html", type=_PATH, metavar="FILE", help="Write a page with the figures and the N papers in colour.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, without the texts of papers.")
@click.option(
    "--resamples",
    type=click.IntRange(min=0),
    metavar="N",
    default=1000,
    show_default=True,
    help="How often papers are drawn anew for the 95 % intervals; 0: no intervals.",
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", default=0, show_default=True, help="Of these draws.")
@MIN_CONFIDENCE
@command_options
@click.pass_context
def evaluate(
    ctx: click.Context,
    gold: Path,
    predicted: Path | None,
    worst: int,
    html: Path | None,
    as_json: bool,
    resamples: int,
    seed: int,
    min_confidence: float | None,
) -> None:
    """Measure how well extraction agrees with annotators: precision, recall and F1, calibration, what is confused.

    GOLD is annotated JSON Lines: title, abstract and entities, whose mentions are surface strings. PREDICTED is what
    papergraph extract wrote for the same papers; without it the packaged extractor reads GOLD's texts. One of them may
    be - (standard input).

    \b
    Examples:
      papergraph evaluate gold.jsonl
      papergraph evaluate gold.jsonl found.jsonl --html evaluation.html
      papergraph evaluate gold.jsonl found.jsonl --json | jq .figures.entity.f1
    """
    from papergraph import evaluation

    rejects: list[Reject] = []
    papers = _read(gold, rejects, needs_text=True)
    found = _predictions(ctx, papers, predicted, rejects, min_confidence)
    measured = evaluation.evaluate(papers, found, resamples=resamples, seed=seed)
    _say_papers(measured)
    if html:
        _write_page(html, measured, title=f"Evaluation on {gold.name}", worst=worst)
    if html is None or not is_standard(html):
        _write(measured, worst=worst, as_json=as_json)
    finish(ctx, rejects)


def _read(path: Path, rejects: list[Reject], *, needs_text: bool) -> list[Annotation]:
    """The papers of a file.

    :raises InputError: it can't be read, or holds none.
    """
    from papergraph.builder import nothing_readable
    from papergraph.errors import InputError
    from papergraph.evaluation import read_annotations
    from papergraph.files import reason_of

    here: list[Reject] = []
    try:
        with click.open_file(str(path), "rb") as stream:
            lines = read_annotations(stream, file=str(path), on_reject=here.append, needs_text=needs_text)
            papers = list(lines)
    except OSError as error:
        raise InputError(path, reason_of(error)) from error
    if not papers:
        raise nothing_readable([path], here)
    rejects += here
    return papers


def _predictions(
    ctx: click.Context,
    gold: Sequence[Annotation],
    predicted: Path | None,
    rejects: list[Reject],
    min_confidence: float | None,
) -> list[Annotation]:
    if predicted is None:
        return _extracted(ctx, gold, min_confidence)
    from papergraph.errors import InputError
    from papergraph.evaluation import above

    found = _read(predicted, rejects, needs_text=False)
    if not {paper.id for paper in gold} & {paper.id for paper in found}:
        raise InputError(predicted, f"none of its papers is in GOLD; ids must agree: {gold[0].id!r}, {found[0].id!r}")
    return found if min_confidence is None else [above(paper, min_confidence) for paper in found]


def _extracted(ctx: click.Context, gold: Sequence[Annotation], min_confidence: float | None) -> list[Annotation]:
    from papergraph import builder
    from papergraph.evaluation import annotation_of

    found: list[Annotation] = []
    with progress(quiet=state_of(ctx).quiet) as report:
        report("extract", 0, len(gold))
        extractor = builder.load_extractor(min_confidence)
        for extraction in extractor.extract(paper.paper for paper in gold):
            found.append(annotation_of(extraction))
            report("extract", len(found), len(gold))
    return found


def _say_papers(measured: Evaluation) -> None:
    _say_ids(measured.missing, "in GOLD without a prediction, which counts as an empty one")
    _say_ids(measured.unknown, "in PREDICTED but not in GOLD, which does not count")
    _say_ids(measured.changed, "with another text in PREDICTED; offsets count in GOLD's")


def _say_ids(ids: Sequence[str], what: str) -> None:
    if ids:
        listed = ", ".join(ids[:_SHOWN]) + (", ..." if len(ids) > _SHOWN else "")
        say(f"papergraph: {amount(len(ids), 'paper')} {what}: {printable(listed)}")


def _write_page(path: Path, measured: Evaluation, *, title: str, worst: int) -> None:
    from papergraph.evaluation.page import page

    with text_output(path) as stream:
        stream.write(page(measured, title=title, worst=worst))


def _write(measured: Evaluation, *, worst: int, as_json: bool) -> None:
    if as_json:
        from papergraph.evaluation.json_form import to_record

        click.echo(json.dumps(to_record(measured, worst=worst), ensure_ascii=False, indent=1))
        return
    from papergraph.cli.evaluation_tables import print_evaluation

    print_evaluation(measured, worst=worst)
