"""A grid that was written from a map, edited elsewhere, and comes back: the few operations that it takes, and no others.

A field whose words are still those that we wrote changes nothing, so what a table cannot hold (evidence, ids, kinds of
barrier, whose cell it is) stays. Columns and lanes are found by their titles, in order. What is missing in the table is
left as it is and told: a sheet is often a part of a map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from footpath.atlas import AddEntry, AddStage, AddStep, Loaded, Operation, RemoveCell, SetCell, SetField
from footpath.atlas.types import AnyCell, Atlas, Journey, Lane, Reference, Stage, Step
from footpath.base import slug, unique
from footpath.interchange.cells import cells_of, lane_title, lanes_in_use, words
from footpath.interchange.grid_read import lane_data, lanes_of, row_scale
from footpath.interchange.lanes import fold
from footpath.interchange.meaning import Libraries, Scale, split_items, value_of
from footpath.interchange.reading import Back, Guess, ReadOptions, Rows, refuse
from footpath.interchange.report import Report, counted
from footpath.interchange.table import Table, table_of

_PLAIN_FACTS = (
    "text",
    "word",
    "score",
    "why",
    "level",
    "severity",
    "kind",
    "ref",
    "picture",
    "value",
    "unit",
    "measure",
)


@dataclass(slots=True)
class _Coming:
    """What is gathered while a table comes back."""

    atlas: Atlas
    journey: Journey
    libraries: Libraries
    operations: list[Operation] = field(default_factory=list)
    left: list[tuple[str, int, str]] = field(default_factory=list)
    changed: int = 0


def grid_back(
    rows: Rows, loaded: Loaded, journey: str | None, options: ReadOptions, *, name: str = "grid"
) -> Back:
    """Return what a table changes in a journey.

    Parameters
    ----------
    rows
        The table, as `grid` wrote it and somebody edited it.
    loaded, journey
        The atlas, and the journey that the table is of.

    Raises
    ------
    BadInputError
        Where the rows are no grid (`not-this-format`).
    """
    if journey is None:
        raise refuse("a grid is of one journey, and none was named", "Name it: --journey ID.")
    table = table_of(rows)
    atlas = loaded.atlas
    found = atlas.journey(journey)
    coming = _Coming(atlas, found, _libraries(atlas))
    holders = _columns(coming, table)
    lanes, guesses = _lanes(coming, table, options)
    for (_, fields), (lane, scale) in zip(table.lanes, lanes, strict=True):
        for text, (at, on, stage, step) in zip(fields, holders, strict=True):
            above = (
                stage if stage is not None and step is not None and _is_first(found, stage, step) else None
            )
            _field(coming, lane, scale, text, (at, on), [above, step if step is not None else stage])
    operations = [*_library_operations(coming), *coming.operations]
    report = Report(
        format=name,
        direction="in",
        kept=counted([("fields changed", coming.changed), ("operations", len(operations))]),
        lost=counted(coming.left),
        assumed=table.assumed,
    )
    return Back(tuple(operations), report, tuple(guesses))


def _present(journey: Journey) -> list[tuple[Stage, Step | None]]:
    found: list[tuple[Stage, Step | None]] = []
    for stage in journey.stages:
        found += [(stage, step) for step in stage.steps] or [(stage, None)]
    return found


def _is_first(journey: Journey, stage: Stage, step: Step) -> bool:
    return bool(stage.steps) and stage.steps[0].id == step.id


On = Literal["step", "stage"]
_Holder = tuple[str, On, Stage | None, Step | None]


def _columns(coming: _Coming, table: Table) -> list[_Holder]:
    """Return where each column of the table stands in the map: by title, in order; new ones are added, renamed ones renamed."""
    present = _present(coming.journey)
    ours = [(fold(stage.title), fold(step.title) if step else "") for stage, step in present]
    theirs = [(fold(column.stage), fold(column.step or "")) for column in table.columns]
    found: list[_Holder | None] = [None] * len(theirs)
    missing = 0
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        pairs = min(b - a, d - c) if kind in ("equal", "replace") else 0
        for offset in range(pairs):
            stage, step = present[a + offset]
            column = table.columns[c + offset]
            if (step is None) == (column.step is None) and (
                kind == "equal" or _alike(coming, stage, column.stage)
            ):
                found[c + offset] = _known(coming, stage, step, column.step)
            else:
                missing += 1
        missing += max(0, (b - a) - pairs)
    coming.left.append(("columns of the map", missing, "the table does not show them; they stay as they are"))
    return [holder or _new_column(coming, table, number, found) for number, holder in enumerate(found)]


def _alike(coming: _Coming, stage: Stage, title: str) -> bool:
    return fold(stage.title) == fold(title) or fold(title) not in {
        fold(one.title) for one in coming.journey.stages
    }


def _known(coming: _Coming, stage: Stage, step: Step | None, title: str | None) -> _Holder:
    if step is not None and title is not None and title != step.title:
        coming.operations.append(SetField("step", step.id, "title", title, coming.journey.id))
        coming.changed += 1
    return (step.id, "step", stage, step) if step is not None else (stage.id, "stage", stage, None)


def _new_column(coming: _Coming, table: Table, number: int, found: list[_Holder | None]) -> _Holder:
    column = table.columns[number]
    journey = coming.journey
    stages = {fold(stage.title): str(stage.id) for stage in journey.stages}
    for operation in coming.operations:
        if isinstance(operation, AddStage):
            stages[fold(operation.stage["title"])] = operation.stage["id"]
    stage_id = stages.get(fold(column.stage))
    if stage_id is None:
        stage_id = unique(slug(column.stage, default="stage"), set(stages.values()))
        coming.operations.append(AddStage(journey.id, {"id": stage_id, "title": column.stage}))
        coming.changed += 1
    holder: _Holder = (stage_id, "stage", None, None)
    if column.step is not None:
        taken = {str(step.id) for step in journey.steps()} | {
            operation.step["id"] for operation in coming.operations if isinstance(operation, AddStep)
        }
        step_id = unique(slug(column.step, default="step"), taken)
        before = [held for held in found[:number] if held is not None and held[1] == "step"]
        same = [held for held in before if held[2] is not None and str(held[2].id) == stage_id]
        index = None
        if same and (stage := same[-1][2]) is not None and (step := same[-1][3]) is not None:
            index = [one.id for one in stage.steps].index(step.id) + 1
        coming.operations.append(AddStep(journey.id, stage_id, {"id": step_id, "title": column.step}, index))
        coming.changed += 1
        holder = (step_id, "step", None, None)
    return holder


def _lanes(
    coming: _Coming, table: Table, options: ReadOptions
) -> tuple[list[tuple[Lane, Scale]], list[Guess]]:
    """Return the lane of each row: the map's by its title, else a new one, guessed by its name."""
    shown = [*lanes_in_use(coming.atlas, coming.journey), *coming.journey.lanes]
    by_title: dict[str, Lane] = {}
    for lane in shown:
        by_title.setdefault(fold(lane_title(lane)), lane)
    guessed, guesses = lanes_of(table, options)
    lanes: list[tuple[Lane, Scale]] = []
    new: list[Guess] = []
    for (title, fields), (id_, role), guess in zip(table.lanes, guessed, guesses, strict=True):
        known = by_title.get(fold(title))
        if known is not None:
            lanes.append((known, Scale()))
            continue
        taken = {str(one.id) for one in shown}
        fresh = id_ if id_ not in taken else unique(slug(title, default="lane"), taken)
        made = Lane.model_validate({"id": fresh, "role": role, "title": title})
        shown.append(made)
        new.append(guess)
        if coming.journey.lanes or fresh != role:
            coming.operations.append(
                AddEntry("lanes", lane_data(fresh, role, title), journey=coming.journey.id)
            )
        coming.changed += 1
        lanes.append((made, row_scale(role, fields)))
    names = {fold(title) for title, _ in table.lanes}
    gone = [
        lane for lane in lanes_in_use(coming.atlas, coming.journey) if fold(lane_title(lane)) not in names
    ]
    coming.left.append(("lanes of the map", len(gone), "the table does not show them; they stay as they are"))
    return lanes, new


