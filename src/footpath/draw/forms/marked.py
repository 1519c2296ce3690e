"""Changes on a map: which places have a mark, and what the foot says of those that a mark cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from footpath.draw.content import Content, Facts
from footpath.draw.marks import change_ink
from footpath.draw.scene import Item, Mark, Path
from footpath.draw.text import clean

if TYPE_CHECKING:
    from footpath.draw.changes import ChangeMark

BADGE = 8.0
"""The mark at the corner of a cell: as large as the room between rows and columns holds."""
WORDS = {"added": "added", "removed": "removed", "changed": "changed", "moved": "moved"}


class Changes:
    """The marks that were asked for, by place."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.given = content.asked.changes or {}

    def at(self, *place: str) -> ChangeMark | None:
        """Return the mark of a place, or None."""
        return self.given.get(place) if self.given else None

    def used(self) -> set[str]:
        """Return the marks of the legend that these changes use."""
        return {f"change-{mark.kind}" for mark in self.given.values()}

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what the foot says as (kind, sentence): what is gone, what befell the whole map or a stage, what is not drawn."""
        return tuple(self._told())

    def _told(self) -> Iterator[tuple[str, str]]:
        journey = self.content.journey
        steps = {str(step.id) for step in journey.steps()}
        stages = {str(stage.id) for stage in journey.stages}
        lanes = {str(row.lane.id) for row in self.content.rows}
        if self.content.is_overview:  # its pages have the other lanes
            lanes = {str(lane.id) for lane in journey.shown_lanes()}
        for place, mark in self.given.items():
            is_drawn = (place[0] == "step" and place[1] in steps) or (
                place[0] == "cell" and place[1] in steps | stages and place[2] in lanes
            )
            if mark.kind == "removed" or not is_drawn:
                yield mark.kind, clean(mark.sentence)


def facts_of(mark: ChangeMark | None) -> Facts:
    """Return what a page says of a change on demand."""
    return ((WORDS[mark.kind].capitalize(), clean(mark.sentence)),) if mark is not None else ()


def outlined(mark: ChangeMark, x: float, y: float, width: float, height: float) -> list[Item]:
    """Return the outline of a changed cell, with its mark on the upper start corner, where no cell has one."""
    r = 2.0
    around = (
        ("M", x + r, y), ("L", x + width - r, y), ("C", x + width, y, x + width, y, x + width, y + r),
        ("L", x + width, y + height - r), ("C", x + width, y + height, x + width, y + height, x + width - r, y + height),
        ("L", x + r, y + height), ("C", x, y + height, x, y + height, x, y + height - r),
        ("L", x, y + r), ("C", x, y, x, y, x + r, y), ("Z",),
    )  # fmt: skip
    dash = {"removed": (3.0, 2.4), "moved": (7.0, 2.0)}.get(mark.kind, ())
    return [
        Path(around, change_ink(mark.kind), 1.2, dash=dash),
        Mark("change", x - BADGE / 2 - 0.6, y - 7.0, mark.kind, BADGE, BADGE),
    ]
