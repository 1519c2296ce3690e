"""The edge of a cell (its grade, as `atlas` computes it), and the number that follows its text."""

from __future__ import annotations

from datetime import date

from footpath.atlas.grades import grade
from footpath.atlas.types import Atlas, Cell, CellHolder, Evidence, Journey, MeasureRow, Persona

_COUNTS = frozenset({"reach", "visits"})


def graded(
    cell: Cell, journey: Journey, holder: CellHolder | Persona, atlas: Atlas, *, today: date | None = None
) -> tuple[str, int | None]:
    """Return the edge of a cell (assumed, reported, measured, stale) and the count behind it, or None.

    The count is the value where a count was measured, else n; only a measured cell has one.
    """
    found = grade(cell, journey, holder, atlas, today=today)
    if found.stale:
        return "stale", None
    if found.grade != "measured" or found.row is None:
        return found.grade, None
    row = found.row
    return "measured", round(row.value or 0) if row.measure in _COUNTS else row.n


def evidence_row(
    evidence: Evidence, cell: Cell, journey: Journey, holder: CellHolder | Persona, atlas: Atlas
) -> MeasureRow | None:
    """Return the newest number that one piece of evidence means, or None."""
    alone = cell.model_copy(update={"evidence": (evidence,)})
    return grade(alone, journey, holder, atlas).row
