"""Ids of customers as the tables keep them: text, or pseudonyms made once for each distinct id."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Names:
    """Turns ids into what is stored: as they are, or by a keyed hash, remembered over batches."""

    def __init__(self, pseudonyms: bool) -> None:
        self.wanted = pseudonyms
        self._known = pa.array([], pa.string())
        self._made = pa.array([], pa.string())
        self._of: Callable[[pa.Array], pa.Array] | None = None
        if pseudonyms:
            from footpath.evidence.privacy import Pseudonyms

            self._of = Pseudonyms.of_user().of

    def of(self, ids: pa.Array) -> pa.Array:
        """Return the stored form of ids; null stays null."""
        if self._of is None or not len(ids):
            return ids
        coded = ids.dictionary_encode()
        values = coded.dictionary
        at = pc.index_in(values, value_set=self._known)
        new = values.filter(pc.is_null(at))
        if len(new):
            self._made = pa.concat_arrays([self._made, pc.cast(self._of(new), pa.string())])
            self._known = pa.concat_arrays([self._known, new])
            at = pc.index_in(values, value_set=self._known)
        stored = self._made.take(at)
        index = pc.cast(coded.indices, pa.int64())
        return stored.take(index)


def looks_like_mail(ids: pa.Array) -> bool:
    """Return whether ids are e-mail addresses, so that they name people whatever column they stand in."""
    head = pc.drop_null(ids.slice(0, 1000))
    if not len(head):
        return False
    return float(np.mean(pc.match_substring(head, "@").to_numpy(zero_copy_only=False))) > 0.5
