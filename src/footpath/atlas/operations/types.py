"""What every operation needs: the words for things and places, the inverse of an edit, and several operations as one.

The operations themselves stand by subject in the files beside this one, each next to what it does; `table` lists them.
Values are plain data as it would be written in YAML (texts, numbers, lists, mappings), or document types, which are
turned into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

On = Literal["step", "stage"]
"""Where a cell stands: at a step, or at a stage."""

Holder = Literal["step", "stage", "touchpoint", "opportunity"]
"""What may hold a list of its own besides journeys, personas and the atlas."""

Library = Literal[
    "touchpoints",
    "sources",
    "opportunities",
    "channels",
    "lanes",
    "departments",
    "team",
    "locales",
    "hands",
    "notes",
    "views",
    "attachments",
    "personas",
    "next",
    "answers",
    "evidence",
    "interests",
    "preferences",
    "goals",
    "needs",
    "pains",
    "drivers",
    "context",
    "sliders",
    "unknown",
]
"""The lists whose entries are added, set, moved and removed one by one."""

Thing = Literal[
    "atlas",
    "journey",
    "stage",
    "step",
    "persona",
    "touchpoint",
    "source",
    "opportunity",
    "channel",
    "lane",
    "department",
    "barrier",
    "view",
    "note",
]
"""Things with an id; stages, steps, views and notes are those of a journey, lanes and barriers may be."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One span to put back: where it is (`offset` from the start of the thing `anchor`), what stands there, what comes back."""

    anchor: tuple[str, ...]
    offset: int
    there: str
    back: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Undo an edit of one file: the bytes that it replaced come back, each where its place and neighbours still agree.

    Every edit's inverse is one of these, or `Several` of them. It is refused (`target-gone`) where what stands there
    was changed since.
    """

    file: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AddFile:
    """Add a file (`journeys/gift.yaml`, `personas/nadia.yaml`, ...) with that text, or with that value written new.

    So a journey, a persona or a library is added as a whole.
    """

    file: str
    value: Any = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Take a file away; `text`, where given, must be what it holds.

    What refers to its journey or persona is not looked at: `RemoveThing` does that.
    """

    file: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Do several operations in order, as one change with one inverse: all of them, or (where one is refused) none.

    `title` is what people read in the history of the map.
    """

    operations: tuple[Any, ...]
    title: str = ""
