"""What is compared: papers with entities, links and results, as annotators or the extractor give them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from papergraph.identifiers import paper_id
from papergraph.model import Extraction, Paper, Reject
from papergraph.records import to_record
from papergraph.text import repair


class Span(NamedTuple):
    """A typed stretch of a paper's text: half-open offsets in code points."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedEntity:
    """An entity of one paper; it is named by ``surfaces`` (strings), by ``offsets``, or by both.

    Types and roles are any text, so that annotations with types of their own can be scored too.
    """

    name: str
    type: str
    role: str | None = None
    surfaces: tuple[str, ...] = ()
    offsets: tuple[tuple[int, int], ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedResult:
    """A measured outcome, its value as written."""

    value: str
    metric: str | None = None
    benchmark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A paper and what it holds, according to one side; a prediction may go without title and abstract."""

    id: str
    title: str | None = None
    abstract: str = ""
    entities: tuple[AnnotatedEntity, ...] = ()
    links: tuple[str, ...] = ()
    results: tuple[AnnotatedResult, ...] = ()

    @property
    def text(self) -> str:
        """Title, newline, abstract: what offsets point into."""
        return f"{self.title or ''}\n{self.abstract}"

    @property
    def paper(self) -> Paper:
        """The paper alone, for an extractor."""
        return Paper(id=self.id, title=self.title or "", abstract=self.abstract)


def annotation_of(extraction: Extraction) -> Annotation:
    """An extraction as it stands in the file that ``papergraph extract`` writes: confidences have two decimals.

    >>> annotation_of(Extraction(paper=Paper(id="p1", title="T"))).text
    'T\\n'
    """
    return read_annotation(to_record(extraction))


def above(annotation: Annotation, confidence: float) -> Annotation:
    """The annotation without the entities of less confidence; those that state none stay."""
    kept = (e for e in annotation.entities if e.confidence is None or e.confidence >= confidence)
    return replace(annotation, entities=tuple(kept))


def read_annotations(
    lines: Iterable[bytes], *, file: str, on_reject: Callable[[Reject], object], needs_text: bool = True
) -> Iterator[Annotation]:
    """The papers of JSON lines (UTF-8), blank lines left out; what is broken goes to ``on_reject``.

    Mentions are surface strings, or objects with ``start`` and ``end``. Of two lines with one id the first counts.

    :param file: the name that rejects carry.
    :param needs_text: a line without a title is broken; predictions can do without.
    """
    seen: dict[str, int] = {}
    for number, raw in enumerate(lines, 1):
        if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            annotation = _line(raw, needs_text=needs_text)
            if annotation.id in seen:
                raise ValueError(f"id: {annotation.id!r} stands on line {seen[annotation.id]} too")
        except (ValueError, TypeError, RecursionError) as error:
            on_reject(Reject(file, number, _reason(error)))
            continue
        seen[annotation.id] = number
        yield annotation


def _line(raw: bytes, *, needs_text: bool) -> Annotation:
    record = json.loads(raw.decode("utf-8-sig"))
    if b"\\ud" in raw.lower():
        record = json.loads(repair(json.dumps(record, ensure_ascii=False)))
    if not isinstance(record, dict):
        raise ValueError("a JSON object is needed on each line")
    return read_annotation(record, needs_text=needs_text)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not in UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON: {error}"
    if isinstance(error, RecursionError):
        return "broken JSON: nested too deeply"
    return str(error)


def read_annotation(record: Mapping[str, Any], *, needs_text: bool = False) -> Annotation:
    """The annotation of a JSON object.

    :raises ValueError: a value is missing or can't be what it is said to be; the message names the key.
    """
    title, abstract = _text(record, "title"), _text(record, "abstract")
    if title is None and needs_text:
        raise ValueError("title: a text is needed")
    identity = record.get("id")
    if identity is None and not title:
        raise ValueError("id: a text is needed")
    return Annotation(
        id=paper_id(title or "") if identity is None else str(identity),
        title=title,
        abstract=abstract or "",
        entities=tuple(_entity(entity) for entity in _objects(record, "entities")),
        links=tuple(_needed(link, "url", "links") for link in _objects(record, "links")),
        results=tuple(_result(result) for result in _objects(record, "results")),
    )


def _entity(record: Mapping[str, Any]) -> AnnotatedEntity:
    mentions = record.get("mentions") or []
    if not isinstance(mentions, list):
        raise ValueError("entities: mentions: a list is needed")
    surfaces = tuple(mention for mention in mentions if isinstance(mention, str))
    name = _text(record, "name", "entities")
    if not mentions and not name:
        raise ValueError("entities: one has neither a name nor mentions")
    if "" in surfaces:
        raise ValueError("entities: mentions: one is empty")
    return AnnotatedEntity(
        name=name or "",
        type=_needed(record, "type", "entities"),
        role=_text(record, "role", "entities"),
        surfaces=surfaces,
        offsets=tuple(_offsets(mention) for mention in mentions if not isinstance(mention, str)),
        confidence=_confidence(record.get("confidence")),
    )


def _offsets(mention: object) -> tuple[int, int]:
    start, end = (mention.get("start"), mention.get("end")) if isinstance(mention, dict) else (None, None)
    if type(start) is not int or type(end) is not int:
        raise ValueError("entities: mentions: a text is needed, or an object with start and end")
    return start, end


def _confidence(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("entities: confidence: a number is needed")
    return float(value)


def _result(record: Mapping[str, Any]) -> AnnotatedResult:
    return AnnotatedResult(
        value=_needed(record, "value", "results"),
        metric=_text(record, "metric", "results"),
        benchmark=_text(record, "benchmark", "results"),
    )


def _objects(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"{key}: a list of objects is needed")
    return value


def _text(record: Mapping[str, Any], key: str, where: str = "") -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{where + ': ' if where else ''}{key}: a text is needed, not {value!r}")
    return value


def _needed(record: Mapping[str, Any], key: str, where: str) -> str:
    value = _text(record, key, where)
    if not value:
        raise ValueError(f"{where}: {key}: a text is needed")
    return value
