"""The net promoter score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.stats import Estimate, nps
from footpath.voice.types import Scale

if TYPE_CHECKING:
    import numpy as np


class Nps:
    """Promoters (9, 10) less detractors (0 to 6), -100..100.

    Source: Reichheld 2003, "The one number you need to grow", HBR 81(12); interval by `stats.nps`.
    """

    id = "nps"
    title = "Net promoter score"
    unit = "nps"

    def check(self, scale: Scale) -> None:
        """Refuse every scale but 0 to 10."""
        if (scale.worst, scale.best) != (0, 10):
            raise BadInputError(
                Problem(
                    code="wrong-scale",
                    message=f"a net promoter score is not asked on {scale}",
                    expected="0 to 10",
                    help="Call it kind: rating, and the mean of its own scale is shown.",
                )
            )

    def marks(self, values: np.ndarray[Any, Any], scale: Scale) -> np.ndarray[Any, Any]:
        """Return 100, 0 or -100 for each answer."""
        import numpy as np

        del scale  # 0 to 10, always
        return np.where(values >= 9, 100.0, np.where(values >= 7, 0.0, -100.0))

    def bounds(self, scale: Scale) -> tuple[float, float]:
        """Return -100 and 100."""
        del scale
        return -100.0, 100.0

    def define(self, scale: Scale) -> str:
        """Return the definition."""
        del scale
        return (
            "net promoter score: the share who answered 9 or 10 less the share who answered 0 to 6, times 100"
        )

    def alone(self, marks: np.ndarray[Any, Any]) -> Estimate:
        """Return the score with its adjusted Wald interval."""
        return nps(int((marks > 0).sum()), int((marks == 0).sum()), int((marks < 0).sum()))


NPS = Nps()
