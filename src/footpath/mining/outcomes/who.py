"""Who is behind the counts of times to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.groups import ALL
from footpath.mining.outcomes.portable import watched_in
from footpath.mining.who import choice, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.outcomes.question import Outcomes
    from footpath.mining.who import Cell


def who(question: Outcomes, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a ``segment`` who began; ``of``: all customers, those with goals, or the censored."""
    parts = parts_of(cell, "segment", "of")
    people = watched_in(question, events)
    people = people.filter(people.segment == parts.get("segment", ALL))
    kind = choice(parts, "of", "customers", "goals", "censored")
    if kind != "customers":
        people = people.filter(people.reached if kind == "goals" else ~people.reached)
    return people.select("customer_key")
