"""Pairs of keys that may be one entity, found through shared coarser keys, never by comparing all with all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from papergraph.model import EntityType
from papergraph.resolution.kinds import may_be_one, same_kind
from papergraph.resolution.merging import Union
from papergraph.resolution.names import compact_key, same_version, without_generic
from papergraph.resolution.senses import Senses

SPELLING, EXPANSION, GENERIC, WORDING = 1, 2, 3, 4
_YEAR = re.compile(r" (?:19|20)(\d\d)$")
_HEADS = {
    EntityType.BENCHMARK: frozenset("benchmark challenge corpus dataset suite task".split()),
    EntityType.METRIC: frozenset("metric score".split()),
    EntityType.TASK: frozenset("task".split()),
}
_ANY_HEADS = frozenset(
    "algorithm approach architecture framework library mechanism method model module network optimizer paradigm"
    " pipeline platform strategy system technique tool toolkit".split()
)
_EMPTY_HEADS = frozenset("algorithm approach framework mechanism method task technique".split())
_ACTIONS = dict(
    pair.split(">")
    for pair in (
        "accelerating>acceleration aligning>alignment analyzing>analysis annotating>annotation answering>answering"
        " approximating>approximation captioning>captioning classifying>classification clustering>clustering"
        " completing>completion compressing>compression controlling>control correcting>correction"
        " decoding>decoding denoising>denoising designing>design detecting>detection discovering>discovery"
        " disentangling>disentanglement editing>editing enhancing>enhancement estimating>estimation"
        " evaluating>evaluation explaining>explanation extracting>extraction following>following"
        " forecasting>forecasting generating>generation grounding>grounding identifying>identification"
        " imputing>imputation inferring>inference inpainting>inpainting labeling>labeling linking>linking"
        " localizing>localization manipulating>manipulation mapping>mapping matching>matching mining>mining"
        " modeling>modeling navigating>navigation optimizing>optimization parsing>parsing planning>planning"
        " predicting>prediction quantizing>quantization ranking>ranking recognizing>recognition"
        " reconstructing>reconstruction removing>removal restoring>restoration retrieving>retrieval"
        " rewriting>rewriting scheduling>scheduling segmenting>segmentation selecting>selection"
        " simplifying>simplification simulating>simulation solving>solving summarizing>summarization"
        " synthesizing>synthesis tagging>tagging tracking>tracking transcribing>transcription"
        " translating>translation understanding>understanding verifying>verification"
    ).split()
)
_NOUNS = frozenset(_ACTIONS.values())
_DETERMINERS = frozenset("a an the".split())
_PLAIN = frozenset("conventional standard traditional vanilla".split())


def spelling(keys: Mapping[str, EntityType]) -> Iterator[Union]:
    """Keys that differ in blanks, hyphens and inner plurals only, unless one is a benchmark, the other a task, say."""
    by_compact: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        by_compact[compact_key(key)].append(key)
    for compact, same in by_compact.items():
        if len(compact) >= 4:
            yield from (
                Union(SPELLING, same[0], other, "spelling")
                for other in same[1:]
                if same_version(same[0], other) and may_be_one(keys[same[0]], keys[other])
            )


def years(keys: Mapping[str, EntityType]) -> Iterator[Union]:
    """Editions of a benchmark with the year in four digits and in two."""
    for key, kind in sorted(keys.items()):
        short = _YEAR.sub(r" \1", key)
        if short != key and kind is keys.get(short) is EntityType.BENCHMARK:
            yield Union(SPELLING, short, key, "spelling")


def expansions(keys: Mapping[str, EntityType], senses: Senses) -> Iterator[Union]:
    """Wordings of one expansion of one acronym."""
    for (_, long), home in sorted(senses.home.items()):
        if long != home and long in keys and home in keys:
            yield Union(EXPANSION, long, home, "definition")


def generic(keys: Mapping[str, EntityType], names: frozenset[str]) -> Iterator[Union]:
    """Keys with and without a generic noun that fits the type; nouns that say least where neither is a proper name."""
    for key, kind in sorted(keys.items()):
        bare = without_generic(key)
        if bare is None or bare not in keys:
            continue
        if (bare in names) is not (key in names):
            continue
        heads = _HEADS.get(kind, _ANY_HEADS) if key in names else _EMPTY_HEADS
        if key.rpartition(" ")[2] in heads and same_kind(kind, keys[bare]):
            yield Union(GENERIC, bare, key, "generic noun")


def wording(keys: Mapping[str, EntityType]) -> Iterator[Union]:
    """Other words for one thing: tasks as verb or with "of", and methods called standard or the like."""
    for key, kind in sorted(keys.items()):
        compound = _compound(key) if kind is EntityType.TASK else None
        if compound and keys.get(compound) is EntityType.TASK:
            yield Union(WORDING, compound, key, "wording")
        first, _, rest = key.partition(" ")
        if first in _PLAIN and rest in keys and same_kind(kind, EntityType.METHOD) and same_kind(kind, keys[rest]):
            yield Union(WORDING, rest, key, "wording")


def _compound(key: str) -> str | None:
    """The compound for "generating code", "predicting the next token" and "classification of images"."""
    action, _, thing = key.partition(" of ")
    if thing and action in _NOUNS:
        return f"{_bare(thing)} {action}"
    verb, _, rest = key.partition(" ")
    return f"{_bare(rest)} {_ACTIONS[verb]}" if rest and verb in _ACTIONS else None


def _bare(thing: str) -> str:
    first, _, rest = thing.partition(" ")
    return rest if rest and first in _DETERMINERS else thing
