"""What a three-way merge gives: texts, conflicts cell by cell, and the operations that it ends in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from footpath.atlas.operations import Operation
from footpath.base import Problem

Side = Literal["ours", "theirs"]
ConflictKind = Literal["both-changed", "both-added", "theirs-removed", "ours-removed", "both-moved"]

_WORDS: Mapping[str, str] = {
    "both-changed": "both changed it",
    "both-added": "both added it",
    "theirs-removed": "ours changed it, theirs removed it",
    "ours-removed": "ours removed it, theirs changed it",
    "both-moved": "both moved it, to different places",
}
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that both sides changed in ways that cannot both stand.

    Attributes
    ----------
    file, path
        Where: the file, and keys and ids from its top (``("stages", "compare", "steps", "look", "emotion")``).
    kind
        both-changed, both-added, theirs-removed, ours-removed, both-moved.
    base, ours, theirs
        The value on each side as plain data; None where there is none.
    """

    file: str
    path: tuple[str, ...]
    kind: ConflictKind
    base: Any = None
    ours: Any = None
    theirs: Any = None

    @property
    def stage(self) -> str | None:
        """The id of the stage in which it lies, if any."""
        return self.path[1] if len(self.path) > 1 and self.path[0] == "stages" else None

    @property
    def at(self) -> str | None:
        """The id of the step, or else the stage, in which it lies, if any."""
        if len(self.path) > 3 and self.path[2] == "steps":
            return self.path[3]
        return self.stage

    @property
    def lane(self) -> str | None:
        """The lane or field of that step or stage, if it is no more than one."""
        inside = self.path[4:] if len(self.path) > 3 and self.path[2] == "steps" else self.path[2:]
        return inside[0] if self.stage is not None and inside else None

    @property
    def where(self) -> str:
        """The place as people read it: journeys/gift.yaml: look-elsewhere, emotion."""
        if self.at is None:
            return f"{self.file}: {'/'.join(self.path)}" if self.path else self.file
        rest = [part for part in (self.at, self.lane) if part]
        return f"{self.file}: {', '.join(rest)}"

    def render(self) -> str:
        """Return the conflict as text: the place, what happened, and the three values."""
        lines = [f"{self.where}: {_WORDS[self.kind]}"]
        lines += [f"    {name:<6} {_shown(getattr(self, name))}" for name in ("base", "ours", "theirs")]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the conflict as plain data."""
        return {
            "file": self.file,
            "stage": self.stage,
            "at": self.at,
            "lane": self.lane,
            "path": list(self.path),
            "kind": self.kind,
            "base": self.base,
            "ours": self.ours,
            "theirs": self.theirs,
        }


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge.

    Attributes
    ----------
    texts
        Every file of the result. Where a place is in conflict it holds ours (or the side that was to be taken).
    conflicts
        What needs a person, in the order of the files. Empty where a side was to be taken: then see `taken`.
    taken
        The conflicts that were settled by taking a side.
    unread
        Files that are no YAML on some side and were merged by lines; those in conflict hold markers.
    problems
        Errors of the merged atlas that neither side had (a reference to what the other side removed).
    operations
        What turns ours into the result: one operation a changed file, each with an inverse.
    """

    texts: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()
    taken: tuple[Conflict, ...] = ()
    unread: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    operations: tuple[Operation, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing needs a person: no conflict, no markers, no new error."""
        return not self.conflicts and not any(self.unread.values()) and not self.problems


def _shown(value: Any) -> str:
    from footpath.atlas.yamltext import emit

    if value is None:
        return "(not there)"
    try:
        text = emit.flow(value)
    except ValueError:
        text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