def _field(
    coming: _Coming,
    lane: Lane,
    scale: Scale,
    text: str,
    at: tuple[str, On],
    holders: Sequence[Stage | Step | None],
) -> None:
    """Bring one field's change in: the operations that make the cell say what the table says."""
    kept = [
        (holder, cell) for holder in holders if holder is not None for cell in cells_of(holder, lane, None)
    ]
    shown = [(holder, cell, words([cell], lane, coming.atlas)) for holder, cell in kept]
    ours = [(holder, cell, said[0]) for holder, cell, said in shown if said]
    theirs = [" ".join(item.split()) for item in split_items(text)]
    if theirs == [said for _, _, said in ours] or theirs == split_items("\n".join(said for *_, said in ours)):
        return
    coming.changed += 1
    above = holders[0]
    fixed = [said for holder, _, said in ours if holder is above and holder is not None]
    if theirs[: len(fixed)] == fixed:
        theirs = theirs[len(fixed) :]  # what stands on the whole stage is still there
    elif fixed:
        coming.left.append(
            (
                "changes to a whole stage's cell",
                1,
                "a table shows it in the stage's first column; change it there",
            )
        )
        theirs = [said for said in theirs if said not in fixed]
    mine = [(cell, said) for holder, cell, said in ours if holder is not above or above is None]
    journey, (place, on) = coming.journey.id, at
    if not theirs:
        if mine:
            coming.operations.append(RemoveCell(journey, place, lane.id, on=on))
        return
    values = [_value(coming, lane, scale, item, mine) for item in theirs]
    coming.operations.append(
        SetCell(journey, place, lane.id, values[0] if len(values) == 1 else values, on=on)
    )


