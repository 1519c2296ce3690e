"""The inbox: a note becomes a cell, a cell becomes a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import items_of
from footpath.atlas.operations.cells import add_to_cell, take_cell
from footpath.atlas.operations.lines import keep_comments
from footpath.atlas.operations.pins import pin_barriers
from footpath.atlas.operations.types import On
from footpath.atlas.operations.where import find_entry, lane_roles, place
from footpath.atlas.operations.work import Work, clamp, gone, lanes_at, senseless
from footpath.atlas.plain import to_plain
from footpath.atlas.roles import ROLES
from footpath.atlas.types import LEVELS
from footpath.atlas.yamltext import Sequence, to_data


@dataclass(frozen=True, slots=True)
class PlaceNote:
    """Put a note of the inbox into a lane's cell at a step (or stage): it leaves the inbox.

    Its text, id and origin go along, and its picture into a lane of pictures; author, tags and votes belong to the inbox.
    `value` says what the cell is to hold, where that is not the note's text (an emotion with its score).
    """

    journey: str
    note: str
    at: str
    lane: str
    index: int | None = None
    on: On = "step"
    value: Any = None


@dataclass(frozen=True, slots=True)
class UnplaceCell:
    """Put a lane's cell (or with `index` one item of it) back into the inbox, as a note with its text."""

    journey: str
    at: str
    lane: str
    index: int | None = None
    on: On = "step"


def _place_note(work: Work, op: PlaceNote) -> None:
    file, path = find_entry(work, "notes", op.note, journey=op.journey)
    pin_barriers(work, file)
    node = work.at(file, path)
    note = to_data(node) if node is not None else ""
    data = note if isinstance(note, dict) else {"text": note}
    at = place(work.index(file), op.at, op.on)
    role = lane_roles(work, file).get(op.lane)
    if role is None:
        raise gone(f"there is no lane {op.lane!r}", op.lane, lane_roles(work, file))
    value = to_plain(op.value) if op.value is not None else _as_cell(data, role, op.lane)
    before = work.read(file)
    with work.edit(file) as edit:
        edit.remove(path if len(items_of(work.at(file, ("notes",)))) > 1 else ("notes",))
        add_to_cell(edit, at, op.lane, value, op.index)
    keep_comments(work, file, before, (*at, op.lane))


def _as_cell(note: dict[str, Any], role: str, lane: str) -> Any:
    kind = ROLES[role].cell
    text = note.get("text", "")
    kept = {key: note[key] for key in ("id", "origin") if key in note}
    if kind == "image":
        picture = note.get("picture")
        if picture is None:
            raise senseless("a note without a picture cannot stand in a lane of pictures", lane)
        file = picture.get("file") if isinstance(picture, dict) else picture
        said = picture.get("text") if isinstance(picture, dict) else None
        return {"picture": file, **({"text": text or said} if text or said else {}), **kept}
    if kind == "reference":
        raise senseless(
            f"the cells of {lane!r} name entries of a library",
            lane,
            "Say with `value` which one, or add an entry for the note first.",
        )
    if kind == "criticality":
        if text not in LEVELS:
            raise senseless(
                "the note does not say how much the step decides", str(text), "Say it with `value`."
            )
        return {"level": text, **kept} if kept else text
    if kind == "emotion":
        return {"word": text, **kept} if kept or not isinstance(text, str) else text
    return {"text": text, **kept} if kept or not isinstance(text, str) else text


def _unplace_cell(work: Work, op: UnplaceCell) -> None:
    file, index = work.journey(op.journey)
    pin_barriers(work, file)
    at = place(index, op.at, op.on)
    node = work.at(file, (*at, op.lane))
    role = lane_roles(work, file).get(op.lane)
    if node is None or role is None or not items_of(node):
        raise gone(f"there is no cell {op.lane!r} at this place", op.lane, lanes_at(work.at(file, at)))
    notes = items_of(work.at(file, ("notes",)))
    before = work.read(file)
    with work.edit(file) as edit:
        value = take_cell(edit, at, op.lane, op.index)
        many = value if isinstance(value, list) else [value]
        made = [_as_note(item, ROLES[role].cell) for item in many]
        if isinstance(work.at(file, ("notes",)), Sequence) and len(made) == 1:
            edit.insert(("notes",), clamp(None, len(notes)), made[0])
        else:
            edit.put((), "notes", [*(to_data(each) for each in notes), *made])
    keep_comments(work, file, before, ("notes",))


def _as_note(value: Any, kind: str) -> Any:
    data = value if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        return {"picture": value} if kind == "image" else str(value) if not isinstance(value, str) else value
    first = next(
        (data[key] for key in ("text", "word", "ref", "why", "level", "measure") if data.get(key)), ""
    )
    note: dict[str, Any] = {"text": first} if first else {}
    if "picture" in data:
        note["picture"] = data["picture"]
    note |= {key: data[key] for key in ("id", "origin") if key in data}
    return note["text"] if set(note) == {"text"} and isinstance(note["text"], str) else note or {"text": ""}


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {PlaceNote: _place_note, UnplaceCell: _unplace_cell}
