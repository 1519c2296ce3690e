"""Who is behind the counts of retention: the customers of a cohort, and those who returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.periods import numbered
from footpath.mining.retention.portable import SIZE, last_returns, returns
from footpath.mining.who import choice, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.retention.question import Retention
    from footpath.mining.who import Cell


def who(question: Retention, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who returned at ``offset`` of ``cohort``; without an offset, or ``of`` customers, all customers of the cohort."""
    from footpath.mining.retention.question import ALL

    parts = parts_of(cell, "cohort", "offset", "of", needed=("cohort",))
    scope, calendar = question.scope, question.calendar
    place = None if "offset" not in parts else _place(question, parts["offset"])
    everyone = place is None or choice(parts, "of", "returned", "customers") == "customers"
    if question.kind == "on-or-after":
        people = last_returns(question, events)
        met = people if everyone else people.filter((people.place != SIZE) & (people.place >= place))
    else:
        starts, placed = returns(question, events)
        met = starts if everyone else placed.filter(placed.place == place)
    if parts["cohort"] != ALL:
        met = met.filter(met.cohort == numbered(scope, calendar, parts["cohort"]))
    elif place is not None:
        low, high = question.ranges[place]
        met = met.filter(met.cohort <= scope.last_over(calendar) - (low if high is None else high))
    return met.select("customer_key")


def _place(question: Retention, offset: str) -> int:
    from footpath.mining.retention.triangle import name_of

    for place, (low, high) in enumerate(question.ranges):
        if str(name_of(question, low, high)) == offset:
            return place
    raise no_cell(f"there is no offset {offset!r}", "an offset of the result")
