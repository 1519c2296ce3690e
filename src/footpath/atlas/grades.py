"""How far a cell is known: assumed, reported or measured; computed from its evidence, never typed. Pure.

A cell is *assumed* without evidence; *reported* with at least one remark, answer, diary entry or link; *measured* with a
number over 30 or more that is not stale. A stale number falls back to reported and is marked (DESIGN section 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from footpath.atlas.types import (
    Atlas,
    Cell,
    CellHolder,
    Evidence,
    Grade,
    Journey,
    MeasureRow,
    MeasureRun,
    Persona,
    Reference,
    Stage,
    Step,
)
from footpath.base import DAY, parse_duration

ENOUGH = 30
"""A number over fewer than this is no measurement yet (METHOD V006)."""

_NUMBERS = ("measure", "exit", "wait")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "exit": ("share-lost", "share-going-on"),
    "wait": ("median-wait", "median-time"),
    "question": ("emotion-scores", "nps", "csat", "ces", "rating"),
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A cell's grade; `stale` where a number fell back to reported because it is too old; the number's row, if any."""

    grade: Grade
    stale: bool = False
    row: MeasureRow | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a journey's cells are known, and how far; `share` is of those that need evidence."""

    cells: int
    assumed: int
    reported: int
    measured: int
    stale: int

    @property
    def share(self) -> float | None:
        """Return the share of cells that are reported or measured, 0..1; None where there is no cell."""
        return (self.reported + self.measured) / self.cells if self.cells else None


def grade(
    cell: Cell, journey: Journey, holder: CellHolder | Persona, atlas: Atlas, *, today: date | None = None
) -> Graded:
    """Return how far a cell is known.

    Parameters
    ----------
    holder
        The step or stage at which the cell stands, or the persona whose it is.
    today
        The day against which the atlas's review cadence makes a number stale; None makes none stale by age.

    A number is stale where the newest evidence under it ended longer ago than the review cadence, or where the
    source's data changed after it was measured (then the newest run no longer holds it).
    Spec: document.md, rules D70 to D74.
    """
    run = atlas.measured(journey.id)
    best = _met(cell, run)
    for evidence in cell.evidence:
        found = _graded(evidence, holder, run, atlas, today)
        if _RANK[found.grade] > _RANK[best.grade] or (
            found.grade == best.grade and found.stale and not best.stale
        ):
            best = found
    return best


def _met(cell: Cell, run: MeasureRun | None) -> Graded:
    """Return the grade that a cell has without evidence: a touchpoint that enough visits were seen at is measured."""
    if isinstance(cell, Reference) and run is not None:
        row = run.find("touchpoint", cell.ref, "visits")
        if row is not None and row.value is not None:
            return Graded("measured" if row.n >= ENOUGH else "reported", row=row)
    return Graded("assumed")


def coverage(journey: Journey, atlas: Atlas, *, today: date | None = None) -> Coverage:
    """Return how many cells of a journey are assumed, reported and measured.

    References to libraries (touchpoints, channels, opportunities) are facts of the map and not counted.
    """
    counts = {"assumed": 0, "reported": 0, "measured": 0}
    stale = 0
    for holder, cell in graded_cells(journey):
        found = grade(cell, journey, holder, atlas, today=today)
        counts[found.grade] += 1
        stale += found.stale
    return Coverage(sum(counts.values()), counts["assumed"], counts["reported"], counts["measured"], stale)


def graded_cells(journey: Journey) -> Iterator[tuple[Stage | Step, Cell]]:
    """Yield every cell that can have evidence, with the step or stage at which it stands."""
    holders: list[Stage | Step] = [*journey.stages, *journey.steps()]
    for holder in holders:
        for cells in holder.cells.values():
            yield from ((holder, cell) for cell in cells if not isinstance(cell, Reference))


_RANK: Mapping[Grade, int] = {"assumed": 0, "reported": 1, "measured": 2}


def _graded(
    evidence: Evidence, holder: CellHolder | Persona, run: MeasureRun | None, atlas: Atlas, today: date | None
) -> Graded:
    row = _row(evidence, holder, run)
    is_number = any(getattr(evidence, kind) is not None for kind in _NUMBERS)
    if row is None or row.value is None:
        # a number that no run holds is a promise to measure; words are there whether or not anything was measured
        return Graded("assumed") if is_number else Graded("reported")
    if _is_stale(evidence, row, run, atlas, today):
        return Graded("reported", stale=True, row=row)
    return Graded("measured" if row.n >= ENOUGH else "reported", row=row)


def _row(evidence: Evidence, holder: CellHolder | Persona, run: MeasureRun | None) -> MeasureRow | None:
    """Return the number in the newest run that a piece of evidence means, or None."""
    if run is None:
        return None
    kind = next(
        (kind for kind in ("measure", "exit", "wait", "question") if getattr(evidence, kind) is not None),
        None,
    )
    if kind is None:
        return None
    named = getattr(evidence, kind)
    names = (named,) if kind == "measure" else _NAMES[kind]
    about = named if kind in ("exit", "wait") else evidence.on or getattr(holder, "id", "")
    for name in names:
        for row in run.rows:
            if (
                row.measure == name
                and row.id == about
                and row.among == evidence.among
                and evidence.source in row.source.split(", ")
            ):
                return row
    for name in names:
        for row in run.rows:
            if row.measure == name and row.id == about and row.among == evidence.among and not row.source:
                return row
    return None


def _is_stale(
    evidence: Evidence, row: MeasureRow, run: MeasureRun | None, atlas: Atlas, today: date | None
) -> bool:
    if run is not None and run.sources and evidence.source not in {state.id for state in run.sources}:
        return True
    cadence = atlas.review.cadence if atlas.review else None
    if today is None or cadence is None or run is None:
        return False
    try:
        allowed = timedelta(days=parse_duration(cadence) / DAY)
    except ValueError:
        return False
    newest = row.to or date.fromisoformat(run.made[:10])
    return today - newest > allowed
