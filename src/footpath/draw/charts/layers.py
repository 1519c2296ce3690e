"""A layered layout of a graph: boxes in rows, edges as curves between them, a label beside each, and nothing over another.

Rows are given; edges that go over several rows pass through places of their own, and so do labels, which stand in rows
between those of the boxes. Places in a row are ordered by barycentres (Sugiyama, Tagawa and Toda 1981), then put as near
to their neighbours as their widths allow, row by row, by pooling adjacent violators.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

_SWEEPS = 16
_ROUNDS = 80


@dataclass(frozen=True, slots=True)
class Edge:
    """From a box to another, how strong, and how wide its label is."""

    start: str
    end: str
    weight: float
    label: float


@dataclass(slots=True)
class _Place:
    """What takes room in a row, so far to the left and right of its x: a box, an edge that passes, with its label or without.

    x of an edge is that of its line; its label stands to the right of it.
    """

    row: int
    left: float
    right: float
    name: str = ""
    edge: int = -1
    x: float = 0.0
    near: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Laid:
    """Where things stand: the middle of each box, the way of each edge as (row, x), the place of its label, the width."""

    boxes: dict[str, float]
    ways: tuple[tuple[tuple[int, float], ...], ...]
    labels: tuple[tuple[int, float], ...]
    width: float


def lay(
    rows: Sequence[Sequence[str]], widths: dict[str, float], edges: Sequence[Edge], gap: float = 14.0
) -> Laid:
    """Return the layout; row numbers of ways are doubled: boxes stand in even ones, labels in odd ones."""
    row_of = {name: number for number, row in enumerate(rows) for name in row}
    places: list[_Place] = []
    own: dict[str, int] = {}
    for number, row in enumerate(rows):
        for name in row:
            own[name] = len(places)
            places.append(_Place(2 * number, widths[name] / 2, widths[name] / 2, name))
    through: list[list[int]] = []
    labels: list[int] = []
    for number, edge in enumerate(edges):
        through.append(_passed(places, own, row_of, number, edge, labels))
    order = _ordered(places, rows)
    _spread(places, order, gap)
    least = min((p.x - p.left for p in places), default=0.0)
    for place in places:
        place.x -= least
    width = max((p.x + p.right for p in places), default=0.0)
    return Laid(
        {name: places[index].x for name, index in own.items()},
        tuple(tuple((places[i].row, places[i].x) for i in way) for way in through),
        tuple((places[i].row, places[i].x) for i in labels),
        width,
    )


def _passed(
    places: list[_Place],
    own: dict[str, int],
    row_of: dict[str, int],
    number: int,
    edge: Edge,
    labels: list[int],
) -> list[int]:
    """Put the places that an edge passes, and return its whole way from its start to its end."""
    a, b = row_of[edge.start], row_of[edge.end]
    top, bottom = min(a, b), max(a, b)
    middle = _label_row(top, bottom)
    rows = list(range(2 * top + 1, 2 * bottom)) or [2 * top + 1]
    made: list[int] = []
    for row in rows:
        is_label = row == middle
        made.append(len(places))
        if is_label:
            labels.append(len(places))
        places.append(_Place(row, 4.5, edge.label + 9 if is_label else 4.5, edge=number))
    way = [own[edge.start], *(made if a <= b else made[::-1]), own[edge.end]]
    for one, other in itertools.pairwise(way):
        is_inner = places[one].edge >= 0 and places[other].edge >= 0
        pull = (16.0 if is_inner else 1.5) * (0.4 + edge.weight)
        places[one].near.append((other, pull))
        places[other].near.append((one, pull))
    return way


def _label_row(top: int, bottom: int) -> int:
    """Return the row of the label: right under the upper box of a short edge, the middle of a long one."""
    return 2 * top + 1 if bottom - top <= 1 else 2 * ((top + bottom - 1) // 2) + 1


def _ordered(places: list[_Place], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return the places of each row from start to end, so that few edges cross."""
    last = max((place.row for place in places), default=0)
    order: list[list[int]] = [[] for _ in range(last + 1)]
    for index, place in enumerate(places):
        order[place.row].append(index)
    best, least = [list(row) for row in order], float("inf")
    for sweep in range(_SWEEPS):
        position = {index: i for row in order for i, index in enumerate(row)}
        down = sweep % 2 == 0
        for number in range(last + 1) if down else range(last, -1, -1):
            beside = number - 1 if down else number + 1
            centres = {index: _centre(places, index, beside, position) for index in order[number]}
            order[number].sort(key=lambda index: (centres[index], position[index]))
            size = max(len(order[number]), 1)
            for i, index in enumerate(order[number]):
                position[index] = (
                    i * 100 // size
                )  # rows of different length are compared by how far along they are
        crossings = _crossings(places, order)
        if crossings < least:
            best, least = [list(row) for row in order], crossings
    return best


def _centre(places: list[_Place], index: int, beside: int, position: dict[int, int]) -> float:
    near = [(position[other], pull) for other, pull in places[index].near if places[other].row == beside]
    total = sum(pull for _, pull in near)
    if not total:
        return float(position[index])
    return sum(at * pull for at, pull in near) / total


def _crossings(places: list[_Place], order: Sequence[Sequence[int]]) -> float:
    found = 0.0
    for row in range(len(order) - 1):
        at = {index: i for i, index in enumerate(order[row + 1])}
        links = [
            (i, at[other], pull)
            for i, index in enumerate(order[row])
            for other, pull in places[index].near
            if places[other].row == row + 1
        ]
        for i, (a, b, p) in enumerate(links):
            found += sum(min(p, q) for c, d, q in links[i + 1 :] if (a - c) * (b - d) < 0)
    return found


def _spread(places: list[_Place], order: Sequence[Sequence[int]], gap: float) -> None:
    for row in order:
        x = 0.0
        for index in row:
            place = places[index]
            place.x = x + place.left
            x += place.left + place.right + _gap(place, gap)
        for index in row:
            places[index].x -= x / 2
    for turn in range(_ROUNDS):
        for row in order if turn % 2 == 0 else order[::-1]:
            wanted, pulls = [], []
            for index in row:
                near = places[index].near
                total = sum(pull for _, pull in near)
                wanted.append(
                    sum(places[o].x * pull for o, pull in near) / total if total else places[index].x
                )
                pulls.append(total or 0.1)
            _put_near([places[index] for index in row], wanted, pulls, gap)


def _gap(place: _Place, gap: float) -> float:
    return gap if place.name else gap * 0.35


def _put_near(row: Sequence[_Place], wanted: Sequence[float], pulls: Sequence[float], gap: float) -> None:
    """Put the places of a row as near to where they are wanted as their widths allow, in their order."""
    offsets = [0.0]
    for one, other in itertools.pairwise(row):
        between = max(_gap(one, gap), _gap(other, gap))
        offsets.append(offsets[-1] + one.right + between + other.left)
    blocks: list[list[float]] = []  # [sum of pull times place, sum of pull, how many]
    for place, pull, offset in zip(wanted, pulls, offsets, strict=True):
        blocks.append([(place - offset) * pull, pull, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, weight, many = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += weight
            blocks[-1][2] += many
    number = 0
    for total, weight, many in blocks:
        for _ in range(int(many)):
            row[number].x = total / weight + offsets[number]
            number += 1
