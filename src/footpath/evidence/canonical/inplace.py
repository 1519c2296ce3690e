"""Parquet that can be read where it lies: its columns are typed already, so that nothing is copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from footpath.atlas.types import Source
    from footpath.evidence.raw import Part

_INTEGER = re.compile(r"u?int(8|16|32|64)")
_NUMBER = re.compile(r"(u?int(8|16|32|64)|float|double|halffloat|decimal\d*\(.*\))")
_TEXT = re.compile(r"(large_)?(string|utf8)|dictionary<values=(large_)?string.*>|string_view")
_ID = re.compile(rf"(?:{_TEXT.pattern}|{_INTEGER.pattern})")


def time_kind(source: Source, types: Mapping[str, str], zone: str) -> str | None:
    """Return how an engine turns the time column into microseconds: ``timestamp``, ``date`` or a unit of integers.

    None where it cannot without a calendar of zones (times without a zone, and another zone than UTC) or without
    looking at the values.
    """
    type_ = types.get(source.time or "", "")
    if re.fullmatch(r"timestamp\[(s|ms|us|ns), tz=.+\]", type_):
        return "timestamp"
    plain = (source.zone or zone).upper() in ("UTC", "GMT", "Z")
    if plain and re.fullmatch(r"timestamp\[(s|ms|us|ns)\]", type_):
        return "timestamp"
    if plain and type_.startswith("date"):
        return "date"
    return None


def fits_in_place(source: Source, types: Mapping[str, str], zone: str) -> bool:
    """Return whether a Parquet source is an event log whose columns have the types that they need."""
    voice = source.text or source.score or source.traits or source.identity
    if source.time is None or source.times or source.promises or voice or source.days:
        return False
    if time_kind(source, types, zone) is None:
        return False
    wanted = {
        _ID: (source.customer, source.case, source.event_id, source.session),
        _TEXT: (
            source.event,
            source.channel,
            source.currency,
            source.actor,
            source.outcome and source.outcome.column,
        ),
        _NUMBER: (source.value,),
        _INTEGER: (source.sequence,),
    }
    for pattern, columns in wanted.items():
        for column in columns:
            if column and not pattern.fullmatch(types.get(column, "")):
                return False
    nested = ("list", "struct", "map", "large_list")
    return not any(types.get(column, "").startswith(nested) for column in source.properties)


def footer_facts(parts: tuple[Part, ...], column: str) -> dict[str, Any]:
    """Return the earliest and latest time that the footers tell (None where they do not), without reading a page."""
    import pyarrow.parquet as pq

    low: Any = None
    high: Any = None
    for part in parts:
        metadata = pq.ParquetFile(part.path).metadata
        index = next(
            (i for i in range(metadata.num_columns) if metadata.schema.column(i).path == column), None
        )
        for group in range(metadata.num_row_groups):
            statistics = metadata.row_group(group).column(index).statistics if index is not None else None
            if statistics is None or not statistics.has_min_max:
                return {"from_us": None, "to_us": None}
            low = statistics.min if low is None or statistics.min < low else low
            high = statistics.max if high is None or statistics.max > high else high
    return {"from_us": _us(low), "to_us": _us(high)}


def _us(moment: Any) -> int | None:
    from datetime import UTC, datetime

    from footpath.base import datetime_to_us

    if moment is None or isinstance(moment, int | float):
        return None
    if not isinstance(moment, datetime):
        return datetime_to_us(datetime(moment.year, moment.month, moment.day, tzinfo=UTC))
    return datetime_to_us(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
