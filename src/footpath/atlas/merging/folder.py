"""A merged atlas written into the folder of ours, all files or none."""

from __future__ import annotations

import shutil
from pathlib import Path

from footpath.atlas.commit import _hash_on_disk, _write_files, finish
from footpath.atlas.loaded import Loaded
from footpath.atlas.lock import locked
from footpath.atlas.merging.types import Merged
from footpath.atlas.schema import ensure_schemas
from footpath.base import BadInputError, Place, Problem, write_whole

_NOT_COPIED = (".git", ".footpath")


def write_merged(
    folder: Path, before: Loaded, merged: Merged, *, measures_of: Path | None = None
) -> tuple[str, ...]:
    """Write a merge into the folder of ours and return the files that were written or removed.

    Parameters
    ----------
    before
        Ours, as it was loaded and merged.
    measures_of
        The folder of theirs, whose runs of measures are taken along: each is a file of its own.

    It is written with its conflicts, and with errors that neither side had: git does so too, and a person goes on
    from there (rule D124).

    Raises
    ------
    BadInputError
        `changed-meanwhile` where a file is no longer what was merged; `atlas-locked`, `write-failed`.
    """
    changed = sorted(
        file for file in {*merged.texts, *before.texts} if merged.texts.get(file) != before.texts.get(file)
    )
    with locked(folder, what="footpath merge"):
        finish(folder)
        for file in changed:
            if _hash_on_disk(folder, file) != before.hashes.get(file):
                raise BadInputError(
                    Problem(
                        code="changed-meanwhile",
                        message="the file was changed by someone else after it was read",
                        place=Place(file),
                        help="Merge again; nothing was written.",
                    )
                )
        written = {file: merged.texts[file] for file in changed if file in merged.texts}
        _write_files(folder, written, [file for file in changed if file not in merged.texts])
        new = _runs(folder, measures_of) if measures_of is not None else ()
        ensure_schemas(folder)
    return (*changed, *new)


def copy_atlas(folder: Path, to: Path) -> None:
    """Copy an atlas with its pictures and measures into a new folder, so that a merge can be written there."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(*_NOT_COPIED), symlinks=True)


def _runs(folder: Path, other: Path) -> tuple[str, ...]:
    """Take along the runs of measures that the folder does not have."""
    new = [
        path
        for path in sorted((other / "measures").glob("*.json"))
        if path.is_file() and not (folder / "measures" / path.name).exists()
    ]
    for path in new:
        write_whole(folder / "measures" / path.name, path.read_bytes())
    return tuple(f"measures/{path.name}" for path in new)
