"""Partitions: papers are extracted in groups of a fixed size, whatever works on them, so that batches never differ."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

_T = TypeVar("_T")
SIZE = 64
"""How many papers make a partition."""

MOST = 8
"""How many workers ``auto`` starts at most: each holds an extractor in memory."""

AHEAD = 4
"""How many papers ``auto`` wants for it to pay that workers start, in partitions."""


def partitions(items: Iterable[_T], size: int = SIZE) -> Iterator[list[_T]]:
    """The items in lists of ``size``, the last one shorter.

    >>> list(partitions("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_count(wanted: int | str, parts: Iterator[list[_T]]) -> tuple[int, Iterator[list[_T]]]:
    """How many processes to work in, 1 for this one alone, and the same partitions again.

    No more workers than partitions: a look at the first few of them tells whether there are as many. ``auto`` stays in
    this process until there is so much to do that the start of others is paid back.

    >>> worker_count(3, partitions(range(100)))[0], worker_count(3, partitions(range(1000)))[0]
    (2, 3)
    """
    count = min(cores(), MOST) if wanted == "auto" else int(wanted)
    if count == 1:
        return 1, parts
    least = AHEAD + 1 if wanted == "auto" else 2
    first = list(islice(parts, max(count, least)))
    return (min(count, len(first)) if len(first) >= least else 1), chain(first, parts)
