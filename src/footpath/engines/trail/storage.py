"""Trails in the cache folder: a folder of arrays each, written aside and renamed into place, opened by mapping them.

A reader sees a whole trail or none. `trail.json` is written last and names every file with its size and the hash of
samples of it; what does not agree is made again. Two processes that make the same trail at once write two folders, and
the first to rename stays. The cache has a cap: the trails whose last use is longest ago go first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from footpath.base import cache_folder, sync_folder, write_whole
from footpath.engines.trail.arrays import Column, Trail
from footpath.engines.trail.arrow import Array
from footpath.engines.trail.holding import Held, from_json, to_json
from footpath.engines.trail.naming import FORMAT
from footpath.engines.types import SourceFacts

ARRAYS = ("starts", "codes", "times", "groups", "order", "sessions", "keys", "id_bounds", "id_bytes", "gone")
_CONTENTS = "trail.json"
_USED = "used"
_SAMPLE, _SAMPLES = 4096, 16


class DamagedError(ValueError):
    """A file of a trail is missing or not as it was written."""


def trails_folder() -> Path:
    """Return the folder of all trails."""
    return cache_folder() / "trail"


def is_kept(key: str) -> bool:
    """Return whether the cache holds a trail of this key (it may still turn out damaged)."""
    return (trails_folder() / key / _CONTENTS).is_file()


def read(key: str) -> tuple[dict[str, Array], tuple[str, ...], SourceFacts] | None:
    """Return the mapped arrays of a kept trail, its names and facts; None where there is none, or it is damaged."""
    folder = trails_folder() / key
    try:
        contents = json.loads((folder / _CONTENTS).read_text("utf-8"))
        if contents["format"] != FORMAT:
            return None
        arrays = {name: mapped(folder, contents["files"], name) for name in ARRAYS}
        _agree(arrays)
        found = arrays, tuple(contents["names"]), SourceFacts(**contents["facts"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    with contextlib.suppress(OSError):
        (folder / _USED).touch()
    return found


def holders(reading: str) -> list[tuple[str, tuple[Held, ...]]]:
    """Return the kept trails of sources that are read like that: their keys, and what they hold."""
    found = []
    for folder in _folders(trails_folder()):
        if folder.name.startswith("."):
            continue
        try:
            contents = json.loads((folder / _CONTENTS).read_text("utf-8"))
            if contents["format"] == FORMAT and contents["reading"] == reading:
                found.append((folder.name, from_json(contents["pieces"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def write(key: str, trail: Trail, *, reading: str | None = None, pieces: Sequence[Held] = ()) -> None:
    """Keep a trail under its key; where another process has kept it meanwhile, that one stays.

    `reading` and `pieces` say how its files were read and what it holds of them, so that more can join it.

    Raises
    ------
    OSError
        Where the disk is full or the folder cannot be written.
    """
    base = trails_folder()
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = Path(tempfile.mkdtemp(prefix=f".{key}-", dir=base))
    try:
        files = {name: save(aside, name, getattr(trail, name)) for name in ARRAYS}
        contents = {
            "format": FORMAT,
            "files": files,
            "names": list(trail.names),
            "facts": asdict(trail.facts),
            "reading": reading,
            "pieces": to_json(pieces),
        }
        (aside / _USED).touch()
        write_whole(aside / _CONTENTS, json.dumps(contents))
        sync_folder(aside)
        target = base / key
        if target.exists() and read(key) is None:
            _remove(target)
        try:
            aside.rename(target)
        except OSError:
            if not target.exists():
                raise
        sync_folder(base)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


# ---------------------------------------------------------------- further columns


def read_kept_column(key: str, name: str) -> Column | None:
    """Return a column that was kept beside a trail; None where there is none, or it is damaged."""
    folder, stem = trails_folder() / key, _stem(name)
    try:
        contents = json.loads((folder / f"{stem}.json").read_text("utf-8"))
        if contents["name"] != name or contents["format"] != FORMAT:
            return None
        values = mapped(folder, contents["files"], stem)
        there = mapped(folder, contents["files"], f"{stem}-there") if contents["lacks"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Column(values, there, None if contents["texts"] is None else tuple(contents["texts"]))


def write_column(key: str, name: str, column: Column) -> None:
    """Keep a column beside a trail; OSError where that cannot be."""
    folder, stem = trails_folder() / key, _stem(name)
    files = {stem: save(folder, stem, column.values)}
    if column.there is not None:
        files[f"{stem}-there"] = save(folder, f"{stem}-there", column.there)
    contents = {
        "format": FORMAT,
        "name": name,
        "files": files,
        "lacks": column.there is not None,
        "texts": None if column.texts is None else list(column.texts),
    }
    write_whole(folder / f"{stem}.json", json.dumps(contents))


def _stem(name: str) -> str:
    return f"column-{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}"


# ---------------------------------------------------------------- files


def save(folder: Path, name: str, values: Array) -> dict[str, Any]:
    """Write an array whole and return what its file is like: size and sample."""
    descriptor, aside = tempfile.mkstemp(prefix=f".{name}-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.lib.format.write_array(file, np.ascontiguousarray(values), allow_pickle=False)
            file.flush()
            os.fsync(file.fileno())
        path = folder / f"{name}.npy"
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return {"size": path.stat().st_size, "sample": _sample(path)}


def mapped(folder: Path, files: Mapping[str, Any], name: str) -> Array:
    """Return an array mapped from its file; `DamagedError` where the file is not as it was written."""
    path = folder / f"{name}.npy"
    if path.stat().st_size != files[name]["size"] or _sample(path) != files[name]["sample"]:
        raise DamagedError(name)
    # A plain array over the map: the class memmap is slower in every small step.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _sample(path: Path) -> str:
    """Return the hash of the beginning, the end and a few places between."""
    digest = hashlib.blake2b(digest_size=16)
    size = path.stat().st_size
    with path.open("rb") as file:
        for number in range(_SAMPLES):
            file.seek(max(0, (size - _SAMPLE) * number // (_SAMPLES - 1)))
            digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _agree(arrays: Mapping[str, Array]) -> None:
    rows = len(arrays["times"])
    starts = arrays["starts"]
    if len({rows, len(arrays["codes"]), len(arrays["groups"]), len(arrays["order"])}) > 1:
        raise DamagedError("rows")
    if len(arrays["id_bounds"]) not in (0, len(starts)):
        raise DamagedError("ids")
    if len(starts) != len(arrays["keys"]) + 1 or int(starts[-1]) != rows:
        raise DamagedError("starts")


# ---------------------------------------------------------------- the cap


def tidy(most: int, *, but: str) -> None:
    """Remove trails until all together take at most so many bytes: the longest unused first, never `but`.

    What a process that died left half-written goes after a day.
    """
    base = trails_folder()
    kept: list[tuple[float, int, Path]] = []
    for folder in _folders(base):
        used = folder / _USED
        if folder.name.startswith("."):
            if _age(folder) > 86_400:
                shutil.rmtree(folder, ignore_errors=True)
            continue
        with contextlib.suppress(OSError):
            size = sum(entry.stat().st_size for entry in folder.iterdir())
            kept.append((used.stat().st_mtime if used.exists() else 0.0, size, folder))
    total = sum(size for _, size, _ in kept)
    for _, size, folder in sorted(kept):
        if total <= most:
            return
        if folder.name != but:
            _remove(folder)
            total -= size


def _folders(base: Path) -> Iterable[Path]:
    return [entry for entry in base.iterdir() if entry.is_dir()] if base.is_dir() else []


def _age(folder: Path) -> float:
    import time

    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime
    return 0.0


def _remove(folder: Path) -> None:
    """Take a trail away at once: nobody opens it half-removed."""
    with contextlib.suppress(OSError):
        aside = Path(tempfile.mkdtemp(prefix=".gone-", dir=folder.parent))
        with contextlib.suppress(OSError):
            folder.rename(aside / "trail")
        shutil.rmtree(aside, ignore_errors=True)
