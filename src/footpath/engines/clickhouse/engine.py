"""ClickHouse by its URL."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from footpath.base import BadInputError, MissingExtraError, Problem
from footpath.engines.clickhouse.url import server_of
from footpath.engines.types import EngineOptions, EngineUrl

if TYPE_CHECKING:
    from footpath.engines.clickhouse.workspace import ClickHouseWorkspace
    from footpath.evidence import Prepared


class ClickHouseEngine:
    """Opens prepared sources on a server, or in this process where the URL is ``chdb://``.

    Raises
    ------
    MissingExtraError
        missing-extra where ClickHouse's packages are not installed.
    BadInputError
        engine-url, engine-password (the URL holds one).
    """

    def __init__(self, url: EngineUrl, options: EngineOptions) -> None:
        self.is_local = url.scheme == "chdb"
        if self.is_local and url.rest:
            raise BadInputError(
                Problem(
                    code="engine-url",
                    message=f"{url} names a place, and ClickHouse in this process has none",
                    expected="chdb://",
                    help="Evidence stays in the sources' own files.",
                )
            )
        self.server = None if self.is_local else server_of(url)
        for package in ("clickhouse_connect", *(["chdb"] if self.is_local else [])):
            if find_spec(package) is None:
                raise MissingExtraError(
                    Problem(
                        code="missing-extra",
                        message=f"{url.scheme}:// needs the package {package}, which is not installed",
                        help="pip install 'footpath[clickhouse]'",
                    )
                )
        self.url = url
        self.options = options

    def workspace(self, prepared: Sequence[Prepared]) -> ClickHouseWorkspace:
        """Return the sources as canonical tables.

        In this process files are read where they lie; to a server they are sent as temporary tables of the session.

        Raises
        ------
        EngineError
            engine-unreachable where the server cannot be reached, engine-cannot where it may not hold temporary tables,
            engine-table where it has none of that name, engine-file where a prepared file is gone or broken.
        """
        from footpath.engines.clickhouse.workspace import ClickHouseWorkspace

        return ClickHouseWorkspace(prepared, self.options, self.server)
