"""What all ways share: the parameters of the questions, and how answers are compared."""

from __future__ import annotations

import math
from typing import Any

STEPS = ("item_view", "add_to_cart", "begin_checkout", "payment_info", "purchase")
GOAL = "purchase"
WINDOW_US = 7 * 86_400 * 1_000_000
GAP_US = 30 * 60 * 1_000_000

COUNTING = (
    "transitions", "visits", "funnel", "paths", "sessions", "retention", "lifecycle", "attribution", "attribution-3",
)  # fmt: skip
"""The questions that count: each has hand-written SQL and polars beside it."""

ESTIMATING = ("shapley", "outcomes", "conversion", "segments")
"""The questions that estimate: they show their own figures."""


def alike(one: Any, other: Any) -> bool:
    """Return whether two answers are equal: counts and texts exactly, numbers with a fraction to 5e-7."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9, abs_tol=5e-7)
    return one == other
