"""Counting ties where the rows are in this process: by sorting one number an event, much cheaper than grouping pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.engines.facts import counted_ties

if TYPE_CHECKING:
    from footpath.engines.types import Table, Workspace

_AT_ONCE = 1 << 24
"""How many numbers are held and sorted at a time: 128 MiB."""


def ties(workspace: Workspace, people: Table, rows: int) -> int:
    """Return how many events share customer and time with another, exactly.

    Events that share both share their sign, a 64-bit hash of the two. Signs that stand once are no ties; the few
    events of the others are grouped by customer and time themselves, so that hashes that collide count for nothing.
    """
    import numpy as np
    import pyarrow as pa

    moments = people.select("customer_key", "occurred_us")
    signed = moments.mutate(sign=_hash()(moments.customer_key, moments.occurred_us))
    parts = -(-rows // _AT_ONCE)
    shared: list[Any] = []
    for part in range(parts):
        some = signed if parts == 1 else signed.filter(signed.sign % parts == part)
        chunks = workspace.fetch(some.select("sign"))["sign"].chunks
        # Not `to_numpy`, which imports pandas.
        signs = np.concatenate(
            [np.frombuffer(c.buffers()[1], np.uint64, len(c), c.offset * 8) for c in chunks if len(c)]
        )
        signs.sort()
        shared.append(np.unique(signs[1:][signs[1:] == signs[:-1]]))
    candidates = np.concatenate(shared) if shared else np.empty(0)
    if not len(candidates):
        return 0
    if len(candidates) > rows // 8:
        return counted_ties(workspace, moments)
    known = workspace.load(pa.table({"sign": candidates}))
    return counted_ties(workspace, signed.semi_join(known, "sign"))


def _hash() -> Any:
    import ibis

    # Ibis's own `hash` goes through text of bits.
    @ibis.udf.scalar.builtin(
        name="hash", signature=((ibis.dtype("int64"), ibis.dtype("int64")), ibis.dtype("uint64"))
    )
    def _hash(customer_key, occurred_us):  # type: ignore[no-untyped-def]  # the signature stands in the decorator
        ...

    return _hash