def _value(coming: _Coming, lane: Lane, scale: Scale, item: str, mine: list[tuple[AnyCell, str]]) -> Any:
    """Return an item's value: the cell that says this already, or the new words with what the old cell knew besides."""
    from footpath.atlas import to_plain

    for position, (cell, said) in enumerate(mine):
        if said == item:
            mine.pop(position)
            return to_plain(cell)
    names = {persona.name: persona.id for persona in coming.atlas.personas}
    owner, colon, rest = item.partition(": ")
    persona = names.get(owner) if colon and coming.journey.personas else None
    value = value_of(lane.role, rest if persona else item, coming.libraries, scale)
    old = mine.pop(0)[0] if len(mine) == 1 else None
    besides = _besides(old)
    if persona:
        besides["persona"] = persona
    if not besides or (isinstance(old, Reference) and not persona):
        return value
    shorthand = {
        "emotion": "score",
        "criticality": "level",
        "reference": "ref",
        "image": "picture",
        "number": "value",
    }
    key = shorthand.get(lane.meaning.cell, "text")
    return {**(value if isinstance(value, dict) else {key: value}), **besides}


def _besides(cell: AnyCell | None) -> dict[str, Any]:
    """Return what a cell knows that a table does not show."""
    from footpath.atlas import to_plain

    data = to_plain(cell) if cell is not None else None
    return (
        {key: value for key, value in data.items() if key not in _PLAIN_FACTS}
        if isinstance(data, dict)
        else {}
    )


def _libraries(atlas: Atlas) -> Libraries:
    return Libraries(
        touchpoints={str(one.id): one.title for one in atlas.touchpoints},
        channels={str(one.id): one.title for one in atlas.channels},
        opportunities={str(one.id): one.text for one in atlas.opportunities},
    )


def _library_operations(coming: _Coming) -> list[Operation]:
    found: list[Operation] = []
    for library, entries in coming.libraries.new.items():
        found += [AddEntry(library, entry) for entry in entries]
    return found
