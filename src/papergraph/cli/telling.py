"""What why, related and path share: lines on standard output, their JSON, and names that several things have."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from papergraph.cli.options import printable
from papergraph.errors import AmbiguousNameError

if TYPE_CHECKING:
    from papergraph.graph import EntityView, PaperView


_FAILURE = 2


class Line(NamedTuple):
    """A line, how far it is indented, and its style on a terminal."""

    text: str
    indent: int = 0
    style: str = ""


JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def tell(lines: Iterable[Line]) -> None:
    """Lines in colour and wrapped at its width on a terminal, whole and plain in a pipe."""
    if sys.stdout.isatty():
        _draw(lines)
        return
    for line in lines:
        click.echo((" " * line.indent + printable(line.text)).rstrip())


def _draw(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console()
    for line in lines:
        text = Text(printable(line.text), style=line.style)
        console.print(Padding(text, (0, 0, 0, line.indent), expand=False) if line.text else "")


def tell_json(value: object) -> None:
    """A value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def titled(paper: PaperView) -> str:
    """A paper with its year and id."""
    year = f" ({paper.year})" if paper.year is not None else ""
    return f"“{paper.title}”{year}, {paper.id}"


def paper_record(paper: PaperView) -> dict[str, Any]:
    """The JSON object of a paper."""
    return {"id": paper.id, "kind": "paper", "title": paper.title, "year": paper.year}


def entity_record(entity: EntityView) -> dict[str, Any]:
    """The JSON object of an entity."""
    facts = {"id": entity.id, "kind": "entity", "name": entity.name, "type": entity.type.value}
    return facts | {"papers": entity.papers}


@contextmanager
def asking_which() -> Iterator[None]:
    """List the candidates of an ambiguous name on standard error, one a line, and fail."""
    try:
        yield
    except AmbiguousNameError as error:
        for line in (f"papergraph: {error.question}:", *(f"  {told}" for told in error.told)):
            click.echo(printable(line), err=True)
        click.get_current_context().exit(_FAILURE)
