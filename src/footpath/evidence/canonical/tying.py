"""What tying ids to customers changes in the counts: an anonymous id is the customer that it later names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from footpath.evidence.canonical.hashing import NOTHING, Array, keys_of

_HOPS = 8


@dataclass(frozen=True, slots=True)
class Ties:
    """Keys of ids, ascending, and the key of the customer that each names."""

    ids: Array
    customers: Array

    def of(self, who: Array) -> Array:
        """Return who each is once ids are tied."""
        if not len(self.ids):
            return who
        at = np.minimum(np.searchsorted(self.ids, who), len(self.ids) - 1)
        return np.where(self.ids[at] == who, self.customers[at], who)


def ties_of(identities: pa.Table) -> Ties:
    """Return the ids that name exactly one customer; an id of several ties nobody. Chains are followed, as engines do."""
    ids, customers = keys_of(identities.column("id")), keys_of(identities.column("customer_id"))
    other = (ids != customers) & (ids != NOTHING) & (customers != NOTHING)
    pairs = np.unique(np.stack([ids[other], customers[other]], axis=1), axis=0)
    named, first, count = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    clear = count == 1
    ties = Ties(named[clear], pairs[first[clear], 1])
    for _ in range(_HOPS):
        further = ties.of(ties.customers)
        if (further == ties.customers).all():
            break
        ties = Ties(ties.ids, further)
    return ties


def tying_facts(who: Array, ties: Ties) -> dict[str, int]:
    """Return what tying changes among events: customers before and after, ids tied, events that changed hands."""
    known = who[who != NOTHING]
    after = ties.of(known)
    moved = after != known
    return {
        "customers": len(np.unique(after)),
        "customers_untied": len(np.unique(known)),
        "ids_tied": len(np.unique(known[moved])),
        "events_tied": int(moved.sum()),
    }
