"""Occurrences: where whole words of a text are one of many forms, found in one pass however many forms there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

_TOKEN = re.compile(r"\w+|[^\w\s]")


def find_occurrences(text: str, forms: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Each form with the span of each of its occurrences as whole words, plural ``s`` included, longer forms first.

    Several words without acronyms or digits are found in any capitals, other forms only in their own.

    >>> text = "LoRA and two LoRAs, no QLoRA. Beam search and beam searches."
    >>> [text[a:b] for _, a, b in find_occurrences(text, ["LoRA", "beam search"])]
    ['Beam search', 'LoRA', 'LoRAs']
    """
    by_key: dict[str, list[str]] = defaultdict(list)
    for form in dict.fromkeys(forms):
        by_key[form.lower()].append(form)
    lengths = sorted({len(_TOKEN.findall(form)) for form in by_key} - {0})
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    found = []
    for first, start in _beginnings(text, tokens, by_key):
        for length in lengths:
            if first + length <= len(tokens):
                end = tokens[first + length - 1][1]
                found += [(form, start, end) for form in _forms_at(text, start, end, by_key)]
    yield from sorted(found, key=lambda hit: (-len(hit[0]), *hit))


def _beginnings(text: str, tokens: Sequence[tuple[int, int]], keys: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The number and the place of each token with which a key may begin."""
    lower = _lower(text)
    firsts = {found.group() for found in map(_TOKEN.match, map(_lower, keys)) if found}
    for number, (start, end) in enumerate(tokens):
        if len(lower) != len(text) or lower[start:end] in firsts or lower[start : end - 1] in firsts:
            yield number, start


def _lower(text: str) -> str:
    """A text in small letters, with one kind of sigma."""
    return text.lower().replace("ς", "σ")


def _forms_at(text: str, start: int, end: int, by_key: dict[str, list[str]]) -> Iterator[str]:
    seen = text[start:end]
    lower = seen.lower()
    for key in (lower, lower[:-1]) if lower.endswith("s") else (lower,):
        for form in by_key.get(key, ()):
            if _is_form(seen, form) and _stands_alone(text, start, end):
                yield form


def _is_form(seen: str, form: str) -> bool:
    """Whether what stands in a text is the form or its plural."""
    if len(seen) != len(form) and not (form[-1:].isalpha() and not form.endswith("s")):
        return False
    return _in_any_capitals(form) or seen == form or (seen.startswith(form) and seen[len(form) :] == "s")


def _in_any_capitals(form: str) -> bool:
    return " " in form and not re.search(r"[A-Z]{2}|\d", form)


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not re.match(r"\w", text[start - 1 : start]) and not re.match(r"\w", text[end : end + 1])
