"""What the room takes and gives: remarks, quotes and scores, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from footpath.base import BadInputError, Problem
from footpath.stats import Estimate

QuoteKind = Literal["typical", "extreme"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from its worst to its best end; ``Scale(6, 1)`` is one whose small numbers are the good ones.

    Raises
    ------
    BadInputError
        Where both ends are the same, or one is no number.
    """

    worst: float
    best: float

    def __post_init__(self) -> None:
        if not abs(self.best - self.worst) > 0 or abs(self.best - self.worst) == float("inf"):
            raise BadInputError(
                Problem(
                    code="bad-scale",
                    message=f"a scale from {self.worst:g} to {self.best:g} tells nothing apart",
                    expected="two different ends, the worst first",
                    help="For stars that is scale: [1, 5].",
                )
            )

    @property
    def low(self) -> float:
        """Return the smaller end."""
        return min(self.worst, self.best)

    @property
    def high(self) -> float:
        """Return the greater end."""
        return max(self.worst, self.best)

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the ends, smaller first."""
        return self.low, self.high

    def __str__(self) -> str:
        return f"{self.worst:g} to {self.best:g}"


@dataclass(frozen=True, slots=True)
class Remark:
    """One text that one customer wrote, masked already.

    `score` is the writer's own, on any one scale where more is better (None where they gave none); `customer` is who it
    was (None: nobody knows, so each counts for itself); `step`, `said_us` and `source` travel along for whoever asked.
    """

    id: str
    text: str
    customer: str | None = None
    score: float | None = None
    step: str | None = None
    said_us: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a remark, exactly as they stand there, chosen for a map.

    `text` is a piece of ``remark.text``: all of it (`is_whole`), or one whole sentence. `alike` of `of` remarks say
    much the same in much the same words, this one counted; `of` are those that say anything at all.
    """

    text: str
    remark: Remark
    kind: QuoteKind
    alike: int
    of: int
    is_whole: bool = True

    @property
    def id(self) -> str:
        """Return the id of the remark."""
        return self.remark.id

    @property
    def score(self) -> float | None:
        """Return the writer's own score, as the remark has it."""
        return self.remark.score


@dataclass(frozen=True, slots=True)
class Score:
    """Answers to one question, summed up.

    `estimate` is in `unit` (`points` of the scale, `share` 0..1, or `nps` -100..100); `answers` were counted, from
    `customers` people (None where nobody knows who answered), `outside` were left out because they are off the scale.
    `definition` says in words what was done.
    """

    kind: str
    estimate: Estimate
    unit: Literal["points", "share", "nps", "emotion"]
    scale: Scale
    definition: str
    answers: int
    customers: int | None = None
    outside: int = 0
    counts: Mapping[float, int] = field(default_factory=dict)

    @property
    def strength(self) -> Literal["nothing", "too few to tell", "a first hint", "enough"]:
        """Return how much the number can carry: under 10 too few to tell, under 30 a first hint."""
        if self.estimate.value is None:
            return "nothing"
        if self.estimate.n < 10:
            return "too few to tell"
        return "a first hint" if self.estimate.n < 30 else "enough"
