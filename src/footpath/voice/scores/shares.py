"""Scores that are the share of good answers: satisfaction (CSAT) and ease (CES)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from footpath.stats import Estimate, share
from footpath.voice.types import Scale

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class GoodShare:
    """The share of answers from a certain point of the scale on, 0..1, with its Wilson interval.

    CSAT: the two best answers of a scale of 5 to 11 (4 and 5 of 1 to 5), the best one of a shorter scale, the best
    quarter of a longer one. CES 2.0: the answers past the middle (5 to 7 of 1 to 7).
    Source: Dixon, Toman and DeLisi 2013, "The Effortless Experience" (CES 2.0); for CSAT the field's usage (top two box).
    """

    id: str
    title: str
    past_middle: bool
    unit: Literal["share"] = "share"

    def check(self, scale: Scale) -> None:
        """Take every scale."""

    def first_good(self, scale: Scale) -> float:
        """Return the answer from which on, toward the best end, answers are good."""
        length = scale.high - scale.low
        toward_worst = 1 if scale.best < scale.worst else -1
        if self.past_middle:
            middle = (scale.low + scale.high) / 2
            whole = float(int(length)) == length and length <= 10
            step = (0.5 if int(length) % 2 else 1.0) if whole else length / 100
            return middle - toward_worst * step
        if length < 4:
            return scale.best
        return scale.best + toward_worst * (1 if length <= 10 else length / 4)

    def marks(self, values: np.ndarray[Any, Any], scale: Scale) -> np.ndarray[Any, Any]:
        """Return 1 for a good answer, 0 for another."""
        import numpy as np

        first = self.first_good(scale)
        good = values >= first if scale.best > scale.worst else values <= first
        return np.asarray(good, dtype=np.float64)

    def bounds(self, scale: Scale) -> tuple[float, float]:
        """Return 0 and 1."""
        del scale
        return 0.0, 1.0

    def define(self, scale: Scale) -> str:
        """Return which answers are counted as good."""
        first = self.first_good(scale)
        between = "or" if abs(scale.best - first) == 1 else "to"
        which = f"{scale.best:g}" if first == scale.best else f"{first:g} {between} {scale.best:g}"
        return f"{self.title.lower()}: the share who answered {which}, of {scale}"

    def alone(self, marks: np.ndarray[Any, Any]) -> Estimate:
        """Return the share with its Wilson interval."""
        return share(int(marks.sum()), len(marks))


CSAT = GoodShare("csat", "Customer satisfaction", past_middle=False)
CES = GoodShare("ces", "Customer effort (ease)", past_middle=True)
