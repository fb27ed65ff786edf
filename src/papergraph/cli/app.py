"""The group of commands, and what happens to errors: a sentence and a status, never a traceback."""

from __future__ import annotations

import difflib
import io
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from papergraph.cli.build import build
from papergraph.cli.doctor import doctor
from papergraph.cli.evaluate import evaluate
from papergraph.cli.export import export
from papergraph.cli.extract import extract
from papergraph.cli.leaderboard import leaderboard
from papergraph.cli.options import command_options, printable, state_of
from papergraph.cli.path import path
from papergraph.cli.query import query
from papergraph.cli.related import related
from papergraph.cli.resolve import resolve
from papergraph.cli.review import review
from papergraph.cli.serve import serve
from papergraph.cli.stats import open_page, stats
from papergraph.cli.train import train
from papergraph.cli.validate import validate
from papergraph.cli.why import why
from papergraph.errors import PapergraphError
from papergraph.settings import FILE, read_settings
from papergraph.version import __version__

REJECTS, FAILURE, INTERRUPTED, TERMINATED, BROKEN_PIPE = 1, 2, 130, 143, 141

_HELP = """Turn a pile of paper abstracts into a knowledge graph.

\b
Examples:
  papergraph build papers/                   read a directory, write outputs/papers
  papergraph open outputs/papers             look at the graph in the browser
  papergraph stats outputs/papers            how much there is of what
  papergraph COMMAND -h                      help on a command, with examples

Exit status: 0 all was read, 1 something was set aside, 2 wrong usage or nothing readable.
"""


class Application(click.Group):
    """A group that explains errors and knows what a mistyped command was meant to be."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line; a standard output that can't take the help either is a sentence too."""
        if sys.stdout is None:
            sys.stdout = io.StringIO()
        try:
            return super().main(*args, **options)
        except OSError as error:
            click.echo(f"papergraph: {_sentence(error)}", err=True)
            _silence(sys.stdout)
            sys.exit(FAILURE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first argument; an unknown one gets a hint."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(_explained(args[0], error.format_message(), self.list_commands(ctx)), ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever goes wrong becomes a sentence on standard error."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        try:
            with _terminable():
                return self._flushed(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _silence(sys.stdout)
            ctx.exit(BROKEN_PIPE)
        except KeyboardInterrupt:
            _fail(ctx, "stopped before the end; no file was changed", INTERRUPTED)
        except Exception as error:
            _fail(ctx, _sentence(error))

    def _flushed(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
        except click.exceptions.Exit:
            sys.stdout.flush()
            raise
        sys.stdout.flush()
        return result


def _explained(name: str, message: str, commands: list[str]) -> str:
    if Path(name).exists():
        return f"{message.splitlines()[0]} To build a graph of it: papergraph build {name}"
    similar = difflib.get_close_matches(name, commands, n=1)
    return f"No such command {name!r}." + (
        f" Did you mean {similar[0]!r}?" if similar else f" Commands: {', '.join(commands)}."
    )


def _sentence(error: Exception) -> str:
    if isinstance(error, PapergraphError):
        return str(error)
    if isinstance(error, OSError):
        from papergraph.files import reason_of

        return f"{error.filename or 'standard output'}: {reason_of(error)}"
    kind = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"internal error, {kind} (run again with -v for where it happened)"


def _fail(ctx: click.Context, message: str, status: int = FAILURE) -> NoReturn:
    with suppress(OSError):
        if state_of(ctx).verbose:
            traceback.print_exc(file=sys.stderr)
        click.echo(f"papergraph: {printable(message)}", err=True)
    _silence(sys.stdout)
    ctx.exit(status)


def _silence(stream: Any) -> None:
    """Let nothing that is still in the buffer fail a second time when the interpreter ends."""
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def _terminable() -> Iterator[None]:
    """Unwind on SIGTERM as on any error, so that nothing half-written stays behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise SystemExit(TERMINATED)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _use_settings(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    path = value or Path(FILE)
    if ctx.resilient_parsing or (value is None and not path.is_file()):
        return
    try:
        ctx.default_map = read_settings(path)
    except PapergraphError as error:
        raise click.UsageError(str(error), ctx) from error


@click.group(
    cls=Application, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="papergraph", message="%(prog)s %(version)s")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_use_settings,
    help=f"Read defaults from FILE instead of {FILE} in the current directory.",
)
@command_options
def main() -> None:
    """Set by ``help=``."""


COMMANDS = (
    *(build, extract, resolve, review, evaluate, query, leaderboard, stats),
    *(why, related, path, open_page, serve, export, validate, doctor, train),
)
for command in COMMANDS:
    main.add_command(command)
