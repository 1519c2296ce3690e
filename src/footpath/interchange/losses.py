"""What no text format here holds, counted the same way for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from footpath.atlas.types import Emotion, Journey, Lane
from footpath.interchange.cells import lane_title

Loss = tuple[str, int, str]


def beyond_text(journey: Journey, lanes: Sequence[Lane]) -> list[Loss]:
    """Return what a grid or an outline of words leaves behind: evidence, ways that branch, notes, hand-overs, rules."""
    shown = {lane.id for lane in lanes}
    holders = [holder for stage in journey.stages for holder in (stage, *stage.steps)]
    cells = [
        cell for holder in holders for lane, row in holder.cells.items() if lane in shown for cell in row
    ]
    return [
        *lanes_left_out(journey, lanes),
        ("references to evidence", sum(len(cell.evidence) for cell in cells), "it holds words alone"),
        (
            "branches, loops and exits",
            sum(len(step.next) for step in journey.steps()),
            "columns follow one another",
        ),
        ("hand-overs between personas", len(journey.hands), "it has no arrows"),
        ("notes that no cell holds", len(journey.notes), "they have no place in it"),
    ]


def lanes_left_out(journey: Journey, lanes: Sequence[Lane]) -> list[Loss]:
    """Return the lanes in use that were not asked for, each with its cells."""
    shown = {lane.id for lane in lanes}
    counts: dict[str, int] = {}
    for stage in journey.stages:
        for holder in (stage, *stage.steps):
            for lane, row in holder.cells.items():
                if lane not in shown:
                    counts[lane] = counts.get(lane, 0) + len(row)
    return [
        (f"cells of the lane {lane}", count, "the lane was not asked for") for lane, count in counts.items()
    ]


def all_lanes(journey: Journey, lanes: Sequence[Lane], why: str) -> list[Loss]:
    """Return the cells of all lanes as one loss with the lanes' names (a feeling's score is not among them)."""
    counts = {
        lane_title(lane): sum(
            not isinstance(cell, Emotion)
            for stage in journey.stages
            for holder in (stage, *stage.steps)
            for cell in holder.lane(lane.id)
        )
        for lane in lanes
    }
    names = [name for name, count in counts.items() if count]
    return [(f"cells of {', '.join(names)}", sum(counts.values()), why)]
