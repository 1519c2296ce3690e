"""Stages: added, moved, removed, split, merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import items_of, written_id
from footpath.atlas.operations.entries import move_item, with_id
from footpath.atlas.operations.lines import comments_above, keep_comments
from footpath.atlas.operations.named import lead, mentions_of, take_path
from footpath.atlas.operations.pins import pin_journey
from footpath.atlas.operations.steps import insert_new, join_cells, new_id
from footpath.atlas.operations.where import place
from footpath.atlas.operations.work import Work, clamp, newline_of, senseless
from footpath.atlas.plain import to_plain
from footpath.atlas.yamltext import Lines, Path, Scalar, Sequence, emit, to_data
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext.meaning import Meant
from footpath.atlas.yamltext.reparse import Change
from footpath.base import BadInputError


@dataclass(frozen=True, slots=True)
class AddStage:
    """Add a stage, last or before the one that has `index` now; its steps may stand in it."""

    journey: str
    stage: Any
    index: int | None = None


@dataclass(frozen=True, slots=True)
class MoveStage:
    """Move a stage with its steps to that place, counted without the stage itself."""

    journey: str
    stage: str
    index: int


@dataclass(frozen=True, slots=True)
class RemoveStage:
    """Take a stage out, with its steps.

    What names them is not looked at: `RemoveThing` does that.
    """

    journey: str
    stage: str


@dataclass(frozen=True, slots=True)
class SplitStage:
    """Make two stages of one: `step` and those after it go to a new stage, which follows."""

    journey: str
    stage: str
    step: str
    title: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MergeStages:
    """Make one stage of two: `other` goes, and its steps and cells are added to those of `stage`.

    Its steps come first where it stood before. What names `other` names `stage` then; fields of the stage that stays win.
    """

    journey: str
    stage: str
    other: str


def _add_stage(work: Work, op: AddStage) -> None:
    file, index = work.journey(op.journey)
    stage = with_id(to_plain(op.stage), index.stages, "stage")
    if isinstance(stage.get("steps"), list):
        taken: dict[str, Any] = dict.fromkeys(index.steps)
        steps: list[Any] = []
        for each in stage["steps"]:
            steps.append(with_id(each, taken, "step"))
            taken[steps[-1]["id"]] = None
        stage["steps"] = steps
    pin_journey(work, file)
    with work.edit(file) as edit:
        edit.insert(("stages",), clamp(op.index, len(index.stage_ids)), stage)


def _move_stage(work: Work, op: MoveStage) -> None:
    file, index = work.journey(op.journey)
    place(index, op.stage, "stage")
    pin_journey(work, file)
    move_item(work, file, place(work.index(file), op.stage, "stage"), op.index)


def _remove_stage(work: Work, op: RemoveStage) -> None:
    file, index = work.journey(op.journey)
    place(index, op.stage, "stage")
    pin_journey(work, file)
    with work.edit(file) as edit:
        edit.remove(place(work.index(file), op.stage, "stage"))


def _split_stage(work: Work, op: SplitStage) -> None:
    file, index = work.journey(op.journey)
    path, step = place(index, op.stage, "stage"), place(index, op.step, "step")
    if step[: len(path)] != path:
        raise senseless(f"the stage {op.stage!r} has no step {op.step!r}", op.step)
    first = int(step[-1])
    if first == 0:
        raise senseless(
            "a stage is split at its second step or a later one", op.step, "Nothing would be left."
        )
    id_ = new_id(op.id, op.title, index.stages, "stage")
    before = work.read(file)
    pin_journey(work, file)
    count = len(items_of(work.at(file, (*path, "steps"))))
    new = (*path[:-1], int(path[-1]) + 1)
    if _split_between(work, file, path, first, {"id": id_, "title": op.title}):
        return
    insert_new(work, file, new, {"id": id_, "title": op.title}, [])
    for number in range(first, count):
        with work.edit(file) as edit:
            taken = edit.cut((*path, "steps", first))
            edit.insert((*new, "steps"), number - first, taken=taken)
    keep_comments(work, file, before, new)


def _split_between(work: Work, file: str, path: Path, first: int, head: dict[str, Any]) -> bool:
    """Write the head of the new stage between two steps, where they stand on lines of their own at the stage's end."""
    stage, stages = work.at(file, path), work.at(file, path[:-1])
    steps = work.at(file, (*path, "steps"))
    if not (isinstance(stage, MappingNode) and isinstance(stages, Sequence) and isinstance(steps, Sequence)):
        return False
    if stage.flow or stages.flow or steps.flow or stage.entries[-1].key.text != "steps":
        return False
    text = work.texts[file]
    lines = Lines(text, file)
    at = lines.line_start(steps.items[first].start)
    column = stages.start - lines.line_start(stages.start)
    dash = steps.start - lines.line_start(steps.start)
    if (
        text[at : steps.items[first].start].strip(" ") != "-"
        or text[at + dash : at + dash + 1] != "-"
        or dash < column + 2
    ):
        return False
    at = comments_above(lines, at, dash)
    newline = newline_of(text)
    own = emit.block_mapping(head, column + 2, emit.Layout(newline=newline)).lstrip(" ")
    written = newline.join([f"{' ' * column}- {own}", f"{' ' * (column + 2)}steps:", ""])
    old = [to_data(step) for step in steps.items]
    later: list[Meant] = [
        ((*path, "steps"), "put", old[:first]),
        (path[:-1], "insert", (int(path[-1]) + 1, {**head, "steps": old[first:]})),
    ]
    try:
        work.rewrite(file, [Change(at, at, written)], later)
    except BadInputError:
        return False
    return True


