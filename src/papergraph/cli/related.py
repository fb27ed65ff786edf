"""``papergraph related``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli.options import command_options
from papergraph.cli.telling import JSON, Line, asking_which, entity_record, paper_record, tell, tell_json, titled

if TYPE_CHECKING:
    from papergraph.graph import PaperView, Reason, Related


@click.command(short_help="List the papers that a paper is linked to, and why.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("paper")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show the N closest only.")
@JSON
@command_options
def related(directory: Path, paper: str, limit: int | None, as_json: bool) -> None:
    """List the papers that a paper is linked to, the closest first.

    Each comes with what the two share, heaviest first: the entity, its weight, its role in PAPER (here) and in the
    other (there), and a sentence of each. PAPER is an id, a title or some words of a title; where several papers fit,
    they are listed.

    \b
    Examples:
      papergraph related outputs/examples 'branching rationales' --limit 3
      papergraph related outputs/examples paper/pgx-2023-001 --json | jq '.related[0].why'
    """
    from papergraph.opened import open_graph

    graph = open_graph(directory)
    with asking_which():
        own = graph.find_paper(paper)
    found = graph.related(own.id)[:limit]
    tell_json(_record(own, found)) if as_json else tell(_lines(own, found))


def _lines(own: PaperView, found: Sequence[Related]) -> Iterator[Line]:
    yield Line(titled(own), 0, "bold")
    if not found:
        yield Line("is linked to no other paper.")
    for place, other in enumerate(found, 1):
        yield from (Line(""), Line(f"{place}. {titled(other.paper)}, weight {other.weight:.2f}", 0, "bold"))
        for reason in other.why:
            yield from _reason(reason)


def _reason(reason: Reason) -> Iterator[Line]:
    yield Line(f"{reason.entity.name} ({reason.entity.type.value}), {reason.weight:.2f}", 3, "cyan")
    for side, role, sentence in (
        ("here", reason.here, reason.sentence_here),
        ("there", reason.there, reason.sentence_there),
    ):
        words = f"{side} {role.value.replace('_', ' ')}"
        yield Line(f"{words}: {sentence}" if sentence else words, 6)


def _record(own: PaperView, found: Sequence[Related]) -> dict[str, Any]:
    return {
        "paper": paper_record(own),
        "related": [
            {
                "paper": paper_record(other.paper),
                "weight": other.weight,
                "why": [_reason_record(reason) for reason in other.why],
            }
            for other in found
        ],
    }


def _reason_record(reason: Reason) -> dict[str, Any]:
    return {
        "entity": entity_record(reason.entity),
        "weight": reason.weight,
        "roles": [reason.here.value, reason.there.value],
        "sentences": [reason.sentence_here, reason.sentence_there],
    }
