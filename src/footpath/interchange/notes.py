"""Whiteboard notes, in and out: a list of texts with what the board knew of each (place, frame, colour, tags, votes).

In: CSV, XLSX, JSON of any board (every object with a text is a note), Excalidraw files, or a pasted list with a note a line.
Frames from left to right become stages, columns of notes steps, and what tells the lanes apart (tags, colours, rows) lanes;
all of it is guessed, shown, and changed by `--lane` and `--column`. A note without a place goes to the inbox. Out: one CSV
that boards take.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from footpath.atlas.roles import ROLES
from footpath.atlas.types import Atlas, Journey
from footpath.base import slug
from footpath.interchange.cells import cells_of, lane_title, words
from footpath.interchange.formats import Format, Options
from footpath.interchange.grid_csv import defuse, fuse
from footpath.interchange.jsons import first, list_of, number_of, objects, parse, text_of
from footpath.interchange.lanes import fold, guess_lane, role_of
from footpath.interchange.losses import beyond_text
from footpath.interchange.meaning import value_of
from footpath.interchange.reading import Foreign, Guess, Read, ReadOptions, Rows, refuse, rows_of
from footpath.interchange.report import Report, Written, counted
from footpath.interchange.sketch import Sketch

HEADS = ("text", "stage", "step", "lane", "votes", "tags", "x", "y")
_MEANINGS: Mapping[str, str] = {
    name: meaning
    for meaning, names in {
        "text": "text, content, note, sticky note, body, plain text, title, name, idea, comment, notiz, texte, texto, testo",
        "stage": "stage, phase, frame, section, area, frame title, group, column title, board section, etappe, étape, etapa",
        "step": "step, sub step, column",
        "lane": "lane, swimlane, row, category, type of note, row title",
        "color": "color, colour, fill color, background color, bg color, fillcolor, farbe, couleur",
        "tags": "tags, tag, labels, label",
        "votes": "votes, vote count, dots, likes, upvotes",
        "x": "x, position x, x position, left, pos x",
        "y": "y, position y, y position, top, pos y",
        "author": "author, created by, creator, user",
    }.items()
    for name in names.split(", ")
}
_STEP_X, _STEP_Y = 240, 180
_JITTER = 30.0  # of a board's units; a note is 100 to 250 wide
_LEAP = 3.0


@dataclass(frozen=True, slots=True)
class Note:
    """One note as the board knew it; None and empty where it did not say."""

    text: str
    stage: str = ""
    step: str = ""
    lane: str = ""
    color: str = ""
    tags: tuple[str, ...] = ()
    votes: int = 0
    author: str = ""
    x: float | None = None
    y: float | None = None


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return one note a cell, with its stage, step, lane and a place on a board, as CSV."""
    rows: list[Sequence[Any]] = [HEADS]
    column = 0
    for stage in journey.stages:
        holders = [("", stage), *((step.title, step) for step in stage.steps)]
        for number, (step, holder) in enumerate(holders):
            shown = [
                (row, lane, text)
                for row, lane in enumerate(options.lanes)
                for text in words(cells_of(holder, lane, options.persona), lane, atlas)
            ]
            at = column if not step else column + number - 1
            rows += [
                (
                    defuse(text),
                    defuse(stage.title),
                    defuse(step),
                    defuse(lane_title(lane)),
                    "",
                    "",
                    at * _STEP_X,
                    (row + 1) * _STEP_Y,
                )
                for row, lane, text in shown
            ]
        column += max(1, len(stage.steps))
    rows += [
        (defuse(note.text), "", "", "", note.votes or "", defuse(", ".join(note.tags)), "", "")
        for note in journey.notes
        if note.text
    ]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    report = Report(
        format="whiteboard notes",
        direction="out",
        kept=counted(
            [
                ("notes", len(rows) - 1),
                ("stages", len(journey.stages)),
                ("steps", sum(1 for _ in journey.steps())),
                ("lanes", len(options.lanes)),
            ]
        ),
        lost=counted(
            loss for loss in beyond_text(journey, options.lanes) if not loss[0].startswith("notes ")
        ),
        assumed=("each cell became a note; steps without a cell are not on the board",),
    )
    return Written(text.getvalue().encode("utf-8-sig"), report)


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map that a board's notes make, and the inbox of those without a place.

    Raises
    ------
    BadInputError
        Where there is no note (`not-this-format`).
    """
    sketch = Sketch(sorts_lanes=False)
    notes = [note for note in _notes(foreign, options, sketch) if note.text]
    if not notes:
        raise refuse(
            "the file holds no note",
            "Export the board's notes as CSV or JSON, or paste a list with a note a line.",
        )
    placed = _place(notes, sketch)
    _build(sketch, placed, options)
    return sketch.done("whiteboard notes", foreign.name)


# ---------------------------------------------------------------- notes out of files


def _notes(foreign: Foreign, options: ReadOptions, sketch: Sketch) -> list[Note]:
    text = foreign.text.strip().removeprefix("\ufeff")
    if foreign.rows is None and text[:1] in "[{" and text:
        return _from_json(parse(text, "board"), sketch)
    rows = [[fuse(field.strip()) for field in row] for row in rows_of(foreign)]
    rows = [row for row in rows if any(row)]
    heads = _heads(rows[0], options, sketch) if rows else {}
    if "text" in heads:
        return [_from_row(row, heads) for row in rows[1:]]
    if foreign.rows is None:  # a pasted list
        sketch.assumed.append("each line is a note")
        return [Note(" ".join(line.strip(" \t-*•").split())) for line in text.splitlines()]
    return [Note(" ".join(field for field in row if field)) for row in rows]


def _heads(row: Sequence[str], options: ReadOptions, sketch: Sketch) -> dict[str, int]:
    found: dict[str, int] = {}
    given = {fold(name): meaning for name, meaning in options.columns.items()}
    for number, name in enumerate(row):
        meaning = given.get(fold(name)) or _MEANINGS.get(fold(name))
        if meaning and meaning not in found:
            found[meaning] = number
            sketch.guesses.append(Guess(f"the column {name!r}", meaning, f"--column {name!r}=MEANING"))
    return found


def _from_row(row: Sequence[str], heads: Mapping[str, int]) -> Note:
    def at(name: str) -> str:
        number = heads.get(name)
        return row[number] if number is not None and number < len(row) else ""

    votes = number_of(at("votes"))
    return Note(
        " ".join(at("text").split()),
        at("stage"),
        at("step"),
        at("lane"),
        at("color"),
        tuple(tag.strip() for tag in at("tags").replace(";", ",").split(",") if tag.strip()),
        int(votes) if votes and votes > 0 else 0,
        at("author"),
        number_of(at("x")) if at("x") else None,
        number_of(at("y")) if at("y") else None,
    )


def _from_json(data: Any, sketch: Sketch) -> list[Note]:
    if isinstance(data, Mapping) and data.get("type") == "excalidraw":
        return _from_excalidraw(data, sketch)
    frames = {
        text_of(first(one, "id")): text_of(first(one, "title", "name", "data"))
        for one in objects(data)
        if text_of(first(one, "type")) in ("frame", "section")
    }
    notes: list[Note] = []
    for one in objects(data):
        kind = text_of(first(one, "type")).lower()
        inner = first(one, "data")
        holder = inner if isinstance(inner, Mapping) else one
        text = _plain(text_of(first(holder, "content", "text", "plainText", "title")))
        if not text or kind in ("frame", "section", "board", "tag", "page") or not _is_note(one):
            continue
        where = first(one, "position", "geometry", "rect")
        where = where if isinstance(where, Mapping) else one
        style = first(one, "style")
        parent = first(one, "parent", "parentId", "frameId", "frame")
        parent_id = text_of(first(parent, "id")) if isinstance(parent, Mapping) else text_of(parent)
        votes = number_of(first(one, "votes", "voteCount", "likes"))
        notes.append(
            Note(
                text,
                stage=frames.get(parent_id, "")
                or (parent_id if parent_id and not frames and not parent_id.isdigit() else ""),
                lane=text_of(first(one, "lane", "row", "category")),
                color=text_of(
                    first(
                        style if isinstance(style, Mapping) else one,
                        "fillColor",
                        "backgroundColor",
                        "color",
                        "colour",
                    )
                ),
                tags=tuple(filter(None, map(text_of, list_of(first(one, "tags", "labels"))))),
                votes=int(votes) if votes and votes > 0 else 0,
                x=number_of(first(where, "x", "left")),
                y=number_of(first(where, "y", "top")),
            )
        )
    return notes


def _is_note(one: Mapping[str, Any]) -> bool:
    """Return whether an object is a note of its own, and not the inside of one (which has no id, place or kind)."""
    return any(
        first(one, name) is not None for name in ("id", "type", "x", "position", "text", "tags", "color")
    )


def _from_excalidraw(data: Mapping[str, Any], sketch: Sketch) -> list[Note]:
    elements = [
        one for one in list_of(data.get("elements")) if isinstance(one, Mapping) and not one.get("isDeleted")
    ]
    by_id = {text_of(one.get("id")): one for one in elements}
    notes: list[Note] = []
    for one in elements:
        if one.get("type") != "text":
            continue
        box = by_id.get(text_of(one.get("containerId")), one)
        frame = by_id.get(text_of(one.get("frameId")) or text_of(box.get("frameId")), {})
        color = text_of(box.get("backgroundColor"))
        notes.append(
            Note(
                " ".join(str(one.get("originalText") or one.get("text") or "").split()),
                stage=text_of(frame.get("name")),
                color="" if color == "transparent" else color,
                x=number_of(box.get("x")),
                y=number_of(box.get("y")),
            )
        )
    arrows = sum(one.get("type") in ("arrow", "line") for one in elements)
    sketch.lost.append(("arrows and lines", arrows, "what they tie cannot be told"))
    sketch.lost.append(
        (
            "pictures",
            sum(one.get("type") == "image" for one in elements),
            "lay them beside the map as attachments",
        )
    )
    return notes


def _plain(text: str) -> str:
    """Return the words of a text that may be HTML."""
    if "<" not in text:
        return text
    from footpath.interchange.tags import parse_tags

    root = parse_tags(text)
    return " ".join(" ".join([root.text, *(_all_words(tag) for tag in root.inside)]).split())


def _all_words(tag: Any) -> str:
    return " ".join([tag.text, *(_all_words(inner) for inner in tag.inside)])


# ---------------------------------------------------------------- from places to columns and lanes


def _place(notes: list[Note], sketch: Sketch) -> list[Note]:
    """Give each note a stage, a step and a lane, as far as frames, places, tags and colours tell them."""
    if any(note.step for note in notes) or not any(note.x is not None for note in notes):
        return [_tagged(note) for note in notes]
    heads: dict[int, str] = {}
    with_place = [note for note in notes if note.x is not None and note.y is not None]
    framed = sum(bool(note.stage) for note in with_place)
    columns = _clusters([note.x for note in with_place if note.x is not None])
    rows = _clusters([note.y for note in with_place if note.y is not None])
    top = [note for note in with_place if note.y is not None and _index(rows, note.y) == 0]
    spots = [_index(columns, note.x) for note in top if note.x is not None]
    others = {note.color for note in with_place if note not in top}
    # heads are marked off: no frame says what the columns are, no tag is on them, and their colour is theirs alone
    is_apart = not framed and not any(note.tags or (note.color and note.color in others) for note in top)
    has_heads = is_apart and len(rows) > 1 and len(set(spots)) == len(spots) and len(spots) * 2 > len(columns)
    if has_heads:
        heads = {_index(columns, note.x): note.text for note in top if note.x is not None}
        sketch.assumed.append("the notes of the topmost row are the heads of the columns")
    lanes_by = _lane_source(with_place)
    what = {"tags": "their tags", "color": "their colours", "rows": "the rows in which they lie"}[lanes_by]
    sketch.assumed.append(f"columns are where notes lie below each other; lanes are told apart by {what}")
    placed: list[Note] = []
    for note in notes:
        if note.x is None or note.y is None:
            placed.append(note)
            continue
        column, row = _index(columns, note.x), _index(rows, note.y)
        if has_heads and row == 0:
            continue
        head = heads.get(column, f"Column {column + 1}")
        lane = {
            "tags": note.tags[0] if note.tags else "",
            "color": note.color,
            "rows": f"Row {row + (0 if has_heads else 1)}",
        }[lanes_by]
        stage, step = (note.stage, head) if framed else (head, "")
        placed.append(replace(note, stage=stage, step=step, lane=note.lane or lane))
    return sorted(
        placed,
        key=lambda note: (
            note.x is None,
            _index(columns, note.x) if note.x is not None else 0,
            note.y or 0.0,
        ),
    )


def _tagged(note: Note) -> Note:
    """A note without a place has the lane that one of its tags names, where it has a stage."""
    if note.lane or not note.stage:
        return note
    named = next((tag for tag in note.tags if role_of(tag)[0] != "text"), "")
    return replace(note, lane=named or note.color)


def _lane_source(notes: list[Note]) -> str:
    tags = [note.tags[0] for note in notes if note.tags]
    if len(tags) * 2 > len(notes) and sum(role_of(tag)[0] != "text" for tag in tags) * 2 > len(tags):
        return "tags"
    colors = Counter(note.color for note in notes if note.color)
    return "color" if 2 <= len(colors) <= 10 and sum(colors.values()) * 2 > len(notes) else "rows"


def _clusters(values: list[float]) -> list[tuple[float, float]]:
    """Return spans of values that lie together: between the gaps of jitter and those of columns there is a leap."""
    ordered = sorted(values)
    if not ordered:
        return []
    gaps = sorted(gap for a, b in itertools.pairwise(ordered) if (gap := b - a) > 0)
    leaps = [
        (after / max(gap, 1.0), (max(gap, 1.0) * after) ** 0.5) for gap, after in itertools.pairwise(gaps)
    ]
    most, between = max(leaps, default=(0.0, 0.0))
    least = between if most >= _LEAP else _JITTER
    spans: list[tuple[float, float]] = [(ordered[0], ordered[0])]
    for value in ordered[1:]:
        if value - spans[-1][1] > least:
            spans.append((value, value))
        else:
            spans[-1] = (spans[-1][0], value)
    return spans


def _index(spans: list[tuple[float, float]], value: float) -> int:
    return next((n for n, (low, high) in enumerate(spans) if low <= value <= high), 0)


def _build(sketch: Sketch, notes: list[Note], options: ReadOptions) -> None:
    stages: dict[str, dict[str, Any]] = {}
    steps: dict[tuple[str, str], dict[str, Any]] = {}
    lanes: dict[str, tuple[str, str]] = {}
    for note in notes:
        if not note.stage and not note.step:
            entry: dict[str, Any] = {"text": note.text}
            if note.tags:
                entry["tags"] = list(note.tags)
            if note.votes:
                entry["votes"] = note.votes
            if note.author:
                entry["author"] = note.author
            sketch.notes.append(entry if len(entry) > 1 else note.text)
            continue
        name = note.stage or "Journey"
        stage = stages.get(name) or stages.setdefault(name, sketch.stage(name))
        holder = stage
        if note.step:
            key = (name, note.step)
            holder = steps.get(key) or steps.setdefault(key, sketch.step(note.step, stage))
        if note.lane not in lanes:
            lanes[note.lane] = _lane(sketch, note.lane, options, {id_ for id_, _ in lanes.values()})
        id_, role = lanes[note.lane]
        sketch.put(holder, id_, value_of(role, note.text, sketch.libraries))
        sketch.lost.append(("votes of notes in cells", int(bool(note.votes)), "a cell has none"))


def _lane(sketch: Sketch, name: str, options: ReadOptions, taken: set[str]) -> tuple[str, str]:
    if not name:
        sketch.lanes["note"] = {"id": "note", "role": "text", "title": "Note"}
        return "note", "text"
    role, guess = guess_lane(name, options.lanes)
    sketch.guesses.append(replace(guess, what=f"the notes {name!r}"))
    id_ = role if role != "text" and role not in taken else slug(name, default="lane")
    id_ = id_ if id_ not in {*taken, *ROLES} or id_ == role else f"{id_}-notes"
    sketch.lanes[id_] = (
        role if id_ == role and name == ROLES[role].title else {"id": id_, "role": role, "title": name}
    )
    return id_, role


def rows(foreign: Foreign) -> Rows:
    """Return the rows of a list of notes."""
    return rows_of(foreign)


FORMAT = Format("whiteboard notes", (".excalidraw", ".notes.csv", ".txt"), write=write, read=read)
