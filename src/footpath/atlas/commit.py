"""Writing changes to an atlas's folder: locked, compared with what was loaded, checked whole, then each file at once.

A commit of several files is noted in `.footpath/commit.json` first: where the process dies between two files, the
next commit (or `finish`) ends what it began, so that the folder never stays between old and new.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from footpath.atlas.editing import new_runs, refuse_new_errors, reloaded
from footpath.atlas.files import is_inside, kind_of, list_files, read_text
from footpath.atlas.loader import Loaded, load
from footpath.atlas.lock import locked
from footpath.atlas.measures import newest_runs
from footpath.atlas.migrations import refuse_older
from footpath.atlas.operations import AddMeasures, Operation, apply_all
from footpath.atlas.pending import NOTE, Pending, note_text, read_note
from footpath.atlas.schema import ensure_schemas
from footpath.atlas.types import MeasureRun
from footpath.atlas.yamltext import Parsed
from footpath.base import BadInputError, Place, Problem, sync_folder, write_whole


def commit(
    folder: Path | str,
    before: Loaded,
    operations: Sequence[Operation],
    *,
    dry_run: bool = False,
    wait_s: float = 5.0,
) -> Loaded:
    """Return the atlas after the operations, written to its folder (unless `dry_run`).

    Files that the operations touch must be as they were loaded; others may have changed and are read anew.
    What comes out must have no error that was not there before.

    Raises
    ------
    BadInputError
        `changed-meanwhile`, `would-be-invalid`, `atlas-locked`, `write-failed`, or what an operation is refused with.
        Then nothing was written; only where the disk failed between two files are some written, and the next
        commit writes the rest.
    """
    root = Path(folder)
    if dry_run:
        return _checked(root, before, before, operations)[0]
    with locked(root, wait_s=wait_s):
        finish(root)
        return _write_down(root, before, operations)


def edit(
    folder: Path | str,
    make: Callable[[Loaded], Sequence[Operation]],
    *,
    dry_run: bool = False,
    wait_s: float = 30.0,
) -> Loaded:
    """Load, ask for operations, and commit them, all under the lock: edits of two processes follow each other.

    Parameters
    ----------
    make
        Gets the atlas as it is and returns the operations; may be called once only, and may raise to give up.
    """
    root = Path(folder)
    if dry_run:
        before = load(root)
        return _checked(root, before, before, make(before))[0]
    with locked(root, wait_s=wait_s):
        finish(root)
        before = load(root)
        return _write_down(root, before, make(before))


def add_measures(folder: Path | str, run: MeasureRun) -> Path:
    """Write a run of measures as a file of its own and return its path."""
    root = Path(folder)
    with locked(root):
        finish(root)
        texts, _, _ = apply_all(_measure_names(root), [AddMeasures(run)])
        file = next(name for name in texts if texts[name])
        _write_files(root, {file: texts[file]}, ())
    return root / file


def finish(root: Path) -> None:
    """End a commit that died between two files: each file still in its old state gets its new text (caller holds the lock)."""
    for each in read_note(root):
        if _hash_on_disk(root, each.file) != each.old:
            continue
        if each.new is None:
            _unlink(root / each.file)
        else:
            write_whole(root / each.file, each.new)
    _unlink(root / NOTE)


def _write_down(root: Path, before: Loaded, operations: Sequence[Operation]) -> Loaded:
    current = _read_again(root, before)
    after, written, gone = _checked(root, before, current, operations)
    _write_files(root, written, gone)
    ensure_schemas(root)
    return after


def _checked(
    root: Path, before: Loaded, current: Loaded, operations: Sequence[Operation]
) -> tuple[Loaded, dict[str, str], list[str]]:
    """Return the atlas after the operations, the files to write with their texts, and those to remove; or refuse them."""
    refuse_older(current.texts, current.hashes)
    texts, _, parsed = _applied(root, current, operations)
    own = {file: text for file, text in texts.items() if kind_of(file) != "measures"}
    changed = {file for file in {*own, *current.texts} if own.get(file) != current.texts.get(file)}
    for file in sorted(changed):
        if before.hashes.get(file) != current.hashes.get(file):
            raise BadInputError(
                Problem(
                    code="changed-meanwhile",
                    message="the file was changed by someone else after it was loaded",
                    place=Place(file),
                    help="Load the atlas again and repeat the change; nothing was written.",
                )
            )
    after = reloaded(current, texts, parsed, operations)
    refuse_new_errors(current, after)
    runs_written = {file: text for file, text in texts.items() if kind_of(file) == "measures" and text}
    written = {file: own[file] for file in sorted(changed) if file in own}
    return after, {**written, **runs_written}, sorted(changed - own.keys())


def _applied(
    root: Path, current: Loaded, operations: Sequence[Operation]
) -> tuple[Mapping[str, str], object, Mapping[str, Parsed]]:
    texts = dict(current.texts)
    if any(new_runs(operations)):
        texts |= _measure_names(root)
    return apply_all(texts, operations, current.parsed)


def _measure_names(root: Path) -> dict[str, str]:
    """Return the names of the runs that are there, so that a new one gets its own."""
    folder = root / "measures"
    return {f"measures/{path.name}": "" for path in folder.iterdir()} if folder.is_dir() else {}


def _read_again(root: Path, before: Loaded) -> Loaded:
    """Return what the folder holds now; where nothing changed, what was loaded."""
    files, _ = list_files(root)
    if set(files) == set(before.hashes) and all(
        _hash_on_disk(root, file) == before.hashes[file] for file in files
    ):
        runs, _ = newest_runs(root)
        if runs == before.atlas.measures:
            return before
    return load(root)


def _hash_on_disk(root: Path, file: str) -> str | None:
    return read_text(root, file).hash or None if (root / file).exists() else None


def _write_files(root: Path, written: Mapping[str, str], gone: Sequence[str]) -> None:
    for file in (*written, *gone):
        if kind_of(file) is None or not is_inside(root, root / file):
            raise BadInputError(
                Problem(
                    code="path-outside-atlas",
                    message="this file does not lie inside the atlas",
                    place=Place(file),
                )
            )
    note = root / NOTE
    try:
        if len(written) + len(gone) > 1:
            wanted = [Pending(file, _hash_on_disk(root, file), text) for file, text in written.items()]
            wanted += [Pending(file, _hash_on_disk(root, file), None) for file in gone]
            write_whole(note, note_text(wanted))
        for file, text in written.items():
            write_whole(root / file, text)
        for file in gone:
            _unlink(root / file)
        _unlink(note)
    except OSError as error:
        raise BadInputError(
            Problem(
                code="write-failed",
                message=f"the atlas could not be written: {error.strerror or error}",
                place=Place(str(root)),
                help="Make room or look at the rights, then try again; every file holds its old or its new text.",
            )
        ) from error


def _unlink(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)
