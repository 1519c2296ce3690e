"""Failure points: steps at which something gets in the way where the company has its part, numbered along the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from footpath.atlas.roles import ROLES
from footpath.atlas.types import Barrier
from footpath.draw.content.types import Column, Row, Shown
from footpath.draw.text import clean

_OURS = ("frontstage", "backstage")


def is_blueprint(roles: Iterable[str]) -> bool:
    """Whether lanes of these roles make a blueprint: the company's people or systems are among them."""
    return any(ROLES[role].side in _OURS for role in roles)


def failing(
    rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[tuple[Row, ...], tuple[tuple[int, str], ...]]:
    """Return the rows with their failure points numbered, and those that no lane explains as (number, text).

    A barrier at a step at which a frontstage or backstage cell stands is a failure point. Its number stands at the barrier
    and at the uppermost of these cells; where barriers are not among the rows, it is explained by itself.
    """
    ours = [i for i, row in enumerate(rows) if row.role.side in _OURS]
    barriers = [i for i, row in enumerate(rows) if row.lane.role == "barrier"]
    cells = {i: dict(row.cells) for i, row in enumerate(rows)}
    told: list[tuple[int, str]] = []
    number = 0
    for index, column in enumerate(columns):
        at = next((i for i in ours if index in cells[i]), None)
        if at is None or not column.is_step:
            continue
        numbers: list[int] = []
        for i in barriers:
            found = cells[i].get(index, ())
            if found:
                given = tuple(range(number + 1, number + 1 + len(found)))
                cells[i][index] = tuple(replace(one, fails=(k,)) for one, k in zip(found, given, strict=True))
                numbers += given
                number += len(found)
        if not barriers:
            for cell in (c for lane in column.holder.cells.values() for c in lane if isinstance(c, Barrier)):
                number += 1
                numbers.append(number)
                told.append((number, clean(cell.text)))
        if numbers:
            first, *rest = cells[at][index]
            marked: tuple[Shown, ...] = (replace(first, fails=tuple(numbers)), *rest)
            cells[at][index] = marked
    return tuple(replace(row, cells=cells[i]) for i, row in enumerate(rows)), tuple(told)