def _merge_stages(work: Work, op: MergeStages) -> None:
    if op.stage == op.other:
        raise senseless("a stage cannot be merged with itself", op.stage)
    file, index = work.journey(op.journey)
    place(index, op.stage, "stage")
    place(index, op.other, "stage")
    before = work.read(file)
    _write_out(work, file, op.stage)
    pin_journey(work, file)
    index = work.index(file)
    keep, go = place(index, op.stage, "stage"), place(index, op.other, "stage")
    is_before = int(go[-1]) < int(keep[-1])
    count = len(items_of(work.at(file, (*go, "steps"))))
    have = len(items_of(work.at(file, (*keep, "steps"))))
    for number in range(count):
        with work.edit(file) as edit:
            taken = edit.cut((*go, "steps", 0))
            edit.insert((*keep, "steps"), number if is_before else have + number, taken=taken)
    join_cells(work, file, keep, go)
    _lead(work, op)
    with work.edit(file) as edit:
        edit.remove(place(work.index(file), op.other, "stage"))
    keep_comments(work, file, before, place(work.index(file), op.stage, "stage"))


def _lead(work: Work, op: MergeStages) -> None:
    """Lead what names the stage that goes to the one that stays; a view has one word for it."""
    while double := [
        mention
        for mention in mentions_of(work, "stage", op.other, op.journey)
        if mention.is_key and work.at(mention.file, (*mention.path[:-1], op.stage)) is not None
    ]:
        take_path(work, double[0].file, double[0].goes)
    lead(work, mentions_of(work, "stage", op.other, op.journey), op.stage)


def _write_out(work: Work, file: str, stage: str) -> None:
    path = place(work.index(file), stage, "stage")
    node = work.at(file, path)
    if isinstance(node, Scalar):
        with work.edit(file) as edit:
            edit.set_item(path, {"id": stage, "title": to_data(node)})
    elif isinstance(node, MappingNode) and written_id(node) is None and node.entries:
        with work.edit(file) as edit:
            edit.put(path, "id", stage, before=(node.entries[0].key.text,))


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    AddStage: _add_stage,
    MoveStage: _move_stage,
    RemoveStage: _remove_stage,
    SplitStage: _split_stage,
    MergeStages: _merge_stages,
}
