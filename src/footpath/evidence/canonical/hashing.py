"""Whole columns to 64-bit keys, for counting equal things without keeping their texts.

Keys tell things apart inside one reading; they are never stored and say nothing to anybody.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Array = np.ndarray[Any, Any]

_WIDTH = 64
_AT_ONCE = 250_000
_WEIGHTS = np.random.default_rng(1_970).integers(1, 2**63 - 1, _WIDTH + 2, dtype=np.uint64) | np.uint64(1)
NOTHING = np.uint64(0)


def mix(key: Array) -> Array:
    """Return keys well mixed (the finaliser of splitmix64), so that sums of them tell columns apart."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(key ^ (key >> np.uint64(31)))


def keys_of(column: pa.Array | pa.ChunkedArray) -> Array:
    """Return a key for each row of a column of any flat type; null is `NOTHING`."""
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_null(flat.type):
        return np.zeros(len(flat), dtype=np.uint64)
    if pa.types.is_dictionary(flat.type):
        index = pc.fill_null(pc.cast(flat.indices, pa.int64()), -1).to_numpy(zero_copy_only=False)
        values = np.append(keys_of(flat.dictionary), NOTHING)
        return np.asarray(values[index])
    valid = flat.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type):
        parts = [_texts(flat.slice(at, _AT_ONCE)) for at in range(0, len(flat), _AT_ONCE)]
        keys = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    elif pa.types.is_integer(flat.type) or pa.types.is_boolean(flat.type):
        number = pc.fill_null(pc.cast(flat, pa.int64()), 0).to_numpy(zero_copy_only=False)
        keys = mix(number.astype(np.int64).view(np.uint64) + _WEIGHTS[0])
    else:
        return keys_of(pc.cast(flat, pa.string(), safe=False))
    return np.where(valid, np.maximum(keys, np.uint64(1)), NOTHING)


def combine(*columns: Array) -> Array:
    """Return one key a row for several columns of keys, their order counting."""
    out = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = mix(out * np.uint64(0x9E3779B97F4A7C15) + column + np.uint64(1))
    return out


def _texts(flat: pa.Array) -> Array:
    kind = np.int64 if pa.types.is_large_string(flat.type) else np.int32
    offsets = np.frombuffer(flat.buffers()[1], dtype=kind)[flat.offset : flat.offset + len(flat) + 1].astype(
        np.int64
    )
    data = flat.buffers()[2]
    raw = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    length = np.diff(offsets)
    key = length.astype(np.uint64) * _WEIGHTS[_WIDTH]
    for place in range(int(min(_WIDTH, length.max(initial=0)))):
        inside = length > place
        letter = raw[np.minimum(offsets[:-1] + place, len(raw) - 1)].astype(np.uint64)
        key += np.where(inside, (letter + np.uint64(1)) * _WEIGHTS[place], NOTHING)
    key = mix(key)
    for row in np.flatnonzero(length > _WIDTH):
        digest = hashlib.blake2b(raw[offsets[row] : offsets[row + 1]].tobytes(), digest_size=8).digest()
        key[row] = np.frombuffer(digest, dtype=np.uint64)[0]
    return key


def first_of_each(keys: Array) -> Array:
    """Return which rows are the first with their key."""
    first = np.zeros(len(keys), dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return first


def occurrence(keys: Array) -> Array:
    """Return each row's number (from 0) among the rows with its key, in order of arrival."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(keys) else np.zeros(0, int)
    run = np.zeros(len(keys), dtype=np.int64)
    run[starts] = 1
    number = np.arange(len(keys)) - (starts[np.cumsum(run) - 1] if len(keys) else 0)
    out = np.empty(len(keys), dtype=np.int64)
    out[order] = number
    return out
