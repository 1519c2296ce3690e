"""A difference as frozen data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["added", "removed", "changed", "moved", "renamed"]
"""What happened to a thing: `renamed` is a new title or a new id."""

COLUMNS = (
    "journey",
    "stage",
    "on",
    "id",
    "at",
    "lane",
    "field",
    "kind",
    "before",
    "after",
    "sentence",
    "weight",
)
"""The columns of a change as a row, in this order."""


@dataclass(frozen=True, slots=True)
class MapChange:
    """One thing that changed in the experience.

    Attributes
    ----------
    on
        What kind of thing: atlas, journey, stage, step, cell, barrier, persona, touchpoint, opportunity, source,
        channel, department, lane, term, measure, grade.
    kind
        added, removed, changed, moved or renamed.
    sentence
        The change in one line, as people read it: ``look-elsewhere: emotion -1 to +0.4``.
    id
        The thing's id as it is now (as it was, where it is gone); of a cell its own id, where it has one.
    journey, stage, at, lane
        Where it stands: the journey, the stage, the step or stage that holds the cell, the lane; None where it
        stands in none.
    field
        Which field changed; None where it is the thing itself.
    before, after
        The value as plain data, as it would be written; None where there was or is none.
    weight
        How telling the change is, 0 to 100; the most telling are shown first.
    """

    on: str
    kind: Kind
    sentence: str
    id: str | None = None
    journey: str | None = None
    stage: str | None = None
    at: str | None = None
    lane: str | None = None
    field: str | None = None
    before: Any = None
    after: Any = None
    weight: float = 30.0

    def to_json(self) -> dict[str, Any]:
        """Return the change as plain data, its columns in the order of `COLUMNS`."""
        return {name: _plain(getattr(self, name)) for name in COLUMNS}


@dataclass(frozen=True, slots=True)
class Outline:
    """A journey's title, and the titles of its stages by id in order (those that are gone last)."""

    id: str
    title: str
    stages: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two states, by journey and stage in the order of the map, the most telling first."""

    changes: tuple[MapChange, ...]
    outlines: tuple[Outline, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[MapChange]:
        return iter(self.changes)

    def of(self, journey: str) -> tuple[MapChange, ...]:
        """Return the changes of one journey."""
        return tuple(change for change in self.changes if change.journey == journey)

    def render(self, *, most: int = 12, width: int | None = None) -> str:
        """Return the changes as text: a journey, its stages, a line a change; more than `most` a stage are counted."""
        from footpath.atlas.differing.render import as_text

        return as_text(self, most=most, width=width)

    def to_markdown(self, *, most: int = 12) -> str:
        """Return the changes as Markdown for a comment on a change; what is over `most` a stage is folded."""
        from footpath.atlas.differing.render import as_markdown

        return as_markdown(self, most=most)

    def to_json(self) -> dict[str, Any]:
        """Return the changes as plain data: ``{"rows": [...], "notes": [...]}``."""
        from footpath.atlas.differing.render import summary

        return {"rows": [change.to_json() for change in self.changes], "notes": [summary(self)]}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
