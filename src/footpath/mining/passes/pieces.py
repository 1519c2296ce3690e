"""Whole numbers beneath keys, from blocks: how many, and their exact quantiles, without one sort of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from footpath.mining.passes.blocks import each
from footpath.mining.passes.periods import fresh
from footpath.mining.passes.quantiles import between, place

Array = Any


@dataclass(frozen=True)
class Piece:
    """The values of a block: those of ``keys[i]`` are ``values[bounds[i]:bounds[i + 1]]``, in any order."""

    keys: Array
    bounds: Array
    values: Array

    @classmethod
    def of(cls, keys: Array, values: Array) -> Piece:
        """Return the piece of values whose keys are ascending."""
        begins = fresh(keys)
        return cls(keys[begins], np.append(begins, len(keys)), values)


def by_key(keys: Array, cells: int) -> tuple[Array, Array]:
    """Return keys from 0 to below `cells` ascending, and the rows where they stand, equal ones in their order."""
    bits = max(1, int(max(0, len(keys) - 1)).bit_length())
    kind = np.uint32 if bits + int(cells - 1).bit_length() <= 32 else np.uint64
    packed = keys.astype(kind)
    packed <<= kind(bits)
    packed |= np.arange(len(keys), dtype=kind)
    packed.sort()
    rows = packed & kind((1 << bits) - 1)
    packed >>= kind(bits)
    return packed, rows


def narrowed(values: Array) -> Array:
    """Return whole numbers from 0 in 32 bits where they fit: half the memory, and quicker to choose from."""
    return values.astype(np.uint32) if len(values) and int(values.max()) < 1 << 32 else values


def quantiles_of(
    pieces: Sequence[Piece], shares: Sequence[float], threads: int
) -> tuple[Array, list[list[float]]]:
    """Return the keys of all pieces, ascending, and the quantiles of each one's values; shares ascend."""
    keys = np.concatenate([np.zeros(0, np.int64), *(one.keys.astype(np.int64) for one in pieces)])
    which = np.repeat(np.arange(len(pieces)), [len(one.keys) for one in pieces])
    low = np.concatenate([np.zeros(0, np.int64), *(one.bounds[:-1] for one in pieces)])
    high = np.concatenate([np.zeros(0, np.int64), *(one.bounds[1:] for one in pieces)])
    order = np.argsort(keys, kind="stable")
    begins = fresh(keys[order])
    table = list(zip(which[order].tolist(), low[order].tolist(), high[order].tolist(), strict=True))
    edges = [*begins.tolist(), len(order)]
    spans = [table[a:b] for a, b in pairwise(edges)]
    # A few keys at a time: a thread's work should be worth its while.
    parts = [spans[at : at + 64] for at in range(0, len(spans), 64)]
    found = each(partial(_some, pieces, shares), parts, threads)
    return keys[order][begins], [one for part in found for one in part]


def _some(
    pieces: Sequence[Piece], shares: Sequence[float], spans: Sequence[Sequence[tuple[int, int, int]]]
) -> list[list[float]]:
    return [
        _quantiles(np.concatenate([pieces[n].values[low:high] for n, low, high in span]), shares)
        for span in spans
    ]


def _quantiles(values: Array, shares: Sequence[float]) -> list[float]:
    """Return the quantiles of some values, which are put in another order."""
    found, least = [], 0
    for share in shares:
        below, part = place(len(values), share)
        values[least:].partition(below - least)
        low = high = int(values[below])
        if part and below + 1 < len(values):
            high = int(values[below + 1 :].min())
        found.append(between(low, high, part))
        least = below
    return found
