"""The values that flow between the stages: frozen dataclasses and enums, standard library only.

Offsets are half-open ranges of code points into :attr:`Paper.text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """What kind of thing a name stands for."""

    METHOD = "METHOD"
    MODEL = "MODEL"
    BENCHMARK = "BENCHMARK"
    TASK = "TASK"
    METRIC = "METRIC"


class Role(StrEnum):
    """What an entity is to a paper, in order of precedence: the first that applies is the role."""

    INTRODUCES = "introduces"
    EVALUATES_ON = "evaluates_on"
    TRAINS_ON = "trains_on"
    COMPARES_WITH = "compares_with"
    USES = "uses"
    ADDRESSES = "addresses"
    MEASURES = "measures"
    MENTIONS = "mentions"


class LinkKind(StrEnum):
    """What a URL leads to."""

    CODE = "code"
    DATA = "data"
    MODEL = "model"
    PAGE = "page"
    OTHER = "other"


class Direction(StrEnum):
    """Which way of a measured value is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A title and an abstract, with what the source knew besides.

    >>> Paper(id="p1", title="On Examples", abstract="We write one.").text
    'On Examples\\nWe write one.'
    """

    id: str
    title: str
    abstract: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Title, newline, abstract: what all offsets point into."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of a paper's text that names an entity, and the extractor that found it."""

    start: int
    end: int
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity of one paper; ``id`` (``entity/...``) is set by resolution."""

    name: str
    type: EntityType
    role: Role
    mentions: tuple[Mention, ...]
    confidence: float | None = None
    id: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL of a paper: as it should be opened, and the span of raw text it was read from."""

    url: str
    kind: LinkKind
    own: bool
    start: int
    end: int
    repository: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A measured outcome; metric, benchmark, subject and baseline are names of entities of the same paper."""

    value: str
    start: int
    end: int
    number: float | None = None
    unit: str | None = None
    direction: Direction | None = None
    metric: str | None = None
    benchmark: str | None = None
    subject: str | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A paper and what was found in it."""

    paper: Paper
    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Why two names are one entity: ``reason`` is e.g. definition, vocabulary, spelling, plural."""

    name: str
    into: str
    reason: str
    paper: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A link between two canonical entities (``variantOf`` or ``broader``): the other's id, and why."""

    target: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalEntity:
    """One thing over the whole corpus: ``papers`` maps each role to the sorted ids of the papers.

    ``aliases`` are the other forms in the papers. What the vocabulary has also bears its id, as an address
    (``same_as``), its other names, whether a paper has them or not (``alt_labels``), and the addresses of ``pages``.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    variant_of: Relation | None = None
    broader: Relation | None = None
    same_as: tuple[str, ...] = ()
    alt_labels: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    papers: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()

    @property
    def paper_count(self) -> int:
        """How many different papers name it."""
        return len({paper for papers in self.papers.values() for paper in papers})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulMerge:
    """Two entities that may be one: left apart, for a person to decide."""

    left: str
    right: str
    reason: str
    left_sentence: str | None = None
    right_sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What resolution gives: the papers with entity ids set, the entities sorted by id, and the doubts."""

    extractions: tuple[Extraction, ...]
    entities: tuple[CanonicalEntity, ...]
    doubtful: tuple[DoubtfulMerge, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Reject:
    """A record that was set aside: the file, the line where it starts (1-based; 0: the whole file), and why."""

    file: str
    line: int
    reason: str
