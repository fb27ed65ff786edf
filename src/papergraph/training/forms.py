"""The two forms of an annotated line: names in a paper, and spans over tokens; each checked, in the clean view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from papergraph.extraction.tokens import clean_view
from papergraph.model import Paper
from papergraph.sources.json_values import kind
from papergraph.text import MAX_TEXT, CleanText, clean, repair

Span = tuple[int, int, str]
_URL = re.compile(r"https?://\S+")
_JOINED = re.compile(r"\w\w")


@dataclass(frozen=True, slots=True, order=True)
class AnnotatedText:
    """A text as extraction sees it, and its entities as spans of characters: sorted, apart, on whole words.

    ``document`` is what must not be divided between training and development; ``lost`` counts the spans of which the
    clean view leaves nothing.
    """

    text: str
    spans: tuple[Span, ...]
    document: str
    lost: int = 0


class FlawedError(ValueError):
    """A line that can't be learnt from, with everything that is wrong with it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reasons))


def annotated_text(fields: Mapping[str, object], *, types: Iterable[str] = ()) -> AnnotatedText:
    """The annotated text of one line, in either form.

    :param types: the types there are; without any, all are welcome.
    :raises FlawedError: the line is in neither form, or its annotations can't be right.

    >>> found = annotated_text({"tokens": ["We", "use", "GPT", "-", "4"], "entities": [[2, 5, "MODEL"]]})
    >>> found.text, found.spans
    ('We use GPT - 4', ((7, 14, 'MODEL'),))
    """
    flaws: list[str] = []
    entities = fields.get("entities")
    if not isinstance(entities, list):
        raise FlawedError([f"entities: a list is needed, found {kind(entities)}"])
    if "tokens" in fields:
        raw, view, spans = _token_form(fields["tokens"], entities, flaws)
    elif "title" in fields or "abstract" in fields:
        raw, view, spans = _paper_form(fields, entities, flaws)
    else:
        raise FlawedError(["neither title and abstract nor tokens are there"])
    flaws += _text_flaws(raw) + _type_flaws(spans, tuple(types)) + _overlaps(spans)
    if flaws:
        raise FlawedError(list(dict.fromkeys(flaws)))
    kept = _in_view(view, spans)
    document = fields.get("doc")
    return AnnotatedText(
        view.text, tuple(kept), document if isinstance(document, str) else view.text, len(set(spans)) - len(kept)
    )


def _text_flaws(raw: str) -> list[str]:
    if not raw.strip():
        return ["there is no text"]
    return [f"the text has over {MAX_TEXT} characters"] if len(raw) > MAX_TEXT else []


def _type_flaws(spans: Iterable[Span], types: Sequence[str]) -> list[str]:
    unknown = sorted({name for *_, name in spans} - set(types)) if types else []
    return [f"unknown type {_quoted(name)}; valid: {', '.join(types)}" for name in unknown]


def _overlaps(spans: Iterable[Span]) -> list[str]:
    ordered = sorted(set(spans))
    return [
        f"the spans {_shown(left)} and {_shown(right)} overlap"
        for left, right in pairwise(ordered)
        if right[0] < left[1]
    ]


def _shown(span: Span) -> str:
    return f"[{span[0]}, {span[1]}] {span[2]}"


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _is_type(value: object, where: str, flaws: list[str]) -> TypeGuard[str]:
    if isinstance(value, str) and value and value == value.strip():
        return True
    shown = _quoted(value) if isinstance(value, str) else kind(value)
    flaws.append(f"{where}: the type must be a name without blanks around it, found {shown}")
    return False


def _is_span(start: object, end: object) -> bool:
    return type(start) is int and type(end) is int


def _token_form(tokens: object, entities: list[object], flaws: list[str]) -> tuple[str, CleanText, list[Span]]:
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise FlawedError(["tokens: a list of texts is needed"])
    raw = repair(" ".join(tokens))
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token) + 1)
    spans = []
    for number, entity in enumerate(entities, start=1):
        where = f"entity {number}"
        if not isinstance(entity, list) or len(entity) != 3 or not _is_span(*entity[:2]):
            flaws.append(f"{where}: [first token, last token + 1, type] is needed")
            continue
        first, last, name = entity
        if not 0 <= first < last <= len(tokens):
            flaws.append(f"{where}: the span [{first}, {last}] lies outside the {len(tokens)} tokens")
        elif _is_type(name, where, flaws):
            spans.append((starts[first], starts[last] - 1, name))
    return raw, clean(raw), spans


