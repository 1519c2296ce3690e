"""From pseudonyms back to customers' own ids: only by reading the source again, only on a machine that holds the key."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import cache_folder
from footpath.engines.opening import open_engine

if TYPE_CHECKING:
    from footpath.atlas import Source
    from footpath.evidence import Limits


def own_ids(
    source: Source,
    root: Path,
    wanted: Collection[str],
    *,
    zone: str = "UTC",
    limits: Limits | None = None,
    memory: str = "4GB",
) -> dict[str, str]:
    """Return pseudonym to own id, for those of some pseudonyms that the source holds.

    The source is read with its ids as they are, beside the cache and not into it, and what was read is removed again.

    Raises
    ------
    BadInputError
        As `evidence.prepare`.
    """
    from footpath.evidence import Pseudonyms, prepare

    known, hidden = Pseudonyms.of_user(), set(wanted)
    plain = source.model_copy(update={"pseudonyms": False})
    found: dict[str, str] = {}
    with _beside_the_cache():
        prepared = prepare(plain, root, zone=zone, limits=limits)
        workspace = open_engine("duckdb://", memory=memory).workspace([prepared])
        try:
            for table in (workspace.events, workspace.customers):
                if table is None:
                    continue
                ids = table.select(id=table.customer_id.cast("string")).distinct()
                for id_ in workspace.fetch(ids.filter(ids.id.notnull()))["id"].to_pylist():
                    pseudonym = known.one(id_)
                    if pseudonym in hidden:
                        found[pseudonym] = id_
        finally:
            workspace.close()
    return found


@contextmanager
def _beside_the_cache() -> Iterator[None]:
    """Let what is prepared go to a folder that is removed afterwards: own ids stay in no cache."""
    before = os.environ.get("FOOTPATH_CACHE")
    with tempfile.TemporaryDirectory(prefix="own-ids-", dir=cache_folder()) as place:
        os.environ["FOOTPATH_CACHE"] = place
        try:
            yield
        finally:
            if before is None:
                del os.environ["FOOTPATH_CACHE"]
            else:
                os.environ["FOOTPATH_CACHE"] = before
