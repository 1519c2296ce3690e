"""Who is behind the counts of sequences: those who have the pattern, and what stands next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.sequences.portable import neighbours, occurrences, still_open
from footpath.mining.who import choice, groups_in, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.sequences.question import Sequences
    from footpath.mining.who import Cell


_WHATS = ("pattern", "before", "after", "all", "without", "open")


def who(question: Sequences, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who has the pattern (``what`` pattern), or has ``name`` right before or after its first occurrence.

    ``what`` may also be all (n, with or without the pattern), without, and open (who may still come to it). ``of``: count
    (customers, cases, sessions or episodes) or customers.
    """
    parts = parts_of(cell, "what", "name", "of")
    what, of = choice(parts, "what", *_WHATS), choice(parts, "of", "count", "customers")
    made = occurrences(question, events)
    table = made.first
    if what in ("before", "after"):
        if "name" not in parts:
            raise no_cell(f"which name stands {what} is meant", "name=NAME")
        table = neighbours(made.first, made.placed, made.keys, what)
        table = table.filter(table.name == parts["name"])
    elif what in ("all", "without", "open"):
        table = made.placed
        if what == "without":
            table = table.anti_join(made.first, made.keys)
        elif what == "open":
            if question.bound_us is None:
                raise no_cell(
                    "a pattern without a bound stays open for all", "all within DURATION in the pattern"
                )
            table = table.semi_join(still_open(made, question.bound_us), made.keys)
    return groups_in(table, made.keys, of)
