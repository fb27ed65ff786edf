"""The JSON form of extractions (one line a paper), read and written; what is read and written is equal."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from papergraph.identifiers import paper_id
from papergraph.model import Direction, Entity, EntityType, Extraction, Link, LinkKind, Mention, Paper, Result, Role

_PAPER_KEYS = frozenset("id title abstract year authors venue identifiers sources extra entities links results".split())
_ENTITY_KEYS = frozenset("name type role confidence mentions entity".split())
Choice = TypeVar("Choice", bound=StrEnum)


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
        links=tuple(_link(link, paper.text) for link in _list(record, "links")),
        results=tuple(_result(result, paper.text) for result in _list(record, "results")),
    )


def read_paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a JSON object; keys that no paper has go to ``extra``.

    :raises ValueError: a value is missing or of the wrong kind; the message names the key.
    """
    if not isinstance(record, Mapping):
        raise ValueError(f"record: an object is needed, not {_short(record)}")
    title = _text(record, "title")
    if title is None or not title.strip():
        raise ValueError("title: a text is needed")
    extra = _object(record, "extra") | {k: v for k, v in record.items() if k not in _PAPER_KEYS}
    return Paper(
        id=_id(record) or paper_id(title),
        title=title,
        abstract=_text(record, "abstract") or "",
        year=_whole(record, "year"),
        authors=_texts(record, "authors"),
        venue=_text(record, "venue"),
        identifiers={key: _identifiers(value) for key, value in _object(record, "identifiers").items()},
        sources=_texts(record, "sources"),
        extra=extra,
    )


def _value(record: Mapping[str, Any], key: str, kinds: tuple[type, ...], what: str) -> Any:
    """The value of a key, or None where it is missing or null."""
    value = record.get(key)
    if value is None or (isinstance(value, kinds) and isinstance(value, bool) == (kinds == (bool,))):
        return value
    raise ValueError(f"{key}: {what} is needed, not {_short(value)}")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}..."


def _text(record: Mapping[str, Any], key: str) -> str | None:
    value: str | None = _value(record, key, (str,), "a text")
    return value


def _whole(record: Mapping[str, Any], key: str) -> int | None:
    value: int | None = _value(record, key, (int,), "a whole number")
    return value


def _number(record: Mapping[str, Any], key: str) -> float | None:
    value: float | None = _value(record, key, (int, float), "a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{key}: a finite number is needed, not {value}")
    return value


def _object(record: Mapping[str, Any], key: str) -> dict[str, Any]:
    return dict(_value(record, key, (dict,), "an object") or {})


def _texts(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = _value(record, key, (list,), "a list of texts") or []
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key}: a list of texts is needed, not {_short(values)}")
    return tuple(values)


def _id(record: Mapping[str, Any]) -> str | None:
    value = _value(record, "id", (str, int), "a text or a whole number")
    return None if value is None else str(value)


def _identifiers(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(item, (str, int)) and not isinstance(item, bool) for item in values):
        raise ValueError(f"identifiers: texts are needed, not {_short(value)}")
    return tuple(map(str, values))


def _list(record: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    value: list[Any] = _value(record, key, (list,), "a list of objects") or []
    if not all(isinstance(item, dict) for item in value):
        raise ValueError(f"{key}: a list of objects is needed, not {_short(value)}")
    return value


def _choice(kinds: type[Choice], record: Mapping[str, Any], key: str) -> Choice | None:
    value = _text(record, key)
    if not value:
        return None
    if value not in set(kinds):
        raise ValueError(f"{key}: {_short(value)} is not one of {', '.join(kinds)}")
    return kinds(value)


def _type(record: Mapping[str, Any]) -> EntityType:
    kind = _choice(EntityType, record, "type")
    if kind is None:
        raise ValueError(f"type: an entity needs one of {', '.join(EntityType)}")
    return kind


def _entity(record: Mapping[str, Any], text: str) -> Entity:
    mentions = tuple(_mention(mention, text) for mention in _list(record, "mentions"))
    name = _text(record, "name") or (mentions[0].text if mentions else None)
    if not name:
        raise ValueError("entities: one has neither a name nor mentions")
    return Entity(
        name=name,
        type=_type(record),
        role=_choice(Role, record, "role") or Role.MENTIONS,
        mentions=mentions,
        confidence=_number(record, "confidence"),
        id=_text(record, "entity"),
        extra={k: v for k, v in record.items() if k not in _ENTITY_KEYS},
    )


def _mention(record: Mapping[str, Any], text: str) -> Mention:
    start, end = _span(record, "mentions", text)
    return Mention(start, end, text[start:end], _text(record, "source") or "")


def _span(record: Mapping[str, Any], key: str, text: str) -> tuple[int, int]:
    start, end = _whole(record, "start"), _whole(record, "end")
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise ValueError(f"{key}: start and end, {start}:{end}, are no span of the text")
    return start, end


def _optional_span(record: Mapping[str, Any], key: str, text: str) -> tuple[int, int]:
    """The span of a link or a result, 0:0 where the record gives none."""
    if not record.get("start") and not record.get("end"):
        return _whole(record, "start") or 0, _whole(record, "end") or 0
    return _span(record, key, text)


def _link(record: Mapping[str, Any], text: str) -> Link:
    url = _text(record, "url")
    if not url:
        raise ValueError("links: one has no url")
    start, end = _optional_span(record, "links", text)
    return Link(
        url=url,
        kind=_choice(LinkKind, record, "kind") or LinkKind.OTHER,
        own=bool(_value(record, "own", (bool,), "true or false")),
        start=start,
        end=end,
        repository=_text(record, "repository"),
    )


def _result(record: Mapping[str, Any], text: str) -> Result:
    value = _text(record, "value")
    if not value:
        raise ValueError("results: one has no value")
    start, end = _optional_span(record, "results", text)
    return Result(
        value=value,
        start=start,
        end=end,
        number=_number(record, "number"),
        unit=_text(record, "unit"),
        direction=_choice(Direction, record, "direction"),
        metric=_text(record, "metric"),
        benchmark=_text(record, "benchmark"),
        subject=_text(record, "subject"),
        baseline=_text(record, "baseline"),
    )


def dumps(record: Mapping[str, Any]) -> str:
    """One line of JSON, the same for the same record."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def write_jsonl(extractions: Iterable[Extraction]) -> Iterator[str]:
    """The lines of extractions, each with its line break."""
    for extraction in extractions:
        yield dumps(to_record(extraction)) + "\n"
