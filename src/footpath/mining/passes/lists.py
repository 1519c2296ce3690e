"""Arrow columns of short lists, made from their bytes: `pyarrow.array` imports pandas, a third of a second."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np

from footpath.mining.columns import floats, texts


def lists_of_floats(values: Sequence[Sequence[float | None] | None]) -> Any:
    """Return a column of lists of float64; None is null."""
    import pyarrow

    pa: Any = pyarrow
    return _lists(pa.list_(pa.float64()), values, floats)


def lists_of_texts(values: Sequence[Sequence[str | None] | None]) -> Any:
    """Return a column of lists of text; None is null."""
    import pyarrow

    pa: Any = pyarrow
    return _lists(pa.list_(pa.string()), values, texts)


def _lists(kind: Any, values: Sequence[Sequence[Any] | None], column: Any) -> Any:
    import pyarrow

    pa: Any = pyarrow
    ends = np.array([0, *accumulate(0 if one is None else len(one) for one in values)], np.int32)
    there = None
    if any(one is None for one in values):
        bits = np.packbits([one is not None for one in values], bitorder="little")
        there = pa.py_buffer(bits)
    inner = column(list(chain.from_iterable(one or () for one in values)))
    return pa.Array.from_buffers(kind, len(values), [there, pa.py_buffer(ends)], children=[inner])
