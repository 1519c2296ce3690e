"""The note of a commit of several files: what it is about to write, so that it is seen and ended as one change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from footpath.atlas.files import is_inside, kind_of

NOTE = ".footpath/commit.json"


@dataclass(frozen=True, slots=True)
class Pending:
    """One file of a commit that has begun: the hash it had (None: it was not there) and its new text (None: it goes)."""

    file: str
    old: str | None
    new: str | None


def note_text(pending: list[Pending]) -> str:
    """Return the note as JSON."""
    files = [{"file": each.file, "old": each.old, "new": each.new} for each in pending]
    return json.dumps({"files": files}, ensure_ascii=False)


def read_note(root: Path) -> tuple[Pending, ...]:
    """Return what a commit that has begun and not ended is about to write; nothing where there is none.

    A note that cannot be read is one that was never finished: then no file had been written yet.
    """
    note = root / NOTE
    try:
        if not note.is_file() or not is_inside(root, note):
            return ()
        files = json.loads(note.read_text("utf-8"))["files"]
        found = [Pending(str(each["file"]), each["old"], each["new"]) for each in files]
    except (ValueError, KeyError, TypeError, OSError):
        return ()
    return tuple(
        each for each in found if kind_of(each.file) is not None and is_inside(root, root / each.file)
    )
