"""Events read straight from Parquet, without an engine of tables: columns on threads, text as codes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import Column
from footpath.engines.trail.arrow import Array, is_there, narrow, numbers
from footpath.engines.trail.coding import MISSING, Coded, renamed
from footpath.engines.trail.duplicates import left_out
from footpath.engines.trail.pieces import Part, UnfitError, encoded, integers_of, over, times_of
from footpath.engines.trail.reading import Piece, Reading

if TYPE_CHECKING:
    from footpath.engines.trail.building import Events, Sequencing


@dataclass
class _Filling:
    """Arrays that threads fill, each at the rows of its part."""

    times: Array
    keys: Array | None
    ids: Coded
    codes: dict[int, Array]
    known: dict[str, int]
    absent: list[Array]
    lock: threading.Lock


def read_events(
    readings: Sequence[Reading], pieces: Sequence[Piece], *, threads: int, gone: Array | None = None
) -> Events:
    """Return the events of some pieces in the order of arrival.

    `gone` are their rows that count in nothing, where that is known already.

    Raises
    ------
    UnfitError
        Where an event has no time or no name, or a row only a case.
    """
    from footpath.engines.trail.building import Events

    rows = sum(piece.rows for piece in pieces)
    whole = readings[0].ids == "int"
    filling = _Filling(
        np.empty(rows, np.int64),
        np.empty(rows, np.int64) if whole else None,
        Coded(),
        {},
        {},
        [],
        threading.Lock(),
    )
    cases = _Cases(readings)

    def columns(source: int) -> list[str]:
        names = readings[source].names
        return [names[n] for n in ("customer_id", "occurred_us", "event", "case_id") if n in names]

    def take(part: Part) -> None:
        reading = readings[pieces[part.number].source]
        _fill(filling, reading, part)
        cases.take(reading, part)

    coded = frozenset(
        reading.names[name]
        for reading in readings
        for name in ("customer_id", "event", "case_id")
        if name in reading.names and reading.types[reading.names[name]] in ("string", "large_string")
    )
    over(pieces, columns, take, coded=coded, threads=threads)
    duplicates = 0
    if gone is None:
        gone, duplicates = _gone(readings, pieces, filling.times, threads)
    keep = None
    if len(gone):
        keep = np.ones(rows, bool)
        keep[gone] = False
    there = None
    ids: Any = None
    if whole:
        keys = filling.keys
        if filling.absent:
            there = np.ones(rows, bool)
            there[np.concatenate(filling.absent)] = False
    else:
        ids, keys = filling.ids.sorted(rows, keep)
        if readings[0].pseudonyms or any(one.pseudonyms for one in readings):
            ids, keys = _pseudonymised(ids, keys)
        if bool((keys == MISSING).any()):
            there = keys != MISSING
    names, codes = _names(filling, rows, keep)
    return Events(
        keys=_kept(keys, keep),
        ids=ids,
        there=None if there is None else _kept(there, keep),
        times=_kept(filling.times, keep),
        codes=_kept(codes, keep),
        names=names,
        gone=gone,
        duplicates=duplicates,
        cases=cases.count(rows, keep),
    )


def sequence_of(
    readings: Sequence[Reading], pieces: Sequence[Piece], gone: Array, threads: int
) -> Sequencing | None:
    """Return what reads the sequence of the events of some pieces; None where no source has one."""
    if not any("sequence" in one.names for one in readings):
        return None

    def read() -> Column | None:
        rows = sum(piece.rows for piece in pieces)
        values, present = np.zeros(rows, np.int64), np.zeros(rows, bool)

        def columns(source: int) -> list[str]:
            own = readings[source].names
            return [own["sequence" if "sequence" in own else "occurred_us"]]

        def take(part: Part) -> None:
            own = readings[pieces[part.number].source].names.get("sequence")
            if own is not None:
                values[part.at], there = integers_of(part.columns[own])
                present[part.at] = True if there is None else there

        over(pieces, columns, take, threads=threads)
        column = Column(values, None if present.all() else present)
        return (
            column
            if not len(gone)
            else Column(np.delete(values, gone), None if column.there is None else np.delete(present, gone))
        )

    return read


def _kept(values: Array, keep: Array | None) -> Array:
    return values if keep is None else values[keep]


def _fill(filling: _Filling, reading: Reading, part: Part) -> None:
    names = reading.names
    filling.times[part.at] = times_of(part.columns[names["occurred_us"]], reading.unit)
    who = part.columns[names["customer_id"]]
    if filling.keys is not None:
        filling.keys[part.at], there = integers_of(who)
        if there is not None:
            absent = np.flatnonzero(~there) + part.at.start
            filling.keys[absent] = 0
            filling.absent.append(absent)
    else:
        filling.ids.add(part.at.start, encoded(who))
    if "event" not in names:
        words, local = [reading.event_name or ""], np.zeros(part.at.stop - part.at.start, np.int32)
    else:
        event = encoded(part.columns[names["event"]])
        if event.indices.null_count:
            raise UnfitError("an event has no name")
        words, local = event.dictionary.to_pylist(), numbers(event.indices, np.int32)
    with filling.lock:
        known = filling.known
        table = np.array([known.setdefault(word, len(known)) for word in words], np.int64)
        most = len(known)
    filling.codes[part.at.start] = narrow(table, most).take(local)


def _names(filling: _Filling, rows: int, keep: Array | None) -> tuple[tuple[str, ...], Array]:
    """Return the names that occur, in the order of their bytes, and each row's place in them."""
    words = list(filling.known)
    seen = np.zeros(len(words), bool)
    for start, part in filling.codes.items():
        seen[part if keep is None else part[keep[start : start + len(part)]]] = True
    order = sorted(np.flatnonzero(seen).tolist(), key=lambda code: words[code].encode())
    place = np.zeros(len(words), np.int64)
    place[order] = np.arange(len(order))
    place = narrow(place, max(len(order) - 1, 0))
    codes = np.empty(rows, place.dtype)
    for start, part in filling.codes.items():
        np.take(place, part, out=codes[start : start + len(part)], mode="clip")
    return tuple(words[code] for code in order), codes


