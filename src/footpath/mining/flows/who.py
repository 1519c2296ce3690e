"""Who is behind the counts of flows: the customers who go from one to the other at a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.flows.portable import moves_shown
from footpath.mining.who import no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.flows.question import Flows
    from footpath.mining.who import Cell


def who(question: Flows, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers who go ``from`` a name ``to`` another at ``step``, all as the rows call them."""
    parts = parts_of(cell, "step", "from", "to", needed=("step", "from", "to"))
    sign = -1 if question.is_backward else 1
    steps = {str(sign * step): step for step in range(1, question.steps + 1)}
    if parts["step"] not in steps:
        raise no_cell(f"the flows have no step {parts['step']!r}", ", ".join(steps))
    near, far = ("to", "from") if question.is_backward else ("from", "to")
    moves = moves_shown(question, events)
    met = moves.filter(
        (moves.step == steps[parts["step"]]) & (moves.near == parts[near]) & (moves.far == parts[far])
    )
    return met.filter(met.customer_key.notnull()).select("customer_key").distinct()
