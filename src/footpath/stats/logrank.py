"""Whether several groups wait equally long (log-rank test)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footpath.stats.tails import chi_square_tail
from footpath.stats.types import Chance

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class LogRank:
    """What the test says, and each group's events beside how many it would have if all waited alike."""

    chance: Chance
    observed: dict[Hashable, int]
    expected: dict[Hashable, float]


def log_rank(
    groups: Mapping[
        Hashable,
        tuple[Sequence[float] | np.ndarray[Any, Any], Sequence[bool] | np.ndarray[Any, Any]],
    ],
    counts: Mapping[Hashable, Sequence[int] | np.ndarray[Any, Any]] | None = None,
) -> LogRank:
    """Return whether groups wait equally long until it happens.

    Parameters
    ----------
    groups
        Group to durations and observed, each of shape (n,), as in `kaplan_meier`.
    counts
        Group to how many customers each entry stands for, shape (n,); None is one each.

    Returns
    -------
    LogRank
        Degrees of freedom are the groups less one; p is 1 where fewer than two groups could be compared.

    Notes
    -----
    Source: Mantel 1966, Cancer Chemotherapy Reports 50, 163-170; Kalbfleisch and Prentice 2002, section 1.5
    (hypergeometric variance, all weights 1). Of equal times what happened comes before what was censored.
    """
    import numpy as np

    names = list(groups)
    data = []
    for name in names:
        lengths = np.asarray(groups[name][0], dtype=np.float64)
        happened = np.asarray(groups[name][1], dtype=bool)
        heavy = np.ones(lengths.size) if counts is None else np.asarray(counts[name], dtype=np.float64)
        if not lengths.shape == happened.shape == heavy.shape:
            raise ValueError("durations, observed and counts are equally many")
        data.append((lengths, happened, heavy))
    times = np.unique(np.concatenate([d[h] for d, h, _ in data])) if data else np.empty(0)
    died = np.zeros((len(names), times.size))
    at_risk = np.zeros((len(names), times.size))
    for g, (lengths, happened, heavy) in enumerate(data):
        died[g] = np.bincount(
            np.searchsorted(times, lengths[happened]), weights=heavy[happened], minlength=times.size
        )
        order = np.argsort(lengths, kind="stable")
        before = np.concatenate([[0.0], np.cumsum(heavy[order])])
        at_risk[g] = heavy.sum() - before[np.searchsorted(lengths[order], times, side="left")]
    d, n = died.sum(axis=0), at_risk.sum(axis=0)
    expected = at_risk * (d / n) if times.size else at_risk
    excess = (died - expected).sum(axis=1)
    spread = np.where(n > 1, d * (n - d) / np.where(n > 1, n - 1, 1), 0.0) if times.size else d
    shares = at_risk / n if times.size else at_risk
    variance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    who = [g for g in range(len(names)) if variance[g, g] > 1e-12]
    if len(who) < 2:
        chance = Chance(0.0, max(1, len(names) - 1), 1.0, "log-rank")
    else:
        kept = who[:-1]  # the excesses add up to 0, so one group of them tells nothing new
        solved = np.linalg.solve(variance[np.ix_(kept, kept)], excess[kept])
        statistic = float(excess[kept] @ solved)
        chance = Chance(statistic, len(kept), chi_square_tail(max(0.0, statistic), len(kept)), "log-rank")
    return LogRank(
        chance,
        {name: int(died[g].sum()) for g, name in enumerate(names)},
        {name: float(expected[g].sum()) for g, name in enumerate(names)},
    )
