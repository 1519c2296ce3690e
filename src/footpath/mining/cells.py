"""How the counts of a row are called: for each column that has a list of its own, the cell that `who` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footpath.mining.question import Question
    from footpath.mining.who import Cell

Row = Mapping[str, Any]
Cells = dict[str, "Cell"]


def cells(question: Question, row: Row) -> Cells:
    """Return which columns of a result's row count somebody, and how `who` is asked for them.

    Parameters
    ----------
    row
        A row of the question's result, as a dictionary.

    Returns
    -------
    dict
        Column to cell: ``len(who(question, workspace, cell)) == row[column]``. Empty for rows without such a count (a
        credit, a session that names its customer itself), and a column is missing where its count is null.
    """
    made = CELLS.get(type(question).__name__)
    found = {} if made is None else made(question, row)
    return {column: cell for column, cell in found.items() if row.get(column) is not None}


def _of(row: Row, *names: str, **more: Any) -> Cell:
    return {name: row[name] for name in names if row.get(name) is not None} | more


def _funnel(question: Any, row: Row) -> Cells:
    segment = _of(row, "segment") if question.by is not None else {}
    if question.show == "lost":
        lost = {"lost": row["step"], **segment}
        return {"count": {**lost, "next": row["next"]}, "lost": lost}
    return {"count": {"step": row["step"], **segment}}


def _transitions_by(question: Any, row: Row) -> Cells:
    if question.difference is None:
        return {"customers": _of(row, "segment", "from", "to")}
    a, b = question.difference
    return {"n_a": _of(row, "from", segment=a), "n_b": _of(row, "from", segment=b)}


def _sequences(question: Any, row: Row) -> Cells:
    if row["what"] == "pattern":
        what: Cell = {"what": "pattern"}
        return {"customers": {**what, "of": "customers"}, "count": what, "n": {"what": "all"}}
    here = _of(row, "what", "name")
    return {"customers": {**here, "of": "customers"}, "count": here, "n": {"what": "pattern"}}


def _loops(question: Any, row: Row) -> Cells:
    here = _of(row, "kind", "name", "via")
    return {"customers": {**here, "of": "customers"}, "count": here, "n": _of(row, "name")}


def _waits(question: Any, row: Row) -> Cells:
    return {"customers": _of(row, "from", "to"), "n": {"of": "n"}}


def _sessions(question: Any, row: Row) -> Cells:
    return {name: {"of": name} for name in ("sessions", "customers")} if question.summary else {}


def _retention(question: Any, row: Row) -> Cells:
    here = _of(row, "cohort", "offset")
    return {"customers": {**here, "of": "customers"}, "returned": here}


def _compare(question: Any, row: Row) -> Cells:
    from footpath.mining.compare.question import MIXED, SPLIT
    from footpath.mining.groups import ALL

    if row["measure"] == MIXED:
        return {"customers": {"measure": MIXED}, "base_customers": {"group": ALL}}
    base = ALL if row["measure"] == SPLIT else row["base"]
    return {"customers": _of(row, "group"), "base_customers": {"group": base}}


def _conversion(question: Any, row: Row) -> Cells:
    return {f"customers_{side}": _of(row, "property", "value", side=side) for side in ("with", "without")}


def _outcomes(question: Any, row: Row) -> Cells:
    names = ("at_risk", "goals") if question.curve else ("customers", "goals", "censored")
    return {name: _of(row, "segment", "time_s", of=name) for name in names}


def _stickiness(question: Any, row: Row) -> Cells:
    return {"customers": _of(row, "period") if question.summary else _of(row, "period", "days")}


def _cohorts(question: Any, row: Row) -> Cells:
    return {"customers": _of(row, "cohort"), "n": _of(row, "cohort", of="n")}


def _customers(*names: str) -> Callable[[Any, Row], Cells]:
    return lambda question, row: {"customers": _of(row, *names)}


CELLS: Mapping[str, Callable[[Any, Row], Cells]] = {
    "Funnel": _funnel,
    "Transitions": _customers("from", "to"),
    "SegmentTransitions": _transitions_by,
    "Paths": lambda question, row: {"count": _of(row, "path")},
    "Flows": _customers("step", "from", "to"),
    "Sequences": _sequences,
    "Loops": _loops,
    "Waits": _waits,
    "Durations": _customers("name"),
    "Sessions": _sessions,
    "Retention": _retention,
    "Lifecycle": _customers("period", "state"),
    "LifecycleStates": _customers("period", "state", "from", "to"),
    "Stickiness": _stickiness,
    "Cohorts": _cohorts,
    "Compare": _compare,
    "Conversion": _conversion,
    "Outcomes": _outcomes,
    "Segments": _customers("segment", "property", "value"),
    "Overlaps": _customers("segment", "other"),
}
"""Question to the cells of its rows. Attribution has none: a credit is a sum of parts of paths."""
