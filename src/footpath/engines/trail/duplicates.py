"""Rows that are written twice (rule M4), found without grouping: by numbers, or by signs of texts that are then compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from footpath.engines.trail.arrow import Array, indices, is_there, numbers
from footpath.engines.trail.coding import Coded
from footpath.engines.trail.pieces import Part, encoded, integers_of, over
from footpath.engines.trail.reading import Piece
from footpath.engines.trail.threads import slices

_FEW = 1 << 13


def left_out(pieces: Sequence[Piece], column: str, *, is_text: bool, threads: int) -> Array:
    """Return which rows of one source stood before by their event_id, int64 in order; the first of each stays."""
    ids = np.empty(sum(piece.rows for piece in pieces), np.uint64 if is_text else np.int64)
    absent: list[Array] = []

    def take(part: Part) -> None:
        values = part.columns[column]
        if is_text:
            there = is_there(values)
            ids[part.at] = signs(values)
        else:
            ids[part.at], there = integers_of(values)
        if there is not None:
            absent.append(np.flatnonzero(~there) + part.at.start)

    over(pieces, lambda _: [column], take, threads=threads)
    rows = None
    if absent:
        keep = np.ones(len(ids), bool)
        keep[np.concatenate(absent)] = False
        rows = np.flatnonzero(keep)
        ids = ids[rows]
    again = _again(ids)
    if again is None:
        return np.zeros(0, np.int64)
    some = np.flatnonzero(np.isin(ids, again))
    kinds = ids[some]
    some = some if rows is None else rows[some]
    if is_text:
        kinds = _texts(pieces, column, some, threads)
    _, first = np.unique(kinds, return_index=True)
    return np.delete(some, first)


def _again(ids: Array) -> Array | None:
    """Return the values that stand more than once; None where all are different."""
    if len(ids) < 2 or bool((ids[1:] > ids[:-1]).all()):
        return None
    low, high = int(ids.min()), int(ids.max())
    if high - low < 4 * len(ids) + 1024:
        seen = np.zeros(high - low + 1, bool)
        for part in slices(len(ids)):
            seen[(ids[part] - ids.dtype.type(low)).astype(np.int64)] = True
        if int(np.count_nonzero(seen)) == len(ids):
            return None
    ordered = np.sort(ids)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return again if len(again) else None


def signs(column: Any) -> Array:
    """Return a number of 64 bits for each text, the same for equal ones (0 where there is none)."""
    import pyarrow

    pa: Any = pyarrow
    if pa.types.is_dictionary(column.type):
        there = is_there(column.indices)
        local = numbers(column.indices.cast(pa.int32()), np.int32)
        if there is not None:
            local = np.where(there, local, len(column.dictionary))
        return np.append(signs(column.dictionary), np.uint64(0)).take(local)
    large = column.cast(pa.large_string())
    if not len(large):
        return np.zeros(0, np.uint64)
    _, bounds, contents = large.buffers()
    edges = np.frombuffer(bounds, np.int64, len(large) + 1, large.offset * 8)
    data = np.zeros(0, np.uint8) if contents is None else np.frombuffer(contents, np.uint8)
    sizes = np.diff(edges)
    found = np.zeros(len(large), np.uint64)
    for size in np.unique(sizes).tolist():
        rows = np.flatnonzero(sizes == size)
        if size:
            for part in slices(len(rows), _FEW):
                found[rows[part]] = _signs(data, edges[rows[part]], size)
    return found


def _signs(data: Array, begins: Array, size: int) -> Array:
    """Return the signs of texts of one length."""
    words = -(-size // 8)
    held = np.zeros((len(begins), words * 8), np.uint8)
    held[:, :size] = data.take(begins[:, None] + np.arange(size))
    factors = np.random.default_rng(size).integers(1, 1 << 63, words, dtype=np.uint64) << np.uint64(1)
    terms = held.view(np.uint64)
    terms ^= terms >> np.uint64(29)  # so that what is alike above differs below too
    terms *= factors | np.uint64(1)
    terms ^= terms >> np.uint64(32)
    total = terms.sum(axis=1, dtype=np.uint64)
    total *= np.uint64(0x9E3779B97F4A7C15)
    return total ^ (total >> np.uint64(32))


def _texts(pieces: Sequence[Piece], column: str, rows: Array, threads: int) -> Array:
    """Return the codes of some rows' texts."""
    found = Coded()

    def take(part: Part) -> None:
        first, last = np.searchsorted(rows, (part.at.start, part.at.stop))
        if last > first:
            found.add(
                int(first), encoded(part.columns[column].take(indices(rows[first:last] - part.at.start)))
            )

    over(pieces, lambda _: [column], take, threads=threads)
    return found.sorted(len(rows))[1]
