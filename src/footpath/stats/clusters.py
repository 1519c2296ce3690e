"""Clusters of rows by direction (spherical k-means), and how many of them the data bear.

Ours, in some hundred lines of numpy: scikit-learn and scipy would weigh 130 MB for one loop, and their k-means knows
Euclidean distance only, while journeys of different length should be alike where their mix is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from footpath.stats.agreement import adjusted_rand

if TYPE_CHECKING:
    import numpy as np

_ROUNDS = 30
_STARTS = 3
_ENOUGH = 1_500
"""So many rows tell whether clusterings agree; more would cost in proportion."""
_EQUAL = 0.02
LEAST_AGREEMENT = 0.8
"""Below this adjusted Rand index clusterings are not the same: "good recovery" begins here (Steinley 2004)."""


@dataclass(frozen=True)
class Clusters:
    """Rows in clusters, the largest first.

    `labels` has shape (n,), from 0; `centres` shape (k, features), each of length 1. `agreement` maps each k that was
    tried to the mean adjusted Rand index of clusterings of resamples; it is empty where none was tried.
    """

    labels: np.ndarray[Any, Any]
    centres: np.ndarray[Any, Any]
    agreement: dict[int, float]

    @property
    def k(self) -> int:
        """Return how many clusters there are."""
        return len(self.centres)


def spherical_k_means(
    rows: np.ndarray[Any, Any], k: int, *, seed: int = 0, weights: np.ndarray[Any, Any] | None = None
) -> Clusters:
    """Return rows in k clusters by the angle between them.

    Parameters
    ----------
    rows
        Shape (n, features), each of length 1 (see `directions`).
    k
        1 or more; fewer clusters come back where there are fewer different rows.
    weights
        Shape (n,): how often each row counts; None is once.

    Notes
    -----
    Source: Dhillon and Modha 2001, Machine Learning 42, 143-175; starts by k-means++ (Arthur and Vassilvitskii 2007)
    on 1 - cosine; of three starts the one whose rows lie closest to their centres. Same seed, same clusters.
    Cost: rounds x n x k x features.
    """
    import numpy as np

    if k < 1 or len(rows) == 0:
        raise ValueError("clusters need rows, and k of 1 or more")
    heavy = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=np.float64)
    rng = np.random.default_rng(seed)
    best: tuple[float, Any] | None = None
    for _ in range(_STARTS if k > 1 else 1):
        centres = _settled(rows, _start(rows, k, heavy, rng), heavy)
        close = float((heavy * (rows @ centres.T).max(axis=1)).sum())
        if best is None or close > best[0] + 1e-9:
            best = (close, centres)
    centres = best[1] if best is not None else rows[:1]
    labels = nearest(rows, centres)
    sizes = np.bincount(labels, weights=heavy, minlength=len(centres))
    order = [int(i) for i in np.lexsort((np.arange(len(centres)), -sizes)) if sizes[i] > 0]
    place = np.zeros(len(centres), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Clusters(place[labels], centres[order], {})


def stable_clusters(
    rows: np.ndarray[Any, Any],
    *,
    most: int = 8,
    least_agreement: float = LEAST_AGREEMENT,
    draws: int = 10,
    seed: int = 0,
) -> Clusters:
    """Return rows in as many clusters as resamples agree on.

    Parameters
    ----------
    rows
        Shape (n, features), each of length 1 (see `directions`).
    most
        The largest k tried, from 2 on.
    least_agreement
        The k is taken whose clusterings of neighbouring resamples agree best (mean adjusted Rand index; within 0.02 of
        the best the largest k). Where the best is less than this there is one cluster: the data do not fall apart.
    draws
        How many resamples, with replacement, of the rows (of 1,500 of them drawn without, where there are more); all of
        these are then given to their nearest centre.

    Notes
    -----
    Source: Ben-Hur, Elisseeff and Guyon 2002, PSB 7, 6-17, and Fang and Wang 2012, CSDA 56, 468-477 (stability under
    the bootstrap); 0.8 is "good recovery" in Steinley 2004, Psychological Methods 9, 386-396.
    Cost: (most - 1) x draws clusterings.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    agreement: dict[int, float] = {}
    some = rows if len(rows) <= _ENOUGH else rows[np.sort(rng.choice(len(rows), _ENOUGH, replace=False))]
    samples = [
        np.bincount(rng.integers(0, len(some), len(some)), minlength=len(some)).astype(np.float64)
        for _ in range(draws)
    ]
    for k in range(2, min(most, len(some) - 1) + 1):
        found = [
            nearest(some, spherical_k_means(some, k, seed=seed + number, weights=sample).centres)
            for number, sample in enumerate(samples)
        ]
        agreement[k] = float(np.mean([adjusted_rand(one, other) for one, other in pairwise(found)]))
    best = max(agreement.values(), default=0.0)
    good = [k for k, index in agreement.items() if index >= max(best - _EQUAL, least_agreement)]
    made = spherical_k_means(rows, max(good, default=1), seed=seed)
    return Clusters(made.labels, made.centres, agreement)


def directions(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return rows divided by their length (Euclidean); a row of zeros stays one."""
    import numpy as np

    array = np.asarray(rows, dtype=np.float64)
    lengths = np.sqrt((array**2).sum(axis=1, keepdims=True))
    return np.asarray(array / np.where(lengths > 0, lengths, 1.0))


def nearest(rows: np.ndarray[Any, Any], centres: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return each row's nearest centre by angle, the first of equals (to nine digits)."""
    import numpy as np

    return np.asarray(np.round(rows @ centres.T, 9).argmax(axis=1))


def _start(rows: Any, k: int, weights: Any, rng: Any) -> Any:
    import numpy as np

    chosen = [_drawn(weights, rng)]
    far = np.maximum(0.0, 1 - rows @ rows[chosen[0]])
    while len(chosen) < k and float((far * weights).sum()) > 1e-9:
        chosen.append(_drawn(far * weights, rng))
        far = np.minimum(far, np.maximum(0.0, 1 - rows @ rows[chosen[-1]]))
    return rows[chosen]


def _drawn(weights: Any, rng: Any) -> int:
    import numpy as np

    running = np.cumsum(weights)
    return int(min(np.searchsorted(running, rng.random() * running[-1], side="right"), len(running) - 1))


def _settled(rows: Any, centres: Any, weights: Any) -> Any:
    import numpy as np

    labels = None
    for _ in range(_ROUNDS):
        now = nearest(rows, centres)
        if labels is not None and np.array_equal(now, labels):
            break
        labels = now
        member = np.zeros((len(rows), len(centres)))
        member[np.arange(len(rows)), labels] = weights
        sums = member.T @ rows
        # A centre that nobody is nearest to stays where it was.
        empty = (sums**2).sum(axis=1) == 0
        sums[empty] = centres[empty]
        centres = directions(sums)
    return centres
