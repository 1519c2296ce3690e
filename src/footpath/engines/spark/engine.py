"""The engine behind ``spark://`` and ``sc://``, and a session that somebody has already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Problem
from footpath.engines.types import EngineOptions, EngineUrl

if TYPE_CHECKING:
    from footpath.engines.spark.workspace import SparkWorkspace
    from footpath.evidence import Prepared


class SparkEngine:
    """Opens prepared sources on a Spark cluster; nothing is copied there, and nothing of the cluster is configured.

    Raises
    ------
    BadInputError
        engine-url where the URL names no host and port, or holds a token.
    """

    def __init__(self, url: EngineUrl, options: EngineOptions) -> None:
        check_url(url)
        self.url = url
        self.options = options

    def workspace(self, prepared: Sequence[Prepared]) -> SparkWorkspace:
        """Return the sources as canonical tables, on a session of their own.

        Raises
        ------
        MissingExtraError
            missing-extra without pyspark, or without Java where ``spark://`` needs it.
        EngineError
            engine-unreachable where the cluster does not answer, or gives no worker, in time; engine-file where
            it does not see a prepared file.
        """
        from footpath.engines.spark.session import connected
        from footpath.engines.spark.workspace import SparkWorkspace

        return SparkWorkspace(prepared, connected(self.url), self.options)


def spark_workspace(
    session: Any, prepared: Sequence[Prepared], *, seconds: float | None = None
) -> SparkWorkspace:
    """Return sources as canonical tables on a SparkSession that you have already (classic or Connect).

    Tables by name are those that your session sees, its temporary views included. Footpath works in a clone of it: your
    session's settings stay as they are, and it goes on after the workspace is closed.

    Parameters
    ----------
    session
        A ``pyspark.sql.SparkSession``.
    seconds
        A query that takes longer is stopped; None is never.
    """
    from footpath.engines.spark.session import borrowed
    from footpath.engines.spark.workspace import SparkWorkspace

    return SparkWorkspace(prepared, borrowed(session), EngineOptions(seconds=seconds))


def check_url(url: EngineUrl) -> None:
    """Raise BadInputError where a URL names no cluster, or holds what belongs into the environment."""
    wanted = "sc://host:15002" if url.scheme == "sc" else "spark://host:7077"
    if url.scheme == "sc" and "token=" in url.rest:
        raise BadInputError(
            Problem(
                code="engine-url",
                message="the URL of Spark Connect holds a token",
                expected=wanted,
                help="Set SPARK_CONNECT_AUTHENTICATE_TOKEN in the environment; tokens in URLs end up in histories and logs.",
            )
        )
    if not addresses(url):
        raise BadInputError(
            Problem(
                code="engine-url",
                message=f"{url} names no cluster",
                expected=wanted,
                help="Footpath asks a cluster that runs already; it starts none.",
            )
        )


def addresses(url: EngineUrl) -> list[tuple[str, int]]:
    """Return the hosts and ports of a URL (several masters stand with commas); empty where it cannot be read."""
    found = []
    standard = 15002 if url.scheme == "sc" else None
    for part in url.rest.partition("/")[0].split(","):
        host, separator, port = part.rpartition(":") if not part.endswith("]") else (part, "", "")
        host, port = (host, port) if separator else (part, "")
        if not host or not (port.isdigit() or (not separator and standard)):
            return []
        found.append((host.strip("[]"), int(port) if separator else int(standard or 0)))
    return found
