"""What the questions to a graph are answered with: frozen values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from papergraph.model import EntityType, Merge, Relation, Role


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the graph; a list of these makes a pandas DataFrame."""

    id: str
    title: str
    year: int | None
    authors: tuple[str, ...]
    identifiers: Mapping[str, list[str]]
    community: str | None


@dataclass(frozen=True, slots=True)
class CommunityView:
    """A community of papers; ``entities`` are what is typical of it, ``papers`` is how many belong to it."""

    id: str
    name: str
    entities: tuple[str, ...]
    papers: int


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity of the graph; ``papers`` is how many papers name it. A list of these makes a pandas DataFrame."""

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    papers: int


class Reason(NamedTuple):
    """What two linked papers share: the entity, what it adds to the weight, and role and sentence on either side."""

    entity: EntityView
    weight: float
    here: Role
    there: Role
    sentence_here: str | None
    sentence_there: str | None


class Related(NamedTuple):
    """A linked paper, the weight, and what is shared, heaviest first."""

    paper: PaperView
    weight: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entity in one paper: its role, the spans of its mentions, the sentence of the first, and each as written.

    ``forms`` runs beside ``spans``; it is empty where the text of the paper is not at hand.
    """

    paper: PaperView
    role: Role
    spans: tuple[tuple[int, int], ...]
    sentence: str | None
    forms: tuple[str, ...] = ()


class Form(NamedTuple):
    """A way to write an entity, how many mentions are written so, and in how many papers."""

    text: str
    mentions: int
    papers: int


@dataclass(frozen=True, slots=True)
class Why:
    """How an entity came about: where papers name it, and by which reasons its names are one.

    ``occurrences`` are in the order of roles, then papers; ``variant_of`` and ``broader`` are relations to others.
    """

    entity: EntityView
    occurrences: tuple[Occurrence, ...]
    merges: tuple[Merge, ...]
    variant_of: Relation | None = None
    broader: Relation | None = None

    @property
    def forms(self) -> tuple[Form, ...]:
        """The ways to write it, the commonest first."""
        papers: dict[str, list[str]] = defaultdict(list)
        for occurrence in self.occurrences:
            for text in occurrence.forms:
                papers[text].append(occurrence.paper.id)
        found = (Form(text, len(ids), len(set(ids))) for text, ids in papers.items())
        return tuple(sorted(found, key=lambda form: (-form.mentions, form.text)))


class Step(NamedTuple):
    """A step of a path, from one node to the next.

    ``relation`` is a role, ``variantOf`` or ``broader``. It runs from ``source`` to ``target``, or from ``target`` to
    ``source`` if ``turned``. ``sentence`` is where a paper says so, ``reason`` why one entity belongs to another.
    """

    source: PaperView | EntityView
    target: PaperView | EntityView
    relation: str
    turned: bool
    sentence: str | None
    reason: str | None

    @property
    def statement(self) -> str:
        """The step in words, in the direction of its relation."""
        first, second = (self.target, self.source) if self.turned else (self.source, self.target)
        return f"{label(first)} {RELATIONS[self.relation]} {label(second)}"


RELATIONS: Mapping[str, str] = {role.value: role.value.replace("_", " ") for role in Role} | {
    "variantOf": "is a variant of",
    "broader": "is a kind of",
}
"""The relations that a path follows, in words."""


def label(node: PaperView | EntityView) -> str:
    """The name of an entity, the title of a paper in quotation marks."""
    return node.name if isinstance(node, EntityView) else f"“{node.title}”"
