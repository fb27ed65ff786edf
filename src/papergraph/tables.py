"""The line-by-line files of a build: entities, rejects, and the doubtful merges that a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from papergraph.model import CanonicalEntity, DoubtfulMerge, EntityType, Merge, Reject, Relation, Role
from papergraph.records import dumps

CommentsOn = Callable[[Mapping[str, object]], Sequence[str]]
_REVIEW_HEAD = """\
# Pairs of names that may be one thing. Those without an answer are two in this build.
# Answer same or different, here or with papergraph review DIR; papergraph build --review DIR/review.yaml goes by it.
# A build with an answer in its review.yaml is replaced only with --review, which keeps it, or with --force.
"""


def entity_lines(entities: Iterable[CanonicalEntity]) -> Iterator[str]:
    """The lines of ``entities.jsonl``, sorted by id."""
    for entity in sorted(entities, key=lambda entity: entity.id):
        yield dumps(entity_record(entity)) + "\n"


def entity_record(entity: CanonicalEntity) -> dict[str, Any]:
    """The JSON object of an entity of the whole corpus."""
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type.value,
        "aliases": list(entity.aliases),
        "variantOf": _relation(entity.variant_of),
        "broader": _relation(entity.broader),
        "sameAs": list(entity.same_as),
        "altLabels": list(entity.alt_labels),
        "pages": list(entity.pages),
        "papers": {role.value: list(ids) for role, ids in sorted(entity.papers.items())},
        "merges": [_merge(merge) for merge in entity.merges],
    }


def _relation(relation: Relation | None) -> dict[str, str] | None:
    return {"target": relation.target, "reason": relation.reason} if relation else None


def _merge(merge: Merge) -> dict[str, str]:
    facts = {"name": merge.name, "into": merge.into, "reason": merge.reason}
    return facts | {k: v for k, v in (("paper", merge.paper), ("sentence", merge.sentence)) if v}


def read_entity(record: Mapping[str, Any]) -> CanonicalEntity:
    """The entity of such an object, equal to the one that was written."""
    return CanonicalEntity(
        id=record["id"],
        name=record["name"],
        type=EntityType(record["type"]),
        aliases=tuple(record["aliases"]),
        variant_of=Relation(**record["variantOf"]) if record["variantOf"] else None,
        broader=Relation(**record["broader"]) if record["broader"] else None,
        same_as=tuple(record["sameAs"]),
        alt_labels=tuple(record.get("altLabels", ())),
        pages=tuple(record.get("pages", ())),
        papers={Role(role): tuple(ids) for role, ids in record["papers"].items()},
        merges=tuple(Merge(**merge) for merge in record["merges"]),
    )


def reject_lines(rejects: Iterable[Reject]) -> Iterator[str]:
    """The lines of ``rejects.jsonl``, sorted by file, line and reason."""
    for reject in sorted(rejects):
        yield dumps({"file": reject.file, "line": reject.line, "reason": reject.reason}) + "\n"


def review_text(
    doubtful: Iterable[DoubtfulMerge],
    names: Mapping[str, str],
    answered: Iterable[Mapping[str, object]] = (),
    comments_on: CommentsOn = lambda record: (),
) -> str:
    """``review.yaml``: each doubtful pair with its evidence and an empty answer, after those answered before.

    :param names: the name of each entity by its id.
    :param answered: the records of pairs with an answer.
    :param comments_on: what people noted at a pair before; it is written above it again.
    """
    records = [*answered, *(_doubt(doubt, names) for doubt in doubtful)]
    return _REVIEW_HEAD + ("".join(_noted(record, comments_on(record)) for record in records) or "[]\n")


def _noted(record: Mapping[str, object], comments: Sequence[str]) -> str:
    """A pair under the comments on it."""
    head = _REVIEW_HEAD.splitlines()
    notes = [note for note in comments if note not in head]
    text = yaml.dump([dict(record)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return "".join(f"{note}\n" for note in notes) + text


def _doubt(doubt: DoubtfulMerge, names: Mapping[str, str]) -> dict[str, str | None]:
    return {
        "left": names.get(doubt.left, doubt.left),
        "right": names.get(doubt.right, doubt.right),
        "left_id": doubt.left,
        "right_id": doubt.right,
        "reason": doubt.reason,
        "left_sentence": doubt.left_sentence,
        "right_sentence": doubt.right_sentence,
        "answer": None,
    }


class _Dumper(yaml.SafeDumper):
    """Writes nothing where there is no value."""


def _represent_none(dumper: yaml.SafeDumper, _: None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:null", "")


_Dumper.add_representer(type(None), _represent_none)
