"""``papergraph review``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from papergraph.cli.options import command_options, printable, say

_ANSWERS = {"s": "same", "d": "different"}
_CHOICES = click.Choice(["s", "d", "k", "q"])
Doubt = dict[str, str | None]


@click.command(short_help="Decide which doubtful pairs of names are one thing.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Show the pairs that have an answer, too.")
@command_options
def review(directory: Path, everything: bool) -> None:
    """Show the pairs of names that a build left apart though they may be one thing, each with its sentences.

    On a terminal it asks about one after another, s: same, d: different, k: skip, q: quit, and writes the answers into
    DIR/review.yaml. Elsewhere it lists them. The next build with --review DIR/review.yaml goes by the answers.

    \b
    Examples:
      papergraph review outputs/papers
      papergraph build papers/ --review outputs/papers/review.yaml
    """
    from papergraph.build_directory import read_manifest
    from papergraph.decisions import read_review

    read_manifest(directory)
    path = directory / "review.yaml"
    _, doubts, _ = read_review(path)
    places = [place for place, doubt in enumerate(doubts) if everything or not doubt["answer"]]
    if not on_terminal():
        for number, place in enumerate(places, 1):
            _show(doubts[place], number, len(places))
        return
    answers = _ask(doubts, places)
    if answers:
        _save(path, answers)
    left = sum(not doubt["answer"] for doubt in doubts) - sum(not doubts[place]["answer"] for place in answers)
    say(f"Answered now: {len(answers)}, without an answer: {left}.")
    if answers:
        say(f"Go by the answers:    papergraph build INPUT... --review {shlex.quote(str(path))}")


def on_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _ask(doubts: Sequence[Doubt], places: Sequence[int]) -> dict[int, str]:
    """The answers by place, as far as they were given."""
    answers: dict[int, str] = {}
    for number, place in enumerate(places, 1):
        _show(doubts[place], number, len(places))
        try:
            answer = click.prompt("same, different, skip or quit", type=_CHOICES, default="k")
        except (click.Abort, KeyboardInterrupt):
            break
        if answer == "q":
            break
        if answer in _ANSWERS:
            answers[place] = _ANSWERS[answer]
    return answers


def _save(path: Path, answers: dict[int, str]) -> None:
    from papergraph.decisions import answer_review
    from papergraph.files import replaced_file

    text = path.read_bytes().decode("utf-8-sig")
    with replaced_file(path) as stream:
        stream.write(answer_review(text, answers))


def _show(doubt: Doubt, number: int, total: int) -> None:
    answer = f", answered {doubt['answer']}" if doubt["answer"] else ""
    click.echo(printable(f"{number} of {total}: {doubt['left']} | {doubt['right']} ({doubt['reason'] or ''}{answer})"))
    for side in ("left", "right"):
        sentence = doubt[f"{side}_sentence"]
        name = doubt[f"{side}_id"] or doubt[side]
        click.echo(printable(f"  {name}: {sentence or 'no sentence'}"))
    click.echo()
