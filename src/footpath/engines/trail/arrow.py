"""Arrow columns as numpy arrays, from their buffers: `to_numpy` imports pandas, a third of a second."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
"""A numpy array; its type parameters say nothing that is checked here."""


def numbers(column: Any, dtype: Any) -> Array:
    """Return the values of a fixed-width Arrow array as numpy; what stands where it is null means nothing."""
    size = np.dtype(dtype).itemsize
    buffer = column.buffers()[1]
    if buffer is None or not len(column):
        return np.zeros(len(column), dtype)
    return np.frombuffer(buffer, dtype, len(column), column.offset * size)


def is_there(column: Any) -> Array | None:
    """Return which values of an Arrow array are not null; None where all are there."""
    if not column.null_count:
        return None
    if column.buffers()[0] is None:  # an array of the type null
        return np.zeros(len(column), bool)
    return bits(column.buffers()[0], len(column), column.offset)


def truths(column: Any) -> Array:
    """Return the values of a boolean Arrow array."""
    buffer = column.buffers()[1]
    return np.zeros(len(column), bool) if buffer is None else bits(buffer, len(column), column.offset)


def bits(buffer: Any, length: int, offset: int) -> Array:
    """Return a bitmap as booleans."""
    every = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")
    return every[offset : offset + length].astype(bool)


def indices(rows: Array) -> Any:
    """Return rows as an Arrow column of int64, for `take`."""
    import pyarrow

    pa: Any = pyarrow
    whole = np.ascontiguousarray(rows, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


class TextCodes:
    """Texts as codes, batch by batch: 0, 1, 2 ... in the order in which they were first seen."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, column: Any) -> Array:
        """Return the codes of a column, int32; -1 where it is null."""
        encoded = column.dictionary_encode()
        known = self._known
        codes = [known.setdefault(text, len(known)) for text in encoded.dictionary.to_pylist()]
        table = np.array([*codes, -1], np.int32)
        local = numbers(encoded.indices, np.int32)
        there = is_there(encoded.indices)
        if there is not None:
            local = np.where(there, local, len(codes))
        return table.take(local)

    def sorted(self) -> tuple[list[str], Array]:
        """Return the texts in the order of their bytes, and a table from the codes given so far to their places."""
        texts = sorted(self._known, key=lambda text: text.encode())
        table = np.empty(len(texts) + 1, np.int32)
        for place, text in enumerate(texts):
            table[self._known[text]] = place
        table[-1] = -1
        return texts, table


def narrow(values: Array, most: int) -> Array:
    """Return integers from 0 to `most` in the smallest unsigned type that holds them (u8, u16, u32)."""
    kind = np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32
    return values.astype(kind, copy=False)
