"""Two small packings: discs side by side, and points into the free places of a honeycomb."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

WIDE = 1.25
_ANGLES = 48
_REACH = 60
_REACHES = (3, 8, 20, _REACH)


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
def _ranks() -> NDArray[np.int32]:
    """The cells around one, numbered from the nearest to the farthest; -1 beyond the reach of a circle."""
    offsets = range(-_REACH, _REACH + 1)
    order = sorted((x * x + y * y, x, y) for x in offsets for y in offsets)
    ranks = np.full((2 * _REACH + 1, 2 * _REACH + 1), -1, dtype=np.int32)
    for rank, (distance, x, y) in enumerate(order):
        if distance <= _REACH * _REACH:
            ranks[x + _REACH, y + _REACH] = rank
    return ranks


class _Cells:
    """Which cells of a plane without borders are taken."""

    def __init__(self) -> None:
        self._taken = np.zeros((0, 0), dtype=np.bool_)
        self._corner = (0, 0)

    def window(self, column: int, row: int, reach: int) -> NDArray[np.bool_]:
        """The cells around one, up to so many away; what is changed in it is changed in the plane."""
        self._cover(column, row, reach)
        x, y = column - self._corner[0], row - self._corner[1]
        return self._taken[x - reach : x + reach + 1, y - reach : y + reach + 1]

    def _cover(self, column: int, row: int, reach: int) -> None:
        (left, top), (width, height) = self._corner, self._taken.shape
        if (
            left <= column - reach
            and column + reach < left + width
            and top <= row - reach
            and row + reach < top + height
        ):
            return
        margin = reach + _REACH + max(width, height) // 2
        corner = (min(left, column - margin), min(top, row - margin))
        far = (max(left + width, column + margin + 1), max(top + height, row + margin + 1))
        grown = np.zeros((far[0] - corner[0], far[1] - corner[1]), dtype=np.bool_)
        grown[left - corner[0] : left - corner[0] + width, top - corner[1] : top - corner[1] + height] = self._taken
        self._taken, self._corner = grown, corner


class Slots:
    """The free places of a honeycomb, a little shaken: :meth:`take` gives the free one nearest to a point, once.

    >>> slots = Slots(10)
    >>> slots.take(0, 0, 4) == slots.take(0, 0, 4)
    False
    """

    def __init__(self, cell: int) -> None:
        self._cell = cell
        self._cells = _Cells()

    def block(self, x: float, y: float, radius: float) -> None:
        """Take all places that a disc leaves no room for."""
        for column, row in self._near(x, y, radius + self._cell * 0.5):
            self._cells.window(column, row, 0)[0, 0] = True

    def take(self, x: float, y: float, radius: float) -> tuple[int, int]:
        """Take the free place for a disc nearest to a point; where all around is full, the next one to the right."""
        column, row = round(x / self._cell), round(y / self._cell)
        for cell in self._free_around(column, row):
            if self._has_room(cell, radius):
                return self._give(cell, radius)
        while not self._has_room((column, row), radius):
            column += 1
        return self._give((column, row), radius)

    def _free_around(self, column: int, row: int) -> Iterator[tuple[int, int]]:
        """The free cells around one, from the nearest to the farthest, ring by ring."""
        inner = -1
        for reach in _REACHES:
            ranks = _ranks()[_REACH - reach : _REACH + reach + 1, _REACH - reach : _REACH + reach + 1]
            outer = int(ranks.max()) if reach == _REACH else int(ranks[0, reach])
            free = ~self._cells.window(column, row, reach) & (ranks > inner) & (ranks <= outer)
            found = np.argwhere(free)
            for index in np.argsort(ranks[free]):
                yield column + int(found[index, 0]) - reach, row + int(found[index, 1]) - reach
            inner = outer

    def _has_room(self, cell: tuple[int, int], radius: float) -> bool:
        if not self._is_wide(radius):
            return not self._cells.window(*cell, 0)[0, 0]
        near = self._near(*self._place(cell), radius + self._cell * 0.5)
        return not any(self._cells.window(*other, 0)[0, 0] for other in near)

    def _is_wide(self, radius: float) -> bool:
        return radius > self._cell * 0.35

    def _give(self, cell: tuple[int, int], radius: float) -> tuple[int, int]:
        self._cells.window(*cell, 0)[0, 0] = True
        place = self._place(cell)
        if self._is_wide(radius):
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
