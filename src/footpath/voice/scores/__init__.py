"""Scores of questionnaires and reviews, each kind one entry of `KINDS`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from footpath.base import Registry
from footpath.stats import mean
from footpath.voice import codes as _codes  # noqa: F401  # registers the codes
from footpath.voice.scores.base import Answers, ScoreKind, answers_of
from footpath.voice.types import Scale, Score

if TYPE_CHECKING:
    import numpy as np

KINDS: Registry[ScoreKind] = Registry(
    "kind of score",
    {
        "nps": "footpath.voice.scores.nps:NPS",
        "csat": "footpath.voice.scores.shares:CSAT",
        "ces": "footpath.voice.scores.shares:CES",
        "rating": "footpath.voice.scores.rating:RATING",
    },
    group="footpath.scores",
)
"""Every kind of score by name; installed packages add theirs under ``footpath.scores``."""


def summarise(
    values: Sequence[float | None] | np.ndarray[Any, Any],
    kind: str,
    scale: Scale | tuple[float, float],
    clusters: Sequence[Hashable] | None = None,
    *,
    seed: int = 0,
) -> Score:
    """Return answers to one question as one score with its interval.

    Parameters
    ----------
    values
        One an answer; None or NaN where somebody gave none. What is off the scale is left out and counted.
    kind
        A name of `KINDS`: nps, csat, ces or rating.
    scale
        Its ends, the worst first.
    clusters
        Whose each answer is. Where somebody answered more than once the interval resamples customers; else it is
        that of the kind (Wilson for shares, adjusted Wald for NPS, bootstrap for means).

    Raises
    ------
    BadInputError
        Where there is no such kind, or it is not asked on that scale.

    >>> score = summarise([5, 4, 4, 2, 5, 3, 5, 1, 4, 5], "csat", (1, 5))
    >>> score.estimate.value, score.definition
    (0.7, 'customer satisfaction: the share who answered 4 or 5, of 1 to 5; interval over answers')
    """
    which = KINDS.get(kind)
    stated = scale if isinstance(scale, Scale) else Scale(*scale)
    which.check(stated)
    answers = answers_of(values, stated, clusters)
    marks = which.marks(answers.values, stated)
    estimate = None if answers.has_repeats else which.alone(marks)
    if estimate is None:
        estimate = mean(marks, answers.clusters, seed=seed, bounds=which.bounds(stated))
    return Score(
        kind=kind,
        estimate=estimate,
        unit=which.unit,
        scale=stated,
        definition=f"{which.define(stated)}; interval over {answers.whom}",
        answers=len(answers.values),
        customers=answers.customers,
        outside=answers.outside,
        counts=answers.counts(),
    )


__all__ = ["KINDS", "Answers", "ScoreKind", "answers_of", "summarise"]
