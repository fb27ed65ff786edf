"""Families: which entity another is a version, a size or a variant of, by the vocabulary or by the build of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from papergraph.model import EntityType
from papergraph.text import spell_out

_TOKEN = re.compile(r"(?<![a-z])v?\d+(?:\.\d+)*[a-z]{0,2}(?![a-z])|v\d+(?:\.\d+)*|[a-z]+?(?=v\d)|[a-z]+|\d+(?:\.\d+)*")
_NUMBER = re.compile(r"v?\d+(?:\.\d+)*")
_SIZE = re.compile(r"\d+(?:\.\d+)*[bmkox]|\d+e|[bslhgt]")
_TAIL = frozenset(
    "base large small tiny mini micro nano medium huge giant xl xxl pro plus max ultra lite light turbo flash preview"
    " instruct chat it sft dpo rl hf math coder code vl vision audio omni embed reasoner thinking hard".split()
)
_SUFFIX_FREE = re.compile(r"v?\d{1,2}(?:\.\d+)*|(?:19|20)\d\d|\d+k")

_SET_OFF = re.compile(r"(?:[\s_-]v?|[vV])\d+(?:\.\d+)*$")

Tokens = tuple[str, ...]


def tokens(name: str) -> Tokens:
    """The parts of a name that a version may be told by; ``2.5`` stays whole.

    >>> tokens("Qwen2.5-Math-7B-Instruct"), tokens("ViT-B/16"), tokens("GPT-4o")
    (('qwen', '2.5', 'math', '7b', 'instruct'), ('vit', 'b', '16'), ('gpt', '4o'))
    """
    return tuple(_TOKEN.findall(spell_out(name).lower()))


def shorter(name: Tokens, kind: EntityType) -> Iterator[Tokens]:
    """The names of possible families, nearest first: the name with its last parts left out while these are versions.

    >>> list(shorter(("llama", "2", "7b"), EntityType.MODEL))
    [('llama', '2'), ('llama',)]
    >>> list(shorter(("alpacaeval", "2"), EntityType.BENCHMARK)), list(shorter(("f", "1"), EntityType.METRIC))
    ([('alpacaeval',)], [])
    """
    if kind is EntityType.MODEL:
        tails = takewhile(lambda end: _is_tail(name[end]), range(len(name) - 1, 0, -1))
        yield from (name[:end] for end in tails if _is_base(name[:end]))
    elif kind in (EntityType.BENCHMARK, EntityType.METHOD):
        ends_in_version = len(name) > 1 and _SUFFIX_FREE.fullmatch(name[-1])
        yield from [name[:-1]] if ends_in_version and _is_base(name[:-1]) else []


def _is_base(name: Tokens) -> bool:
    """Whether a name is long enough to be a family: three letters, or a letter and a number as in ``o3``."""
    return len("".join(name)) > 2 or len(name) > 1


def _is_tail(part: str) -> bool:
    return bool(_NUMBER.fullmatch(part) or _SIZE.fullmatch(part)) or part in _TAIL


def _may_have_family(name: str, kind: EntityType) -> bool:
    """A method's version must be set off from its name: "Net v2", but not "CoT2"."""
    return kind is not EntityType.METHOD or bool(_SET_OFF.search(name))


def structural_parent(name: str, kind: EntityType, by_tokens: Mapping[Tokens, tuple[str, EntityType]]) -> str | None:
    """The id of the nearest family in the corpus that a name is built on."""
    for family in shorter(tokens(name), kind) if _may_have_family(name, kind) else ():
        found = by_tokens.get(family)
        if found and found[1] is kind:
            return found[0]
    return None


def without_circles(parents: Mapping[str, str]) -> dict[str, str]:
    """Drop every link that closes a circle, the last by id order first met."""
    kept: dict[str, str] = {}
    for child, parent in sorted(parents.items()):
        above, seen = parent, {child}
        while above in kept and above not in seen:
            seen.add(above)
            above = kept[above]
        if above not in seen:
            kept[child] = parent
    return kept
