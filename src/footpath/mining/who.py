"""The customers behind a count: exactly as many as it says.

A question that can tell them has a function in a file of its own, ``mining/NAME/who.py``, and a line in `WHO`; how its
counts are called stands in `cells`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from importlib import import_module
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem
from footpath.mining.question import LooksFirst, events_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import ArrowTable, Table
    from footpath.mining.question import Question
    from footpath.rules import Rule

Cell = Mapping[str, str | int | Sequence[str]]

WHO: Mapping[str, str] = {
    "Funnel": "footpath.mining.funnel.who:who",
    "Transitions": "footpath.mining.transitions.who:who",
    "SegmentTransitions": "footpath.mining.transitions.who:who_by_segment",
    "Flows": "footpath.mining.flows.who:who",
    "Sequences": "footpath.mining.sequences.who:who",
    "Loops": "footpath.mining.loops.who:who",
    "Waits": "footpath.mining.waits.who:who",
    "Durations": "footpath.mining.durations.who:who",
    "Sessions": "footpath.mining.sessions.who:who",
    "Attribution": "footpath.mining.attribution.who:who",
    "Paths": "footpath.mining.paths.who:who",
    "Compare": "footpath.mining.compare.who:who",
    "Conversion": "footpath.mining.conversion.who:who",
    "Outcomes": "footpath.mining.outcomes.who:who",
    "Segments": "footpath.mining.segments.who:who",
    "Retention": "footpath.mining.retention.who:who",
    "Lifecycle": "footpath.mining.lifecycle.who:who",
    "LifecycleStates": "footpath.mining.lifecycle.who:who_by_rule",
    "Stickiness": "footpath.mining.stickiness.who:who",
    "Cohorts": "footpath.mining.cohorts.who:who",
    "Overlaps": "footpath.mining.segments.who:who_in_both",
}
"""Question to its function from (question, workspace, events, cell) to a lazy table of what a cell counts.

The table has customer_key, case_id, or either with a number of session, episode or path; one row each thing counted."""

_IDS = {"case_id": "case", "session": "session", "episode": "episode", "path_no": "path"}


def who(
    question: Question, workspace: Workspace, cell: Cell, *, where: Rule | None = None, zone: str = "UTC"
) -> ArrowTable:
    """Return the customers behind one count of a question's result: as many rows as it says.

    Parameters
    ----------
    cell
        Which count, by what the rows of the result are called: ``{"step": 2}`` or ``{"lost": 2}`` of a funnel,
        ``{"from": "view", "to": "basket"}`` of transitions, ``{"path": ["view", "basket"]}`` of paths, ``{"step": 2, "from":
        "view", "to": "basket"}`` of flows, ``{"kind": "return", "name": "view"}`` of loops, ``{"channel": "ads"}`` of
        attribution (the paths to the goal that touch it),
        ``{"group": "B", "measure": "buy", "reached": "yes"}`` of a comparison, ``{"property": "device", "value":
        "mobile", "side": "without"}`` of what goes with conversion, ``{"segment": "mobile", "of": "censored"}`` of
        outcomes, ``{"segment": "2"}`` of segments. ``of`` names the column where a row has several counts. `cells` gives
        those of a row.
    where, zone
        As they were asked.

    Returns
    -------
    pyarrow.Table
        customer str, and where something else is counted case str, session, episode or path int64 beside it; ascending. Ids
        are those of the workspace: of files as they are the files' own, of an atlas's source its pseudonyms.

    Raises
    ------
    BadInputError
        question-without-who for a question that cannot tell, question-cell where it has no such count.
    """
    path = WHO.get(type(question).__name__)
    if path is None:
        raise BadInputError(
            Problem(
                code="question-without-who",
                message=f"{question.command} cannot tell who is behind its counts",
                expected="a question that has a list: all that `footpath mine` asks",
            )
        )
    if isinstance(question, LooksFirst):
        question = question.looked(workspace, where=where, zone=zone)
        where = None
    events = events_of(workspace, where=where, zone=zone)
    module, _, name = path.partition(":")
    counted = getattr(import_module(module), name)(question, workspace, events, cell)
    return workspace.fetch(_with_ids(counted, workspace))


def _with_ids(counted: Table, workspace: Workspace) -> Table:
    """Return what was counted with the customers' own ids, in order."""
    others = {_IDS[name]: name for name in counted.columns if name in _IDS}
    if "customer_key" not in counted.columns:
        columns = {shown: counted[name] for shown, name in others.items()}
        return counted.select(**columns).order_by(list(columns))
    known = [
        table.filter(table.customer_key.notnull()).select("customer_key", "customer_id")
        for table in (workspace.events, workspace.customers)
        if table is not None
    ]
    ids = reduce(lambda one, other: one.union(other), known).distinct()
    ids = ids.select(footpath_key=ids.customer_key, customer=ids.customer_id)
    joined = counted.left_join(ids, counted.customer_key == ids.footpath_key)
    columns = {"customer": joined.customer, **{shown: joined[name] for shown, name in others.items()}}
    return joined.select(**columns).order_by(list(columns))


def groups_in(table: Table, keys: Sequence[str], of: str) -> Table:
    """Return what a table's rows are of, each once: the groups by their keys, or (`of` is ``customers``) their customers.

    The table has the keys and customer_key.
    """
    if of == "customers":
        return table.filter(table.customer_key.notnull()).select("customer_key").distinct()
    if list(keys) != ["episode"]:
        return table.select(*keys).distinct()
    return (
        table.group_by("episode").agg(customer_key=table.customer_key.min()).select("customer_key", "episode")
    )


def parts_of(cell: Cell, *known: str, needed: Sequence[str] = ()) -> dict[str, str]:
    """Return a cell's parts as text; BadInputError (question-cell) for one that is not known, or that is missing."""
    for name in cell:
        if name not in known:
            raise no_cell(f"no count is told by {name!r}", ", ".join(known))
    for name in needed:
        if name not in cell:
            raise no_cell(f"which count is meant needs {name!r}", ", ".join(known))
    return {name: value if isinstance(value, str) else str(value) for name, value in cell.items()}


def no_cell(message: str, expected: str) -> BadInputError:
    """Return the error for a count that is not there."""
    return BadInputError(
        Problem(
            code="question-cell",
            message=message,
            expected=expected,
            help="Name it as the rows of the result do, as in --cell step=2, or --cell from=view --cell to=basket.",
        )
    )


def choice(parts: Mapping[str, str], name: str, *known: str) -> str:
    """Return a part that is one of a few words, the first where it is not said; BadInputError (question-cell) else."""
    value = parts.get(name, known[0])
    if value not in known:
        raise no_cell(f"{name} cannot be {value!r}", ", ".join(known))
    return value
