"""What tells the content of a source from every other: the bytes of files, the versions of tables that have any."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from footpath.base import cache_folder, content_hash, write_whole
from footpath.evidence.lake.days import OPEN, Period
from footpath.evidence.lake.gather import Unit

_BIG = 64 << 20
_REMEMBERED = 20_000


def content_of(units: Sequence[Unit], period: Period = OPEN) -> str:
    """Return the hash of what is read of a source (rule E106).

    Of files it is that of their bytes, of Delta and Iceberg tables that of their version and of which files were read.
    A period belongs to it, as other rows are read in another period.
    """
    plain = [unit for unit in units if unit.listing is None or not unit.listing.version]
    parts = [_of_bytes([file for unit in plain for file in unit.files])] if plain else []
    for unit in units:
        if unit.listing is not None and unit.listing.version:
            parts += [unit.listing.version, *(Path(file.path).name for file in unit.listing.files)]
    if len(parts) == 1 and plain and period == OPEN:
        return parts[0]
    return digest([*parts, *([] if period == OPEN else [repr(period)])])


def digest(parts: Sequence[str]) -> str:
    """Return one short hash of texts."""
    return hashlib.blake2b("\x00".join(parts).encode(), digest_size=12).hexdigest()


def _of_bytes(files: Sequence[Path]) -> str:
    """Return the hash of all files' bytes; where they are large it is remembered by path, size, time and inode."""
    if sum(path.stat().st_size for path in files) < _BIG:
        return content_hash(*files)
    store = cache_folder() / "evidence" / "hashes.json"
    known = read_json(store)
    hashes = []
    new = False
    for path in files:
        state = path.stat()
        mark = f"{path}|{state.st_size}|{state.st_mtime_ns}|{state.st_ino}"
        # A file changed within the last seconds may change again without its time moving.
        settled = time.time_ns() - state.st_mtime_ns > 3_000_000_000
        one = known.get(mark) if settled else None
        if one is None:
            one = content_hash(path)
            known[mark] = one
            new = True
        hashes.append(str(one))
    if new:
        write_whole(store, json.dumps(dict(list(known.items())[-_REMEMBERED:])))
    return digest(hashes)


def read_json(path: Path) -> dict[str, Any]:
    """Return the object of a JSON file; an empty one where there is none or it cannot be read."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
