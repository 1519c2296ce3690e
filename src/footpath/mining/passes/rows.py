"""Arrow columns of the rows that kernels hand to `finish`, from lists and arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from footpath.mining.columns import floats, integers, texts

Array = Any


def text_lists(values: Sequence[Sequence[str | None] | None]) -> Any:
    """Return a column of lists of text."""
    return _lists(values, "string", texts)


def float_lists(values: Sequence[Sequence[float | None] | None]) -> Any:
    """Return a column of lists of float64."""
    return _lists(values, "float64", floats)


def int_lists(values: Sequence[Sequence[int | None] | None]) -> Any:
    """Return a column of lists of int64."""
    return _lists(values, "int64", integers)


def _lists(values: Sequence[Sequence[Any] | None], kind: str, column: Callable[[Sequence[Any]], Any]) -> Any:
    import pyarrow

    pa: Any = pyarrow
    bounds = np.zeros(len(values) + 1, np.int32)
    np.cumsum([len(one or ()) for one in values], out=bounds[1:])
    there = None
    if any(one is None for one in values):
        bits = np.packbits([one is not None for one in values], bitorder="little")
        there = pa.py_buffer(bits)
    flat = column([item for one in values for item in one or ()])
    kinds = pa.list_(getattr(pa, kind)())
    return pa.Array.from_buffers(kinds, len(values), [there, pa.py_buffer(bounds)], children=[flat])


def numbers(values: Array) -> Any:
    """Return an int64 column from an array, without a copy where it is one already."""
    import pyarrow

    pa: Any = pyarrow
    whole = np.ascontiguousarray(values, np.int64)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def truths(values: Array) -> Any:
    """Return a boolean column from an array of booleans."""
    import pyarrow

    pa: Any = pyarrow
    bits = pa.py_buffer(np.packbits(np.asarray(values, bool), bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])


def coded_texts(codes: Array, names: Sequence[str]) -> Any:
    """Return a column of text from codes; a code of ``len(names)`` is null."""
    return texts([*names, None]).take(numbers(codes))


def coded_lists(codes: Array, names: Sequence[str]) -> Any:
    """Return a column of lists of text from a row of codes each; a code of ``len(names)`` is null."""
    import pyarrow

    pa: Any = pyarrow
    rows, width = codes.shape
    bounds = pa.py_buffer(np.arange(rows + 1, dtype=np.int32) * np.int32(width))
    flat = coded_texts(codes.reshape(-1), names)
    return pa.Array.from_buffers(pa.list_(pa.string()), rows, [None, bounds], children=[flat])
