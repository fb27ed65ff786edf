"""What all commands share: ``-q`` and ``-v``, and the state that they set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from papergraph.settings import Workers, read_workers

_F = TypeVar("_F", bound=Callable[..., Any])
INPUT = click.Path(exists=True, readable=False, allow_dash=True, path_type=Path)
MIN_CONFIDENCE = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Leave out entities of less confidence, from 0 to 1.",
)

MODEL = click.option(
    "--model",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A pipeline that papergraph train made, instead of the packaged one.",
)


def _workers(_: click.Context, __: click.Parameter, value: str) -> Workers:
    try:
        return read_workers(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


WORKERS = click.option(
    "--workers",
    default="auto",
    callback=_workers,
    metavar="N",
    help="How many processes extract: a number, or auto (one a core where there is enough to do). The output is the "
    "same.",
)

ALIASES = click.option(
    "--aliases",
    type=click.Path(path_type=Path),
    metavar="FILE.yaml",
    help="Names that are the same, different, renamed, retyped or dropped.",
)
REVIEW = click.option(
    "--review", type=click.Path(path_type=Path), metavar="FILE", help="A review.yaml whose answers count."
)


@dataclass
class State:
    """How much is said."""

    quiet: bool = False
    verbose: bool = False


def state_of(ctx: click.Context) -> State:
    """The state that all commands of a run share."""
    return ctx.find_root().ensure_object(State)


def _be_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    state_of(ctx).quiet |= value


def _be_verbose(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    state_of(ctx).verbose |= value


def command_options(function: _F) -> _F:
    """Give a command ``-q`` and ``-v``, which count before and after its name."""
    quiet = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_be_quiet, help="Say nothing but errors."
    )
    verbose = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_be_verbose,
        help="Say more; show where errors happen.",
    )
    return quiet(verbose(function))


def say(message: str) -> None:
    """A line on standard error, unless the user wants quiet."""
    if not state_of(click.get_current_context()).quiet:
        click.echo(message, err=True)


def printable(message: str) -> str:
    """A message on one line, without characters that steer a terminal.

    >>> printable("a" + chr(27) + "[31m" + chr(10) + "b")
    'a�[31m b'
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in message.replace("\n", " "))
