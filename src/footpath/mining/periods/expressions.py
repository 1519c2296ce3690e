"""Instants to periods as lazy Ibis: additions, comparisons and one division, no date function of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

from footpath.mining.periods.calendar import Calendar
from footpath.mining.periods.scope import Span

sql: Any = ibis


def period_of(column: Any, calendar: Calendar, span: Span, *, ahead_us: int = 0) -> Any:
    """Return the number of the period that holds each instant of a column, int64.

    The instants are those of the span, and up to `ahead_us` later. Engines divide as 64-bit floats, which is exact as
    long as the span is (rule M90: less than 285 years).
    """
    first = calendar.number_of(span.from_us)
    pieces = calendar.pieces(span.from_us, span.end_us + ahead_us)
    return (column + _shift(column, pieces)) // calendar.width_us + first


def _shift(column: Any, pieces: Sequence[tuple[int, int]]) -> Any:
    """Return the shift of each instant: comparisons by halving, as few as there can be."""
    if len(pieces) == 1:
        return sql.literal(pieces[0][1], type="int64")
    middle = len(pieces) // 2
    return sql.ifelse(
        column < pieces[middle][0], _shift(column, pieces[:middle]), _shift(column, pieces[middle:])
    )
