"""Who is behind the counts of cohorts: the customers of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.cohorts.portable import members
from footpath.mining.periods import numbered
from footpath.mining.who import parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.cohorts.question import Cohorts
    from footpath.mining.who import Cell


def who(question: Cohorts, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of ``cohort``."""
    from footpath.mining.cohorts.question import MISSING

    name = parts_of(cell, "cohort", needed=("cohort",))["cohort"]
    people = members(question, question.scope.events(events))
    if question.calendar is not None:
        met = people.filter(people.cohort == numbered(question.scope, question.calendar, name))
    else:
        met = people.filter(people.cohort.isnull() if name == MISSING else people.cohort == name)
    return met.select("customer_key")
