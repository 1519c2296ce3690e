"""Making a trail: the needed columns read once, from the files or from an engine's canonical events, coded and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import SESSION_GAP_US, Column, Trail, bounds, session_starts
from footpath.engines.trail.arrow import Array, TextCodes, is_there, narrow, numbers
from footpath.engines.trail.coding import as_bytes
from footpath.engines.trail.columns import Stream, read_column
from footpath.engines.trail.pieces import UnfitError
from footpath.engines.trail.sorting import by_group, by_sequence, dense, in_ties, ties
from footpath.engines.types import SourceFacts

if TYPE_CHECKING:
    from footpath.engines.trail.reading import Reading
    from footpath.engines.types import Table

Sequencing = Callable[[], "Column | None"]
"""Reads the source's sequence of all events, in the order of arrival; asked only where events are at equal times."""


@dataclass(frozen=True)
class Events:
    """Events in the order of arrival, duplicates left out.

    `keys` are the customers' (int64), or places in `ids` (u32), which are in the order of their bytes; `there` says
    which events have a customer (None: all). `gone` are the rows of the files that count in nothing, `duplicates` how
    many of them are written twice, `cases` how many cases there are.
    """

    keys: Array
    ids: Any
    there: Array | None
    times: Array
    codes: Array
    names: tuple[str, ...]
    gone: Array
    duplicates: int
    cases: int


def build(events: Table, stream: Stream, *, ids_are_keys: bool, threads: int = 1) -> Trail:
    """Return the trail of canonical events.

    Parameters
    ----------
    events
        The canonical events, lazily.
    stream
        Runs an expression and returns its rows batch by batch.
    ids_are_keys
        Whether a customer's id is the text of its key, so that ids need no reading.

    Raises
    ------
    UnfitError
        Where an event has no time or no name.
    """
    keys, there, times, codes, names = _read(events, stream)
    found = Events(
        keys, None, there, times, codes, tuple(names), np.zeros(0, np.int64), 0, _cases(events, stream)
    )
    del keys, there, times, codes
    has_sequence = "sequence" in events.columns
    made = assemble(
        found, (lambda: read_column(events, stream, "sequence")) if has_sequence else None, threads
    )
    if ids_are_keys:
        return made
    edges, contents = _ids(events, stream)
    return replace(made, id_bounds=edges, id_bytes=contents)


def build_directly(readings: Sequence[Reading], *, threads: int) -> Trail:
    """Return the trail of plain sources, read straight from their files.

    Raises
    ------
    UnfitError
        Where an event has no time or no name, or only an engine of tables can tell whose it is.
    """
    from footpath.engines.trail.direct import read_events, sequence_of

    pieces = [piece for reading in readings for piece in reading.pieces]
    events = read_events(readings, pieces, threads=threads)
    return assemble(events, sequence_of(readings, pieces, events.gone, threads), threads)


def assemble(events: Events, sequence: Sequencing | None, threads: int) -> Trail:
    """Return the trail of events that were read."""
    keys, times, codes = events.keys, events.times, events.codes
    total = len(times)
    from_us, to_us = (int(times.min()), int(times.max())) if total else (None, None)
    rows = None if events.there is None else np.flatnonzero(events.there)
    if rows is not None:
        keys, times, codes = keys[rows], times[rows], codes[rows]
    id_bounds, id_bytes = np.zeros(0, np.int64), np.zeros(0, np.uint8)
    if events.ids is None:
        known, groups = dense(keys)
    else:
        known, groups = np.arange(1, len(events.ids) + 1, dtype=np.int64), keys
        id_bounds, id_bytes = as_bytes(events.ids)
    del keys
    order, sorted_groups, sorted_times = by_group(groups, times, threads)
    del groups, times
    same = ties(sorted_groups, sorted_times)
    tied = int(np.count_nonzero(in_ties(same))) if len(same) else 0
    if tied and sequence is not None:
        found = sequence()
        if found is not None:
            some = found if rows is None else found.take(rows)
            order = by_sequence(order, same, some.values, some.there)
    starts = bounds(sorted_groups).astype(np.int64, copy=False)
    facts = SourceFacts(
        rows=total,
        customers=len(known),
        cases=events.cases,
        from_us=from_us,
        to_us=to_us,
        ties=tied,
        duplicates=events.duplicates,
        no_customer=total - len(sorted_groups),
    )
    return Trail(
        starts=starts,
        codes=codes.take(order),
        times=sorted_times,
        groups=sorted_groups,
        order=places_of(order, rows, total),
        sessions=narrow(session_starts(starts, sorted_times, SESSION_GAP_US), 1 << 31),
        keys=known,
        names=events.names,
        facts=facts,
        id_bounds=id_bounds,
        id_bytes=id_bytes,
        gone=events.gone,
    )


