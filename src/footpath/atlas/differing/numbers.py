"""Numbers of the newest runs, where both states have them, and how far cells are known. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from footpath.atlas.differing.journeys import same_place
from footpath.atlas.differing.short import number
from footpath.atlas.differing.types import MapChange
from footpath.atlas.grades import grade, graded_cells
from footpath.atlas.types import Atlas, Journey, MeasureRow

_RANK = {"assumed": 0, "reported": 1, "measured": 2}


def measure_changes(before: Atlas, after: Atlas, old: Journey, new: Journey) -> Iterator[MapChange]:
    """Yield each number that both newest runs have and that differs; where intervals overlap it is perhaps the same."""
    one, other = before.measured(old.id), after.measured(new.id)
    if one is None or other is None or one == other:
        return
    rows = {_key(row): row for row in one.rows}
    stages = {str(step.id): str(stage.id) for stage in new.stages for step in stage.steps}
    for row in other.rows:
        was = rows.get(_key(row))
        if was is None or was.value is None or row.value is None or was.value == row.value:
            continue
        yield _number(new, was, row, stages)


def grade_changes(before: Atlas, after: Atlas, old: Journey, new: Journey) -> Iterator[MapChange]:
    """Yield each cell whose grade rose or fell."""
    known = {
        same_place(holder, lane, cell): grade(cell, old, holder, before)
        for holder, cell in graded_cells(old)
        for lane in [_lane_of(holder, cell)]
    }
    stages = {str(step.id): str(stage.id) for stage in new.stages for step in stage.steps}
    for holder, cell in graded_cells(new):
        lane = _lane_of(holder, cell)
        was = known.get(same_place(holder, lane, cell))
        if was is None:
            continue
        now = grade(cell, new, holder, after)
        if was.grade == now.grade and was.stale == now.stale:
            continue
        at = str(holder.id)
        risen = _RANK[now.grade] > _RANK[was.grade]
        stale = ", its number too old" if now.stale and not was.stale else ""
        yield MapChange(
            "grade",
            "changed",
            f"{at}: {lane} {was.grade} to {now.grade}{stale}",
            id=cell.id,
            journey=str(new.id),
            stage=stages.get(at, at),
            at=at,
            lane=lane,
            field="grade",
            before=was.grade,
            after=now.grade,
            weight=48 if risen else 52,
        )


def _number(journey: Journey, was: MeasureRow, row: MeasureRow, stages: dict[str, str]) -> MapChange:
    assert was.value is not None and row.value is not None  # noqa: S101  # its caller has looked
    name = row.measure.replace("-", " ") + (f", {row.among}" if row.among else "")
    name += f" ({row.segment})" if row.segment else ""
    about = "" if row.on == "journey" else f"{row.id}: "
    values = f"{number(was.value, was.unit)} to {number(row.value, row.unit)}"
    weight = 70.0
    verdict = ""
    if None in (was.low, was.high, row.low, row.high):
        weight = 45.0
    elif _overlap(was, row):
        verdict = "; perhaps the same"
        weight = 14.0
    change = MapChange(
        "measure",
        "changed",
        f"{about}{name} {values} (from {was.n:,}, then {row.n:,}){verdict}",
        id=row.id,
        journey=str(journey.id),
        field=row.measure,
        before=_plain(was),
        after=_plain(row),
        weight=weight,
    )
    if row.on == "step":
        return replace(change, at=row.id, stage=stages.get(row.id))
    return replace(change, at=row.id, stage=row.id) if row.on == "stage" else change


def _overlap(one: MeasureRow, other: MeasureRow) -> bool:
    assert one.low is not None and one.high is not None  # noqa: S101  # its caller has looked
    assert other.low is not None and other.high is not None  # noqa: S101
    return one.low <= other.high and other.low <= one.high


def _plain(row: MeasureRow) -> dict[str, object]:
    return {"value": row.value, "low": row.low, "high": row.high, "n": row.n, "unit": row.unit}


def _key(row: MeasureRow) -> tuple[str, ...]:
    return (row.on, row.id, row.measure, row.among, row.segment, row.source)


def _lane_of(holder: object, cell: object) -> str:
    cells = getattr(holder, "cells", {})
    return next((str(lane) for lane, items in cells.items() if any(item is cell for item in items)), "")
