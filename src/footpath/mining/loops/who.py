"""Who is behind the counts of loops: those who come back, and those who have the name at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.loops.portable import rounds_of
from footpath.mining.who import choice, groups_in, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.loops.question import Loops
    from footpath.mining.who import Cell


_KINDS = ("return", "rework", "repeat")


def who(question: Loops, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who comes back to ``name`` in a way (``kind``, of rework also ``via``); without a kind who has the name (n).

    ``of``: count (customers, cases, sessions or episodes) or customers.
    """
    parts = parts_of(cell, "kind", "name", "via", "of", needed=("name",))
    of = choice(parts, "of", "count", "customers")
    keys, placed, rounds = rounds_of(question, events)
    if "kind" not in parts:
        return groups_in(placed.filter(placed.name == parts["name"]), keys, of)
    kind = choice(parts, "kind", *_KINDS)
    if (kind == "rework") != ("via" in parts):
        raise no_cell("rework, and nothing else, is by way of one other", "kind=rework with via=NAME")
    met = rounds.filter((rounds.kind == kind) & (rounds.name == parts["name"]))
    return groups_in(met.filter(met.via == parts["via"]) if "via" in parts else met, keys, of)
