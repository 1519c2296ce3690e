"""Which of several rules each event of a trail meets first, as numbers by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from footpath.engines.trail.arrays import Column, View
from footpath.engines.trail.masks import mask

if TYPE_CHECKING:
    from footpath.rules import Rule

Array = Any
NONE = -1


@dataclass(frozen=True)
class _Names(View):
    """A view with one row an event's name, which knows nothing but that name."""

    def column(self, name: str) -> Column | None:
        return Column(self.codes, None, self.names) if name == "event" else None


def first_met(view: View, rules: Sequence[Rule | None], zone: str) -> Array | None:
    """Return the number of the first rule that means each row, int16, -1 for none; None where the trail cannot say.

    Rules that ask for nothing but an event's name are settled once a name.
    """
    names = np.arange(len(view.names))
    nothing = np.zeros(len(names), np.int64)
    by_name = _Names(view.trail, nothing, names, nothing, nothing)
    table = np.full(len(names), NONE, np.int16)
    found: Array = None
    for number, rule in reversed(list(enumerate(rules))):
        if rule is None:
            continue
        met = mask(rule, by_name, zone)
        if met is not None and found is None:
            table[met] = number
            continue
        if found is None:
            found = table.take(view.codes)
        rows = mask(rule, view, zone) if met is None else met.take(view.codes)
        if rows is None:
            return None
        found[rows] = number
    return table.take(view.codes) if found is None else found
