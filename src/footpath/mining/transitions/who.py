"""Who is behind the counts of transitions: the customers in whose order one follows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.transitions.portable import _pairs
from footpath.mining.who import parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.transitions.question import Transitions
    from footpath.mining.who import Cell


def who(question: Transitions, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a pair, ``from`` and ``to``; ``(begin)`` and ``(end)`` are names too."""
    parts = parts_of(cell, "from", "to", needed=("from", "to"))
    pairs = _pairs(question, events)
    if parts["from"] == "(begin)":
        met = pairs.filter(pairs.is_first & (pairs["from"] == parts["to"]))
    else:
        met = pairs.filter((pairs["from"] == parts["from"]) & (pairs.to == parts["to"]))
    return met.filter(met.customer_key.notnull()).select("customer_key").distinct()
