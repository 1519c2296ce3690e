"""Texts as codes in bounded memory: dictionaries of parts unified, in the order of their bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from footpath.engines.trail.arrow import Array, indices, is_there, numbers

MISSING = np.uint32(0xFFFFFFFF)
"""Stands where there is no text."""


class Coded:
    """A column of texts, part by part, by the number of the part; parts may come in any order, from several threads."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, Any]] = []

    def add(self, start: int, column: Any) -> None:
        """Take a part (a dictionary array of text) that begins at a row."""
        self._parts.append((start, column))

    def sorted(self, rows: int, keep: Array | None = None) -> tuple[Any, Array]:
        """Return the different texts in the order of their bytes, and each row's place in them (u32, `MISSING`: none).

        Rows that `keep` leaves out count for nothing, though their places stand. The parts are forgotten.
        """
        import pyarrow

        pa: Any = pyarrow
        codes = np.full(rows, MISSING, np.uint32)
        parts, self._parts = sorted(self._parts, key=lambda one: one[0]), []
        if not parts:
            return pa.nulls(0, pa.string()), codes
        starts = [start for start, _ in parts]
        unified = pa.chunked_array([part for _, part in parts]).unify_dictionaries()
        del parts
        words = unified.chunk(0).dictionary
        used = np.zeros(len(words), bool)
        for start, chunk in zip(starts, unified.chunks, strict=True):
            local, there = numbers(chunk.indices, np.int32), is_there(chunk.indices)
            at = slice(start, start + len(local))
            codes[at] = local
            if there is not None:
                codes[at][~there] = MISSING
                local = local[there if keep is None else there & keep[at]]
            elif keep is not None:
                local = local[keep[at]]
            used[local] = True
        known = np.flatnonzero(used)
        if len(known) < len(words):
            words = words.take(indices(known))
        place = np.zeros(len(used) + 1, np.uint32)
        order = _order(words)
        place[known[order]] = np.arange(len(known), dtype=np.uint32)
        words = words.take(indices(order))
        _placed(codes, place)
        return words, codes


def _order(words: Any) -> Array:
    """Return the order of texts by their bytes."""
    import pyarrow.compute

    pc: Any = pyarrow.compute
    return numbers(pc.array_sort_indices(words), np.uint64).astype(np.int64)


def _placed(codes: Array, place: Array) -> None:
    from footpath.engines.trail.threads import slices

    for part in slices(len(codes)):
        some = codes[part]
        gone = some == MISSING
        some[gone] = 0
        some[:] = place.take(some)
        some[gone] = MISSING


def renamed(words: Any, codes: Array, named: Any) -> tuple[Any, Array]:
    """Return texts and codes where each text is called otherwise, in the order of the new ones' bytes."""
    order = _order(named)
    place = np.zeros(len(order) + 1, np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    _placed(codes, place)
    return named.take(indices(order)), codes


def as_bytes(words: Any) -> tuple[Array, Array]:
    """Return texts as bounds (one more than there are texts) and bytes."""
    import pyarrow

    pa: Any = pyarrow
    large = words.cast(pa.large_string())
    if not len(large):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    _, bounds, contents = large.buffers()
    edges = np.frombuffer(bounds, np.int64, len(large) + 1, large.offset * 8)
    first, last = int(edges[0]), int(edges[-1])
    held = np.zeros(0, np.uint8) if contents is None else np.frombuffer(contents, np.uint8)[first:last]
    return edges - first, held
