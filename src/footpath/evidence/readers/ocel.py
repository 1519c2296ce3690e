"""OCEL 2.0 in its three forms (JSON, XML, SQLite): each event a row, with a column for each type of its objects.

Where events have at most one object of a type, the column ``ocel:type:order`` holds its id; where one has several, a JSON
list of ids, and ``ocel:type:item[]`` names each of them. Logs stand in memory while they are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import Limits
from footpath.evidence.privacy import masked_value
from footpath.evidence.raw import Aside, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.gathering import MOST_COLUMNS, Gathering

OBJECTS = "ocel:type:"


@dataclass
class OcelEvent:
    """An event: its line (or number), id, type, time, attributes, and the ids of its objects."""

    line: int
    id: str
    type: str
    time: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    objects: list[str] = field(default_factory=list)


@dataclass
class OcelLog:
    """A log: events in the file's order, and the type of each object."""

    events: list[OcelEvent] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    compression: str | None = None


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Read an OCEL 2.0 log into a sink; objects that events name and the log does not list are set aside.

    Raises
    ------
    BadInputError
        Where it is of version 1, damaged, or holds no event.
    """
    log = _log(path, limits)
    if not log.events:
        raise bad(path, "there is no event in the log", "Export the log again, with its events and objects.")
    by_type, lost = _objects(log)
    for line, id_ in lost:
        sink.aside(
            Aside(str(path), line, None, "names an object that the log does not list", masked_value(id_))
        )
    attributes = dict.fromkeys(name for event in log.events for name in event.attributes)
    several = {type_ for objects in by_type for type_, ids in objects.items() if len(ids) > 1}
    types = dict.fromkeys(log.types.values())
    names = ["ocel:eid", "ocel:activity", "ocel:timestamp", *attributes, *(f"{OBJECTS}{t}" for t in types)]
    if len(names) > MOST_COLUMNS:
        raise bad(
            path, f"the log has more than {MOST_COLUMNS:,} attributes and types", "Export fewer of them."
        )
    gathering = Gathering(list(dict.fromkeys(names)), sink, how.rows)
    for event, objects in zip(log.events, by_type, strict=True):
        if gathering.full:
            break
        row = dict(event.attributes) | {
            f"{OBJECTS}{type_}": json.dumps(ids, ensure_ascii=False) if type_ in several else ids[0]
            for type_, ids in objects.items()
        }
        row |= {"ocel:eid": event.id, "ocel:activity": event.type, "ocel:timestamp": event.time}
        gathering.add(event.line, row)
    gathering.hand_on()
    return RawFacts(
        file=str(path),
        format="ocel",
        bytes=path.stat().st_size,
        columns=gathering.names,
        rows=gathering.rows,
        aside=len(lost),
        complete=gathering.rows == len(log.events),
        compression=log.compression,
        encoding="UTF-8",
        decimal=".",
    )


def _log(path: Path, limits: Limits) -> OcelLog:
    from footpath.evidence.readers import ocel_json, ocel_sqlite, ocel_xml
    from footpath.evidence.readers.stream import open_stream

    with open_stream(path, limits) as stream:
        head = stream.read(64)
    if head.startswith(b"SQLite format 3"):
        return ocel_sqlite.load(path, limits)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return ocel_xml.load(path, limits)
    return ocel_json.load(path, limits)


def _objects(log: OcelLog) -> tuple[list[dict[str, list[str]]], list[tuple[int, str]]]:
    """Return for each event its objects by type, each once; and what names no object of the log."""
    out: list[dict[str, list[str]]] = []
    lost: list[tuple[int, str]] = []
    for event in log.events:
        objects: dict[str, list[str]] = {}
        for id_ in dict.fromkeys(event.objects):
            type_ = log.types.get(id_)
            if type_ is None:
                lost.append((event.line, id_))
            else:
                objects.setdefault(type_, []).append(id_)
        out.append(objects)
    return out, lost


def bad(path: Path, message: str, step: str) -> BadInputError:
    """Return the error of a log that cannot be read."""
    return BadInputError(Problem(code="log-no-events", message=message, place=Place(str(path)), help=step))


def check_version(path: Path, names: Sequence[str]) -> None:
    """Refuse version 1, whose names differ.

    Raises
    ------
    BadInputError
        Where a name is one of version 1.
    """
    if any(name.startswith("ocel:") for name in names):
        raise bad(path, "this is OCEL 1.0", "Save it as OCEL 2.0 with the tool that made it.")
