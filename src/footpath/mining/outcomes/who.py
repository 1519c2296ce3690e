"""Who is behind the counts of times to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.groups import ALL
from footpath.mining.outcomes.portable import watched_in
from footpath.mining.who import choice, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.outcomes.question import Outcomes
    from footpath.mining.who import Cell


def who(question: Outcomes, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a ``segment`` who began; ``of``: all customers, those with goals, or the censored.

    With ``time_s`` (seconds, as a curve has it) those who reached the goal by then, or (``of`` at_risk) were watched so long or longer.
    """
    parts = parts_of(cell, "segment", "of", "time_s")
    people = watched_in(question, events)
    people = people.filter(people.segment == parts.get("segment", ALL))
    if "time_s" in parts:
        at_us = _microseconds(parts["time_s"])
        if choice(parts, "of", "goals", "at_risk") == "goals":
            met = people.filter(people.reached & (people.watched_us <= at_us))
        else:
            met = people.filter(people.watched_us >= at_us)
        return met.select("customer_key")
    kind = choice(parts, "of", "customers", "goals", "censored")
    if kind != "customers":
        people = people.filter(people.reached if kind == "goals" else ~people.reached)
    return people.select("customer_key")


def _microseconds(seconds: str) -> int:
    try:
        return round(float(seconds) * 1_000_000)
    except (ValueError, OverflowError) as error:
        raise no_cell(f"{seconds!r} is no time", "seconds, as time_s of the curve") from error
