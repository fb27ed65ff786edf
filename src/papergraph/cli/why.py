"""``papergraph why``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papergraph.cli.options import command_options
from papergraph.cli.tables import amount
from papergraph.cli.telling import JSON, Line, asking_which, entity_record, paper_record, tell, tell_json, titled

if TYPE_CHECKING:
    from papergraph.graph import Occurrence, Why
    from papergraph.model import Merge, Relation


@click.command(short_help="Say why an entity is what it is.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("name")
@JSON
@command_options
def why(directory: Path, name: str, as_json: bool) -> None:
    """Say which mentions of which papers became an entity, and by which reasons its names are one.

    NAME is a name, an alias or an id of the entity. Where several entities have the name, they are listed, and the id
    says which is meant.

    \b
    Examples:
      papergraph why outputs/examples GSM8K
      papergraph why outputs/examples entity/carp-5793c4d8 --json | jq .forms
    """
    from papergraph.opened import open_graph

    with asking_which():
        found = open_graph(directory).why(name)
    tell_json(_record(found)) if as_json else tell(_lines(found))


def _lines(found: Why) -> Iterator[Line]:
    entity = found.entity
    yield Line(f"{entity.name} ({entity.type.value}), {entity.id}: {amount(entity.papers, 'paper')}", 0, "bold")
    for words, relation in (("Variant of", found.variant_of), ("A kind of", found.broader)):
        if relation:
            yield Line(f"{words} {relation.target} ({relation.reason})")
    yield from (Line(""), Line("Written as", 0, "bold"))
    for form in found.forms:
        yield Line(f"{form.text}: {amount(form.mentions, 'mention')} in {amount(form.papers, 'paper')}", 2)
    if found.merges:
        yield from (Line(""), Line("Names that became one", 0, "bold"))
        for merge in found.merges:
            yield from _merge(merge)
    for role, occurrences in groupby(found.occurrences, key=lambda occurrence: occurrence.role):
        yield from _role(role.value, list(occurrences))


def _merge(merge: Merge) -> Iterator[Line]:
    where = f", paper/{merge.paper}" if merge.paper else ""
    yield Line(f"{merge.name} = {merge.into}: {merge.reason}{where}", 2)
    if merge.sentence:
        yield Line(merge.sentence, 6, "dim")


def _role(role: str, occurrences: list[Occurrence]) -> Iterator[Line]:
    yield from (Line(""), Line(f"{role.replace('_', ' ')}: {amount(len(occurrences), 'paper')}", 0, "bold"))
    for occurrence in occurrences:
        yield Line(f"{titled(occurrence.paper)}, {amount(len(occurrence.spans), 'mention')}", 2)
        if occurrence.sentence:
            yield Line(occurrence.sentence, 6, "dim")


def _record(found: Why) -> dict[str, Any]:
    return {
        "entity": entity_record(found.entity) | {"aliases": list(found.entity.aliases)},
        "variantOf": _relation(found.variant_of),
        "broader": _relation(found.broader),
        "forms": [form._asdict() for form in found.forms],
        "merges": [_merge_record(merge) for merge in found.merges],
        "occurrences": [
            {
                "paper": paper_record(occurrence.paper),
                "role": occurrence.role.value,
                "spans": occurrence.spans,
                "forms": occurrence.forms,
                "sentence": occurrence.sentence,
            }
            for occurrence in found.occurrences
        ],
    }


def _relation(relation: Relation | None) -> dict[str, str] | None:
    return {"target": relation.target, "reason": relation.reason} if relation else None


def _merge_record(merge: Merge) -> dict[str, str | None]:
    facts = {"name": merge.name, "into": merge.into, "reason": merge.reason}
    return facts | {"paper": f"paper/{merge.paper}" if merge.paper else None, "sentence": merge.sentence}
