"""What a measure is: definitions in words, and the rows that it gives for a bound journey."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound

Need = Literal["events", "answers", "remarks"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes
    ----------
    definitions
        The name of each number that it gives, with its definition in plain words.
    rows
        From a bound journey to its rows.
    needs
        The tables without which it is not asked.
    """

    definitions: Mapping[str, str]
    rows: Callable[[Bound], Iterable[MeasureRow]]
    needs: frozenset[Need] = frozenset({"events"})
