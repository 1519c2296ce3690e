"""Values of kept columns as texts, and packed numbers counted: what kernels share that group by a property."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import Column

Array = Any

_MOST_CELLS = 1 << 22
"""Up to so many cells are counted where they stand."""
_MOST_PACKED = 1 << 62


@dataclass(frozen=True)
class Coded:
    """Values as codes of `texts`, which are all different; a code of ``len(texts)`` stands for null."""

    codes: Array
    texts: tuple[str, ...]

    @property
    def nothing(self) -> int:
        """Return the code of null."""
        return len(self.texts)


def as_texts(column: Column) -> Coded | None:
    """Return a column as the texts that a cast gives; None where a trail cannot say how an engine writes its numbers."""
    if column.texts is not None:
        return Coded(_with_nulls(column.values, column.there, len(column.texts)), column.texts)
    if column.values.dtype.kind == "b":
        return Coded(_with_nulls(column.values.view(np.uint8), column.there, 2), ("false", "true"))
    if column.values.dtype.kind != "i":
        return None
    some = column.values if column.there is None else column.values[column.there]
    known, codes = np.unique(some, return_inverse=True)
    if column.there is not None:
        every = np.full(len(column.values), len(known), np.int64)
        every[column.there] = codes
        codes = every
    return Coded(codes.astype(_kind(len(known)), copy=False), tuple(map(str, known.tolist())))


def _with_nulls(codes: Array, there: Array | None, nothing: int) -> Array:
    if there is None:
        return codes
    return np.where(there, codes, _kind(nothing)(nothing)).astype(_kind(nothing), copy=False)


def _kind(most: int) -> Any:
    return np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32


def different(numbers: Array) -> Array:
    """Return the different numbers, ascending; `np.unique` may hash them, which takes longer than sorting."""
    ordered = np.sort(numbers)
    fresh = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]


def dense(codes: Array, kinds: int) -> tuple[Array, Array]:
    """Return which of the codes 0 .. kinds - 1 occur, ascending, and the codes as places among them."""
    known = np.flatnonzero(np.bincount(codes, minlength=kinds))
    if len(known) == kinds:
        return known, codes
    table = np.zeros(kinds, _kind(max(len(known) - 1, 0)))
    table[known] = np.arange(len(known))
    return known, table.take(codes)


def counted(
    parts: Sequence[tuple[Array, int]], weights: Array | None = None
) -> tuple[list[Array], Array, Array | None]:
    """Return the different rows of some columns of whole numbers, how often each stands there, and its sum of weights.

    Parameters
    ----------
    parts
        Columns, and below which number their values lie.

    Returns
    -------
    tuple
        Each column's values in the different rows (in the order of the columns), counts, sums or None.
    """
    widths = [max(1, width) for _, width in parts]
    cells = prod(widths)
    if cells > _MOST_PACKED:
        rows = np.stack([np.asarray(column, np.int64) for column, _ in parts], axis=1)
        found, of, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
        sums = None if weights is None else np.bincount(of.reshape(-1), weights, len(counts))
        return [found[:, place] for place in range(len(parts))], counts, sums
    kind = np.int32 if cells < 1 << 31 else np.int64
    packed: Any = None
    for (column, _), width in zip(parts, widths, strict=True):
        packed = column.astype(kind) if packed is None else packed * kind(width) + column
    if cells <= max(_MOST_CELLS, 4 * len(packed)):
        every = np.bincount(packed, minlength=cells)
        known = np.flatnonzero(every)
        counts = every[known]
        sums = None if weights is None else np.bincount(packed, weights, cells)[known]
    elif weights is None:
        (known, counts), sums = np.unique(packed, return_counts=True), None
    else:
        known, of, counts = np.unique(packed, return_inverse=True, return_counts=True)
        sums = np.bincount(of, weights, len(known))
    digits: list[Array] = []
    for width in reversed(widths):
        digits.append(known % width)
        known = known // width
    return digits[::-1], counts, sums
