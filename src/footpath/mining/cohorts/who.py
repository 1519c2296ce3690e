"""Who is behind the counts of cohorts: the customers of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.cohorts.portable import members
from footpath.mining.periods import numbered
from footpath.mining.who import choice, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.cohorts.question import Cohorts
    from footpath.mining.who import Cell


def who(question: Cohorts, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of ``cohort``; ``of`` n those whose window is over."""
    from footpath.mining.cohorts.question import MISSING

    parts = parts_of(cell, "cohort", "of", needed=("cohort",))
    name = parts["cohort"]
    people = members(question, question.scope.events(events))
    if question.calendar is not None:
        met = people.filter(people.cohort == numbered(question.scope, question.calendar, name))
    else:
        met = people.filter(people.cohort.isnull() if name == MISSING else people.cohort == name)
    if choice(parts, "of", "customers", "n") == "n" and question.window_us is not None:
        met = met.filter(met.first_us + question.window_us <= question.scope.end_us)
    return met.select("customer_key")
