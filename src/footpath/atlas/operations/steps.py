"""Steps: added, moved, removed, split, merged, doubled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import is_id, items_of, title_of, written_id
from footpath.atlas.operations.cells import add_to_cell
from footpath.atlas.operations.entries import move_item, with_id
from footpath.atlas.operations.lines import (
    Cut,
    cut_key,
    keep_comments,
    paste_key,
    reindented,
)
from footpath.atlas.operations.named import lead, mentions_of
from footpath.atlas.operations.pins import pin_journey, write_barrier_id
from footpath.atlas.operations.where import barriers_of, lane_roles, place
from footpath.atlas.operations.work import Work, clamp, exists, gone, lanes_at, newline_of, no_id, senseless
from footpath.atlas.plain import to_plain
from footpath.atlas.roles import ROLES
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext import Path, Scalar, Sequence, emit, to_data
from footpath.atlas.yamltext.splice import Taken
from footpath.base import BadInputError, slug, unique

FIELDS = frozenset(
    {
        "id",
        "title",
        "steps",
        "next",
        "journey",
        "improves",
        "typical",
        "optional",
        "when",
        "origin",
        "attachments",
        "owner",
    }
)
"""Keys of a step or stage that are no lane (`owner` is both)."""


@dataclass(frozen=True, slots=True)
class AddStep:
    """Add a step to a stage, last or before the one that has `index` now."""

    journey: str
    stage: str
    step: Any
    index: int | None = None


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Move a step to a stage and to that place in it, counted without the step itself; last where no index is given."""

    journey: str
    step: str
    stage: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Take a step out, with its cells.

    What names it is not looked at: `RemoveThing` does that.
    """

    journey: str
    step: str


@dataclass(frozen=True, slots=True)
class SplitStep:
    """Make two steps of one: the new one follows it, and the cells of the lanes named go there.

    Where the step leads (`next`) goes to the new one too, as it is left from there.
    """

    journey: str
    step: str
    title: str
    lanes: tuple[str, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class MergeSteps:
    """Make one step of two: `other` goes, and its cells are added to those of `step`, equal ones once.

    What names `other` names `step` then: `next`, hand-overs, evidence, targets, to-be steps. Where the two led to each
    other nothing is left of it; where they led elsewhere, both ways stay. Fields of the step that stays win.
    """

    journey: str
    step: str
    other: str


@dataclass(frozen=True, slots=True)
class DuplicateStep:
    """Add a copy of a step right after it, with all its cells; barriers and cells with ids get new ones."""

    journey: str
    step: str
    title: str | None = None
    id: str | None = None


def _add_step(work: Work, op: AddStep) -> None:
    file, index = work.journey(op.journey)
    place(index, op.stage, "stage")
    step = with_id(to_plain(op.step), index.steps, "step")
    pin_journey(work, file)
    path = (*place(work.index(file), op.stage, "stage"), "steps")
    count = len(items_of(work.at(file, path)))
    with work.edit(file) as edit:
        edit.insert(path, clamp(op.index, count), step)


def _move_step(work: Work, op: MoveStep) -> None:
    file, index = work.journey(op.journey)
    place(index, op.step, "step")
    place(index, op.stage, "stage")
    pin_journey(work, file)
    index = work.index(file)
    here, there = place(index, op.step, "step"), (*place(index, op.stage, "stage"), "steps")
    if here[:-1] == there:
        move_item(work, file, here, op.index)
        return
    before = work.read(file)
    if work.at(file, there) is None and isinstance(work.at(file, there[:-1]), MappingNode):
        with work.edit(file) as edit:
            taken = edit.cut(here)
        paste_key(work, file, there[:-1], _first_of_list(work, file, taken))
    else:
        count = len(items_of(work.at(file, there)))
        with work.edit(file) as edit:
            taken = edit.cut(here)
            edit.insert(there, clamp(op.index, count), taken=taken)
    keep_comments(work, file, before, place(work.index(file), op.step, "step"))


def _first_of_list(work: Work, file: str, taken: Taken) -> Cut:
    """Return a step that was taken out as the only one under `steps`."""
    if taken.lines is None:
        return Cut("steps", [taken.data], None, 0)
    column = max(taken.column - 2, 0)
    lines = reindented(taken.lines, column + 2 - taken.column)
    return Cut("steps", [taken.data], f"{' ' * column}steps:{newline_of(work.texts[file])}{lines}", column)


def _remove_step(work: Work, op: RemoveStep) -> None:
    file, index = work.journey(op.journey)
    place(index, op.step, "step")
    pin_journey(work, file)
    with work.edit(file) as edit:
        edit.remove(place(work.index(file), op.step, "step"))


# ---------------------------------------------------------------- split


def _split_step(work: Work, op: SplitStep) -> None:
    file, index = work.journey(op.journey)
    place(index, op.step, "step")
    id_ = new_id(op.id, op.title, index.steps, "step")
    before = work.read(file)
    pin_journey(work, file)
    path = place(work.index(file), op.step, "step")
    node = work.at(file, path)
    keys = lanes_at(node)
    for lane in op.lanes:
        if lane not in keys or (lane in FIELDS and lane != "owner"):
            raise gone(f"there is no cell {lane!r} at this place", lane, [k for k in keys if k not in FIELDS])
    cuts = [
        cut_key(work, file, path, key)
        for key in dict.fromkeys((*op.lanes, *(["next"] if "next" in keys else [])))
    ]
    insert_new(work, file, (*path[:-1], int(path[-1]) + 1), {"id": id_, "title": op.title}, cuts)
    keep_comments(work, file, before, (*path[:-1], int(path[-1]) + 1))


def new_id(wanted: str | None, title: str, taken: Mapping[str, Any], what: str) -> str:
    """Return the id of a new thing: the one wanted, which must be free, or one made from its title."""
    if wanted is None:
        return unique(slug(title, default=what), taken)
    if wanted in taken:
        raise exists(f"the {what} {wanted!r} is there already", wanted)
    if not is_id(wanted):
        raise no_id(wanted)
    return wanted


def insert_new(work: Work, file: str, path: Path, head: dict[str, Any], cuts: list[Cut]) -> None:
    """Insert a thing into a list: new keys, and keys that were cut elsewhere, as lines where they are lines."""
    parent = work.at(file, path[:-1])
    data = {**head, **{cut.key: cut.data for cut in cuts}}
    taken: Taken | None = None
    if isinstance(parent, Sequence) and not parent.flow and all(cut.lines is not None for cut in cuts):
        text = work.texts[file]
        column = parent.start - (
            max(text.rfind("\n", 0, parent.start), text.rfind("\r", 0, parent.start)) + 1
        )
        layout = emit.Layout(newline=newline_of(text))
        own = emit.block_mapping(head, column + 2, layout).lstrip(" ")
        lines = [f"{' ' * column}- {own}"]
        lines += [reindented(cut.lines or "", column + 2 - cut.column) for cut in cuts]
        taken = Taken(newline_of(text).join(lines), column, data)
    try:
        with work.edit(file) as edit:
            edit.insert(path[:-1], int(path[-1]), data, taken=taken)
    except BadInputError:
        if taken is None:
            raise
        with work.edit(file) as edit:
            edit.insert(path[:-1], int(path[-1]), data)


# ---------------------------------------------------------------- merge


def _merge_steps(work: Work, op: MergeSteps) -> None:
    if op.step == op.other:
        raise senseless("a step cannot be merged with itself", op.step)
    file, index = work.journey(op.journey)
    place(index, op.step, "step")
    place(index, op.other, "step")
    before = work.read(file)
    write_out(work, file, op.step)
    pin_journey(work, file)
    _join_next(work, file, op.step, op.other)
    index = work.index(file)
    join_cells(work, file, place(index, op.step, "step"), place(index, op.other, "step"))
    _lead_to_be(work, op)
    lead(work, mentions_of(work, "step", op.other, op.journey), op.step)
    with work.edit(file) as edit:
        edit.remove(place(work.index(file), op.other, "step"))
    _once(work, file)
    keep_comments(work, file, before, place(work.index(file), op.step, "step"))


def write_out(work: Work, file: str, step: str) -> None:
    """Write a step that stands there as a bare title as a mapping with its id."""
    path = place(work.index(file), step, "step")
    node = work.at(file, path)
    if isinstance(node, Scalar):
        with work.edit(file) as edit:
            edit.set_item(path, {"id": step, "title": to_data(node)})
    elif isinstance(node, MappingNode) and written_id(node) is None and node.entries:
        with work.edit(file) as edit:
            edit.put(path, "id", step, before=(node.entries[0].key.text,))


def _join_next(work: Work, file: str, step: str, other: str) -> None:
    """Join where two steps lead: not to each other, and both ways elsewhere."""
    index = work.index(file)
    order = list(index.steps)
    path = place(index, step, "step")
    kept, going = (_leads(work.at(file, place(index, id_, "step"))) for id_ in (step, other))
    if kept is None and going is None:
        return
    joined: list[Any] = []
    for id_, leads in ((step, kept), (other, going)):
        for item in leads if leads is not None else _after(order, id_):
            if _to(item) not in (step, other, *map(_to, joined)):
                joined.append(item)
    left = [id_ for id_ in order if id_ != other]
    if joined == kept or (kept is None and joined == _after(left, step)):
        return
    with work.edit(file) as edit:
        if joined:
            edit.put(path, "next", joined)
        elif kept is not None:
            edit.remove((*path, "next"))


def _after(order: list[str], step: str) -> list[Any]:
    """Return the step that follows a step, if any."""
    return list(order[order.index(step) + 1 : order.index(step) + 2])


def _leads(node: Any) -> list[Any] | None:
    found = items_of(node.get("next")) if isinstance(node, MappingNode) else ()
    return [to_data(item) for item in found] or None


def _to(item: Any) -> Any:
    return item.get("to") if isinstance(item, dict) else item


def join_cells(work: Work, file: str, keep: Path, go: Path) -> None:
    """Add the cells and lists of one step (or stage) to those of another; equal ones once."""
    roles = lane_roles(work, file)
    for key in lanes_at(work.at(file, go)):
        kept, node = work.at(file, (*keep, key)), work.at(file, (*go, key))
        if (
            key in ("id", "title", "steps", "next", "origin", "optional")
            or node is None
            or not items_of(node)
        ):
            continue
        if kept is None or not items_of(kept):
            if kept is not None:
                with work.edit(file) as edit:
                    edit.remove((*keep, key))
            paste_key(work, file, keep, cut_key(work, file, go, key))
            continue
        is_field = key in FIELDS and key not in ("attachments", "owner")
        if is_field or (key == "owner" and isinstance(kept, Scalar) and isinstance(node, Scalar)):
            continue
        if key in roles and ROLES[roles[key]].cell == "barrier":
            _join_barriers(work, file, (*keep, key), (*go, key))
        have = [_bare(to_data(item)) for item in items_of(kept)]
        new = [data for data in (to_data(item) for item in items_of(node)) if _bare(data) not in have]
        for number, data in enumerate(new):
            with work.edit(file) as edit:
                add_to_cell(edit, keep, key, data, len(have) + number)


def _join_barriers(work: Work, file: str, keep: Path, go: Path) -> None:
    """Let what answers a barrier of the step that goes answer its equal at the one that stays."""
    ids = [
        (path, id_, _bare(to_data(node)))
        for path, id_ in barriers_of(work, file)
        if (node := work.at(file, path))
    ]
    kept = {str(data): (path, id_) for path, id_, data in reversed(ids) if path[: len(keep)] == keep}
    for path, id_, data in ids:
        if path[: len(go)] != go or str(data) not in kept:
            continue
        answers = mentions_of(work, "barrier", id_, work.index(file).id)
        if answers:
            place_, new = kept[str(data)]
            lead(work, answers, new)
            write_barrier_id(work, file, place_, new)


def _bare(data: Any) -> Any:
    """Return a cell without its id, short where it says nothing but a text."""
    if not isinstance(data, dict):
        return data
    rest = {key: value for key, value in data.items() if key != "id"}
    return rest["text"] if set(rest) == {"text"} else rest


def _lead_to_be(work: Work, op: MergeSteps) -> None:
    """A to-be step that stood for the step that goes by bearing its id stands for the one that stays."""
    for file in work.files("journey"):
        improved = work.at(file, ("improves",))
        index = work.index(file)
        path = index.steps.get(op.other)
        if not isinstance(improved, Scalar) or improved.text != op.journey or path is None:
            continue
        node = work.at(file, path)
        if isinstance(node, MappingNode) and node.get("improves") is None:
            with work.edit(file) as edit:
                edit.put(path, "improves", op.step)


def _once(work: Work, file: str) -> None:
    """Take out of each step's `next` what stands there twice since two steps became one."""
    for step in list(work.index(file).steps):
        path = (*work.index(file).steps[step], "next")
        while True:
            items = [to_data(item) for item in items_of(work.at(file, path))]
            double = next((n for n, item in enumerate(items) if item in items[:n]), None)
            if double is None:
                break
            with work.edit(file) as edit:
                edit.remove((*path, double))


