"""What is counted about a source's events while they pass: customers, cases, period, ties, duplicates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from footpath.evidence.canonical.events import row_keys
from footpath.evidence.canonical.hashing import NOTHING, Array, combine, first_of_each, keys_of, occurrence
from footpath.evidence.canonical.tying import Ties, tying_facts


class EventFacts:
    """Keys of all events of a source, 40 bytes a row: enough to count what is equal, not to say what it is."""

    def __init__(self) -> None:
        self._who: list[Array] = []
        self._case: list[Array] = []
        self._id: list[Array] = []
        self._row: list[Array] = []
        self._at: list[Array] = []
        self._file: list[Array] = []

    def add(self, table: pa.Table, file: int) -> None:
        """Count a table's events, which come from the file of that number."""
        self._who.append(keys_of(table.column("customer_id")))
        self._case.append(keys_of(table.column("case_id")))
        self._id.append(keys_of(table.column("event_id")))
        self._row.append(row_keys(table))
        self._at.append(table.column("occurred_us").to_numpy())
        self._file.append(np.full(table.num_rows, file, dtype=np.int32))

    def finish(self, *, now_us: int, ties: Ties | None = None) -> tuple[Array, dict[str, Any]]:
        """Return which events stay, and the facts about those; customers are counted with their ids tied.

        Of rows with one event_id the first stays. Without ids, equal rows of one file all stay and are counted; of
        files that overlap an event stays as often as it stands in the file that has it most.
        """

        def whole(parts: list[Array], kind: Any) -> Array:
            return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)

        who, case, own = (whole(parts, np.uint64) for parts in (self._who, self._case, self._id))
        row, at, file = whole(self._row, np.uint64), whole(self._at, np.int64), whole(self._file, np.int32)
        keep = np.ones(len(row), dtype=bool)
        named = own != NOTHING
        removed = overlapping = 0
        if named.any():
            where = np.flatnonzero(named)
            keep[where] = first_of_each(own[where])
            removed = int((~keep).sum())
        plain = ~named
        if plain.any() and len(np.unique(file)) > 1:
            where = np.flatnonzero(plain)
            number = occurrence(combine(row[where], file[where].astype(np.uint64)))
            keep[where] &= first_of_each(combine(row[where], number.view(np.uint64)))
            overlapping = int((~keep[where]).sum())
        equal = int(plain.sum() - len(np.unique(row[plain]))) - overlapping if plain.any() else 0
        who, case, at = who[keep], case[keep], at[keep]
        tied: dict[str, int] = {}
        if ties is not None:
            tied = tying_facts(who, ties)
            who = np.where(who != NOTHING, ties.of(who), who)
        unit = np.where(who != NOTHING, who, case)
        return keep, {
            "events": int(keep.sum()),
            "customers": len(np.unique(who[who != NOTHING])),
            "cases": len(np.unique(case[case != NOTHING])),
            "no_customer": int((who == NOTHING).sum()),
            "from_us": int(at.min()) if len(at) else None,
            "to_us": int(at.max()) if len(at) else None,
            "ties": _ties(unit, at),
            "duplicates": removed,
            "equal_rows": max(equal, 0),
            "overlapping": overlapping,
            "future": int((at > now_us).sum()),
            "latest_future_us": int(at.max()) if len(at) and at.max() > now_us else None,
        } | tied


def _ties(unit: Array, at: Array) -> int:
    """Return how many events share customer (or case) and time with another."""
    known = unit != NOTHING
    if not known.any():
        return 0
    counts = np.unique(combine(unit[known], at[known].view(np.uint64)), return_counts=True)[1]
    return int(counts[counts > 1].sum())
