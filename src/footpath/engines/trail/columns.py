"""Columns of canonical events, read once and coded, in the order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import Column
from footpath.engines.trail.arrow import Array, TextCodes, is_there, narrow, numbers, truths

if TYPE_CHECKING:
    from footpath.engines.types import Table

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
