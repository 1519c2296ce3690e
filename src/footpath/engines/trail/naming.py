"""What a trail is called in the cache: by the content of its sources and by how they are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.base import EngineError, Problem

if TYPE_CHECKING:
    from footpath.evidence import Prepared

FORMAT = 2
"""Raised whenever the same sources would give other arrays."""

_TABLES = ("answers", "remarks", "customers", "identities")


def trail_key(prepared: Sequence[Prepared]) -> str:
    """Return the key of the trail of some sources: another content, another reading or another order is another key.

    Beside the hash of their content the files' sizes and times count, so that a file that changes after it was hashed
    can leave nothing wrong behind.

    Raises
    ------
    EngineError
        engine-file where a file is gone.
    """
    said: list[object] = [_said(one) for one in prepared]
    if any(
        one.events is not None and one.events.columns and one.events.columns.pseudonyms for one in prepared
    ):
        from footpath.evidence import Pseudonyms

        said.append(Pseudonyms.of_user().one("footpath"))
    text = json.dumps([FORMAT, said], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _said(one: Prepared) -> list[object]:
    files = [*(one.events.paths if one.events is not None else ())]
    others = [getattr(one, name) for name in _TABLES]
    return [
        one.hash,
        repr(one.events.columns) if one.events is not None else None,
        {str(name): str(text) for name, text in one.source.derive.items()},
        [one.report.zone, one.report.duplicates, one.report.aside],
        [one.period, repr(one.events.partition), one.events.table] if one.events is not None else None,
        [_state(path) for path in files],
        [None if path is None else _state(path) for path in others],
    ]


def _state(path: Path) -> list[object]:
    try:
        state = path.stat()
    except OSError as error:
        raise EngineError(
            Problem(
                code="engine-file",
                message=f"{path.name} cannot be read",
                value=str(path),
                help="It was moved, cut short or changed since it was read in: read the source again.",
            )
        ) from error
    return [path.name, path.parent.name, state.st_size, state.st_mtime_ns]
