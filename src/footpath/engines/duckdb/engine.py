"""The embedded engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from footpath.base import BadInputError, Problem
from footpath.engines.types import EngineOptions, EngineUrl

if TYPE_CHECKING:
    from footpath.engines.duckdb.workspace import DuckDBWorkspace
    from footpath.evidence import Prepared


class DuckDBEngine:
    """Opens prepared sources in DuckDB; nothing is copied, nothing else can be reached."""

    def __init__(self, url: EngineUrl, options: EngineOptions) -> None:
        if url.rest:
            raise BadInputError(
                Problem(
                    code="engine-url",
                    message=f"{url} names a place, and the embedded engine has none",
                    expected="duckdb://",
                    help="Evidence stays in the sources' own files.",
                )
            )
        self.url = url
        self.options = options

    def workspace(self, prepared: Sequence[Prepared]) -> DuckDBWorkspace:
        """Return the sources as canonical tables.

        Raises
        ------
        EngineError
            engine-file where a prepared file is gone or broken.
        """
        from footpath.engines.duckdb.workspace import DuckDBWorkspace

        return DuckDBWorkspace(prepared, self.options)
