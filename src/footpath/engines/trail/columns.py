"""Columns of canonical events, read once and coded, in the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import Column
from footpath.engines.trail.arrow import Array, TextCodes, is_there, narrow, numbers, truths

if TYPE_CHECKING:
    from footpath.engines.trail.reading import Reading
    from footpath.engines.types import Table

_TEXTS = ("string", "large_string", "string_view")
_CANONICAL_TEXTS = ("channel", "session_id", "actor", "currency", "case_id", "case_status")
Stream = Callable[["Table"], Iterator[Any]]
"""How an engine hands out an expression's rows: Arrow record batches, in the order of arrival where it can."""

_MOST_TEXTS = 1 << 20
"""Columns of more different texts than this are not coded: ids of rows are no property to choose by."""


def read_column(events: Table, stream: Stream, name: str) -> Column | None:
    """Return a column of all events in the order of arrival; None where a trail cannot hold it.

    Integers become int64, other numbers float64; texts become codes in the order of their bytes.
    """
    if name not in events.columns:
        return None
    column, texts = events[name], TextCodes()
    kind = column.type()
    read: Callable[[Any], Array]
    if kind.is_boolean():
        read = truths
    elif kind.is_integer() and not kind.is_unsigned_integer():
        column, read = column.cast("int64"), partial(numbers, dtype=np.int64)
    elif kind.is_floating() or kind.is_decimal():
        column, read = column.cast("float64"), partial(numbers, dtype=np.float64)
    elif kind.is_string():
        read = texts.add
    else:
        return None
    values, given, arrival, lacking = [], [], [], False
    for batch in stream(events.select(footpath_value=column, footpath_arrival=events.arrival)):
        part = batch.columns[0]
        values.append(read(part))
        there = is_there(part)
        lacking |= there is not None
        given.append(np.ones(len(part), bool) if there is None else there)
        arrival.append(numbers(batch.columns[1], np.int64))
        if len(texts) > _MOST_TEXTS:
            return None
    if not values:
        return None
    found = Column(np.concatenate(values), np.concatenate(given) if lacking else None)
    if kind.is_string():
        names, places = texts.sorted()
        codes = places.take(found.values)  # -1, where there is none, takes the last place
        found = Column(narrow(np.where(codes < 0, len(names), codes), len(names)), found.there, tuple(names))
    came = np.concatenate(arrival)
    return found if bool((came[1:] > came[:-1]).all()) else found.take(np.argsort(came, kind="stable"))


def column_of_files(
    readings: Sequence[Reading], derived: Container[str], name: str, gone: Array, threads: int
) -> Column | None:
    """Return `read_column` read straight from the files of plain sources; None where that needs an engine of tables."""
    from footpath.engines.trail.coding import MISSING, Coded
    from footpath.engines.trail.pieces import DTYPES, Part, encoded, integers_of, over

    own = [
        one.kept.get(name) or (one.names.get(name) if name in _CANONICAL_TEXTS else None) for one in readings
    ]
    kinds = {one.types.get(column or "", "") for one, column in zip(readings, own, strict=True)}
    if len(kinds) > 1 or name in derived or (name in _CANONICAL_TEXTS and not kinds <= set(_TEXTS)):
        return None
    (kind,) = kinds
    signed = kind in DTYPES and not kind.startswith("u")
    if not signed and kind not in (*_TEXTS, "bool", "double", "float"):
        return None
    pieces = [piece for one in readings for piece in one.pieces]
    rows = sum(piece.rows for piece in pieces)
    is_text = kind in _TEXTS
    coded, absent = Coded(), []
    values = np.zeros(0 if is_text else rows, np.int64 if signed else bool if kind == "bool" else np.float64)

    def take(part: Part) -> None:
        column = part.columns[str(own[pieces[part.number].source])]
        if is_text:
            coded.add(part.at.start, encoded(column))
            return
        if signed:
            values[part.at], there = integers_of(column)
        else:
            there = is_there(column)
            kinds_ = np.float64 if kind == "double" else np.float32
            values[part.at] = truths(column) if kind == "bool" else numbers(column, kinds_)
        if there is not None:
            absent.append(np.flatnonzero(~there) + part.at.start)

    names = frozenset(str(column) for column in own) if kind in ("string", "large_string") else frozenset()
    over(pieces, lambda source: [str(own[source])], take, coded=names, threads=threads)
    keep = None
    if len(gone):
        keep = np.ones(rows, bool)
        keep[gone] = False
    if is_text:
        words, codes = coded.sorted(rows, keep)
        if len(words) > _MOST_TEXTS:
            return None
        codes = codes if keep is None else codes[keep]
        lacking = codes == MISSING
        there = ~lacking if lacking.any() else None
        codes[lacking] = len(words)
        return Column(narrow(codes, len(words)), there, tuple(words.to_pylist()))
    there = None
    if absent:
        there = np.ones(rows, bool)
        there[np.concatenate(absent)] = False
        there = there if keep is None else there[keep]
        there = None if there.all() else there
    return Column(values if keep is None else values[keep], there)
