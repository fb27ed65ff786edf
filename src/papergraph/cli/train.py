"""``papergraph train``."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli.extract import list_rejects
from papergraph.cli.options import INPUT, command_options, printable, state_of
from papergraph.cli.tables import amount, print_facts

if TYPE_CHECKING:
    from papergraph.model import Reject
    from papergraph.training import Progress, Trained

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = 100
_PAUSE = 30.0


def _device(_: click.Context, __: click.Parameter, value: str) -> str:
    if value in ("auto", "cpu") or (value.isascii() and value.isdigit()):
        return value
    raise click.BadParameter(f"{value!r} is neither auto nor cpu nor the number of a GPU")


def _types(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = [name.strip() for name in (value or "").split(",")]
    if value is not None and not all(names):
        raise click.BadParameter("names with commas between them are needed, such as METHOD,MODEL")
    return tuple(dict.fromkeys(filter(None, names)))


@click.command(short_help="Train a pipeline on annotated papers.")
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=_FILE)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Where to write the pipeline."
)
@click.option(
    "--dev", type=_FILE, metavar="FILE", help="Annotated papers to choose by; else a tenth of GOLD is held out."
)
@click.option(
    "--unlabelled",
    type=INPUT,
    multiple=True,
    metavar="FILE",
    help="Papers without annotations: only word pieces that they use are kept, which makes the pipeline smaller.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="NAME|FILE",
    help="encoder (the default), tok2vec (needs no PyTorch), or the file of a spaCy configuration.",
)
@click.option("--types", metavar="A,B,...", callback=_types, help="The types there are; others are errors.")
@click.option("--max-steps", type=click.IntRange(min=1), metavar="N", help="Stop after N steps.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Decides what is left to chance.",
)
@click.option(
    "--gpu", default="auto", show_default=True, metavar="auto|cpu|N", callback=_device, help="What to compute on."
)
@click.option("--licence", default="", metavar="TEXT", help="The licence of the pipeline, such as Apache-2.0.")
@click.option("--skip-invalid", is_flag=True, help="Set lines aside whose annotations can't be right.")
@click.option("--resume", is_flag=True, help="Go on from DIR.partial, if a training was stopped there.")
@click.option("--force", is_flag=True, help="Replace DIR, and what a stopped training left.")
@command_options
@click.pass_context
def train(ctx: click.Context, /, gold: tuple[Path, ...], output: Path, **options: Any) -> None:
    """Train a spaCy pipeline on annotated papers, in types of your own if you like, and write it to DIR.

    GOLD is JSON Lines, plain or compressed, in one of two forms: "title", "abstract" and "entities" with "type" and
    "mentions", which are names as they are written or objects with "start" and "end"; or "tokens" and "entities" as
    [first token, last token + 1, type]. All is checked before the training starts.

    \b
    Examples:
      papergraph train gold.jsonl -o my-pipeline --licence CC-BY-4.0
      papergraph train a.jsonl b.jsonl.xz --dev dev.jsonl -o my-pipeline --max-steps 2000
      papergraph train gold.jsonl -o my-pipeline --resume
    """
    from papergraph.training import InvalidAnnotationsError, TrainingOptions
    from papergraph.training import train as run

    state, started = state_of(ctx), time.perf_counter()
    limit = None if state.verbose else _SHOWN
    try:
        with _progress(quiet=state.quiet) as report:
            trained = run(gold, output, TrainingOptions(**options), on_progress=report)
    except InvalidAnnotationsError as error:
        _list_wrong(error.rejects, limit)
        raise
    except KeyboardInterrupt:
        _fail_stopped(ctx, output)
    if not state.quiet:
        _conclude(trained, time.perf_counter() - started)
    if trained.rejects:
        list_rejects(trained.rejects, limit=limit)
        lines = len({(reject.file, reject.line) for reject in trained.rejects})
        click.echo(f"papergraph: {amount(lines, 'line was', 'lines were')} set aside", err=True)
        ctx.exit(1)


def _list_wrong(rejects: Sequence[Reject], limit: int | None) -> None:
    for reject in rejects[:limit]:
        click.echo(f"papergraph: {printable(f'{reject.file}:{reject.line}: {reject.reason}')}", err=True)
    if limit is not None and len(rejects) > limit:
        click.echo(f"papergraph: and {len(rejects) - limit} more; see all with -v", err=True)


def _fail_stopped(ctx: click.Context, output: Path) -> None:
    partial = output.with_name(f"{output.name}.partial")
    left = f"; go on from {partial} with --resume" if partial.is_dir() else "; nothing is left of it"
    click.echo(f"papergraph: the training was stopped{left}", err=True)
    ctx.exit(130)


def _conclude(trained: Trained, seconds: float) -> None:
    figures = trained.performance
    entities = sum(trained.entities.values())
    print_facts(
        [
            ("Texts", str(trained.train_texts), f"{trained.dev_texts} more to choose by"),
            ("Entities", str(entities), ", ".join(f"{number} {name}" for name, number in trained.entities.items())),
            ("Step", str(trained.step), "the best by F1"),
            ("F1", f"{100 * figures['ents_f']:.1f}", _percent(figures["ents_p"], figures["ents_r"])),
            *(
                (name, f"{100 * row['f']:.1f}", _percent(row["p"], row["r"]))
                for name, row in figures["ents_per_type"].items()
            ),
            ("Time", f"{seconds:.0f} s", ""),
        ]
    )
    click.echo(f"\nThe model card: {shlex.quote(str(trained.path / 'README.md'))}")


def _percent(precision: float, recall: float) -> str:
    return f"precision {100 * precision:.1f}, recall {100 * recall:.1f}"


def _evaluation(progress: Progress) -> str:
    losses = ", ".join(f"{name} {loss:.1f}" for name, loss in progress.losses.items())
    learnt = f", pass {progress.epoch + 1}: loss {losses};" if losses else ":"
    scores = f"F1 {100 * (progress.score or 0):.1f} ({_percent(progress.precision or 0, progress.recall or 0)})"
    return f"step {_step(progress)}{learnt} {scores}"


def _step(progress: Progress) -> str:
    return f"{progress.step} of {progress.total}" if progress.total else str(progress.step)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _Lines()


class _Lines:
    """A line for each evaluation, and one whenever half a minute has passed."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.score is None and now - self._said < _PAUSE:
            return
        text = f"step {_step(progress)}" if progress.score is None else _evaluation(progress)
        click.echo(f"papergraph: {text}", err=True)
        self._said = now


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def report(progress: Progress) -> None:
            bars.update(task, completed=progress.step, total=progress.total)
            if progress.score is not None:
                bars.console.print(_evaluation(progress), highlight=False, markup=False)

        yield report
