"""The days that a partition holds, read from its names (``day=2025-01-31``, ``year=2025/month=1``), and periods of days.

A partition's days are in the zone of whoever wrote it, which nobody knows: local days lie within one of those of UTC, so a
period asks for the partitions of its UTC days and for one more on each side (rule E104).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from footpath.base import DAY, BadInputError, Place, Problem, datetime_to_us, did_you_mean, us_to_datetime

if TYPE_CHECKING:
    from footpath.atlas.types import Source
    from footpath.atlas.types.sources import Partition

Period = tuple[int | None, int | None]
"""From and until in microseconds UTC, half open; None is open."""

OPEN: Period = (None, None)

NOTHING = ("__HIVE_DEFAULT_PARTITION__", "")
"""How folders are called whose rows have no value."""

_DAY_NAMES = re.compile(
    r"(?:event|occurred|created|session|order|local|utc|activity)?[_-]?(?:day|date|dt|ds|datum|tag)"
    r"(?:[_-]?(?:utc|local|key|id|partition|part))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:event[_-]?)?(?:year|yyyy|yr|y)", re.IGNORECASE)
_MONTH = re.compile(r"(?:event[_-]?)?(?:month|mm|mon|m)", re.IGNORECASE)
_DAY = re.compile(r"(?:event[_-]?)?(?:day|dd|d)", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T _-].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{2})?")
_MONTHLY = re.compile(r"(\d{4})-?(\d{2})")

Values = Mapping[str, str | None]
"""What a file's folders say: column to value; None is "no value"."""


class Days:
    """Reads the days of a table's partitions: by the column that a source names, or else by their names.

    Raises
    ------
    BadInputError
        column-missing where the column named parts nothing, partition-no-date where its values are no dates.
    """

    def __init__(self, partition: Partition | None, every: Iterable[Values], table: str) -> None:
        samples = list(every)
        self.table = table
        self.names = list(dict.fromkeys(name for values in samples for name in values))
        self.kind = "date"
        self.column: str | None = None
        self.triple: tuple[str, str | None, str | None] | None = None
        if partition is not None:
            self._take(partition, samples)
        else:
            self._find(samples)

    @property
    def known(self) -> bool:
        """Return whether partitions tell days."""
        return self.column is not None or self.triple is not None

    @property
    def columns(self) -> list[str]:
        """Return the columns that tell the day."""
        return [self.column] if self.column is not None else [name for name in self.triple or () if name]

    def of(self, values: Values) -> tuple[date, date] | None:
        """Return the first and last day of a partition; None where it may hold any."""
        if self.column is not None:
            text = values.get(self.column)
            return None if text is None else _read(text, self.kind)
        if self.triple is None:
            return None
        parts = [values.get(name) if name else None for name in self.triple]
        return _of_parts(parts)

    def _take(self, partition: Partition, samples: list[Values]) -> None:
        self.column, self.kind = partition.column, partition.kind
        if self.column not in self.names:
            raise BadInputError(
                Problem(
                    code="column-missing",
                    message=f"the table is not parted by {self.column!r}",
                    place=Place(self.table),
                    value=self.column,
                    help=did_you_mean(self.column, self.names, what="it is parted by")
                    if self.names
                    else "Its folders have no names such as day=2025-01-31: leave `partition` out.",
                )
            )
        for values in samples:
            text = values.get(self.column)
            if text is not None and _read(text, self.kind) is None:
                raise BadInputError(
                    Problem(
                        code="partition-no-date",
                        message=f"the partition {self.column}={text} is no day",
                        place=Place(self.table),
                        value=text,
                        expected=_EXPECTED[self.kind],
                        help="Name another column under `partition`, its `kind`, or leave `partition` out: then all is read.",
                    )
                )

    def _find(self, samples: list[Values]) -> None:
        for name in self.names:
            if _DAY_NAMES.fullmatch(name) is None:
                continue
            texts = [text for values in samples if (text := values.get(name)) is not None]
            for kind in ("date", "int"):
                if texts and all(_read(text, kind) is not None for text in texts):
                    self.column, self.kind = name, kind
                    return
        found = [next((n for n in self.names if p.fullmatch(n)), None) for p in (_YEAR, _MONTH, _DAY)]
        year, month, day = found
        if year is None or any(
            values.get(year) is not None
            and _of_parts([values.get(name) if name else None for name in found]) is None
            for values in samples
        ):
            return
        self.triple = (year, month, day if month else None)


def _of_parts(parts: list[str | None]) -> tuple[date, date] | None:
    """Return the days of a year, of one of its months, or of one day of that."""
    try:
        year, month, day = (None if text is None else int(text) for text in parts)
        if year is None:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        return _month(year, month) if day is None else (date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _read(text: str, kind: str) -> tuple[date, date] | None:
    if kind == "month":
        monthly = _MONTHLY.fullmatch(text.strip())
        return None if monthly is None else _month(int(monthly[1]), int(monthly[2]))
    found = (_COMPACT if kind == "int" else _WHOLE).fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day, day


def _month(year: int, month: int) -> tuple[date, date] | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


_EXPECTED = {
    "date": "dates such as 2025-01-31",
    "day": "days such as 2025-01-31",
    "month": "months such as 2025-01",
    "int": "whole numbers such as 20250131",
}


def asked_days(period: Period) -> tuple[date | None, date | None]:
    """Return the first and last day whose partitions a period asks for: those of its UTC days, and one on each side."""
    since, until = period
    first = None if since is None else us_to_datetime(since).date() - timedelta(days=1)
    last = None if until is None else us_to_datetime(until - 1).date() + timedelta(days=1)
    return first, last


def may_hold(days: tuple[date, date] | None, asked: tuple[date | None, date | None]) -> bool:
    """Return whether a partition of such days may hold events of the period whose days are asked."""
    if days is None:
        return True
    first, last = asked
    return (first is None or days[1] >= first) and (last is None or days[0] <= last)


def period_of(source: Source, period: Period, zone: str, now_us: int) -> Period:
    """Return the period that is read: the one asked for, and no more than the source's `days`.

    `days` reach back to the beginning of a day in the zone, so that one day's questions all see the same events.
    """
    since, until = period
    if source.days is not None:
        day = us_to_datetime(now_us).astimezone(ZoneInfo(zone)).date() - timedelta(days=source.days)
        oldest = day_us(day, zone)
        since = oldest if since is None else max(since, oldest)
    return since, until


def day_us(day: date, zone: str) -> int:
    """Return when a day begins in a zone."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return datetime_to_us(begins.astimezone(UTC))


def widened(period: Period, by_us: int = DAY) -> Period:
    """Return a period with so much more on each side, for times whose zone is not known."""
    since, until = period
    return (None if since is None else since - by_us), (None if until is None else until + by_us)
