"""A rating: the mean on its own scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.stats import Estimate
from footpath.voice.types import Scale

if TYPE_CHECKING:
    import numpy as np


class Rating:
    """The mean of the answers, in points of their scale; never averaged with another scale."""

    id = "rating"
    title = "Rating"
    unit = "points"

    def check(self, scale: Scale) -> None:
        """Take every scale."""

    def marks(self, values: np.ndarray[Any, Any], scale: Scale) -> np.ndarray[Any, Any]:
        """Return the answers themselves."""
        del scale
        return values

    def bounds(self, scale: Scale) -> tuple[float, float]:
        """Return the ends of the scale."""
        return scale.bounds

    def define(self, scale: Scale) -> str:
        """Return the definition."""
        return f"rating: the mean answer, on {scale}"

    def alone(self, marks: np.ndarray[Any, Any]) -> Estimate | None:
        """Return None: a mean like any other."""
        del marks
        return None


RATING = Rating()
