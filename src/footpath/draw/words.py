"""The words that a picture says itself (legend, foot, rows), and numbers and dates as its language writes them.

Only English is spoken so far; figures, separators and dates follow the atlas's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from footpath.base import DAY, format_duration

_GROUPS = {"en": ",", "de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "tr": ".", "el": ".", "id": "."}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]

MONTHS = frozenset({*_MONTHS, *(name.rstrip(".") for name in _SHORT)})
"""The names of months, and their short forms without the dot."""
UNITS = frozenset({"s", "min", "minutes", "hour", "hours", "day", "days", "week", "weeks", "months", "euros"})
"""Words that a line does not begin with when their number stands before them."""

MINUS = "−"

GRADES = {
    "assumed": "assumed by the team",
    "reported": "reported: someone said so",
    "measured": "measured: 30 or more",
    "stale": "was measured, now too old",
}
STATUS = {"idea": "idea", "in-work": "in work", "shipped": "shipped", "dropped": "dropped"}
SCALE = {2: "delighted", 0: "neither", -2: "angry"}
MEASURES = {
    "reach": "walks that came here",
    "visits": "visits",
    "share-going-on": "went on",
    "share-lost": "lost here",
    "share-late": "late",
    "share-bad-scores": "bad scores",
    "median-time": "time since the beginning, half of them",
    "p90-time": "time since the beginning, 9 of 10",
    "median-wait": "wait before it, half of them",
    "p90-wait": "wait before it, 9 of 10",
    "emotion-scores": "feeling, from scores",
    "emotion-words": "feeling, from words",
    "criticality": "of 100, so many more (or fewer) end well",
}
SUBLINES = {
    "barrier": "five ticks: it stops people",
    "opportunity": "first things first",
}


def count(value: float, language: str = "en") -> str:
    """Return a whole number with the language's separators.

    >>> count(8412), count(8412, "pt-PT"), count(8412, "fr")
    ('8,412', '8.412', '8\\u202f412')
    """
    separator = _GROUPS.get(language.split("-", maxsplit=1)[0], "\u202f")
    return f"{round(value):,}".replace(",", separator).replace("-", MINUS)


def decimal(value: float, places: int = 1, language: str = "en") -> str:
    """Return a number with that many decimals, with a real minus."""
    text = f"{value:.{places}f}"
    if language.split("-", maxsplit=1)[0] != "en":
        text = text.replace(".", ",")
    return text.replace("-", MINUS)


def signed(value: float, language: str = "en") -> str:
    """Return a score with its sign: +1.3, −0.9."""
    return ("+" if value > 0 else "") + decimal(value, 1, language)


def percent(share: float, language: str = "en") -> str:
    """Return a share in per cent, one decimal below 10.

    >>> percent(0.3902), percent(0.0421), percent(1.0)
    ('39 %', '4.2 %', '100 %')
    """
    value = share * 100
    if 0 < abs(value) < 9.95:
        return f"{decimal(value, 1, language)} %".replace(".0 %", " %").replace(",0 %", " %")
    return f"{decimal(value, 0, language)} %"


def day(value: date, language: str = "en", *, year: bool = True, short: bool = False) -> str:
    """Return a date as people write it: 14 November 2026; ISO where the language is not English."""
    if language.split("-", maxsplit=1)[0] != "en":
        return value.isoformat()
    month = (_SHORT if short else _MONTHS)[value.month - 1]
    return f"{value.day} {month} {value.year}" if year else f"{value.day} {month}"


def period(start: date | None, end: date | None, language: str = "en") -> str:
    """Return a period in words, or an empty text."""
    if start is None or end is None:
        only = start or end
        return day(only, language) if only else ""
    if start == end:
        return day(start, language)
    if language.split("-", maxsplit=1)[0] != "en":
        return f"{start.isoformat()} – {end.isoformat()}"
    return f"{day(start, language, year=start.year != end.year)} to {day(end, language)}"


def moments(starts_s: Sequence[float | None], total_s: float) -> list[str]:
    """Return a label for the start of each stage, in elapsed time: "day 0", "40 min later", "day 4"; empty for None.

    Days are counted where the whole lasts two days or more; a stage that begins on the day of the one before it is
    told by how much later it begins.
    """
    out: list[str] = []
    last: float | None = None
    for s in starts_s:
        if s is None:
            out.append("")
        elif total_s < 2 * 86_400:
            out.append("start" if last is None else f"after {_roughly(s)}" if s > 0 else "at once")
        elif last is not None and last < s and _day_of(s) == _day_of(last):
            out.append(f"{_roughly(s - last)} later")
        else:
            out.append(f"day {_day_of(s)}")
        last = s if s is not None else last
    return out


def _day_of(seconds: float) -> int:
    return int(seconds * 1e6 // DAY)


def one_day(seconds: float, total_s: float) -> str:
    """Return the label of the end of the time bar, or of a moment on it."""
    if total_s < 2 * 86_400:
        return f"after {_roughly(seconds)}"
    return f"day {_day_of(seconds)}"


def _roughly(seconds: float) -> str:
    """Return a duration without a fraction that nobody would say: 14 hours, not 14.4."""
    return format_duration(round(seconds / 3600) * 3600e6 if seconds >= 7200 else seconds * 1e6)
