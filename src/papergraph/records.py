"""The JSON form of extractions (one line a paper), read and written; what is read and written is equal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from papergraph.identifiers import paper_id
from papergraph.model import Direction, Entity, EntityType, Extraction, Link, LinkKind, Mention, Paper, Result, Role

_PAPER_KEYS = frozenset("id title abstract year authors venue identifiers sources extra entities links results".split())
_ENTITY_KEYS = frozenset("name type role confidence mentions entity".split())


def to_record(extraction: Extraction) -> dict[str, Any]:
    """The JSON object of a paper; keys without a value are left out, save the lists.

    >>> record = to_record(Extraction(paper=Paper(id="p1", title="T")))
    >>> record["id"], record["entities"]
    ('p1', [])
    """
    return paper_record(extraction.paper) | {
        "entities": [_entity_record(entity) for entity in extraction.entities],
        "links": [_link_record(link) for link in extraction.links],
        "results": [_result_record(result) for result in extraction.results],
    }


def paper_record(paper: Paper) -> dict[str, Any]:
    """The JSON object of a paper alone."""
    record: dict[str, Any] = {"id": paper.id, "title": paper.title, "abstract": paper.abstract}
    if paper.year is not None:
        record["year"] = paper.year
    if paper.authors:
        record["authors"] = list(paper.authors)
    if paper.venue:
        record["venue"] = paper.venue
    if paper.identifiers:
        record["identifiers"] = {k: v[0] if len(v) == 1 else list(v) for k, v in sorted(paper.identifiers.items())}
    record["sources"] = list(paper.sources)
    return record | ({"extra": dict(paper.extra)} if paper.extra else {})


def _entity_record(entity: Entity) -> dict[str, Any]:
    record: dict[str, Any] = {"name": entity.name, "type": entity.type.value, "role": entity.role.value}
    if entity.confidence is not None:
        record["confidence"] = round(entity.confidence, 2)
    record["mentions"] = [{"start": m.start, "end": m.end, "text": m.text, "source": m.source} for m in entity.mentions]
    return record | ({"entity": entity.id} if entity.id else {}) | dict(entity.extra)


def _link_record(link: Link) -> dict[str, Any]:
    record: dict[str, Any] = {"url": link.url, "kind": link.kind.value, "own": link.own}
    if link.repository:
        record["repository"] = link.repository
    return record | {"start": link.start, "end": link.end}


def _result_record(result: Result) -> dict[str, Any]:
    names = {
        "metric": result.metric,
        "benchmark": result.benchmark,
        "subject": result.subject,
        "baseline": result.baseline,
    }
    direction = result.direction.value if result.direction else None
    head = {"value": result.value, "number": result.number, "unit": result.unit, "direction": direction}
    return head | names | {"start": result.start, "end": result.end}


def from_record(record: Mapping[str, Any]) -> Extraction:
    """The extraction of a JSON object; ``confidence``, ``links`` and ``results`` may be missing.

    :raises ValueError: a value is missing or can't be what it is said to be; the message names the key.
    """
    paper = read_paper(record)
    return Extraction(
        paper=paper,
        entities=tuple(_entity(entity, paper.text) for entity in _list(record, "entities")),
        links=tuple(_link(link) for link in _list(record, "links")),
        results=tuple(_result(result) for result in _list(record, "results")),
    )


def read_paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a JSON object; keys that no paper has go to ``extra``."""
    title = record.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ValueError("title: a text is needed")
    extra = dict(record.get("extra") or {}) | {k: v for k, v in record.items() if k not in _PAPER_KEYS}
    return Paper(
        id=str(record.get("id") or paper_id(title)),
        title=title,
        abstract=record.get("abstract") or "",
        year=record.get("year"),
        authors=tuple(record.get("authors") or ()),
        venue=record.get("venue"),
        identifiers={k: _strings(v) for k, v in (record.get("identifiers") or {}).items()},
        sources=tuple(record.get("sources") or ()),
        extra=extra,
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _list(record: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    value = record.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"{key}: a list of objects is needed")
    return value


def _entity(record: Mapping[str, Any], text: str) -> Entity:
    mentions = tuple(_mention(mention, text) for mention in _list(record, "mentions"))
    name = record.get("name") or (mentions[0].text if mentions else None)
    if not name:
        raise ValueError("entities: one has neither a name nor mentions")
    return Entity(
        name=str(name),
        type=EntityType(record.get("type", "")),
        role=Role(record.get("role", Role.MENTIONS)),
        mentions=mentions,
        confidence=record.get("confidence"),
        id=record.get("entity"),
        extra={k: v for k, v in record.items() if k not in _ENTITY_KEYS},
    )


def _mention(record: Mapping[str, Any], text: str) -> Mention:
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise ValueError(f"mentions: {start}:{end} lies outside the text")
    return Mention(start, end, text[start:end], str(record.get("source", "")))


def _link(record: Mapping[str, Any]) -> Link:
    return Link(
        url=str(record["url"]),
        kind=LinkKind(record.get("kind", LinkKind.OTHER)),
        own=bool(record.get("own", False)),
        start=int(record.get("start", 0)),
        end=int(record.get("end", 0)),
        repository=record.get("repository"),
    )


def _result(record: Mapping[str, Any]) -> Result:
    direction = record.get("direction")
    return Result(
        value=str(record["value"]),
        start=int(record.get("start", 0)),
        end=int(record.get("end", 0)),
        number=record.get("number"),
        unit=record.get("unit"),
        direction=Direction(direction) if direction else None,
        metric=record.get("metric"),
        benchmark=record.get("benchmark"),
        subject=record.get("subject"),
        baseline=record.get("baseline"),
    )


def dumps(record: Mapping[str, Any]) -> str:
    """One line of JSON, the same for the same record."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def write_jsonl(extractions: Iterable[Extraction]) -> Iterator[str]:
    """The lines of extractions, each with its line break."""
    for extraction in extractions:
        yield dumps(to_record(extraction)) + "\n"
