"""Who is behind the counts of durations: the customers whose time it is."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from footpath.mining.durations.portable import spans_of
from footpath.mining.who import groups_in, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.durations.question import Durations
    from footpath.mining.who import Cell


def who(question: Durations, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of ``name``: an event that something follows, or ``(whole)``."""
    name = parts_of(cell, "name", needed=("name",))["name"]
    spans = [
        table.filter(table.name == name).select("customer_key") for table, _ in spans_of(question, events)
    ]
    return groups_in(reduce(lambda one, other: one.union(other), spans), (), "customers")