# ---------------------------------------------------------------- double


def _duplicate_step(work: Work, op: DuplicateStep) -> None:
    file, index = work.journey(op.journey)
    path = place(index, op.step, "step")
    node = work.at(file, path)
    assert node is not None, path  # noqa: S101  # the index has it
    title = op.title if op.title is not None else title_of(node) or op.step
    id_ = new_id(op.id, title, index.steps, "step")
    data = to_data(node) if isinstance(node, MappingNode) else {}
    roles = lane_roles(work, file)
    taken = dict.fromkeys(barrier for _, barrier in barriers_of(work, file))
    copy: dict[str, Any] = {
        "id": id_,
        "title": op.title if op.title is not None else data.get("title", title),
    }
    for key, value in data.items():
        if key in ("id", "title"):
            continue
        role = roles.get(key)
        is_lane = role is not None and (key not in FIELDS or not isinstance(value, str))
        copy[key] = _copied(value, ROLES[role].cell == "barrier", taken) if is_lane and role else value
    pin_journey(work, file)
    path = place(work.index(file), op.step, "step")
    with work.edit(file) as edit:
        edit.insert(path[:-1], int(path[-1]) + 1, copy)


def _copied(value: Any, is_barrier: bool, taken: dict[str, None]) -> Any:
    """Return cells without their ids; barriers with new ones."""
    if isinstance(value, list):
        return [_copied(item, is_barrier, taken) for item in value]
    if value is None:
        return None
    if is_barrier:
        data = dict(value) if isinstance(value, dict) else {"text": value}
        id_ = unique(str(data.pop("id", None) or slug(str(data.get("text", "")), default="barrier")), taken)
        taken[id_] = None
        return {"id": id_, **data}
    if isinstance(value, dict) and "id" in value:
        return {key: item for key, item in value.items() if key != "id"} or value
    return value


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    AddStep: _add_step,
    MoveStep: _move_step,
    RemoveStep: _remove_step,
    SplitStep: _split_step,
    MergeSteps: _merge_steps,
    DuplicateStep: _duplicate_step,
}
