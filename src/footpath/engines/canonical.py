"""One source's events as canonical columns, lazily: projected, typed, numbered by arrival, duplicates left out.

Portable Ibis, except that each engine hands in how it turns its own timestamps into microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from footpath.engines.compile import compile_rule
from footpath.rules import rule as parse_rule

if TYPE_CHECKING:
    from footpath.engines.types import Table

_TEXTS = (
    "customer_id",
    "case_id",
    "actor",
    "event",
    "event_id",
    "session_id",
    "channel",
    "currency",
    "case_status",
)
CANONICAL = (
    "customer_id",
    "case_id",
    "actor",
    "occurred_us",
    "event",
    "event_id",
    "sequence",
    "promised_us",
    "session_id",
    "channel",
    "value",
    "currency",
    "case_status",
)
_ADDED = ("customer_key", "arrival", "late", "delay_us", "footpath_file", "footpath_row")

# A row's arrival is one integer: source, file within the source, row within the file, from the highest bits down.
_ROW_BITS, _FILE_BITS = 36, 16

ToMicroseconds = Callable[[Any], Any]
"""How an engine turns a timestamp column into int64 microseconds since 1970, UTC."""


@dataclass(frozen=True)
class RawEvents:
    """A source's events before they are canonical.

    `names` maps canonical column names to the table's own ("customer_id" to "user_id"); what it lacks is null.
    `kept` maps the names of kept columns likewise. `event_name` is the event where no column gives one. `pseudonyms`
    says that the customers' ids stand in the table as they are and are to be replaced by keyed hashes.
    """

    table: Table
    names: Mapping[str, str]
    kept: Mapping[str, str]
    number: int
    event_name: str | None
    derive: Mapping[str, str]
    pseudonyms: bool = False

    @property
    def key_is_integer(self) -> bool:
        """Return whether customers are integers that can be their own key."""
        if self.pseudonyms:
            return False
        name = self.names.get("customer_id")
        kind = self.table[name].type() if name else None
        return kind is not None and kind.is_integer() and str(kind).lstrip("!") != "uint64"

    def with_arrival(self) -> Table:
        """Return the raw table with its order of arrival as `arrival` in place of file and row.

        A table by name has neither: it stays as it is.
        """
        table = self.table
        if "footpath_file" not in table.columns:
            return table
        file = table.footpath_file.cast("int64")
        shifted = (file + (self.number << _FILE_BITS)) * (1 << _ROW_BITS)
        arrival = shifted + table.footpath_row.cast("int64")
        return table.mutate(arrival=arrival).drop("footpath_file", "footpath_row")


def canonical_events(
    raw: RawEvents, table: Table, to_us: ToMicroseconds, *, zone: str, integer_keys: bool
) -> Table:
    """Return the canonical columns of a source (with customer_key only where customers are integers), lazily.

    `table` is ``raw.with_arrival()``, perhaps with duplicates left out.
    """
    import ibis

    columns: dict[str, Any] = {}
    for name in CANONICAL:
        own = raw.names.get(name)
        column = table[own] if own is not None else None
        if name in ("occurred_us", "promised_us"):
            columns[name] = _time(column, to_us)
        elif name == "sequence":
            if column is not None:
                columns[name] = column.cast("int64")
        elif name == "value":
            columns[name] = ibis.null("decimal(18, 6)") if column is None else _as(column, "decimal(18, 6)")
        elif name == "event" and column is None and raw.event_name is not None:
            columns[name] = ibis.literal(raw.event_name)
        else:
            columns[name] = ibis.null("string") if column is None else _as(column, "string")
    if integer_keys:
        columns["customer_key"] = table[raw.names["customer_id"]].cast("int64")
    if "arrival" in table.columns and "arrival" not in raw.kept:
        columns["arrival"] = table.arrival
    for name, own in raw.kept.items():
        if name not in columns and name not in _ADDED:
            columns[name] = table[own]
    events = table.select(**columns)
    events = events.mutate(
        late=events.occurred_us > events.promised_us, delay_us=events.occurred_us - events.promised_us
    )
    for name, text in raw.derive.items():
        events = events.mutate(**{name: compile_rule(parse_rule(text), events, zone=zone)})
    return events


def union_events(sources: list[Table]) -> Table:
    """Return several sources as one table; a column that one lacks is null there, mixed types become text."""
    import ibis

    if len(sources) == 1:
        return sources[0]
    names: dict[str, Any] = {}
    for table in sources:
        for name in table.columns:
            kind = table[name].type()
            names[name] = kind if name not in names else _common(names[name], kind)
    padded = [
        table.select(
            **{
                name: _as(table[name], kind) if name in table.columns else ibis.null(kind)
                for name, kind in names.items()
            }
        )
        for table in sources
    ]
    return reduce(lambda one, other: one.union(other), padded)


def _common(one: Any, other: Any) -> Any:
    import ibis.expr.datatypes as dt

    if one.copy(nullable=True) == other.copy(nullable=True):
        return one.copy(nullable=True)
    if one.is_numeric() and other.is_numeric() and not one.is_boolean() and not other.is_boolean():
        return dt.int64 if one.is_integer() and other.is_integer() else dt.float64
    return dt.string


def _as(column: Any, kind: Any) -> Any:
    return (
        column
        if column.type().copy(nullable=True) == column.cast(kind).type().copy(nullable=True)
        else column.cast(kind)
    )


def _time(column: Any, to_us: ToMicroseconds) -> Any:
    import ibis

    if column is None:
        return ibis.null("int64")
    return column.cast("int64") if column.type().is_integer() else to_us(column)
