"""When the clocks of a time zone change, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_SECOND = 1_000_000


@lru_cache(maxsize=256)
def _offset_at(zone: str) -> Callable[[int], int]:
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    place = ZoneInfo(zone)
    start = datetime(1970, 1, 1, tzinfo=UTC)

    def offset(second: int) -> int:
        shift = (start + timedelta(seconds=second)).astimezone(place).utcoffset()
        return round(shift.total_seconds()) if shift is not None else 0

    return offset


def changes(zone: str, low_us: int, high_us: int) -> tuple[Array, Array]:
    """Return when (UTC, microseconds) a zone's offset changes in a period, and the offsets before, between, after.

    Looked for by day and then by halving, through `zoneinfo`, as its table of changes is not public.
    """
    offset = _offset_at(zone)
    day = 86_400
    at, end = low_us // _SECOND - 3 * day, high_us // _SECOND + 3 * day
    moments: list[int] = []
    offsets = [offset(at)]
    while at < end:
        ahead = at + 7 * day
        while offset(ahead) != offsets[-1]:
            low, high = at, ahead
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
            moments.append(high)
            offsets.append(offset(high))
            at = high
        at = ahead
    return np.array(moments, dtype=np.int64) * _SECOND, np.array(offsets, dtype=np.int64) * _SECOND
