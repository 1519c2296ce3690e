"""From a prepared source to its raw table: which column is which, and which rows are written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.engines.canonical import CANONICAL, RawEvents
from footpath.engines.periods import by_name

if TYPE_CHECKING:
    from footpath.engines.types import Table, Workspace
    from footpath.evidence import Prepared

# The names of `EventColumns` by the canonical columns that they fill.
_IN_PLACE = {
    "customer_id": "customer",
    "case_id": "case",
    "actor": "actor",
    "occurred_us": "time",
    "event": "event",
    "event_id": "event_id",
    "sequence": "sequence",
    "session_id": "session",
    "channel": "channel",
    "value": "value",
    "currency": "currency",
    "case_status": "case_status",
}


def raw_events(prepared: Prepared, view: Table, number: int) -> RawEvents:
    """Return a source's events with the names of their columns; columns that hold nothing count as lacking."""
    from footpath.evidence.tables import EVENTS, kept_names

    ref = prepared.events
    if ref is None:
        raise ValueError(f"source {prepared.source.id} gives no events")
    derive = {str(name): str(text) for name, text in prepared.source.derive.items()}
    if ref.columns is None:
        empty = _empty_columns(ref.paths)
        names = {name: name for name in CANONICAL if name in view.columns and name not in empty}
        reserved = {*CANONICAL, "footpath_file", "footpath_row"}
        kept = {name: name for name in view.columns if name not in reserved}
        return RawEvents(view, names, kept, number, None, {k: v for k, v in derive.items() if k not in kept})
    columns = ref.columns
    called: dict[str, str | None] = {
        name: getattr(columns, attribute) for name, attribute in _IN_PLACE.items()
    }
    names = {name: own for name, own in called.items() if own is not None}
    kept = {name: own for own, name in kept_names(EVENTS, columns.properties).items()}
    return RawEvents(view, names, kept, number, columns.event_name, derive, columns.pseudonyms)


def without_duplicates(raw: RawEvents, prepared: Prepared, workspace: Workspace) -> tuple[Table, int]:
    """Return a source's rows with their arrival, the first of each event_id only, and how many were left out.

    A row without an event_id is never a duplicate. Ids are compared within one source: two systems may both count
    from 1. Canonical files hold none: the reader has left them out and counted them. Of a table by name, which has no arrival,
    the first is that by time, sequence and event.
    """
    table = raw.with_arrival()
    own = raw.names.get("event_id")
    if by_name(prepared.events) and own is not None:
        return _first_by_order(raw, own, workspace)
    if prepared.events is None or prepared.events.columns is None or own is None:
        return table, prepared.report.duplicates or 0
    named = table.filter(table[own].notnull()).select(footpath_id=own, arrival="arrival")
    distinct = named.select("footpath_id").distinct()
    rows = workspace.fetch(named.agg(n=named.count()))["n"][0].as_py()
    gone = rows - workspace.fetch(distinct.agg(n=distinct.count()))["n"][0].as_py()
    if not gone:
        return table, 0
    counted = named.group_by("footpath_id").agg(
        footpath_first=named.arrival.min(), footpath_rows=named.count()
    )
    twice = workspace.keep(counted.filter(counted.footpath_rows > 1))
    joined = table.left_join(twice, table[own] == twice.footpath_id)
    first = joined.filter(joined.footpath_first.isnull() | (joined.footpath_first == joined.arrival))
    return first.drop("footpath_id", "footpath_first", "footpath_rows"), int(gone)


def _first_by_order(raw: RawEvents, own: str, workspace: Workspace) -> tuple[Table, int]:
    """Return the rows of a table by name, the first of each event_id only, and how many were left out (rule M204).

    First is by time, sequence and event, then by whatever else tells the rows apart, so that it is the same each time.
    """
    import ibis

    sql: Any = ibis
    table = raw.table
    named = table.filter(table[own].notnull())
    counted = named.group_by(footpath_id=named[own]).agg(footpath_rows=named.count())
    twice = counted.filter(counted.footpath_rows > 1)
    summed = twice.agg(ids=twice.count(), rows=twice.footpath_rows.sum().fill_null(0))
    found = workspace.fetch(summed).to_pylist()[0]
    if not found["ids"]:
        return table, 0
    leading = [raw.names[name] for name in ("occurred_us", "sequence", "event") if name in raw.names]
    columns = list(dict.fromkeys([*leading, *raw.names.values(), *raw.kept.values()]))
    kept = workspace.keep(twice.select("footpath_id"))
    several = table.semi_join(kept, table[own] == kept.footpath_id)
    order = [several[name].asc(nulls_first=False) for name in columns]
    ranked = several.mutate(
        footpath_rank=sql.row_number().over(sql.window(group_by=several[own], order_by=order))
    )
    first = ranked.filter(ranked.footpath_rank == 0).select(*table.columns)
    once = table.anti_join(kept, table[own] == kept.footpath_id)
    return once.select(*table.columns).union(first), int(found["rows"]) - int(found["ids"])


def _empty_columns(paths: tuple[Any, ...]) -> set[str]:
    """Return the columns that are null in every row of canonical files, by the files' own statistics."""
    import pyarrow.parquet

    pq: Any = pyarrow.parquet

    nulls: dict[str, int | None] = {}
    rows = 0
    for path in paths:
        meta = pq.read_metadata(path)
        rows += meta.num_rows
        for group in range(meta.num_row_groups):
            for index in range(meta.num_columns):
                column = meta.row_group(group).column(index)
                statistics = column.statistics
                known = (
                    statistics.null_count if statistics is not None and statistics.has_null_count else None
                )
                before = nulls.get(column.path_in_schema, 0)
                nulls[column.path_in_schema] = None if known is None or before is None else before + known
    return {
        name
        for name, count in nulls.items()
        if count is not None and count == rows and name not in _NEVER_EMPTY
    }


_NEVER_EMPTY = frozenset({"occurred_us", "event", "customer_id"})
