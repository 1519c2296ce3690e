"""OCEL 2.0 as an SQLite database: opened for reading only, its tables read by the names that the standard gives them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import GIB, Limits
from footpath.evidence.readers.ocel import OcelEvent, OcelLog, bad
from footpath.evidence.readers.stream import open_stream, plain_file

TABLES = frozenset(("event", "object", "event_object", "event_map_type"))


def is_log(path: Path, limits: Limits) -> bool:
    """Return whether a database has the tables of a log."""
    try:
        with plain_file(path, limits, 2 * GIB) as plain, _open(plain) as base:
            return _tables(base) >= TABLES
    except sqlite3.Error:
        return False


def load(path: Path, limits: Limits) -> OcelLog:
    """Return the log of a database, which must fit memory."""
    with open_stream(path, limits) as stream:
        log = OcelLog(compression=stream.compression)
    try:
        with plain_file(path, limits, 2 * GIB) as plain, _open(plain) as base:
            _fill(log, base, path)
    except sqlite3.Error as error:
        raise BadInputError(
            Problem(
                code="file-damaged",
                message=f"the database is damaged: {error}",
                place=Place(str(path)),
                help="Get the file again.",
            )
        ) from None
    return log


class _open:  # noqa: N801  # reads as a function
    """A connection that can only read, and is closed whatever happens."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def __enter__(self) -> sqlite3.Connection:
        self.base.execute("PRAGMA trusted_schema = OFF")
        self.base.execute("PRAGMA query_only = ON")
        self.base.text_factory = lambda data: data.decode("utf-8", "replace")
        return self.base

    def __exit__(self, *_: object) -> None:
        self.base.close()


def _tables(base: sqlite3.Connection) -> set[str]:
    # Tables alone: a view could run without end.
    return {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _fill(log: OcelLog, base: sqlite3.Connection, path: Path) -> None:
    tables = _tables(base)
    if not tables >= TABLES:
        raise bad(path, "the database has no tables of an OCEL log", "Export it as OCEL 2.0.")
    log.types = {
        str(id_): str(type_) for id_, type_ in base.execute('SELECT "ocel_id", "ocel_type" FROM "object"')
    }
    events: dict[str, OcelEvent] = {}
    for number, (id_, type_) in enumerate(base.execute('SELECT "ocel_id", "ocel_type" FROM "event"'), 1):
        events[str(id_)] = OcelEvent(number, str(id_), str(type_), "")
    for (mapped,) in base.execute('SELECT DISTINCT "ocel_type_map" FROM "event_map_type"'):
        table = f"event_{mapped}"
        if table not in tables:
            continue
        # Only names that the database itself lists get here, and they are quoted.
        cursor = base.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        for row in cursor:
            _detail(events, dict(zip(names, row, strict=True)))
    for event_id, object_id in base.execute('SELECT "ocel_event_id", "ocel_object_id" FROM "event_object"'):
        event = events.get(str(event_id))
        if event is not None:
            event.objects.append(str(object_id))
    log.events = list(events.values())


def _detail(events: dict[str, OcelEvent], values: dict[str, Any]) -> None:
    event = events.get(str(values.pop("ocel_id", "")))
    if event is None:
        return
    event.time = str(values.pop("ocel_time", None) or "")
    event.attributes = {name: None if value is None else str(value) for name, value in values.items()}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
