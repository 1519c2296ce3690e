"""Who is behind the counts of what goes with conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.conversion.portable import ALL, had_by, looked_at, seen_by, state_of
from footpath.mining.who import choice, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.conversion.question import Conversion
    from footpath.mining.who import Cell


def who(question: Conversion, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers with a ``property`` of a ``value`` before the goal; ``side``: with or without.

    ``reached``, yes or no, keeps those of them who reached the goal, or who did not.
    """
    parts = parts_of(cell, "property", "value", "side", "reached", needed=("property", "value"))
    seen = had_by(looked_at(question, events), seen_by(question, events))
    having = seen.filter((seen.property == parts["property"]) & (seen.value == parts["value"]))
    people = state_of(question, events)
    people = people.filter(people.state == ALL)
    if choice(parts, "side", "with", "without") == "with":
        people = people.semi_join(having, "customer_key")
    else:
        people = people.anti_join(having, "customer_key")
    if "reached" in parts:
        people = people.filter(people.reached == (1 if choice(parts, "reached", "yes", "no") == "yes" else 0))
    return people.select("customer_key")
