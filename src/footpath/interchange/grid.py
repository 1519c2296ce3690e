"""A map as a table of words: a row a lane, a column a step, two rows of heads. What CSV, XLSX and HTML tables share.

A stage's title stands over its first step alone, as a merged cell does, so that two neighbours of one name stay two.
What stands on a whole stage stands in the stage's first column.
"""

from __future__ import annotations

from dataclasses import dataclass

from footpath.atlas.types import Atlas, Journey, Lane, Stage, Step
from footpath.interchange.cells import cells_of, lane_title, words
from footpath.interchange.formats import Options
from footpath.interchange.losses import beyond_text
from footpath.interchange.report import Report, counted

STAGE_HEAD, STEP_HEAD = "Stage", "Step"


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of the table, all of one width; the first two are heads, the first column names the lanes."""

    rows: tuple[tuple[str, ...], ...]
    report: Report


def grid(atlas: Atlas, journey: Journey, options: Options, *, name: str, between: str = "\n") -> Grid:
    """Return a journey as a table of words; several cells of one field are joined by `between`."""
    columns: list[tuple[Stage, Step | None]] = []
    for stage in journey.stages:
        columns += [(stage, step) for step in stage.steps] or [(stage, None)]
    firsts = [n for n, (stage, _) in enumerate(columns) if n == 0 or columns[n - 1][0] is not stage]
    rows = [
        (STAGE_HEAD, *(stage.title if n in firsts else "" for n, (stage, _) in enumerate(columns))),
        (STEP_HEAD, *(step.title if step else "" for _, step in columns)),
    ]
    written = 0
    for lane in options.lanes:
        fields = []
        for n, (stage, step) in enumerate(columns):
            found = _field(atlas, lane, stage if n in firsts else None, step, options)
            written += len(found)
            fields.append(between.join(found))
        rows.append((lane_title(lane), *fields))
    report = Report(
        format=name,
        direction="out",
        kept=counted(
            [
                ("stages", len(journey.stages)),
                ("steps", sum(1 for _ in journey.steps())),
                ("lanes", len(options.lanes)),
                ("cells", written),
            ]
        ),
        lost=counted([*_frame(journey), *beyond_text(journey, options.lanes)]),
        assumed=("touchpoints, channels and opportunities stand by their titles, not by their ids",),
    )
    return Grid(tuple(rows), report)


def _field(atlas: Atlas, lane: Lane, stage: Stage | None, step: Step | None, options: Options) -> list[str]:
    found: list[str] = []
    for holder in (stage, step):
        if holder is not None:
            found += words(cells_of(holder, lane, options.persona), lane, atlas)
    return found


def _frame(journey: Journey) -> list[tuple[str, int, str]]:
    names = ("title", "claim", "purpose", "scenario", "personas", "horizon", "begins", "state", "improves")
    set_ = sum(bool(getattr(journey, name)) for name in names) + bool(
        journey.ends.wanted or journey.ends.unwanted
    )
    return [
        ("facts about the map (title, purpose, personas, ends …)", set_, "a table holds columns and lanes")
    ]
