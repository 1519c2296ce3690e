"""From sums over customers to differences with intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from footpath.mining.compare.measures import Measure
from footpath.stats import (
    benjamini_hochberg,
    difference_of_means,
    difference_of_shares,
    goodness_of_fit,
    share,
    shares_differ,
)

if TYPE_CHECKING:
    from footpath.mining.compare.question import Compare

Row = dict[str, Any]


def differences(question: Compare, groups: list[Row]) -> list[Row]:
    """Return the rows of the result, from one row a group (see `portable`)."""
    by_name = {row["group"]: row for row in groups}
    named = [name for name in question.groups.names if name not in by_name]
    for name in named:
        by_name[name] = _nobody(name, len(question.measures))
    places = {name: place for place, name in enumerate(question.groups.names)}
    order = sorted(
        by_name.values(), key=lambda r: (places.get(r["group"], len(places)), -r["customers"], r["group"])
    )
    found = _checks(question, order)
    base = by_name.get(question.base_name) if question.base_name else _largest(order)
    if base is None:
        return found
    for number, measure in enumerate(question.measures):
        found += [_difference(question, measure, number, row, base) for row in order if row is not base]
    tested = [row for row in found if row["p"] is not None and not row["measure"].startswith("(")]
    for row, q in zip(tested, benjamini_hochberg([row["p"] for row in tested]), strict=True):
        row["q"] = _tidy(q, 9)
    return found


def _difference(question: Compare, measure: Measure, number: int, row: Row, base: Row) -> Row:
    value, base_value = _value(row, number), _value(base, number)
    made: Row = {
        "measure": measure.name,
        "group": row["group"],
        "base": base["group"],
        "customers": row["customers"],
        "base_customers": base["customers"],
        "value": value,
        "base_value": base_value,
        **dict.fromkeys(("difference", "low", "high", "p", "q")),
    }
    few = min(row["customers"], base["customers"]) < question.least
    if few or value is None or base_value is None:
        return made
    joint = float(row[f"joint_{number}"] or 0.0)
    if measure.is_share:
        hits, base_hits = int(row[f"y_{number}"]), int(base[f"y_{number}"])
        n, base_n = int(row["customers"]), int(base["customers"])
        spread = math.sqrt(float(row[f"spread_{number}"]) * float(base[f"spread_{number}"]))
        correlation = max(-1.0, min(1.0, joint / spread)) if spread > 0 else 0.0
        estimate = difference_of_shares(hits, n, base_hits, base_n, correlation=correlation)
        chance = shares_differ(hits, n, base_hits, base_n, covariance=joint / (n * base_n))
    else:
        error, base_error = _error(row, number), _error(base, number)
        shared = joint / (float(row[f"x_{number}"]) * float(base[f"x_{number}"]))
        estimate, chance = difference_of_means(
            value, error, row["customers"], base_value, base_error, base["customers"], covariance=shared
        )
    made |= {
        "difference": _tidy(estimate.value),
        "low": _tidy(estimate.low),
        "high": _tidy(estimate.high),
        "p": _tidy(chance.p, 9) if estimate.low is not None else None,
    }
    return made


def _value(row: Row, number: int) -> float | None:
    x = float(row[f"x_{number}"] or 0)
    return _tidy(float(row[f"y_{number}"]) / x) if x else None


def _error(row: Row, number: int) -> float:
    """Return the standard error of a ratio over customers, linearised: that of a mean where each counts once."""
    n = row["customers"]
    if n < 2:
        return math.inf
    return math.sqrt(float(row[f"spread_{number}"]) * n / (n - 1)) / float(row[f"x_{number}"])


def _tidy(value: float | None, digits: int = 12) -> float | None:
    """Return so many digits: engines add decimals in no fixed order, and the last ones are not theirs to tell."""
    return None if value is None else float(f"{value:.{digits}g}")


def _checks(question: Compare, order: list[Row]) -> list[Row]:
    """Return the rows that are said before any result: the split beside the plan, who met several variants."""
    from footpath.mining.compare.question import MIXED, PLANNED, SPLIT

    if not question.groups.is_test:
        return []
    total = sum(row["customers"] for row in order)
    nothing = dict.fromkeys(("difference", "low", "high", "p", "q"))
    found: list[Row] = []
    if question.groups.split:
        plan = dict(question.groups.split)
        weight = sum(plan.values())
        p = goodness_of_fit(
            [row["customers"] for row in order], [plan.get(row["group"], 0.0) for row in order]
        ).p
        for row in order:
            planned, seen = plan.get(row["group"], 0.0) / weight, share(row["customers"], total)
            found.append(
                {
                    **nothing,
                    "measure": SPLIT,
                    "group": row["group"],
                    "base": PLANNED,
                    "customers": row["customers"],
                    "base_customers": total,
                    "value": seen.value,
                    "base_value": planned,
                    "difference": None if seen.value is None else seen.value - planned,
                    "low": None if seen.low is None else seen.low - planned,
                    "high": None if seen.high is None else seen.high - planned,
                    "p": p,
                }
            )
    mixed = sum(row["mixed"] for row in order)
    met = share(mixed, total)
    found.append(
        {
            **nothing,
            "measure": MIXED,
            "group": "(all)",
            "base": "(all)",
            "customers": mixed,
            "base_customers": total,
            "value": met.value,
            "base_value": None,
        }
    )
    return found


def _largest(order: list[Row]) -> Row | None:
    return min(order, key=lambda row: (-row["customers"], row["group"]), default=None)


def _nobody(name: str, measures: int) -> Row:
    row: Row = {"group": name, "customers": 0, "mixed": 0, "both": 0}
    for number in range(measures):
        row |= {f"x_{number}": 0, f"y_{number}": 0, f"spread_{number}": 0.0, f"joint_{number}": 0.0}
    return row
