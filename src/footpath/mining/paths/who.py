"""Who is behind the counts of paths: whose events, in order, are that path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.paths.portable import _without_loops, portable
from footpath.mining.paths.question import OTHER
from footpath.mining.who import no_cell
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.paths.question import Paths
    from footpath.mining.who import Cell

sql: Any = ibis


def who(question: Paths, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who walks a ``path``: a list of names, or names joined by " > "; ``(other)`` is all that are not shown."""
    if set(cell) != {"path"}:
        raise no_cell("a path is meant", "path='view > basket'")
    wanted = cell["path"]
    names = wanted.split(" > ") if isinstance(wanted, str) else [str(name) for name in wanted]  # type: ignore[union-attr]
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    if not question.loops:
        rows = rows.on(_without_loops(rows))
    table = rows.table
    owner = {"customer_key": table.customer_key.min()} if question.within == "episode" else {}
    walked = table.group_by(list(rows.keys)).agg(path=table.name.collect(order_by=rows.sorted_by()), **owner)
    if names == [OTHER]:
        shown = portable(question, events).select(footpath_path="path")
        met = walked.anti_join(shown, walked.path == shown.footpath_path)
    else:
        met = walked.filter(walked.path == sql.array([sql.literal(name) for name in names]))
    return met.drop("path")
