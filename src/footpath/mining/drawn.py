"""Chance that is the same on every engine: numbers made of customers' keys."""

from __future__ import annotations

from typing import Any

_FACTOR, _RANGE, _KEYS = 2654435761, 1 << 32, 1 << 31


def drawn(key: Any) -> Any:
    """Return a number from 0 to under 1 for each customer_key, float64, as if drawn: the same wherever it is asked.

    Source: Knuth 1973, The Art of Computer Programming 3, section 6.4 (multiplicative hashing); exact in 63 bits.
    """
    inside = ((key % _KEYS) + _KEYS) % _KEYS
    return ((inside * _FACTOR) % _RANGE).cast("float64") / float(_RANGE)


def draws(keys: Any) -> Any:
    """Return the whole numbers that `drawn` makes shares of, for an array of keys."""
    return (keys % _KEYS) * _FACTOR % _RANGE
