"""Tables that the tests of this folder write and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.atlas import Source
from footpath.base import datetime_to_us
from footpath.engines import open_engine
from footpath.evidence import Prepared

ZONED = pa.timestamp("us", "UTC")


def at(day: int, hour: int = 0, month: int = 1) -> int:
    """Return a moment of 2025 in microseconds, UTC."""
    return datetime_to_us(datetime(2025, month, day, hour, tzinfo=UTC))


def events_of(day: int, *, hours: tuple[int, ...] = (1, 9, 17), **more: list[Any]) -> pa.Table:
    """Return a customer's events of a day in January 2025, UTC."""
    begin = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
    times = [begin + timedelta(hours=hour) for hour in hours]
    names = [f"e{day}-{hour}" for hour in hours]
    return pa.table({"at": pa.array(times, ZONED), "event": names, "who": ["ann"] * len(hours), **more})


def hive(root: Path, days: range = range(1, 11), name: str = "day=2025-01-{:02d}") -> Path:
    """Write a table parted by days."""
    for day in days:
        folder = root / name.format(day)
        folder.mkdir(parents=True)
        pq.write_table(events_of(day), folder / "part-0.parquet")
    return root


def source_of(*files: Path | str, **more: Any) -> Source:
    """Return a log's source; `more` overrides."""
    said = {
        "id": "events",
        "files": [str(file) for file in files],
        "time": "at",
        "event": "event",
        "customer": "who",
        "pseudonyms": False,
    }
    return Source.model_validate({**said, **more})


def names_in(prepared: Prepared, engine: str = "duckdb://") -> list[str]:
    """Return the names of the events that an engine sees, sorted."""
    with open_engine(engine).workspace([prepared]) as workspace:
        return sorted(workspace.fetch(workspace.events.select("event"))["event"].to_pylist())
