"""Parquet that can be read where it lies: its columns are typed already, so that nothing is copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    if source.time is None or source.times or source.promises or voice:
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


def lacks_nothing(source: Source, parts: tuple[Part, ...]) -> bool:
    """Return whether the footers say that each row has a time, a name and no blank customer; no page is read.

    A row without them is set aside, or counts for nobody, which only reading each row can do.
    """
    import pyarrow.parquet as pq

    needed = [source.time, *([source.event] if source.event else [])]
    people = [column for column in (source.customer, source.case) if column]
    for part in parts:
        metadata = pq.ParquetFile(part.path).metadata
        places = {metadata.schema.column(i).path: i for i in range(metadata.num_columns)}
        for group in range(metadata.num_row_groups):
            row_group = metadata.row_group(group)
            for column in [*needed, *people]:
                if column not in places:  # of folders' names
                    continue
                statistics = row_group.column(places[column]).statistics
                if column in needed:
                    known = statistics is not None and statistics.has_null_count
                    if not known or statistics.null_count:
                        return False
                text = column != source.time and statistics is not None and statistics.has_min_max
                if text and _may_be_blank(statistics.min):
                    return False
    return True


def _may_be_blank(least: Any) -> bool:
    """Return whether the least of some values leaves room for a text of nothing but blanks."""
    return isinstance(least, str | bytes) and (not least or not least[:1].strip())


def footer_facts(parts: tuple[Part, ...], column: str) -> dict[str, Any]:
    """Return the earliest and latest time that the footers tell (None where they do not), without reading a page."""
    import pyarrow.parquet as pq

    nothing = {"from_us": None, "to_us": None}
    low: int | None = None
    high: int | None = None
    for part in parts:
        metadata = pq.ParquetFile(part.path).metadata
        index = next(
            (i for i in range(metadata.num_columns) if metadata.schema.column(i).path == column), None
        )
        to_us = None if index is None else _TO_US.get(_unit(metadata.schema.column(index)))
        if to_us is None:
            return nothing
        for group in range(metadata.num_row_groups):
            statistics = metadata.row_group(group).column(index).statistics
            if statistics is None or not statistics.has_min_max:
                return nothing
            # The raw integers: a time made of them by pyarrow brings pandas along, half a second.
            first, last = (int(raw * to_us) for raw in (statistics.min_raw, statistics.max_raw))
            low = first if low is None or first < low else low
            high = last if high is None or last > high else high
    return {"from_us": low, "to_us": high}


_TO_US: Mapping[str, Fraction] = {
    "milliseconds": Fraction(1000),
    "microseconds": Fraction(1),
    "nanoseconds": Fraction(1, 1000),
    "date": Fraction(86_400_000_000),
}


def _unit(column: Any) -> str:
    """Return in what a column of times is stored; "" where that is nothing of the kind."""
    import json

    told = json.loads(column.logical_type.to_json())
    return "date" if told.get("Type") == "Date" else str(told.get("timeUnit", ""))
