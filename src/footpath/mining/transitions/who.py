"""Who is behind the counts of transitions, of all and by segment: the customers in whose order one follows the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.segmented import ALL
from footpath.mining.transitions.portable import _pairs
from footpath.mining.transitions.segments_portable import moves_shown
from footpath.mining.who import no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.transitions.question import Transitions
    from footpath.mining.transitions.segments import SegmentTransitions
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


def who_by_segment(question: SegmentTransitions, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a pair, ``from`` and ``to``, in a ``segment``.

    Of a difference the segment is one of its two; without ``to`` it is who was at ``from`` at all (n_a, n_b), and where
    cases are asked these.
    """
    is_difference = question.difference is not None
    needed = ("segment", "from") if is_difference else ("from", "to")
    parts = parts_of(cell, "segment", "from", "to", needed=needed)
    if question.difference is not None and parts["segment"] not in question.difference:
        raise no_cell(f"the difference is not of {parts['segment']!r}", ", ".join(question.difference))
    moves = moves_shown(question, events)
    met = moves.filter((moves.segment == parts.get("segment", ALL)) & (moves["from"] == parts["from"]))
    if "to" in parts:
        met = met.filter(met.to == parts["to"])
    if is_difference and met.who.type().is_string():
        return met.select(case_id="who").distinct()
    return met.filter(met.customer_key.notnull()).select("customer_key").distinct()