def _pseudonymised(ids: Any, codes: Array) -> tuple[Any, Array]:
    from footpath.evidence import Pseudonyms

    return renamed(ids, codes, Pseudonyms.of_user().of(ids))


def _gone(
    readings: Sequence[Reading], pieces: Sequence[Piece], times: Array, threads: int
) -> tuple[Array, int]:
    """Return which rows count in nothing (written twice, outside the period), and how many are written twice."""
    again, duplicates = twice(readings, pieces, threads)
    found = [again]
    for number, rows in _by_source(readings, pieces):
        since, until = readings[number].period
        if not period_of(readings[number]):
            continue
        if readings[number].has_duplicates:
            raise UnfitError("a period of rows that may be written twice")
        at = times[rows]
        outside = np.zeros(len(at), bool) if since is None else at < since
        if until is not None:
            outside |= at >= until
        found.append(np.flatnonzero(outside) + rows.start)
    return np.sort(np.concatenate(found)), duplicates


def period_of(reading: Reading) -> bool:
    """Return whether only the events of a period count."""
    return reading.period != (None, None)


def twice(readings: Sequence[Reading], pieces: Sequence[Piece], threads: int) -> tuple[Array, int]:
    """Return which rows stood before by their event_id, in order, and how many that are."""
    found = [np.zeros(0, np.int64)]
    for number, rows in _by_source(readings, pieces):
        reading = readings[number]
        if reading.has_duplicates:
            own = [piece for piece in pieces if piece.source == number]
            column = reading.names["event_id"]
            is_text = reading.types[column] in ("string", "large_string", "string_view")
            found.append(left_out(own, column, is_text=is_text, threads=threads) + rows.start)
    again = np.concatenate(found)
    return again, len(again)


def _by_source(readings: Sequence[Reading], pieces: Sequence[Piece]) -> list[tuple[int, slice]]:
    found, start = [], 0
    for number in range(len(readings)):
        rows = sum(piece.rows for piece in pieces if piece.source == number)
        found.append((number, slice(start, start + rows)))
        start += rows
    return found


def count_cases(readings: Sequence[Reading], pieces: Sequence[Piece], gone: Array, threads: int) -> int:
    """Return how many different cases some pieces have; UnfitError where a case's row has no customer."""
    if not any("case_id" in one.names for one in readings):
        return 0
    cases = _Cases(readings)

    def columns(source: int) -> list[str]:
        names = readings[source].names
        return [names[name] for name in ("customer_id", "case_id") if name in names]

    rows = over(
        pieces, columns, lambda part: cases.take(readings[pieces[part.number].source], part), threads=threads
    )
    keep = None
    if len(gone):
        keep = np.ones(rows, bool)
        keep[gone] = False
    return cases.count(rows, keep)


class _Cases:
    """The cases of events, of which only the number is wanted; a row of a case and no customer needs an engine."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        named = [one.types[one.names["case_id"]] for one in readings if "case_id" in one.names]
        self._coded = Coded()
        self._any = bool(named)
        self._absent: list[Array] = []

    def take(self, reading: Reading, part: Part) -> None:
        """Take a part's cases."""
        own = reading.names.get("case_id")
        if own is None:
            return
        column = part.columns[own]
        if column.null_count == len(column):
            return
        coded = encoded(column)
        who = part.columns[reading.names["customer_id"]]
        if who.null_count:
            case, there = is_there(coded.indices), is_there(who)
            lost = np.zeros(len(who), bool) if there is None else ~there
            if bool((lost if case is None else lost & case).any()):
                raise UnfitError("a case's row has no customer")
        self._coded.add(part.at.start, coded)

    def count(self, rows: int, keep: Array | None) -> int:
        """Return how many different cases there are."""
        return len(self._coded.sorted(rows, keep)[0]) if self._any else 0
