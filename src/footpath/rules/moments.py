"""Days and instants of rules: read, printed, and turned into the microseconds that they cover."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from footpath.base import DAY, HOUR, MINUTE, SECOND, WEEK, datetime_to_us
from footpath.rules.tree import Duration, Moment

_PRINTED = ((WEEK, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))


def read_moment(text: str) -> Moment:
    """Return the day or instant of an ISO text (2018-05-31, 2018-05-31T10:30, 2018-05-31 10:30:15.5+02:00).

    Raises
    ------
    ValueError
        Where there is no such day or time.
    """
    if len(text) == 10:
        day = date.fromisoformat(text)
        return Moment(datetime_to_us(datetime(day.year, day.month, day.day, tzinfo=UTC)), is_day=True)
    moment = datetime.fromisoformat(text)
    zoned = moment.tzinfo is not None
    return Moment(
        datetime_to_us(moment.astimezone(UTC) if zoned else moment.replace(tzinfo=UTC)), zoned=zoned
    )


def format_moment(moment: Moment) -> str:
    """Return the ISO text that `read_moment` reads back."""
    at = datetime(1970, 1, 1) + timedelta(microseconds=moment.us)
    if moment.is_day:
        return at.date().isoformat()
    return at.isoformat() + ("Z" if moment.zoned else "")


def moment_range(moment: Moment, zone: str = "UTC") -> tuple[int, int]:
    """Return [from, to) in UTC microseconds that a moment covers: a whole day of the zone, or one microsecond.

    A day has 23, 24 or 25 hours, as the zone's clock changes. So ``=`` means from <= t < to, ``<`` t < from,
    ``<=`` t < to, ``>`` t >= to, ``>=`` t >= from, for days and instants alike (rule R17).
    A wall time that the clock skips or shows twice is the one before the change (PEP 495, fold 0).
    """
    if moment.zoned and not moment.is_day:
        return moment.us, moment.us + 1
    start = _on_the_wall(moment.us, zone)
    if not moment.is_day:
        return start, start + 1
    return start, _on_the_wall(moment.us + DAY, zone)


def format_exact(duration: Duration) -> str:
    """Return a duration in the largest unit that leaves no rest: "3 weeks", "90 minutes", "-1 day", "1500 ms"."""
    for size, name in _PRINTED:
        count, rest = divmod(duration.us, size)
        if rest == 0 and (count != 0 or size == SECOND):
            return f"{count} {name}" + ("" if count in (1, -1) else "s")
    return f"{duration.us // 1000} ms" if duration.us % 1000 == 0 else f"{duration.us} us"


def _on_the_wall(us: int, zone: str) -> int:
    try:
        return datetime_to_us(
            (datetime(1970, 1, 1) + timedelta(microseconds=us)).replace(tzinfo=ZoneInfo(zone))
        )
    except OverflowError:  # the first and last day of the calendar have no neighbour
        return us
