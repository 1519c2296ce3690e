"""Who is behind the counts of stickiness: the customers who are active on so many days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.periods import numbered
from footpath.mining.who import no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.stickiness.question import Stickiness
    from footpath.mining.who import Cell


def who(question: Stickiness, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who is active on ``days`` days of ``period``; without days, on any."""
    parts = parts_of(cell, "period", "days", needed=("period",))
    people = question.people(events)
    met = people.filter(people.period == numbered(question.scope, question.calendar, parts["period"]))
    if "days" in parts:
        if not parts["days"].isdecimal():
            raise no_cell(f"{parts['days']!r} is no number of days", "a number of days of the result")
        met = met.filter(met.days == int(parts["days"]))
    return met.select("customer_key")
