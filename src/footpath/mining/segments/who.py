"""Who is in a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.segments.overlaps import ALL, NONE
from footpath.mining.who import no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.segments.overlaps import Overlaps
    from footpath.mining.segments.question import Segments
    from footpath.mining.who import Cell


def who(question: Segments, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a ``segment`` ("1", "2", ...), with ``property`` and ``value`` those of them who have it."""
    import numpy as np
    import pyarrow as pa

    from footpath.mining.segments.clustering import clustered

    parts = parts_of(cell, "segment", "property", "value", needed=("segment",))
    found = clustered(question, workspace.fetch(question.portable(events)))
    names = [str(number + 1) for number in range(found.k)]
    if parts["segment"] not in names:
        raise no_cell(f"there is no segment {parts['segment']!r}", ", ".join(names))
    keys = found.members(parts["segment"])
    if "property" in parts:
        places = found.had.get((parts["property"], parts.get("value", "")), np.empty(0, np.int64))
        keys = np.intersect1d(keys, found.keys[places])
    return workspace.load(pa.table({"customer_key": pa.array(keys, pa.int64())}))


def who_in_both(question: Overlaps, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a ``segment`` that are in the ``other`` too (``(all)``: all of them)."""
    parts = parts_of(cell, "segment", "other", needed=("segment",))
    names = [one.name for one in question.rules]
    people = question.memberships(events)
    if parts["segment"] == NONE:
        for number in range(len(names)):
            people = people.filter(people[f"in_{number}"] == 0)
        return people.select("customer_key")
    for name in (parts["segment"], parts.get("other", ALL)):
        if name != ALL:
            if name not in names:
                raise no_cell(f"there is no segment {name!r}", ", ".join(names))
            people = people.filter(people[f"in_{names.index(name)}"] == 1)
    return people.select("customer_key")
