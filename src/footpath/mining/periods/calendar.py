"""Where the days, weeks and months of a time zone begin, in microseconds UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from footpath.base import DAY, SECOND, WEEK, datetime_to_us, us_to_datetime
from footpath.mining.question import bad_parameter

Period = Literal["day", "week", "month"]
PERIODS: tuple[str, ...] = get_args(Period)

_FIRST_DAY = date(1970, 1, 1)
_MONDAY = 3  # 1 January 1970 was a Thursday; week 0 began on the Monday before
_WIDTHS = {"day": DAY, "week": WEEK, "month": 31 * DAY}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of one kind in one time zone, numbered: 0 is the one that holds 1 January 1970.

    A day begins where the clock of the zone shows midnight for the first time (at once where it skips midnight), so it
    has 23 or 25 hours where the clock changes; a week begins on Monday, a month with its first day (rule M90).
    """

    period: Period
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise bad_parameter(f"a period cannot be {self.period!r}", ", ".join(PERIODS))
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise bad_parameter(
                f"no time zone is called {self.zone!r}", "a name such as Europe/Berlin"
            ) from error

    def first_day(self, number: int) -> date:
        """Return the first day of a period."""
        if self.period == "day":
            return _FIRST_DAY + timedelta(days=number)
        if self.period == "week":
            return _FIRST_DAY + timedelta(days=7 * number - _MONDAY)
        year, month = divmod(number, 12)
        return date(1970 + year, month + 1, 1)

    def start_us(self, number: int) -> int:
        """Return when a period begins."""
        return _midnight(self.first_day(number), self.zone)

    def number_of(self, us: int) -> int:
        """Return the period that holds an instant."""
        number = self._of_day(us_to_datetime(us).astimezone(ZoneInfo(self.zone)).date())
        # Where a clock goes back over midnight a date is shown twice: the period begins with the first.
        while self.start_us(number + 1) <= us:
            number += 1
        while self.start_us(number) > us:
            number -= 1
        return number

    def label(self, number: int) -> str:
        """Return a period's name: 2025-03-30, 2025-W13 (ISO 8601), 2025-03; names sort as the periods do."""
        day = self.first_day(number)
        if self.period == "week":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        return day.isoformat() if self.period == "day" else f"{day.year:04}-{day.month:02}"

    def days_in(self, number: int) -> int:
        """Return how many days of the calendar a period has."""
        return (self.first_day(number + 1) - self.first_day(number)).days

    def pieces(self, low_us: int, high_us: int) -> tuple[tuple[int, int], ...]:
        """Return (from_us, shift_us), ascending, for the instants from `low_us` to `high_us`.

        An instant t of a piece lies in the period ``number_of(low_us) + (t + shift) // width_us``: between two clock
        changes days are of one length, and what is irregular (a day of 25 hours, a month of 30 days) is put right by
        another shift from there on. So a source of a year has a handful of pieces, whatever the number of its days.
        """
        width, first = self.width_us, self.number_of(low_us)
        begins = self.start_us(first)
        found = [(begins, -begins)]
        # Up to the end of the last period too: where it is longer than the width, its end needs a shift of its own.
        for place in range(1, self.number_of(high_us) - first + 2):
            ends = self.start_us(first + place)
            if ends + found[-1][1] != place * width:
                # From here to the end of the period the old and the new shift both give this period.
                at = max(begins, ends - width)
                if found[-1][0] == at:
                    found.pop()
                found.append((at, place * width - ends))
            begins = ends
        return tuple(found)

    @property
    def width_us(self) -> int:
        """Return the length by which `pieces` divides: a day, a week, 31 days."""
        return _WIDTHS[self.period]

    def _of_day(self, day: date) -> int:
        if self.period == "month":
            return (day.year - 1970) * 12 + day.month - 1
        days = (day - _FIRST_DAY).days
        return days if self.period == "day" else (days + _MONDAY) // 7


@lru_cache(maxsize=1 << 16)
def _midnight(day: date, zone: str) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    offset = moment.utcoffset()
    shown = datetime_to_us(moment.replace(tzinfo=us_to_datetime(0).tzinfo))
    return shown - (0 if offset is None else round(offset.total_seconds()) * SECOND)
