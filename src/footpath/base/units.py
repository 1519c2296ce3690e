"""Durations and instants: integers of microseconds inside, plain words outside."""

from __future__ import annotations

import re
from datetime import UTC, datetime

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

_UNITS: dict[str, int] = {
    "us": MICROSECOND,
    "ms": 1000,
    "s": SECOND,
    "sec": SECOND,
    "second": SECOND,
    "m": MINUTE,
    "min": MINUTE,
    "minute": MINUTE,
    "h": HOUR,
    "hour": HOUR,
    "d": DAY,
    "day": DAY,
    "w": WEEK,
    "week": WEEK,
    "month": 30 * DAY,
    "year": 365 * DAY,
}
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-zµ]+)\s*", re.IGNORECASE)


def parse_duration(text: str) -> int:
    """Return the microseconds of "10 days", "30m", "1 h 30 min" (a month is 30 days, a year 365).

    Raises
    ------
    ValueError
        Where the text is no duration; the message lists the units.

    >>> parse_duration("1 h 30 min") == 90 * MINUTE
    True
    """
    total, position = 0.0, 0
    for match in _DURATION.finditer(text):
        if match.start() != position:
            break
        unit = match.group(2).lower().replace("µ", "u")
        if unit not in _UNITS and unit.endswith("s"):
            unit = unit[:-1]
        if unit not in _UNITS:
            break
        total += float(match.group(1)) * _UNITS[unit]
        position = match.end()
    if position == 0 or position != len(text):
        raise ValueError(
            f"{text!r} is no duration; write a number and a unit: 45 s, 30 min, 2 h, 10 days, 3 weeks"
        )
    return round(total)


def format_duration(us: float) -> str:
    """Return a duration in plain words, two units at most, rounded as people say it.

    >>> format_duration(12.53 * DAY), format_duration(20 * MINUTE + 4 * SECOND), format_duration(0)
    ('12.5 days', '20 min', 'at once')
    """
    if us < 0:
        return f"-{format_duration(-us)}"
    if us < SECOND / 2:
        return "at once"
    if us < 90 * SECOND:
        return f"{round(us / SECOND)} s"
    if us < 100 * MINUTE:
        return f"{round(us / MINUTE)} min"
    if us < 48 * HOUR:
        return f"{_short(us / HOUR)} hours"
    if us < 60 * DAY:
        return f"{_short(us / DAY)} days"
    if us < 700 * DAY:
        return f"{_short(us / (30 * DAY))} months"
    return f"{_short(us / (365 * DAY))} years"


def us_to_datetime(us: int) -> datetime:
    """Return the UTC datetime of microseconds since 1970."""
    return datetime.fromtimestamp(us // SECOND, tz=UTC).replace(microsecond=us % SECOND)


def datetime_to_us(moment: datetime) -> int:
    """Return microseconds since 1970 of an aware datetime, exactly."""
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * SECOND + delta.microseconds


def format_day(us: int) -> str:
    """Return the UTC day of an instant as 2018-05-31."""
    return us_to_datetime(us).strftime("%Y-%m-%d")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 20 else f"{value:.0f}"
