"""``papergraph path``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli.options import command_options
from papergraph.cli.tables import amount
from papergraph.cli.telling import JSON, Line, asking_which, entity_record, paper_record, tell, tell_json

if TYPE_CHECKING:
    from papergraph.graph import EntityView, PaperView, Step

    Node = PaperView | EntityView


@click.command(short_help="Tell how two papers or entities hang together.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@JSON
@command_options
def path(directory: Path, start: str, end: str, as_json: bool) -> None:
    """Tell how A and B hang together: the strongest short path through papers and entities, step by step.

    A and B are entities (a name, an alias or an id) or papers (an id, a title or some words of a title). The path
    avoids what many papers name. Where there is none, that is said, and the exit status is 0 all the same.

    \b
    Examples:
      papergraph path outputs/examples Bramble HotpotQA
      papergraph path outputs/examples paper/pgx-2023-001 'planning the next hop' --json | jq -r '.steps[].statement'
    """
    from papergraph.opened import open_graph

    graph = open_graph(directory)
    with asking_which():
        first, last = graph.find(start), graph.find(end)
    steps = graph.path(first.id, last.id)
    tell_json(_record(first, last, steps)) if as_json else tell(_lines(first, last, steps))


def _lines(first: Node, last: Node, steps: Sequence[Step] | None) -> Iterator[Line]:
    from papergraph.graph import label

    ends = f"{label(first)} and {label(last)}"
    if not steps:
        yield Line(f"{ends} are one and the same." if steps is not None else f"Nothing joins {ends}.")
        return
    yield Line(f"{ends}: {amount(len(steps), 'step')}", 0, "bold")
    for place, step in enumerate(steps, 1):
        yield from (Line(""), Line(f"{place}. {step.statement}{_remark(step)}", 0, "cyan"))
        if step.sentence or step.reason:
            yield Line(step.sentence or f"Reason: {step.reason}", 3)


def _remark(step: Step) -> str:
    from papergraph.graph import EntityView

    node = step.target
    if step.turned or not isinstance(node, EntityView):
        return ""
    return f" ({node.type.value}, {amount(node.papers, 'paper')})"


def _record(first: Node, last: Node, steps: Sequence[Step] | None) -> dict[str, Any]:
    told = None if steps is None else [_step_record(step) for step in steps]
    return {"from": _node_record(first), "to": _node_record(last), "steps": told}


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "from": _node_record(step.source),
        "to": _node_record(step.target),
        "relation": step.relation,
        "turned": step.turned,
        "statement": step.statement,
        "sentence": step.sentence,
        "reason": step.reason,
    }


def _node_record(node: Node) -> dict[str, Any]:
    from papergraph.graph import EntityView

    return entity_record(node) if isinstance(node, EntityView) else paper_record(node)
