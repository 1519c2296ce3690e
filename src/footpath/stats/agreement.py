"""How far two ways to divide the same things agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


def adjusted_rand(
    first: Sequence[int] | np.ndarray[Any, Any], second: Sequence[int] | np.ndarray[Any, Any]
) -> float:
    """Return the adjusted Rand index of two labellings: 1 where they divide alike, about 0 where by chance.

    Parameters
    ----------
    first, second
        Shape (n,): each thing's part, as whole numbers from 0; which number a part has does not matter.

    Notes
    -----
    Source: Hubert and Arabie 1985, Journal of Classification 2, 193-218, formula 5. Of fewer than two things, and
    where both put everything into one part (or each thing into its own), it is 1.

    >>> adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0])
    1.0
    """
    import numpy as np

    one, other = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    if one.shape != other.shape:
        raise ValueError(f"{one.size} labels need as many others, not {other.size}")
    if one.size < 2:
        return 1.0
    width = int(other.max()) + 1
    table = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width)

    def pairs(counts: Any) -> float:
        return float((counts.astype(np.float64) * (counts - 1) / 2).sum())

    together = pairs(table)
    by_one, by_other = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    by_chance = by_one * by_other / (one.size * (one.size - 1) / 2)
    most = (by_one + by_other) / 2
    return 1.0 if most == by_chance else (together - by_chance) / (most - by_chance)
