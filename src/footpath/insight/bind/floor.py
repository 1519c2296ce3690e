"""The privacy floor where numbers add up to a whole: one hidden part alone could be told from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from footpath.atlas import MeasureRow


def hide_one_more(parts: Sequence[MeasureRow]) -> Iterable[MeasureRow]:
    """Return the parts of one whole; where exactly one of them is hidden, the next smallest is hidden too (I3)."""
    shown = [row for row in parts if not row.floor]
    if len(parts) - len(shown) != 1 or not shown:
        return parts
    least = min(shown, key=lambda row: (row.n, row.value or 0.0, row.id))
    hidden = {"value": None, "n": 0, "low": None, "high": None, "floor": True}
    return [row.model_copy(update=hidden) if row is least else row for row in parts]
