"""Row groups of Parquet files read one by one on threads, each into its place of whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from footpath.engines.trail.arrow import Array, is_there, numbers, truths
from footpath.engines.trail.reading import Piece
from footpath.engines.trail.threads import each

DTYPES: dict[str, Any] = {name: np.dtype(name) for name in ("int8", "int16", "int32", "int64")}
DTYPES |= {name: np.dtype(name) for name in ("uint8", "uint16", "uint32")}


class UnfitError(ValueError):
    """Events that a trail cannot hold: without a time or a name; or that only an engine of tables can read."""


@dataclass(frozen=True)
class Part:
    """Some rows of a read piece: `columns` by the files' names, and where they stand among all rows."""

    columns: dict[str, Any]
    at: slice
    number: int


def over(
    pieces: Sequence[Piece],
    columns: Callable[[int], Sequence[str]],
    take: Callable[[Part], None],
    *,
    coded: frozenset[str] = frozenset(),
    threads: int = 1,
) -> int:
    """Read some columns of all pieces, hand each part to a function (on several threads), return how many rows there are.

    Parameters
    ----------
    columns
        Which columns, by the number of the source.
    coded
        Columns of text that are wanted as codes of a dictionary.
    """
    starts = [0, *accumulate(piece.rows for piece in pieces)]
    work = partial(_read, pieces, starts, columns, take, coded)
    each(work, range(len(pieces)), threads)
    return starts[-1]


def _read(
    pieces: Sequence[Piece],
    starts: list[int],
    columns: Callable[[int], Sequence[str]],
    take: Callable[[Part], None],
    coded: frozenset[str],
    number: int,
) -> None:
    piece = pieces[number]
    wanted = sorted(set(columns(piece.source)))
    if not piece.rows:
        return
    with _file(piece.path, coded & set(wanted)) as file:
        table = file.read_row_group(piece.group, columns=wanted, use_threads=False)
    if table.num_rows != piece.rows:
        raise UnfitError("the file is not as its footer says")
    at = starts[number]
    for chunk in table.to_batches():
        found = {name: chunk.column(chunk.schema.get_field_index(name)) for name in wanted}
        take(Part(found, slice(at, at + chunk.num_rows), number))
        at += chunk.num_rows


def _file(path: Path, coded: frozenset[str]) -> Any:
    import pyarrow.parquet

    pq: Any = pyarrow.parquet
    return pq.ParquetFile(path, read_dictionary=sorted(coded))


def times_of(column: Any, unit: int) -> Array:
    """Return a column of times as int64 microseconds; UnfitError where one is missing, or an engine would round it."""
    if column.null_count:
        raise UnfitError("an event has no time")
    narrow = str(column.type).startswith("date32")
    values = numbers(column, np.int32 if narrow else np.int64)
    if unit > 0:
        return values if unit == 1 else values.astype(np.int64) * unit
    if len(values) and int(values.min()) < 0:
        raise UnfitError("nanoseconds before 1970")
    return values // -unit


def integers_of(column: Any) -> tuple[Array, Array | None]:
    """Return a column of integers as int64, and which are there (None: all)."""
    kind = DTYPES[str(column.type)]
    values = numbers(column, kind)
    return values if kind == np.int64 else values.astype(np.int64), is_there(column)


def encoded(column: Any) -> Any:
    """Return a column of text (or of integers as text) as codes of a dictionary of text."""
    import pyarrow

    pa: Any = pyarrow
    if pa.types.is_integer(column.type):
        found = column.dictionary_encode()
    elif pa.types.is_dictionary(column.type):
        found = column
    else:
        found = column.dictionary_encode()
    words = found.dictionary
    if words.null_count:
        raise UnfitError("a dictionary with nothing in it")
    if words.type != pa.string():
        words = words.cast(pa.string())
    indices = found.indices if found.indices.type == pa.int32() else found.indices.cast(pa.int32())
    words.validate(full=True)
    return pa.DictionaryArray.from_arrays(indices, words)


__all__ = ["Part", "UnfitError", "encoded", "integers_of", "over", "times_of", "truths"]
