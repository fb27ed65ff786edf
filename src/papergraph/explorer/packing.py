"""Two small packings: discs side by side, and points into the free places of a honeycomb."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping

WIDE = 1.25
_ANGLES = 48
_REACH = 60


def pack_discs(radii: Mapping[int, float], ties: Mapping[tuple[int, int], float]) -> dict[int, tuple[float, float]]:
    """Put discs side by side, the largest in the middle, each near those it is tied to, in a landscape shape.

    :param ties: how strongly two discs belong together, by the pair of their numbers, smaller first.

    >>> pack_discs({0: 10.0}, {})
    {0: (0.0, 0.0)}
    """
    placed: dict[int, tuple[float, float]] = {}
    for number in sorted(radii, key=lambda key: (-radii[key], key)):
        pulls = [(placed[other], ties.get((min(number, other), max(number, other)), 0.0)) for other in placed]
        places = _candidates(radii[number], {other: (*placed[other], radii[other]) for other in placed})
        placed[number] = min(places, key=lambda place: (round(_cost(place, pulls), 6), place))
    return placed


def _candidates(radius: float, placed: Mapping[int, tuple[float, float, float]]) -> Iterator[tuple[float, float]]:
    if not placed:
        yield (0.0, 0.0)
    for x, y, other in placed.values():
        for step in range(_ANGLES):
            angle = 2 * math.pi * step / _ANGLES
            place = (x + (other + radius) * math.cos(angle), y + (other + radius) * math.sin(angle))
            if all(math.dist(place, (px, py)) >= radius + size - 1e-6 for px, py, size in placed.values()):
                yield place


def _cost(place: tuple[float, float], pulls: list[tuple[tuple[float, float], float]]) -> float:
    total = math.fsum(weight for _, weight in pulls) or 1.0
    pulled = math.fsum(weight * math.dist(place, other) for other, weight in pulls) / total
    return math.hypot(place[0] / WIDE, place[1]) + 0.35 * pulled


@functools.cache
def _spiral(reach: int = _REACH) -> tuple[tuple[int, int], ...]:
    cells = ((x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1))
    return tuple(sorted(cells, key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell)))


class Slots:
    """The free places of a honeycomb, a little shaken: :meth:`take` gives the free one nearest to a point, once.

    >>> slots = Slots(10)
    >>> slots.take(0, 0, 4) == slots.take(0, 0, 4)
    False
    """

    def __init__(self, cell: int) -> None:
        self._cell = cell
        self._taken: set[tuple[int, int]] = set()
        self._tried: dict[tuple[int, int, bool], int] = {}

    def block(self, x: float, y: float, radius: float) -> None:
        """Take all places that a disc leaves no room for."""
        self._taken.update(self._near(x, y, radius + self._cell * 0.5))

    def take(self, x: float, y: float, radius: float) -> tuple[int, int]:
        """Take the free place for a disc nearest to a point; where all around is full, the next one to the right."""
        column, row = round(x / self._cell), round(y / self._cell)
        wide = radius > self._cell * 0.35
        spiral, key = _spiral(), (column, row, wide)
        for index in range(self._tried.get(key, 0), len(spiral)):
            cell = (column + spiral[index][0], row + spiral[index][1])
            if self._is_free(cell, radius, wide):
                self._tried[key] = index
                return self._give(cell, radius, wide)
        self._tried[key] = len(spiral)
        while not self._is_free((column, row), radius, wide):
            column += 1
        return self._give((column, row), radius, wide)

    def _is_free(self, cell: tuple[int, int], radius: float, wide: bool) -> bool:
        if cell in self._taken or not wide:
            return cell not in self._taken
        return self._taken.isdisjoint(self._near(*self._place(cell), radius + self._cell * 0.5))

    def _give(self, cell: tuple[int, int], radius: float, wide: bool) -> tuple[int, int]:
        self._taken.add(cell)
        place = self._place(cell)
        if wide:
            self.block(*place, radius)
        return place

    def _place(self, cell: tuple[int, int]) -> tuple[int, int]:
        column, row = cell
        shift = (row % 2) * self._cell // 2
        shake = self._cell // 8
        across, down = (column * 73 + row * 151) % (2 * shake + 1), (column * 199 + row * 83) % (2 * shake + 1)
        return column * self._cell + shift + across - shake, row * self._cell + down - shake

    def _near(self, x: float, y: float, distance: float) -> Iterator[tuple[int, int]]:
        reach = math.ceil(distance / self._cell) + 1
        column, row = round(x / self._cell), round(y / self._cell)
        for cell in ((column + dx, row + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)):
            if math.dist(self._place(cell), (x, y)) <= distance:
                yield cell
