"""Times until something happened, where some had to be watched no longer (censored)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from footpath.stats.normal import Z95
from footpath.stats.types import Estimate

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Survival:
    """The Kaplan-Meier curve: one entry a time at which something happened, ascending.

    `surviving` is the share to whom it had not happened just after each of `times` (in the unit given); `low` and
    `high` bound it (95 %); `at_risk` were still watched just before, and to `events` of them it happened then.
    `n` were watched in all, `censored` of them only until before it happened.
    """

    times: tuple[float, ...]
    surviving: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    n: int
    censored: int

    def reached_by(self, time: float) -> Estimate:
        """Return the share to whom it happened up to and with a time, with its interval (None before the first)."""
        index = sum(at <= time for at in self.times) - 1
        if self.n == 0:
            return Estimate(None, None, None, 0, "Kaplan-Meier")
        if index < 0:
            return Estimate(0.0, None, None, self.n, "Kaplan-Meier")
        return Estimate(
            1 - self.surviving[index], 1 - self.high[index], 1 - self.low[index], self.n, "Kaplan-Meier"
        )

    def percentile(self, q: float) -> Estimate:
        """Return the time by which it had happened to the share `q`; numbers that the data do not reach are None.

        Source: Brookmeyer and Crowley 1982, Biometrics 38, 29-41 (with the log-log interval of the curve).
        """
        if not 0 < q < 1:
            raise ValueError(f"q is a share between 0 and 1, such as 0.5, not {q}")
        ends = [_first_at(self.times, curve, 1 - q) for curve in (self.surviving, self.low, self.high)]
        return Estimate(ends[0], ends[1], ends[2], self.n, "Kaplan-Meier")

    def median(self) -> Estimate:
        """Return the median time, with its interval (see `percentile`)."""
        return self.percentile(0.5)


def kaplan_meier(
    durations: Sequence[float] | np.ndarray[Any, Any],
    observed: Sequence[bool] | np.ndarray[Any, Any],
    counts: Sequence[int] | np.ndarray[Any, Any] | None = None,
) -> Survival:
    """Return the curve of times to an event.

    Parameters
    ----------
    durations
        Shape (n,): how long each was watched, in any one unit, not negative.
    observed
        Shape (n,): whether it happened at the end (True), or watching ended first (False). Of equal times what
        happened comes before what was censored.
    counts
        Shape (n,): how many customers each entry stands for, whole; None is one each.

    Notes
    -----
    Source: Kaplan and Meier 1958, JASA 53, section 2; variance by Greenwood 1926; interval on the log-log scale
    (Kalbfleisch and Prentice 2002, section 1.4.2), which stays within 0..1. Where an outcome can be missed for good,
    by another outcome, that is competing risk and not censoring: 1 - surviving then overstates the share.
    Cost: one sort.
    """
    import numpy as np

    lengths = np.asarray(durations, dtype=np.float64)
    happened = np.asarray(observed, dtype=bool)
    if lengths.shape != happened.shape:
        raise ValueError(f"{lengths.size} durations need as many observed, not {happened.size}")
    if lengths.size and (np.isnan(lengths).any() or lengths.min() < 0):
        raise ValueError("durations are numbers that are not negative")
    many = np.ones(lengths.size, np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    if many.shape != lengths.shape:
        raise ValueError(f"{lengths.size} durations need as many counts, not {many.size}")
    times, which = np.unique(lengths[happened], return_inverse=True)
    events = np.bincount(which, weights=many[happened], minlength=times.size).astype(np.int64)
    order = np.argsort(lengths, kind="stable")
    left = np.concatenate([[0], np.cumsum(many[order])])
    at_risk = left[-1] - left[np.searchsorted(lengths[order], times, side="left")]
    surviving = np.cumprod(1 - events / at_risk) if times.size else np.empty(0)
    low, high, variance = [], [], 0.0
    for s, d, r in zip(surviving.tolist(), events.tolist(), at_risk.tolist(), strict=True):
        variance = variance + d / (r * (r - d)) if r > d else math.inf
        ends = _log_log(s, variance)
        low.append(ends[0])
        high.append(ends[1])
    return Survival(
        times=tuple(times.tolist()),
        surviving=tuple(surviving.tolist()),
        low=tuple(low),
        high=tuple(high),
        at_risk=tuple(at_risk.tolist()),
        events=tuple(events.tolist()),
        n=int(many.sum()),
        censored=int(many[~happened].sum()),
    )


def _log_log(surviving: float, variance: float) -> tuple[float, float]:
    if surviving <= 0 or math.isinf(variance):
        return 0.0, 0.0  # nobody is left: the curve has ended, and Greenwood's variance with it
    if surviving >= 1:
        return 1.0, 1.0
    spread = math.exp(Z95 * math.sqrt(variance) / abs(math.log(surviving)))
    return surviving**spread, surviving ** (1 / spread)


def _first_at(times: Sequence[float], curve: Sequence[float], level: float) -> float | None:
    # A product of shares that is 0.5 on paper may come out a hair above it.
    return next((time for time, share in zip(times, curve, strict=True) if share <= level + 1e-12), None)
