"""OCEL 2.0 as JSON: four lists, of event types, object types, events and objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import MIB, Limits, format_size
from footpath.evidence.made.cells import text_of
from footpath.evidence.readers.ocel import OcelEvent, OcelLog, bad, check_version
from footpath.evidence.readers.stream import open_stream

_MOST = 512 * MIB
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _name: None)


def load(path: Path, limits: Limits) -> OcelLog:
    """Return the log of a JSON file, which must fit memory."""
    parts: list[bytes] = []
    with open_stream(path, limits) as stream:
        compression = stream.compression
        while piece := stream.read(MIB):
            parts.append(piece)
            if stream.count > _MOST:
                raise _bad(
                    "source-too-large",
                    path,
                    None,
                    f"a JSON log of more than {format_size(_MOST)}",
                    "Export SQLite.",
                )
    try:
        value = _DECODER.decode(b"".join(parts).decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        raise _bad(
            "file-damaged",
            path,
            error.lineno,
            f"no JSON: {error.msg}",
            "Get the file again; perhaps it is cut short.",
        ) from None
    except RecursionError:
        raise _bad(
            "reader-too-deep", path, None, "the JSON nests deeper than any log", "Export it again."
        ) from None
    if not isinstance(value, dict):
        raise bad(path, "this is no OCEL log", "Export it as OCEL 2.0.")
    check_version(path, list(value))
    log = OcelLog(compression=compression)
    for item in _items(value, "objects"):
        if isinstance(item.get("id"), str):
            log.types[item["id"]] = str(item.get("type"))
    for number, item in enumerate(_items(value, "events"), 1):
        log.events.append(
            OcelEvent(
                number,
                str(item.get("id") or ""),
                str(item.get("type") or ""),
                text_of(item.get("time")) or "",
                {str(a.get("name")): text_of(a.get("value")) for a in _items(item, "attributes")},
                [str(r["objectId"]) for r in _items(item, "relationships") if r.get("objectId")],
            )
        )
    return log


def _items(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _bad(code: str, path: Path, line: int | None, message: str, step: str) -> BadInputError:
    # code="source-too-large" code="file-damaged" code="reader-too-deep"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path), line), help=step))
