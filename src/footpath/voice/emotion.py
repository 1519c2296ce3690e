"""From scores to emotion, -2..+2: one straight line from a stated scale, and the sentence that states it.

Scores and words are two series and never pooled: who writes is not who scores.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

from footpath.stats import mean
from footpath.voice import codes as _codes  # noqa: F401  # registers the codes
from footpath.voice.scores.base import answers_of
from footpath.voice.types import Scale, Score

if TYPE_CHECKING:
    import numpy as np

LOWEST, HIGHEST = -2.0, 2.0
EMOTION = Scale(LOWEST, HIGHEST)

Series = Literal["scores", "words"]


@dataclass(frozen=True, slots=True)
class EmotionLine:
    """The straight line from a scale onto -2..+2: ``emotion = slope * score + offset``.

    Engines use `slope` and `offset` in their own expressions; `statement` stands beside every number made with it.
    """

    scale: Scale

    @property
    def slope(self) -> float:
        """Return what one point of the scale is worth."""
        return (HIGHEST - LOWEST) / (self.scale.best - self.scale.worst)

    @property
    def offset(self) -> float:
        """Return what a score of 0 would be."""
        return LOWEST - self.slope * self.scale.worst

    @property
    def statement(self) -> str:
        """Return the mapping in words."""
        if self.scale == EMOTION:
            return "read as it stands, -2 to +2"
        middle = (self.scale.worst + self.scale.best) / 2
        return f"{self.scale} read as -2 to +2, with {middle:g} as 0"

    def of(self, score: float) -> float | None:
        """Return the emotion of a score, None where it is off the scale or no number."""
        if not self.scale.low <= score <= self.scale.high:
            return None
        return LOWEST + (HIGHEST - LOWEST) * (score - self.scale.worst) / (self.scale.best - self.scale.worst)


@dataclass(frozen=True, slots=True)
class Emotions:
    """Scores read as emotion: `values` in the order given, None where a score is missing or off the scale (`outside`)."""

    values: tuple[float | None, ...]
    statement: str
    outside: int


@overload
def emotion_of(values: float, scale: Scale | tuple[float, float]) -> float: ...
@overload
def emotion_of(values: Sequence[float | None], scale: Scale | tuple[float, float]) -> Emotions: ...
def emotion_of(
    values: float | Sequence[float | None], scale: Scale | tuple[float, float]
) -> float | Emotions:
    """Return scores as emotion from -2 to +2, with the mapping in words.

    Parameters
    ----------
    values
        One score an answer, None or NaN where there is none; or one number alone, whose emotion comes back alone (NaN
        where it is off the scale).
    scale
        Its ends, the worst first.

    Raises
    ------
    BadInputError
        Where the scale's ends are equal.

    Notes
    -----
    A straight line from the worst end (-2) to the best (+2). Source: ours (DESIGN, "Emotion of a step, measured").

    >>> emotion_of([1, 3, 5, 9], (1, 5))
    Emotions(values=(-2.0, 0.0, 2.0, None), statement='1 to 5 read as -2 to +2, with 3 as 0', outside=1)
    """
    line = EmotionLine(as_scale(scale))
    if isinstance(values, int | float):
        alone = line.of(values)
        return float("nan") if alone is None else alone
    found = [None if value is None else line.of(value) for value in values]
    present = sum(value is not None and value == value for value in values)  # noqa: PLR0124  # NaN is not itself
    return Emotions(tuple(found), line.statement, present - sum(value is not None for value in found))


def measure_emotion(
    values: Sequence[float | None] | np.ndarray[Any, Any],
    scale: Scale | tuple[float, float],
    clusters: Sequence[Hashable] | None = None,
    *,
    series: Series = "scores",
    seed: int = 0,
) -> Score:
    """Return the mean emotion of scores (or of words, scored by a model on -2..+2) with its interval.

    Parameters
    ----------
    values, scale
        As in `emotion_of`; for words the scale is (-2, 2).
    clusters
        Whose each is; the interval resamples customers.
    series
        Scores and words are two series: call once for each, never with both together.
    """
    line = EmotionLine(as_scale(scale))
    answers = answers_of(values, line.scale, clusters)
    emotions = line.slope * answers.values + line.offset
    estimate = mean(emotions, answers.clusters, seed=seed, bounds=(LOWEST, HIGHEST))
    what = "scores" if series == "scores" else "words, as a model read them"
    return Score(
        kind=f"emotion-{series}",
        estimate=estimate,
        unit="emotion",
        scale=line.scale,
        definition=f"mean emotion from {what}: {line.statement}; interval over {answers.whom}",
        answers=len(emotions),
        customers=answers.customers,
        outside=answers.outside,
        counts=answers.counts(),
    )


def as_scale(scale: Scale | tuple[float, float]) -> Scale:
    """Return a scale from its two ends."""
    return scale if isinstance(scale, Scale) else Scale(*scale)
