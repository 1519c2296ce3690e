"""What a drawing of a difference marks: places of the map, each with what happened there in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from footpath.atlas.differing import Difference, MapChange

MarkKind = Literal["added", "removed", "changed", "moved"]
ChangedPlace = tuple[str, ...]
"""("journey",), ("stage", id), ("step", id) or ("cell", id of the step or stage, lane)."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """What happened at a place: the most telling kind, and one line (several joined by a semicolon)."""

    kind: MarkKind
    sentence: str


Marks = Mapping[ChangedPlace, ChangeMark]
"""Places of one journey, as it is drawn (its later state), to their marks."""


def marks_of(difference: Difference, journey: str) -> Marks:
    """Return the marks of one journey: what is gone is marked where it stood, at its stage, or at the journey's head."""
    found: dict[ChangedPlace, list[MapChange]] = {}
    for change in difference.of(journey):
        if change.on == "journey" and change.kind in ("added", "removed"):
            found.setdefault(("journey",), []).append(change)
        else:
            found.setdefault(_place(change), []).append(change)
    return {
        place: ChangeMark(_kind(place, changes), "; ".join(change.sentence for change in changes))
        for place, changes in found.items()
    }


def _place(change: MapChange) -> ChangedPlace:
    if change.lane is not None and change.at is not None:
        return ("cell", change.at, change.lane)
    if change.on == "step" and change.kind == "removed":
        return ("stage", change.stage or "")
    if change.on == "stage" and change.kind == "removed":
        return ("journey",)
    if change.at is not None:
        return ("stage" if change.at == change.stage else "step", change.at)
    return ("journey",)


def _kind(place: ChangedPlace, changes: list[MapChange]) -> MarkKind:
    kinds = {change.kind for change in changes if _place(change) == place}
    own = {change.kind for change in changes if change.on in (place[0], "barrier")}
    if len(kinds) == 1 and (place[0] == "cell" or own == kinds):
        kind = next(iter(kinds))
        gone = kind == "removed" and place[0] != "cell"
        return "changed" if kind == "renamed" or gone else kind
    return "moved" if own == {"moved"} else "changed"
