"""Which rows a rule means, block by block: by the code of their event where the rule asks for nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.mining.passes.blocks import SIZE
from footpath.rules import columns

if TYPE_CHECKING:
    from footpath.engines.trail.arrays import View
    from footpath.rules import Rule

Array = Any

_FEW = 4
"""So many codes are compared one by one, which is faster than looking each row's up."""


@dataclass(frozen=True)
class Fitting:
    """The rows that a rule means: those of `whole`, or, where it is None, those with one of the codes in `meant`."""

    codes: Array
    meant: Array
    whole: Array | None = None

    def of(self, part: slice) -> Array:
        """Return which rows of a part are meant."""
        if self.whole is not None:
            found: Array = self.whole[part]
            return found
        codes, meant = self.codes[part], np.flatnonzero(self.meant)
        if len(meant) > _FEW:
            return self.meant.take(codes)
        found = np.zeros(len(codes), bool)
        for code in meant.tolist():
            found |= codes == codes.dtype.type(code)
        return found

    def rows(self) -> Array:
        """Return where all rows are that are meant."""
        rows = len(self.codes)
        parts = [slice(at, min(at + SIZE, rows)) for at in range(0, rows, SIZE)]
        found = [np.flatnonzero(self.of(part)) + part.start for part in parts]
        return np.concatenate(found) if found else np.zeros(0, np.int64)


def fitting(view: View, rule: Rule, zone: str) -> Fitting | None:
    """Return which rows a rule means; None where the trail cannot say."""
    if columns(rule.tree) <= {"event"}:
        every = np.arange(len(view.names))
        names = replace(
            view, starts=np.array([0, len(every)]), codes=every, times=every, groups=every, chosen=None
        )
        meant = names.mask(rule, zone)
        return None if meant is None else Fitting(view.codes, meant)
    whole = view.mask(rule, zone)
    return None if whole is None else Fitting(view.codes, np.zeros(0, bool), whole)
