"""Engines by URL."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from footpath.base import BadInputError, Problem, Registry
from footpath.engines.types import Engine, EngineOptions, EngineUrl

_SIZE = re.compile(r"\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)", re.IGNORECASE)

ENGINES: Registry[Callable[[EngineUrl, EngineOptions], Engine]] = Registry(
    "engine",
    {
        "auto": "footpath.engines.trail.engine:AutoEngine",
        "trail": "footpath.engines.trail.engine:TrailEngine",
        "duckdb": "footpath.engines.duckdb.engine:DuckDBEngine",
        "spark": "footpath.engines.spark.engine:SparkEngine",
        "sc": "footpath.engines.spark.engine:SparkEngine",
        "clickhouse": "footpath.engines.clickhouse.engine:ClickHouseEngine",
        "chdb": "footpath.engines.clickhouse.engine:ClickHouseEngine",
    },
    group="footpath.engines",
)
"""Every engine by the scheme of its URL."""


def open_engine(
    url: str = "duckdb://",
    *,
    memory: str = "4GB",
    threads: int = 0,
    temp: Path | None = None,
    spill: str | None = None,
    seconds: float | None = None,
    trails: str = "20GB",
) -> Engine:
    """Return the engine that a URL names; nothing runs yet.

    Parameters
    ----------
    memory, spill, trails
        Sizes such as ``4GB`` or ``512 MiB``: what it may hold in memory, what it may spill to disk, and what kept trails
        may take together.
    threads
        0 is one a core.
    temp
        Where it spills; None is the user's cache folder.
    seconds
        A query that takes longer is stopped; None is never.

    Raises
    ------
    BadInputError
        engine-url where the URL has no scheme, unknown-name where no engine has that scheme (the nearest are named),
        engine-option where a size or a number cannot be read.
    """
    scheme, separator, rest = url.partition("://")
    if not separator or not scheme:
        raise BadInputError(
            Problem(
                code="engine-url",
                message=f"{url if '@' not in url else '…' + url.rpartition('@')[2]!r} is no engine's URL",
                expected="a scheme and ://, as in duckdb://",
                help="Leave it out for the embedded engine.",
            )
        )
    for name, size in (("memory", memory), ("spill", spill), ("trails", trails)):
        if size is not None and not _SIZE.fullmatch(size.strip()):
            raise BadInputError(
                Problem(
                    code="engine-option",
                    message=f"{name} cannot be {size!r}",
                    expected="a size such as 4GB or 512MB",
                )
            )
    if threads < 0:
        raise BadInputError(
            Problem(
                code="engine-option",
                message=f"threads cannot be {threads}",
                expected="0 (one a core) or more",
            )
        )
    options = EngineOptions(memory.strip(), threads, temp, spill, seconds, trails.strip())
    return ENGINES.get(scheme)(EngineUrl(scheme, rest), options)
