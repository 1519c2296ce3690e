"""What statistics come back as: numbers with interval, n and method, frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval.

    `value` is None where there was nothing to estimate from; `low` and `high` are None where nobody could tell an
    interval (too few). Otherwise they bound the nominal 95 % interval, in the unit of `value`. `n` is the number of
    independent things counted: answers, or customers where `mean` was given clusters. `method` names the method for
    whoever asks; it is never shown first.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str

    def scaled(self, factor: float, offset: float = 0.0) -> Estimate:
        """Return the estimate in another unit: each number times `factor` plus `offset` (a negative factor swaps ends)."""

        def of(number: float | None) -> float | None:
            return None if number is None else number * factor + offset

        low, high = (self.low, self.high) if factor >= 0 else (self.high, self.low)
        return Estimate(of(self.value), of(low), of(high), self.n, self.method)


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely what was seen, or more, comes by chance alone where nothing differs.

    `p` is 0..1, two-sided; `statistic` is the test's own number (a chi-square with `degrees` of freedom, for two
    groups the square of z or t; 0 where the test needs none), `method` its name.
    """

    statistic: float
    degrees: int
    p: float
    method: str


def nothing(method: str) -> Estimate:
    """Return the estimate from no data."""
    return Estimate(None, None, None, 0, method)
