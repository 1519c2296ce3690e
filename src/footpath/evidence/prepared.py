"""What a source is once it is ready for an engine: where its events are, how their columns are called, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from footpath.atlas.types import Source
from footpath.evidence.report import LoadReport


@dataclass(frozen=True, slots=True)
class EventColumns:
    """How the columns of the user's own Parquet files are called; None is "there is none".

    `time_kind` is ``timestamp`` (with a zone, or UTC) or ``date``. `pseudonyms` says that customers should not leave
    the engine under these ids: other sources hold keyed hashes of them. `properties` are kept columns.
    """

    time: str
    time_kind: str
    event: str | None = None
    event_name: str | None = None
    customer: str | None = None
    case: str | None = None
    actor: str | None = None
    event_id: str | None = None
    sequence: str | None = None
    session: str | None = None
    channel: str | None = None
    value: str | None = None
    currency: str | None = None
    case_status: str | None = None
    properties: tuple[str, ...] = ()
    pseudonyms: bool = True


@dataclass(frozen=True, slots=True)
class PartitionBy:
    """The column that tells which partition a row lies in.

    `kind` is ``date`` (the column is a date), ``day`` (text like 2025-01-31), ``month`` (text like 2025-01) or
    ``int`` (whole numbers like 20250131). Its days are in the zone of whoever wrote them, so that a filter on it
    leaves a day more on each side (evidence rule E104).
    """

    column: str
    kind: str = "date"


@dataclass(frozen=True, slots=True)
class EventsRef:
    """Where a source's events are: Parquet in canonical form (`columns` None), or the user's own files in place.

    With `table` (a name in the engine, like ``catalog.schema.events``) there are no `paths`, and `columns` stands.
    `partition` is the column that the rows are parted by, where one is known.
    """

    paths: tuple[Path, ...]
    columns: EventColumns | None = None
    table: str | None = None
    partition: PartitionBy | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready for an engine; a table that the source does not give is None.

    `hash` is that of the files' content alone, so that changed data can be told from a changed number. `period` is the
    time that was asked for (microseconds UTC, from and until, half open; None is open): an engine keeps only the
    events of it, by the raw time column, so that row groups and partitions outside it are not read.
    """

    source: Source
    hash: str
    events: EventsRef | None
    answers: Path | None
    remarks: Path | None
    customers: Path | None
    identities: Path | None
    report: LoadReport
    period: tuple[int | None, int | None] = (None, None)


def event_columns(source: Source, kind: str) -> EventColumns:
    """Return how the columns of a source's own table are called; the source has a `time`."""
    assert source.time is not None  # noqa: S101  # only logs are read in place
    names = (
        "event",
        "event_name",
        "customer",
        "case",
        "actor",
        "event_id",
        "sequence",
        "session",
        "channel",
        "value",
        "currency",
    )
    return EventColumns(
        time=source.time,
        time_kind=kind,
        case_status=source.outcome.column if source.outcome else None,
        properties=source.properties,
        pseudonyms=source.pseudonyms,
        **{name: getattr(source, name) for name in names},
    )


__all__ = ["EventColumns", "EventsRef", "PartitionBy", "Prepared", "event_columns"]
