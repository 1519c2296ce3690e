"""XES: each event a row, its trace's attributes beside it as `case:…`; read as a stream, with a parser that trusts nothing.

Column names are those that process-mining tools use: `case:concept:name`, `concept:name`, `time:timestamp`. Attributes of
attributes are named with dots. As rows differ in their keys, a file is gone through twice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import Limits
from footpath.evidence.raw import RawFacts, ReadOptions, Sink
from footpath.evidence.readers.gathering import MOST_COLUMNS, Gathering
from footpath.evidence.readers.xml import Enough, parse

_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))
_NESTS = _VALUES | {"list", "container", "values"}
_MOST_HELD = 100_000

Row = dict[str, str | None]


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Read an XES log into a sink.

    Raises
    ------
    BadInputError
        Where it is no XML to its end, declares a document type, or holds no event.
    """
    columns: dict[str, None] = {}
    seen = 0

    def look(_: int, row: Row) -> None:
        nonlocal seen
        seen += 1
        columns.update(dict.fromkeys(row))
        if len(columns) > MOST_COLUMNS:
            raise _bad(path, f"events have more than {MOST_COLUMNS:,} different attributes")
        if how.rows is not None and seen >= (how.rows or 20_000):
            raise Enough

    compression = _events(path, limits, look)
    if not columns:
        raise _bad(path, "there is no event in the log")
    gathering = Gathering(tuple(columns), sink, how.rows)
    complete = True

    def take(line: int, row: Row) -> None:
        nonlocal complete
        if gathering.full:
            complete = False
            raise Enough
        gathering.add(line, row)

    _events(path, limits, take)
    gathering.hand_on()
    return RawFacts(
        file=str(path),
        format="xes",
        bytes=path.stat().st_size,
        columns=gathering.names,
        rows=gathering.rows,
        complete=complete,
        compression=compression,
        encoding="UTF-8",
        decimal=".",
    )


def _events(path: Path, limits: Limits, take: Callable[[int, Row], None]) -> str | None:
    """Call `take` with each event's line and row; return how the file is compressed."""
    trace: Row | None = None
    event: Row | None = None
    held: list[tuple[int, Row]] = []
    keys: list[str] = []
    line = apart = 0

    def hand_on() -> None:
        # A trace's own attributes may stand behind its events.
        for at, row in held:
            take(at, {**(trace or {}), **row})
        held.clear()

    def start(name: str, attributes: dict[str, str], at: int) -> None:
        nonlocal trace, event, line, apart
        if apart or name in ("global", "classifier", "extension"):
            apart += 1
        elif name == "trace":
            trace = {}
        elif name == "event":
            event, line = {}, at
        elif name in _NESTS:
            key = attributes.get("key", "")
            keys.append(key)
            into = event if event is not None else trace
            if name in _VALUES and into is not None and key:
                before = "" if event is not None else "case:"
                whole = key if len(keys) == 1 else ".".join(part for part in keys if part)
                into.setdefault(before + whole, attributes.get("value") or None)

    def end(name: str) -> None:
        nonlocal trace, event, apart
        if apart:
            apart -= 1
        elif name == "event" and event is not None:
            held.append((line, event))
            event = None
            if trace is None or len(held) >= _MOST_HELD:
                hand_on()
        elif name == "trace":
            hand_on()
            trace = None
        elif name in _NESTS and keys:
            keys.pop()

    return parse(path, limits, start, end)


def _bad(path: Path, message: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="log-no-events",
            message=message,
            place=Place(str(path)),
            help="Export the log again, with traces and events in it.",
        )
    )
