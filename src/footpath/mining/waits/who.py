"""Who is behind the counts of waits: the customers who waited between the two, and all who waited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.waits.portable import waits_of
from footpath.mining.waits.question import ANY
from footpath.mining.who import choice, groups_in, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.waits.question import Waits
    from footpath.mining.who import Cell


def who(question: Waits, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers who waited ``from`` a name ``to`` another; with ``of`` n all who waited for anything (or their cases)."""
    parts = parts_of(cell, "from", "to", "of")
    waited = waits_of(question, events)
    if choice(parts, "of", "customers", "n") == "n":
        key = "case_id" if waited.who.type().is_string() else "customer_key"
        return waited.select(**{key: waited.who}).distinct()
    parts = parts_of(
        cell, "from", "to", "of", needed=("from",) if question.per == "event" else ("from", "to")
    )
    met = waited.filter((waited["from"] == parts["from"]) & (waited.to == parts.get("to", ANY)))
    return groups_in(met, (), "customers")
