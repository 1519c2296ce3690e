"""What every kind of score shares: answers read from columns, and what a kind has to say."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from footpath.stats import Estimate
from footpath.voice.types import Scale

if TYPE_CHECKING:
    import numpy as np


class ScoreKind(Protocol):
    """One way to sum answers up: a mark for each answer, whose mean is the score."""

    id: str
    title: str
    unit: Literal["points", "share", "nps"]

    def check(self, scale: Scale) -> None:
        """Raise BadInputError where this kind is not asked on that scale."""

    def marks(self, values: np.ndarray[Any, Any], scale: Scale) -> np.ndarray[Any, Any]:
        """Return the mark of each answer, shape (n,)."""

    def bounds(self, scale: Scale) -> tuple[float, float]:
        """Return the least and greatest mark."""

    def define(self, scale: Scale) -> str:
        """Return what is counted, in words."""

    def alone(self, marks: np.ndarray[Any, Any]) -> Estimate | None:
        """Return the estimate where each customer answered once; None: as for any mean."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers on the scale, with who gave them (None: unknown) and how many were off it."""

    values: np.ndarray[Any, Any]
    clusters: list[Hashable] | None
    outside: int

    @property
    def customers(self) -> int | None:
        """Return how many people answered; whoever is unknown counts for themselves."""
        if self.clusters is None:
            return None
        unknown = sum(cluster is None for cluster in self.clusters)
        return len({cluster for cluster in self.clusters if cluster is not None}) + unknown

    @property
    def has_repeats(self) -> bool:
        """Return whether somebody answered more than once."""
        customers = self.customers
        return customers is not None and customers < len(self.values)

    @property
    def whom(self) -> str:
        """Return what the interval is taken over, in words."""
        return "customers, some of whom answered more than once" if self.has_repeats else "answers"

    def counts(self) -> dict[float, int]:
        """Return how many gave each answer, the smallest first."""
        import numpy as np

        values, counts = np.unique(self.values, return_counts=True)
        return dict(zip(values.tolist(), counts.tolist(), strict=True))


def answers_of(
    values: Sequence[float | None] | np.ndarray[Any, Any], scale: Scale, clusters: Sequence[Hashable] | None
) -> Answers:
    """Return the answers that lie on the scale.

    Raises
    ------
    ValueError
        Where there are not as many clusters as values.
    """
    import numpy as np

    array = np.asarray(values, dtype=np.float64)
    if clusters is not None and len(clusters) != len(array):
        raise ValueError(f"{len(array)} answers need as many customers, not {len(clusters)}")
    present = ~np.isnan(array)
    inside = present & (array >= scale.low) & (array <= scale.high)
    kept = None
    if clusters is not None:
        kept = [_known(clusters[int(index)]) for index in np.flatnonzero(inside)]
    return Answers(array[inside], kept, int(present.sum() - inside.sum()))


def _known(cluster: Hashable) -> Hashable:
    return None if isinstance(cluster, float) and cluster != cluster else cluster  # noqa: PLR0124  # NaN is not itself
