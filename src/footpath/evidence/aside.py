"""Where rows that were set aside are kept: JSON Lines in the user's state folder, readable by the user alone.

A line has file, line, column, reason and masked value; the row itself stays in its source.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from footpath.base import slug, state_folder, write_whole
from footpath.evidence.raw import Aside


def aside_file(name: str) -> Path:
    """Return where the rows set aside for a source lie: ``aside/<name>.jsonl`` in the state folder (made, private)."""
    folder = state_folder() / "aside"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{slug(name, default='source')}.jsonl"


def keep_asides(asides: Iterable[Aside], name: str) -> Path | None:
    """Write rows set aside, replacing those of the last reading; None (and no file) where there are none."""
    text = "".join(json.dumps(aside.to_json(), ensure_ascii=False) + "\n" for aside in asides)
    return _keep(text.encode("utf-8", "replace"), name)


def keep_aside_file(made: Path, name: str) -> Path | None:
    """Move a file of rows set aside, made in the child's folder, to where they are kept; None where it has none."""
    payload = made.read_bytes() if made.exists() else b""
    kept = _keep(payload, name)
    made.unlink(missing_ok=True)
    return kept


def read_asides(path: Path, *, most: int | None = None) -> list[Aside]:
    """Return the rows of an aside file, the first `most` of them."""
    found: list[Aside] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            if most is not None and len(found) >= most:
                break
            found.append(Aside.from_json(json.loads(line)))
    return found


def _keep(payload: bytes, name: str) -> Path | None:
    target = aside_file(name)
    if not payload:
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
        return None
    # Made with private rights before anything stands in it; write_whole keeps the rights that it finds.
    target.touch(mode=0o600, exist_ok=True)
    target.chmod(0o600)
    write_whole(target, payload)
    return target
