"""Copies: the same paper read several times becomes one paper that remembers all it was read from.

Two papers are copies where they share a DOI, an arXiv id or a normalised title, also by way of a third. Nothing here
depends on the order of the papers.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from papergraph.identifiers import content_hash, paper_id
from papergraph.model import Paper, Reject
from papergraph.sources.identity import normalise_arxiv, normalise_doi
from papergraph.text import normalise_title

__all__ = ["United", "normalise_arxiv", "normalise_doi", "unite"]

_HASH_ID = re.compile(r"p[0-9a-f]{16}")
_NORMAL = {"doi": normalise_doi, "arxiv": normalise_arxiv}


@dataclass(frozen=True, slots=True)
class United:
    """The distinct papers sorted by id, how many were read, and the papers whose id had to be changed."""

    papers: tuple[Paper, ...]
    read: int
    rejects: tuple[Reject, ...] = ()


def unite(papers: Iterable[Paper]) -> United:
    """Make one paper of the copies of each.

    >>> united = unite([Paper(id="a", title="On Examples"), Paper(id="b", title="On examples", year=2024)])
    >>> [(paper.id, paper.year) for paper in united.papers], united.read
    ([('a', 2024)], 2)
    """
    given = list(papers)
    merged = [_merge(copies) for copies in _groups(given)]
    apart, rejects = _tell_apart(merged)
    return United(tuple(sorted(apart, key=lambda paper: paper.id)), len(given), tuple(sorted(rejects)))


def _groups(papers: Sequence[Paper]) -> Iterator[list[Paper]]:
    """The copies of each paper: connected components over the keys they share."""
    parents = list(range(len(papers)))
    owners: dict[tuple[str, str], int] = {}
    for number, paper in enumerate(papers):
        for key in _keys(paper):
            first, second = _root(parents, owners.setdefault(key, number)), _root(parents, number)
            parents[max(first, second)] = min(first, second)
    groups: dict[int, list[Paper]] = defaultdict(list)
    for number, paper in enumerate(papers):
        groups[_root(parents, number)].append(paper)
    yield from groups.values()


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _title_key(paper: Paper) -> str:
    """The normalised title; of one without letters and digits, the title itself."""
    return normalise_title(paper.title) or paper.title


def _keys(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "title", _title_key(paper)
    for name, normalise in _NORMAL.items():
        for text in paper.identifiers.get(name, ()):
            yield name, normalise(text) or text


def _merge(copies: Sequence[Paper]) -> Paper:
    if len(copies) == 1:
        return replace(copies[0], identifiers=_sorted(_united_identifiers(copies)), sources=_sources(copies))
    identifiers = _united_identifiers(copies)
    chosen = _chosen_id(copies, identifiers)
    ids = {*identifiers["id"], *(paper.id for paper in copies if paper.id != chosen)}
    return Paper(
        id=chosen,
        title=_most_frequent(paper.title for paper in copies) or "",
        abstract=min((paper.abstract for paper in copies), key=_longest_first),
        year=min((paper.year for paper in copies if paper.year is not None), default=None),
        authors=min((paper.authors for paper in copies), key=lambda names: (-len(names), names)),
        venue=_most_frequent(paper.venue for paper in copies if paper.venue),
        identifiers=_sorted(identifiers | {"id": ids}),
        sources=_sources(copies),
        extra=_united_extra(copies),
    )


def _longest_first(text: str) -> tuple[int, str]:
    return -len(text), content_hash(text, digits=64)


def _united_identifiers(copies: Sequence[Paper]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"doi": set(), "arxiv": set(), "id": set()}
    for paper in copies:
        for name, texts in paper.identifiers.items():
            normalise = _NORMAL.get(name)
            found.setdefault(name, set()).update((normalise(text) or text) if normalise else text for text in texts)
    return found


def _sorted(identifiers: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(texts)) for name, texts in sorted(identifiers.items()) if texts}


def _sources(copies: Sequence[Paper]) -> tuple[str, ...]:
    return tuple(sorted({source for paper in copies for source in paper.sources}))


def _chosen_id(copies: Sequence[Paper], identifiers: Mapping[str, set[str]]) -> str:
    """The smallest id by the order own id, arXiv, DOI, hash, then by code points."""
    hashes = {paper_id(paper.title) for paper in copies}
    outside = identifiers["arxiv"] | identifiers["doi"]
    owns = identifiers["id"] | {paper.id for paper in copies if paper.id not in outside}
    owns = {own for own in owns if own not in hashes and not _HASH_ID.fullmatch(own)}
    return min(next(ids for ids in (owns, identifiers["arxiv"], identifiers["doi"], hashes) if ids))


def _most_frequent(texts: Iterable[str]) -> str | None:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text), default=None)


def _united_extra(copies: Sequence[Paper]) -> dict[str, object]:
    """All that the copies have besides; of several values of one key the one whose JSON is smallest."""
    values: dict[str, list[object]] = defaultdict(list)
    for paper in copies:
        for key, value in paper.extra.items():
            values[key].append(value)
    return {key: min(values[key], key=_by_json) for key in sorted(values)}


def _by_json(value: object) -> tuple[str, str]:
    """The JSON of a value; of equal values, that of their keys as they stand."""
    return json.dumps(value, sort_keys=True, default=str), json.dumps(value, default=str)


def _tell_apart(papers: Iterable[Paper]) -> tuple[list[Paper], list[Reject]]:
    """Different papers under one id: the one with the smallest title keeps it, the others get a hash added."""
    by_id: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_id[paper.id].append(paper)
    taken, apart, rejects = set(by_id), list[Paper](), list[Reject]()
    for _, clash in sorted(by_id.items()):
        first, *others = sorted(clash, key=_title_key)
        apart.append(first)
        for paper in others:
            changed = replace(paper, id=_free_id(paper, taken))
            taken.add(changed.id)
            apart.append(changed)
            rejects.append(_report(paper, changed.id))
    return apart, rejects


def _free_id(paper: Paper, taken: set[str]) -> str:
    ids = (f"{paper.id}-{content_hash(_title_key(paper), digits=digits)}" for digits in (8, 16, 32, 64))
    return next(candidate for candidate in ids if candidate not in taken)


def _report(paper: Paper, changed: str) -> Reject:
    file, _, line = (paper.sources[0] if paper.sources else "").rpartition(":")
    reason = f"the id {paper.id!r} is also that of a different paper; kept as {changed!r}"
    return Reject(file, int(line) if line.isascii() and line.isdigit() else 0, reason)
