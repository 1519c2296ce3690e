"""How large segments are, and what tells each apart from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.stats import benjamini_hochberg, difference_of_shares, share, shares_differ

if TYPE_CHECKING:
    from footpath.mining.segments.clustering import Found
    from footpath.mining.segments.question import Segments

_MARKS = 5
_TELLS = 0.1
"""A mark is had by at least so much more of the segment than of the others."""


def summary_rows(question: Segments, found: Found) -> list[dict[str, Any]]:
    """Return one row a segment."""
    sizes = _sizes(found)
    marks: dict[int, list[str]] = {0: []} if found.k < 2 else _marks(question, found)
    rows = []
    for number, n in enumerate(sizes):
        size = share(n, len(found.keys))
        rows.append(
            {
                "segment": str(number + 1),
                "customers": n,
                "share": size.value,
                "low": size.low,
                "high": size.high,
                "agreement": found.agreement,
                "marks": ", ".join(marks[number]),
            }
        )
    return rows


def detail_rows(question: Segments, found: Found) -> list[dict[str, Any]]:
    """Return one row a segment and what its customers have more or less often; largest differences first."""
    from footpath.mining.segments.portable import EVENT, PAIR

    if found.k < 2:
        return []
    rows = _differences(question, found)
    for row in rows:
        by_construction = row["property"] in (EVENT, PAIR)
        row["p"] = None if by_construction else shares_differ(*row["counts"]).p
        row["q"], row["tests"] = None, 0
    tested = [row for row in rows if row["p"] is not None]
    for row, q in zip(tested, benjamini_hochberg([row["p"] for row in tested]), strict=True):
        row["q"] = q
    for row in rows:
        row["tests"] = len(tested)
    rows.sort(key=lambda r: (int(r["segment"]), -abs(r["difference"]), r["property"], r["value"]))
    return rows


def _differences(question: Segments, found: Found) -> list[dict[str, Any]]:
    import numpy as np

    sizes, rows = _sizes(found), []
    for (kind, value), places in found.had.items():
        if len(places) < question.least:
            continue
        having = np.bincount(found.labels[places], minlength=found.k).tolist()
        every = sum(having)
        for number, n in enumerate(sizes):
            hits, others, rest = having[number], every - having[number], len(found.keys) - n
            estimate = difference_of_shares(hits, n, others, rest)
            rows.append(
                {
                    "segment": str(number + 1),
                    "property": kind,
                    "value": value,
                    "customers": hits,
                    "share_in": hits / n,
                    "share_out": others / rest,
                    "difference": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "lift": (hits / n) / (others / rest) if others else None,
                    "counts": (hits, n, others, rest),
                }
            )
    return rows


def _marks(question: Segments, found: Found) -> dict[int, list[str]]:
    from footpath.mining.segments.portable import EVENT

    rows = [
        row
        for row in _differences(question, found)
        if row["property"] == EVENT and row["difference"] >= _TELLS
    ]
    rows.sort(key=lambda r: (-r["difference"], r["value"]))
    return {
        number: [row["value"] for row in rows if row["segment"] == str(number + 1)][:_MARKS]
        for number in range(found.k)
    }


def _sizes(found: Found) -> list[int]:
    import numpy as np

    return [int(n) for n in np.bincount(found.labels, minlength=found.k)] if len(found.keys) else []
