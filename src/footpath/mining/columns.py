"""Arrow columns of small results, made from their bytes: `pyarrow.array` imports pandas, a third of a second."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate
from typing import Any


def integers(values: Sequence[int | None]) -> Any:
    """Return an int64 column."""
    return _column("int64", values, struct.pack(f"={len(values)}q", *(v or 0 for v in values)))


def floats(values: Sequence[float | None]) -> Any:
    """Return a float64 column."""
    return _column("float64", values, struct.pack(f"={len(values)}d", *(v or 0.0 for v in values)))


def texts(values: Sequence[str | None]) -> Any:
    """Return a string column."""
    parts = [(value or "").encode() for value in values]
    offsets = struct.pack(f"={len(parts) + 1}i", *accumulate(map(len, parts), initial=0))
    return _column("string", values, offsets, b"".join(parts))


def flags(values: Sequence[bool | None]) -> Any:
    """Return a boolean column."""
    return _column("bool_", values, _bits([bool(value) for value in values]))


def _column(kind: str, values: Sequence[object], *contents: bytes) -> Any:
    import pyarrow

    pa: Any = pyarrow
    is_there = None
    if None in values:
        is_there = pa.py_buffer(_bits([value is not None for value in values]))
    buffers = [is_there, *(pa.py_buffer(content) for content in contents)]
    return pa.Array.from_buffers(getattr(pa, kind)(), len(values), buffers)


def _bits(values: Sequence[bool]) -> bytes:
    bits = sum(1 << place for place, value in enumerate(values) if value)
    return bits.to_bytes(-(-len(values) // 8), "little")