def places_of(order: Array, rows: Array | None, total: int) -> Array:
    """Return sorted rows' places among all events: those of customers are `rows` of them (None: all)."""
    places = order if rows is None else rows.take(order)
    return places.astype(np.uint32 if total < 1 << 32 else np.int64, copy=False)


def _read(events: Table, stream: Stream) -> tuple[Array, Array | None, Array, Array, list[str]]:
    """Return keys, which of them are there, times, codes and names, in the order of arrival."""
    found = _batches(events, stream, keep_arrival=False)
    if found is None:
        found = _batches(events, stream, keep_arrival=True)
    assert found is not None  # noqa: S101 - nothing is out of order where the order is kept
    names, parts, lacking = found
    arrival = _joined(parts, "arrival", np.int64)
    codes = _joined(parts, "codes", np.uint8)
    keys = _joined(parts, "keys", np.int64)
    there = _joined(parts, "there", bool) if lacking else None
    times = _joined(parts, "times", np.int64)
    if not len(arrival):
        return keys, there, times, codes, names
    came = np.argsort(arrival, kind="stable")
    return keys[came], None if there is None else there[came], times[came], codes[came], names


def _batches(
    events: Table, stream: Stream, *, keep_arrival: bool
) -> tuple[list[str], dict[str, list[Array]], bool] | None:
    """Return the names, the columns in parts, and whether keys are lacking; None where rows come out of their order.

    So that the arrival, as large as all else, need not be held where rows come as they arrived, as they mostly do.
    """
    texts = TextCodes()
    parts: dict[str, list[Array]] = {name: [] for name in ("keys", "there", "times", "codes", "arrival")}
    lacking, last = False, -1
    for batch in stream(events.select("customer_key", "occurred_us", "event", "arrival")):
        key, at, event, came = batch.columns
        if at.null_count or event.null_count:
            raise UnfitError("an event has no time or no name")
        if not len(at):
            continue
        arrival = numbers(came, np.int64)
        if keep_arrival:
            parts["arrival"].append(arrival)
        elif arrival[0] <= last or not bool((arrival[1:] > arrival[:-1]).all()):
            return None
        last = int(arrival[-1])
        given = is_there(key)
        lacking |= given is not None
        parts["keys"].append(numbers(key, np.int64))
        parts["there"].append(np.ones(len(key), bool) if given is None else given)
        parts["times"].append(numbers(at, np.int64))
        parts["codes"].append(narrow(texts.add(event), max(len(texts) - 1, 0)))
    names, table = texts.sorted()
    place = narrow(table, max(len(names) - 1, 0))
    parts["codes"] = [place.take(codes) for codes in parts["codes"]]
    return names, parts, lacking


def _joined(parts: dict[str, list[Array]], name: str, empty: Any) -> Array:
    """Return the parts of a column as one, and forget the parts."""
    some = parts.pop(name)
    return np.concatenate(some) if some else np.zeros(0, empty)


def _cases(events: Table, stream: Stream) -> int:
    """Return how many different cases there are; grouping only where some row has one."""
    held = sum(int(batch.columns[0][0].as_py()) for batch in stream(events.agg(n=events.case_id.count())))
    if not held:
        return 0
    known = events.select("case_id").distinct()
    return sum(int(batch.columns[0][0].as_py()) for batch in stream(known.agg(n=known.case_id.count())))


def _ids(events: Table, stream: Stream) -> tuple[Array, Array]:
    """Return the customer_id of each key, in the order of the keys, as bounds and bytes."""
    known = events.filter(events.customer_key.notnull())
    grouped = known.group_by("customer_key").agg(customer_id=known.customer_id.min())
    sizes, contents = [np.zeros(1, np.int64)], []
    for batch in stream(grouped.order_by("customer_key").select("customer_id")):
        texts = [text.encode() for text in batch.columns[0].to_pylist()]
        sizes.append(np.array([len(text) for text in texts], np.int64))
        contents.append(b"".join(texts))
    return np.cumsum(np.concatenate(sizes)), np.frombuffer(b"".join(contents), np.uint8)
