"""New and late events joined to a kept trail: two sorted runs merged, instead of everything read and sorted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from footpath.engines.trail.arrays import SESSION_GAP_US, Trail, bounds, session_starts
from footpath.engines.trail.arrow import Array, narrow
from footpath.engines.trail.building import Events, places_of
from footpath.engines.trail.coding import Coded, as_bytes
from footpath.engines.trail.direct import count_cases, period_of, read_events, sequence_of, twice
from footpath.engines.trail.reading import Piece, Reading
from footpath.engines.trail.sorting import by_group, dense, different, in_ties, tie_order, ties
from footpath.engines.types import SourceFacts


class RebuildError(ValueError):
    """The kept trail cannot be used: what it holds and what is there now differ by more than new rows."""


@dataclass(frozen=True)
class _Places:
    """Where the rows of the kept trail stand now: old places to new ones (-1: gone), and what is left out of all rows."""

    of_old: Array
    of_new: Array
    gone: Array
    total: int


def joined(
    base: Trail, found: Sequence[int | None], old: Sequence[int], readings: Sequence[Reading], *, threads: int
) -> Trail:
    """Return the trail of all pieces, from one that holds some of them.

    Parameters
    ----------
    base
        The kept trail.
    found
        For each piece that it holds, which of the pieces it is now; None where it is gone.
    old
        How many rows each piece that it holds has.

    Raises
    ------
    RebuildError, UnfitError
        Where it is to be made from the beginning.
    """
    pieces = [piece for reading in readings for piece in reading.pieces]
    held = {number for number in found if number is not None}
    fresh = [number for number in range(len(pieces)) if number not in held]
    if None in found and (base.facts.no_customer or len(base.gone)):
        raise RebuildError
    gone, duplicates = _gone(readings, pieces, threads)
    some = [pieces[number] for number in fresh]
    starts = np.array([0, *accumulate(piece.rows for piece in pieces)], np.int64)
    own = _rows_of(starts, fresh)
    if gone is None:
        events = read_events(readings, some, threads=threads)
        outside = own[events.gone]
    else:
        left = np.flatnonzero(np.isin(own, gone))
        events = read_events(readings, some, threads=threads, gone=left)
        outside = None
    places = _places(base, found, old, starts, own, gone, outside)
    made = _merged(base, places, events, readings, pieces, threads)
    total = places.total
    sorted_rows = len(made["times"])
    times = [t for t in (base.facts.from_us, base.facts.to_us) if t is not None]
    if None in found:
        times = [int(made["times"].min()), int(made["times"].max())] if sorted_rows else []
    if len(events.times):
        times += [int(events.times.min()), int(events.times.max())]
    facts = SourceFacts(
        rows=total,
        customers=len(made["keys"]),
        cases=count_cases(readings, pieces, places.gone, threads),
        from_us=min(times, default=None),
        to_us=max(times, default=None),
        ties=made.pop("tied"),
        duplicates=duplicates,
        no_customer=total - sorted_rows,
    )
    return Trail(**made, facts=facts, gone=places.gone)


def _gone(readings: Sequence[Reading], pieces: Sequence[Piece], threads: int) -> tuple[Array | None, int]:
    """Return the rows that are written twice, among all, and how many; None where that is told by the rows themselves."""
    if not any(one.has_duplicates for one in readings):
        return None, 0
    if any(period_of(one) for one in readings):
        raise RebuildError
    return twice(readings, pieces, threads)


def _rows_of(starts: Array, numbers: Sequence[int]) -> Array:
    parts = [np.arange(starts[number], starts[number + 1]) for number in numbers]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _places(
    base: Trail,
    found: Sequence[int | None],
    old: Sequence[int],
    starts: Array,
    own: Array,
    gone: Array | None,
    outside: Array | None,
) -> _Places:
    """Say where the old and the new rows stand now; RebuildError where other old rows would be left out than are."""
    begins = [0, *accumulate(old)]
    now = np.full(begins[-1], -1, np.int32 if int(starts[-1]) < 1 << 31 else np.int64)
    for number, at in enumerate(found):
        if at is not None:
            now[begins[number] : begins[number + 1]] = np.arange(starts[at], starts[at + 1])
    still: Array = np.delete(now, base.gone) if len(base.gone) else now
    old_gone = now[base.gone]
    everything = old_gone if outside is None else np.sort(np.concatenate((old_gone, outside)))
    if gone is not None:
        new_gone = gone[~np.isin(gone, own)]
        if not np.array_equal(np.sort(old_gone), new_gone):
            raise RebuildError
        everything = gone
    if not len(everything):
        return _Places(still, own, everything, int(starts[-1]))
    kept = np.ones(int(starts[-1]), bool)
    kept[everything] = False
    place = np.cumsum(kept) - 1
    of_new = place[own[kept[own]]]
    return _Places(np.where(still < 0, -1, place[still]), of_new, everything, int(np.count_nonzero(kept)))


def _merged(
    base: Trail,
    places: _Places,
    events: Events,
    readings: Sequence[Reading],
    pieces: Sequence[Piece],
    threads: int,
) -> dict[str, Any]:
    """Return the arrays of both, in the order of customer, time, sequence and arrival."""
    names, old_code, new_code = _names(base.names, events.names)
    rows = None if events.there is None else np.flatnonzero(events.there)
    keys = events.keys if rows is None else events.keys[rows]
    times = events.times if rows is None else events.times[rows]
    codes = events.codes if rows is None else events.codes[rows]
    if events.ids is None:
        known, groups = dense(keys)
        every: Array = different(np.concatenate((base.keys, known)))
        old_group: Array = np.searchsorted(every, base.keys)
        new_group: Array = np.searchsorted(every, known)
        ids = None
    else:
        groups = keys
        ids, old_group, new_group = _united(base.ids(), events.ids)
        every = np.arange(1, len(ids) + 1, dtype=np.int64)
    order, its_groups, its_times = by_group(groups, times, threads)
    its_groups = new_group[its_groups].astype(np.uint32)
    its_places = places.of_new[places_of(order, rows, len(events.times))]
    its_codes = new_code[codes.take(order)]
    mine = _Sorted(
        old_group.astype(np.uint32).take(base.groups),
        base.times,
        old_code.take(base.codes),
        places.of_old.take(base.order),
    )
    if len(places.of_old) and bool((places.of_old < 0).any()):
        mine = mine.of(np.flatnonzero(mine.places >= 0))
    both = _merge(mine, _Sorted(its_groups, its_times, its_codes, its_places), len(every))
    groups, order, codes = both.groups, both.places, both.codes
    same = ties(groups, both.times)
    tied = int(np.count_nonzero(in_ties(same))) if len(same) else 0
    if tied:
        sequence = sequence_of(readings, pieces, places.gone, threads)
        column = None if sequence is None else sequence()
        values, there = (None, None) if column is None else (column.values, column.there)
        shared, inner = tie_order(order, same, values, there)
        order[shared], codes[shared] = order[shared][inner], codes[shared][inner]
    groups, every, ids = _without_nobody(groups, every, ids)
    if len(mine.times) < len(base.times):
        names, codes = _used(names, codes)
    codes = narrow(codes, max(len(names) - 1, 0))
    starts = bounds(groups).astype(np.int64, copy=False)
    id_bounds, id_bytes = (np.zeros(0, np.int64), np.zeros(0, np.uint8)) if ids is None else as_bytes(ids)
    return {
        "starts": starts,
        "codes": codes,
        "times": both.times,
        "groups": groups,
        "order": places_of(order, None, places.total),
        "sessions": narrow(session_starts(starts, both.times, SESSION_GAP_US), 1 << 31),
        "keys": every,
        "names": names,
        "id_bounds": id_bounds,
        "id_bytes": id_bytes,
        "tied": tied,
    }


@dataclass(frozen=True)
class _Sorted:
    """Rows in the order of group and time."""

    groups: Array
    times: Array
    codes: Array
    places: Array

    def of(self, rows: Array) -> _Sorted:
        return _Sorted(self.groups[rows], self.times[rows], self.codes[rows], self.places[rows])


def _merge(mine: _Sorted, new: _Sorted, groups: int) -> _Sorted:
    """Return both in order; at one time of one group what was there stands first."""
    edges = bounds(mine.groups)
    counts = np.zeros(groups, np.int64)
    counts[mine.groups[edges[:-1]]] = np.diff(edges)
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    low, high = starts[new.groups], starts[new.groups.astype(np.int64) + 1]
    while True:  # a search by halves in each row's own group, all rows at once
        open_ = np.flatnonzero(low < high)
        if not len(open_):
            break
        middle = (low[open_] + high[open_]) >> 1
        later = mine.times[middle] <= new.times[open_]
        low[open_[later]] = middle[later] + 1
        high[open_[~later]] = middle[~later]
    is_new = np.zeros(len(mine.times) + len(new.times), bool)
    is_new[low + np.arange(len(low))] = True
    is_old = ~is_new
    at = np.flatnonzero(is_new)

    def both(one: Array, other: Array) -> Array:
        made = np.empty(len(is_new), one.dtype)
        made[is_old] = one
        made[at] = other
        return made

    return _Sorted(
        both(mine.groups, new.groups),
        both(mine.times, new.times),
        both(mine.codes, new.codes),
        both(mine.places, new.places),
    )


def _names(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], Array, Array]:
    """Return the names of both in the order of their bytes, and where the codes of each are now."""
    every = sorted({*old, *new}, key=lambda name: name.encode())
    place = {name: code for code, name in enumerate(every)}
    most = max(len(every) - 1, 0)
    return (
        tuple(every),
        narrow(np.array([place[name] for name in old], np.int64), most),
        narrow(np.array([place[name] for name in new], np.int64), most),
    )


def _united(old: Any, new: Any) -> tuple[Any, Array, Array]:
    """Return the texts of both in the order of their bytes, and where those of each are now."""
    import pyarrow

    pa: Any = pyarrow
    coded = Coded()
    for start, texts in ((0, old), (len(old), new)):
        if len(texts):
            places = np.arange(len(texts), dtype=np.int32)
            numbered = pa.Array.from_buffers(pa.int32(), len(texts), [None, pa.py_buffer(places)])
            coded.add(start, pa.DictionaryArray.from_arrays(numbered, texts))
    ids, codes = coded.sorted(len(old) + len(new))
    return ids, codes[: len(old)], codes[len(old) :]


def _without_nobody(groups: Array, keys: Array, ids: Any) -> tuple[Array, Array, Any]:
    """Return groups, keys and ids without those that have no events left."""
    seen = np.zeros(len(keys), bool)
    seen[groups] = True
    if seen.all():
        return groups, keys, ids
    place = np.cumsum(seen, dtype=np.uint32) - np.uint32(1)
    keys = keys[seen]
    if ids is not None:
        from footpath.engines.trail.arrow import indices

        ids = ids.take(indices(np.flatnonzero(seen)))
        keys = np.arange(1, len(ids) + 1, dtype=np.int64)
    return place[groups], keys, ids


def _used(names: tuple[str, ...], codes: Array) -> tuple[tuple[str, ...], Array]:
    """Return the names that still occur, and the codes of these."""
    seen = np.zeros(len(names), bool)
    seen[codes] = True
    place = np.cumsum(seen) - 1
    return tuple(name for name, is_there in zip(names, seen.tolist(), strict=True) if is_there), place[codes]
