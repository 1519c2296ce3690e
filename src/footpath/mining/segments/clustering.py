"""From what customers did to segments of them: the same rows and seed, the same segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from footpath.engines.types import ArrowTable
    from footpath.mining.segments.question import Segments

MOST_FEATURES = 200


@dataclass(frozen=True)
class Found:
    """Customers in segments.

    `keys` has shape (customers,), ascending; `labels` likewise, from 0, the largest segment first; `k` is how many there
    are, `agreement` the index of that number (None for one), `tried` that of each number. `had` maps (property, value) to the places of the customers
    that have it.
    """

    keys: np.ndarray[Any, Any]
    labels: np.ndarray[Any, Any]
    k: int
    agreement: float | None
    tried: dict[int, float]
    had: dict[tuple[str, str], np.ndarray[Any, Any]]

    def members(self, segment: str) -> Any:
        """Return the keys of the customers of a segment, by its name."""
        return self.keys[self.labels == int(segment) - 1]


def clustered(question: Segments, rows: ArrowTable) -> Found:
    """Return the segments in the rows of `portable`."""
    import numpy as np
    import pyarrow.compute as pc

    from footpath.mining.segments.portable import EVENT, PAIR
    from footpath.stats import directions, stable_clusters

    told = rows.filter(pc.is_valid(rows["property"]))
    keys, place = np.unique(told["customer_key"].to_numpy(), return_inverse=True)
    counts = told["count"].to_numpy().astype(np.float64)
    codes, named = _coded(told)
    order = np.argsort(codes, kind="stable")
    cuts = np.searchsorted(codes[order], np.arange(len(named) + 1))
    had, blocks = {}, []
    for code, name in enumerate(named):
        at = order[cuts[code] : cuts[code + 1]]
        had[name] = place[at]
    for kind in (EVENT, PAIR):
        often = sorted((n for n in named if n[0] == kind), key=lambda n: (-len(had[n]), n[1]))[:MOST_FEATURES]
        if often:
            block = np.zeros((len(keys), len(often)))
            for column, name in enumerate(often):
                code = named.index(name)
                at = order[cuts[code] : cuts[code + 1]]
                block[place[at], column] = np.sqrt(counts[at])
            blocks.append(directions(block))
    if not blocks:
        return Found(keys, np.zeros(len(keys), np.int64), 1 if len(keys) else 0, None, {}, had)
    made = stable_clusters(directions(np.hstack(blocks)), most=question.most, seed=question.seed)
    agreement = made.agreement.get(made.k) if made.k > 1 else None
    return Found(keys, made.labels, made.k, agreement, made.agreement, had)


def _coded(told: ArrowTable) -> tuple[Any, list[tuple[str, str]]]:
    """Return each row's (property, value) as a number, and what the numbers mean, in order of their names."""
    import numpy as np

    kinds = told["property"].combine_chunks().dictionary_encode()
    values = told["value"].combine_chunks().dictionary_encode()
    pairs = kinds.indices.to_numpy().astype(np.int64) * max(1, len(values.dictionary))
    pairs = pairs + values.indices.to_numpy()
    unique, codes = np.unique(pairs, return_inverse=True)
    kind_names, value_names = kinds.dictionary.to_pylist(), values.dictionary.to_pylist()
    named = [
        (kind_names[int(pair) // len(value_names)], value_names[int(pair) % len(value_names)])
        for pair in unique
    ]
    by_name = sorted(range(len(named)), key=named.__getitem__)
    rank = np.empty(len(named), dtype=np.int64)
    rank[by_name] = np.arange(len(named))
    return rank[codes], [named[i] for i in by_name]
