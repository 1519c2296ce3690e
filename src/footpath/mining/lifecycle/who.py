"""Who is behind the counts of the life cycle: the customers in a state, and those who moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.lifecycle.moves import NOWHERE, steps
from footpath.mining.lifecycle.question import STATES
from footpath.mining.lifecycle.states import NONE
from footpath.mining.periods import numbered
from footpath.mining.transitions import BEGIN
from footpath.mining.who import choice, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.lifecycle.question import Lifecycle
    from footpath.mining.lifecycle.states import LifecycleStates
    from footpath.mining.who import Cell

sql: Any = ibis


def who(question: Lifecycle, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who is in ``state`` in ``period``."""
    parts = parts_of(cell, "period", "state", needed=("period", "state"))
    state = choice(parts, "state", *STATES)
    number = numbered(question.scope, question.calendar, parts["period"])
    active = question.active(events)
    now = active.filter(active.period == number)
    if state == "dormant":
        before = active.filter(active.period == number - 1)
        return before.anti_join(now, "customer_key").select("customer_key")
    fits = {
        "new": now.is_new,
        "returning": now.is_returning,
        "resurrected": ~now.is_new & ~now.is_returning,
    }[state]
    return now.filter(fits).select("customer_key")


def who_by_rule(question: LifecycleStates, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who is in ``state`` at the end of ``period``, or moved ``from`` a state ``to`` another in it."""
    names = ("from", "to") if question.moves else ("state",)
    parts = parts_of(cell, "period", *names, needed=("period", *names))
    number = numbered(question.scope, question.calendar, parts["period"])
    moved = steps(question, events)
    after = _at(moved, number)
    after = after.filter(after["at"] == _place(question, parts[names[-1]]))
    if not question.moves:
        return after.select("customer_key")
    place = _place(question, parts["from"])
    before = _at(moved, number - 1)
    if place == NOWHERE:
        return after.anti_join(before, "customer_key").select("customer_key")
    return after.semi_join(before.filter(before["at"] == place), "customer_key").select("customer_key")


def _at(moved: Table, number: int) -> Table:
    """Return in which state each customer is at the end of a period: what the last change until then left."""
    until = moved.filter(moved.period <= number)
    last = until.group_by("customer_key").agg(period=until.period.max())
    return until.inner_join(last, ["customer_key", "period"]).select("customer_key", at=until.after)


def _place(question: LifecycleStates, name: str) -> int:
    names = [state.name for state in question.states] + [NONE]
    if question.moves and name == BEGIN:
        return NOWHERE
    if name not in names:
        raise no_cell(f"there is no state {name!r}", ", ".join(names))
    return names.index(name)
