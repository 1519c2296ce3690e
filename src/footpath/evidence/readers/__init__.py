"""Readers of foreign files, one file a format; the bytes choose the reader, not the name.

A reader is ``read(path, options, sink, limits) -> RawFacts``. Installed packages add theirs by the entry-point group
``footpath.readers`` and are chosen by name (`ReadOptions.format`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from footpath.base import Registry
from footpath.evidence.limits import Limits
from footpath.evidence.raw import RawFacts, ReadOptions, Sink
from footpath.evidence.readers.kinds import kind_of

Reader = Callable[[Path, ReadOptions, Sink, Limits], RawFacts]

READERS: Registry[Reader] = Registry(
    "reader",
    {
        "csv": "footpath.evidence.readers.csv:read",
        "xlsx": "footpath.evidence.readers.xlsx:read",
        "parquet": "footpath.evidence.readers.parquet:read",
        "jsonl": "footpath.evidence.readers.jsonl:read",
        "xes": "footpath.evidence.readers.xes:read",
        "ocel": "footpath.evidence.readers.ocel:read",
        "delta": "footpath.evidence.readers.delta:read",
        "iceberg": "footpath.evidence.readers.iceberg:read",
    },
    group="footpath.readers",
)


def reader_for(path: Path, how: ReadOptions) -> Reader:
    """Return the reader that the options name, or that the file's first bytes ask for."""
    return READERS.get(how.format or kind_of(path))


__all__ = ["READERS", "Reader", "kind_of", "reader_for"]