def _paper_form(
    fields: Mapping[str, object], entities: list[object], flaws: list[str]
) -> tuple[str, CleanText, list[Span]]:
    title, abstract = (fields[key] if fields.get(key) is not None else "" for key in ("title", "abstract"))
    if not isinstance(title, str) or not isinstance(abstract, str):
        raise FlawedError(["title and abstract: texts are needed"])
    paper = Paper(id="", title=repair(title), abstract=repair(abstract))
    forms: dict[str, str] = {}
    spans: list[Span] = []
    for number, entity in enumerate(entities, start=1):
        where = f"entity {number}"
        mentions = entity.get("mentions") if isinstance(entity, dict) else None
        if not isinstance(entity, dict) or not isinstance(mentions, list):
            flaws.append(f"{where}: an object with a type and a list of mentions is needed")
        elif _is_type(name := entity.get("type"), where, flaws):
            for mention in mentions:
                _add_mention(mention, name, where, paper.text, forms, spans, flaws)
    return paper.text, clean_view(paper), spans + _occurrences(paper.text, forms, spans)


def _add_mention(
    mention: object, name: str, where: str, text: str, forms: dict[str, str], spans: list[Span], flaws: list[str]
) -> None:
    """Add a mention to the forms or to the spans, or what is wrong with it to the flaws."""
    if isinstance(mention, str):
        form = repair(mention)
        if not form.strip() or not _whole_word(form).search(text):
            flaws.append(f"{where}: the form {_quoted(form)} does not occur as whole words in the text")
        elif forms.setdefault(form, name) != name:
            flaws.append(f"{where}: the form {_quoted(form)} is {name} here and {forms[form]} before")
    elif not isinstance(mention, dict) or not _is_span(mention.get("start"), mention.get("end")):
        flaws.append(f"{where}: a mention is a text, or an object with start and end")
    else:
        _add_span((mention["start"], mention["end"], name), mention.get("text"), where, text, spans, flaws)


def _add_span(span: Span, said: object, where: str, text: str, spans: list[Span], flaws: list[str]) -> None:
    start, end, _ = span
    if not 0 <= start < end <= len(text):
        flaws.append(f"{where}: the span [{start}, {end}] lies outside the text of {len(text)} characters")
    elif isinstance(said, str) and repair(said) != text[start:end]:
        flaws.append(f"{where}: the span [{start}, {end}] covers {_quoted(text[start:end])}, not {_quoted(said)}")
    else:
        spans.append(span)


def _whole_word(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")


def _occurrences(text: str, forms: Mapping[str, str], placed: Iterable[Span]) -> list[Span]:
    """Every whole-word occurrence of the forms, longest first, apart from each other and outside addresses."""
    taken = bytearray(len(text))
    for start, end, _ in placed:
        taken[start:end] = b"\1" * (end - start)
    links = bytearray(len(text))
    for match in _URL.finditer(text):
        links[match.start() : match.end()] = b"\1" * len(match.group())
    found = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        for start, end in (match.span() for match in _whole_word(form).finditer(text)):
            if not any(taken[start:end]) and not links[start]:
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, forms[form]))
    return found


def _in_view(view: CleanText, spans: Iterable[Span]) -> list[Span]:
    """The spans in the clean view, without blanks at their ends, on whole words; of two that meet, the first."""
    kept: list[Span] = []
    for raw_start, raw_end, name in sorted(set(spans)):
        start, end = _trimmed(view.text, *view.clean_span(raw_start, raw_end))
        while 0 < start < end and _JOINED.match(view.text, start - 1):
            start -= 1
        while start < end < len(view.text) and _JOINED.match(view.text, end - 1):
            end += 1
        if start < end and (not kept or kept[-1][1] <= start):
            kept.append((start, end, name))
    return kept


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
