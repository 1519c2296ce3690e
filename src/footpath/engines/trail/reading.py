"""Which columns of which Parquet files make a trail, where no engine of tables is needed to say so.

A source is plain where its rows become events one by one: no identities to join, no table of customers, nothing chosen
by partitions. Everything else is read through DuckDB (`building`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.engines.sources import _IN_PLACE as IN_PLACE

if TYPE_CHECKING:
    from footpath.evidence import Prepared

_OTHERS = ("answers", "remarks", "customers", "identities")
_CANONICAL = ("customer_id", "case_id", "occurred_us", "event", "event_id", "sequence")
_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32")
_TEXTS = ("string", "large_string", "string_view")
# What a time column counts, in microseconds; a tenth of a microsecond is cut off as engines do only after 1970.
_UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": -1_000}
_DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Piece:
    """A row group of a file: the rows that are read at a time."""

    source: int
    path: Path
    group: int
    rows: int


@dataclass(frozen=True)
class Reading:
    """How a plain source's files are read: `names` maps canonical columns to the files' own.

    `unit` is how many microseconds one of the time column is (negative: how many of them a microsecond is), `ids` the
    kind of its customers, ``int`` or ``text``. `kept` maps further columns, `types` the files' own to their types.
    """

    names: dict[str, str]
    kept: dict[str, str]
    types: dict[str, str]
    event_name: str | None
    unit: int
    ids: str
    pseudonyms: bool
    has_duplicates: bool
    period: tuple[int | None, int | None]
    pieces: tuple[Piece, ...]


def readings(prepared: Sequence[Prepared]) -> list[Reading] | None:
    """Return how the files of plain sources are read; None where one is not plain, or cannot be read like that."""
    import pyarrow

    if any(getattr(one, name) is not None for one in prepared for name in _OTHERS):
        return None
    with_events = [one for one in prepared if one.events is not None]
    try:
        found = [_reading(one, number) for number, one in enumerate(with_events)]
    except (OSError, ValueError, pyarrow.ArrowException):
        return None
    known = [one for one in found if one is not None]
    alike = len({(one.ids, one.pseudonyms) for one in known}) == 1
    if len(known) < len(found) or not alike:
        return None
    return known


def _reading(one: Prepared, number: int) -> Reading | None:
    ref = one.events
    if ref is None or ref.table is not None or ref.partition is not None or not ref.paths:
        return None
    columns = ref.columns
    schema, pieces = _schema(ref.paths, number)
    if schema is None:
        return None
    if columns is None:
        names = {name: name for name in _CANONICAL if name in schema}
        kept = {name: name for name in schema if name not in names}
        event_name = None
    else:
        called = {name: getattr(columns, attribute) for name, attribute in IN_PLACE.items()}
        names = {name: own for name, own in called.items() if own is not None}
        kept = _kept(columns.properties)
        event_name = columns.event_name if columns.event is None else None
    if any(own not in schema for own in names.values()):
        return None
    types = {own: schema[own] for own in (*names.values(), *kept.values()) if own in schema}
    unit = _unit(types.get(names.get("occurred_us", ""), ""))
    ids = _kind(types.get(names.get("customer_id", ""), ""))
    if unit is None or ids is None or ("event" not in names) is (event_name is None):
        return None
    if "event" in names and _kind(types[names["event"]]) != "text":
        return None
    if any(_kind(types[names[name]]) is None for name in ("case_id", "event_id") if name in names):
        return None
    if "sequence" in names and types[names["sequence"]] not in _INTEGERS:
        return None
    if set(map(str, one.source.derive)) & set(_CANONICAL):
        return None
    pseudonyms = columns is not None and columns.pseudonyms
    return Reading(
        names=names,
        kept=kept,
        types=types,
        event_name=event_name,
        unit=unit,
        ids="text" if pseudonyms else ids,
        pseudonyms=pseudonyms,
        has_duplicates=columns is not None and "event_id" in names,
        period=one.period,
        pieces=tuple(pieces),
    )


def _kept(properties: tuple[str, ...]) -> dict[str, str]:
    from footpath.evidence.tables import EVENTS, kept_names

    return {name: own for own, name in kept_names(EVENTS, properties).items()}


def _schema(paths: Sequence[Path], number: int) -> tuple[dict[str, str] | None, list[Piece]]:
    """Return the types by column where all files agree, and the row groups of all files."""
    import pyarrow.parquet

    pq: Any = pyarrow.parquet
    found: dict[str, str] | None = None
    pieces: list[Piece] = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            schema = {field.name: _type(field.type) for field in file.schema_arrow}
            if len(schema) < len(file.schema_arrow) or len({name.lower() for name in schema}) < len(schema):
                return None, []
            groups = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
        if found is not None and schema != found:
            return None, []
        found = schema
        pieces += [Piece(number, path, group, rows) for group, rows in enumerate(groups)]
    return found, pieces


def _type(kind: Any) -> str:
    """Return a column's type in words, of a dictionary that of its values."""
    import pyarrow

    return str(kind.value_type if pyarrow.types.is_dictionary(kind) else kind)


def _kind(type_: str) -> str | None:
    return "int" if type_ in _INTEGERS else "text" if type_ in _TEXTS else None


def _unit(type_: str) -> int | None:
    """Return what a time column counts in microseconds; None where that needs an engine."""
    if type_ == "int64":
        return 1
    if type_ == "date32[day]":
        return _DAY_US
    if type_.startswith("timestamp["):
        return _UNITS.get(type_.removeprefix("timestamp[").split(",")[0].rstrip("]"))
    return None
