"""Shapley values: each channel's part of what the channels do together, over two ways to say what a set of them is worth.

``paths``: a set of channels is worth the outcomes of the paths that touch no other channel. That game is a sum of one
small game a path, in which all its channels are needed, so the value is exact for any number of channels: each outcome
is divided equally among the different channels of its path (Zhao, Mahboobi and Bagheri 2018, Shapley value methods for
attribution modeling in online advertising, section 3).

``chain``: a set is worth the chance to come to the goal when the moves of all other channels go to null, in the chain of
order 1. Exact by all sets up to `EXACT_CHANNELS`; beyond, by orders drawn at random (Castro, Gomez and Tejada 2009,
Polynomial calculation of the Shapley value based on sampling).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from footpath.mining.attribution.counts import Counts
from footpath.mining.attribution.markov import Chain
from footpath.stats import Z95

Worth = Literal["paths", "chain"]

EXACT_CHANNELS = 12
"""Up to so many channels the worth of every set is solved (4,096 sets)."""

_AT_ONCE = 256


@dataclass(frozen=True)
class Shapley:
    """Credits by channel; `low` and `high` are the 95 % interval of the drawing, None where nothing was drawn."""

    credits: dict[str, float]
    low: dict[str, float] | None = None
    high: dict[str, float] | None = None


def over_paths(counts: Counts) -> Shapley:
    """Return each outcome divided equally among the different channels of its path."""
    parts: dict[str, list[float]] = {}
    for channels, count in counts.sets.items():
        for channel in channels:
            parts.setdefault(channel, []).append(count / len(channels))
    return Shapley({channel: math.fsum(found) for channel, found in parts.items()})


def over_chain(chain: Chain, channels: Sequence[str], outcomes: int, *, orders: int, seed: int) -> Shapley:
    """Return the outcomes divided by what each channel adds to the chance of the goal, over all orders of joining."""
    chance = chain.reaches_goal if channels else 0.0
    if not chance:
        return Shapley(dict.fromkeys(channels, 0.0))
    if len(channels) <= EXACT_CHANNELS:
        values = _exact(chain, channels)
        return Shapley({c: outcomes * v / chance for c, v in zip(channels, values, strict=True)})
    return _drawn(chain, channels, outcomes / chance, orders, seed)


def _exact(chain: Chain, channels: Sequence[str]) -> list[float]:
    n = len(channels)
    sets = [frozenset(c for i, c in enumerate(channels) if bits >> i & 1) for bits in range(1 << n)]
    worth = _worths(chain, sets)
    weight = [math.factorial(k) * math.factorial(n - k - 1) / math.factorial(n) for k in range(n)]
    return [
        math.fsum(
            weight[bits.bit_count()] * (worth[bits | 1 << i] - worth[bits])
            for bits in range(1 << n)
            if not bits >> i & 1
        )
        for i in range(n)
    ]


def _drawn(chain: Chain, channels: Sequence[str], scale: float, orders: int, seed: int) -> Shapley:
    """Return means over drawn orders; each is taken forwards and backwards, which halves the noise for nothing."""
    import numpy as np

    draw = np.random.default_rng(seed)
    n = len(channels)
    pairs = max(2, orders // 2)
    added = np.zeros((pairs, n))
    for at in range(pairs):
        order = draw.permutation(n)
        for one in (order, order[::-1]):
            joined = [frozenset(channels[i] for i in one[:k]) for k in range(n + 1)]
            worth = np.array(_worths(chain, joined))
            added[at, one] += np.diff(worth) / 2
    mean = added.mean(axis=0) * scale
    half = Z95 * added.std(axis=0, ddof=1) / math.sqrt(pairs) * scale
    return Shapley(
        *(
            {c: float(v) for c, v in zip(channels, part, strict=True)}
            for part in (mean, mean - half, mean + half)
        )
    )


def _worths(chain: Chain, sets: list[frozenset[str]]) -> list[float]:
    found: list[Any] = []
    for at in range(0, len(sets), _AT_ONCE):
        found.extend(chain.reached_with(sets[at : at + _AT_ONCE]).tolist())
    return found
