"""Numbers, times and names as people read them in a chart; where axes have their ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from footpath.base import format_duration
from footpath.draw.text import clean
from footpath.draw.words import MINUS, count, decimal, percent, period

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_SPANS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800,
          432_000, 604_800, 1_209_600, 2_592_000, 5_184_000, 7_776_000, 15_552_000, 31_536_000, 63_072_000,
          157_680_000, 315_360_000)  # fmt: skip
"""Steps of time axes in seconds: those that a clock or a calendar has."""
_DAY, _HOUR, _MINUTE = 86_400, 3600, 60


def whole(value: float | None) -> str:
    """Return a count with separators; a dash where there is none."""
    return "–" if value is None else count(value)


def quantity(value: float | None) -> str:
    """Return a number that need not be whole: as many decimals as tell something.

    >>> quantity(115.0), quantity(12.345), quantity(0.0421), quantity(None)
    ('115', '12.3', '0.042', '–')
    """
    if value is None:
        return "–"
    if abs(value - round(value)) < 1e-9 or abs(value) >= 100:
        return count(value)
    places = 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return decimal(value, places).rstrip("0").rstrip(".")


def share(value: float | None) -> str:
    """Return a share in per cent; a dash where there is none. Nothing rounds to none or to all that is not.

    >>> share(0.38), share(0.996), share(0.0003), share(1.0), share(0)
    ('38 %', '99.6 %', 'under 0.1 %', '100 %', '0 %')
    """
    if value is None:
        return "–"
    if 0 < value < 0.0005:
        return "under 0.1 %"
    if 0.995 <= value < 1:
        return "over 99.9 %" if value >= 0.9995 else f"{decimal(value * 100, 1)} %"
    return percent(value)


def points(value: float | None) -> str:
    """Return a difference of two shares in percentage points, with its sign.

    >>> points(-0.114), points(0.031), points(None)
    ('−11', '+3.1', '–')
    """
    if value is None:
        return "–"
    text = decimal(value * 100, 1 if abs(value) < 0.0995 else 0)
    text = text.removesuffix(".0")
    return "0" if text in ("0", f"{MINUS}0") else text if text.startswith(MINUS) else f"+{text}"


def signed(value: float | None) -> str:
    """Return a difference with its sign."""
    if value is None:
        return "–"
    text = quantity(value)
    return text if value <= 0 or text == "0" else f"+{text}"


def time(seconds: float | None) -> str:
    """Return an elapsed time in words; a dash where there is none."""
    return "–" if seconds is None else format_duration(seconds * 1e6)


def probability(value: float | None) -> str:
    """Return a p or q as it is read: two places, and below a thousandth only that.

    >>> probability(0.0384), probability(4e-12), probability(0.82)
    ('0.038', 'under 0.001', '0.82')
    """
    if value is None:
        return "–"
    if value < 0.001:
        return "under 0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def between(low: str, high: str) -> str:
    """Return a range in words."""
    return f"{low} to {high}"


def span(facts_period: Sequence[str] | None) -> str:
    """Return the period of the facts of a source in words, or an empty text."""
    if not facts_period:
        return ""
    days = [date.fromisoformat(text[:10]) for text in facts_period]
    return period(days[0], days[-1])


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values from `low` to `high`, at most so many."""
    if not high > low:
        return [low]
    rough = (high - low) / max(most - 1, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * step for step in _STEPS if size * step >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def time_ticks(high_s: float, most: int = 7) -> list[float]:
    """Return seconds from 0 to `high_s` at the steps that clocks and calendars have."""
    step = next((float(s) for s in _SPANS if high_s / s <= most - 1), high_s or 1.0)
    return [step * number for number in range(int(high_s / step + 1e-9) + 1)]


def log_time_ticks(low_s: float, high_s: float) -> list[float]:
    """Return the moments of a logarithmic time axis that people know: a second, a minute, an hour, a day ..."""
    return [float(s) for s in _KNOWN if low_s <= s <= high_s]


_KNOWN = (1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000, 315_360_000)


def tick_time(seconds: float, high_s: float) -> str:
    """Return the label of a time axis: one unit for the whole axis."""
    if seconds == 0:
        return "0"
    for size, names in ((_DAY, ("day", "days")), (_HOUR, ("hour", "hours")), (_MINUTE, ("min", "min"))):
        if high_s >= 2 * size:
            value = quantity(seconds / size)
            return f"{value} {names[0] if value == '1' else names[1]}"
    return f"{quantity(seconds)} s"


def shown(name: object) -> str:
    """Return a name as a chart writes it; what we call something ourselves, such as (other), loses its brackets.

    >>> shown("(other)"), shown("(end: bought)"), shown("product_view"), shown(None)
    ('other', 'end: bought', 'product_view', 'no value')
    """
    if name is None:
        return "no value"
    text = clean(str(name))
    return text[1:-1] if is_ours(text) else text or "no name"


_OURS = ("begin", "end", "other", "all", "none", "open", "any", "missing", "whole")


def is_ours(name: object) -> bool:
    """Return whether a name is one that we gave: (begin), (end), (other) ..."""
    text = str(name)
    if not (text.startswith("(") and text.endswith(")")):
        return False
    return text[1:-1].partition(":")[0] in _OURS
