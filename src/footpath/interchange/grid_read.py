"""A grid of words to a map: lanes guessed by their names, columns by their heads, cells by what their lane means."""

from __future__ import annotations

from typing import Any

from footpath.atlas.roles import ROLES
from footpath.base import slug, unique
from footpath.interchange.lanes import guess_lane
from footpath.interchange.meaning import Libraries, Scale, number_of, scale_of, split_items, value_of
from footpath.interchange.reading import Foreign, Guess, Read, ReadOptions, Rows
from footpath.interchange.report import Report, counted
from footpath.interchange.table import Table, table_of


def read_rows(rows: Rows, foreign: Foreign, options: ReadOptions, *, name: str) -> Read:
    """Return the map that a grid's rows hold.

    Raises
    ------
    BadInputError
        Where the rows are no grid (`not-this-format`).
    """
    table = table_of(rows)
    libraries = Libraries()
    lanes, guesses = lanes_of(table, options)
    scales = {
        title: row_scale(role, fields) for (title, fields), (_, role) in zip(table.lanes, lanes, strict=True)
    }
    stages: list[dict[str, Any]] = []
    firsts: dict[int, dict[str, Any]] = {}
    previous: str | None = None
    for position, column in enumerate(table.columns):
        if column.stage != previous or not stages:
            stages.append({"title": column.stage})
        previous = column.stage
        holder: dict[str, Any] = stages[-1]
        if column.step is not None:
            holder = {"title": column.step}
            stages[-1].setdefault("steps", []).append(holder)
        firsts[position] = holder
    cells = 0
    for (title, fields), (id_, role) in zip(table.lanes, lanes, strict=True):
        for position, field in enumerate(fields):
            values = [value_of(role, item, libraries, scales[title]) for item in split_items(field)]
            cells += len(values)
            if values:
                firsts[position][id_] = values[0] if len(values) == 1 else values
    title = table.title or foreign.name.replace("-", " ").replace("_", " ").strip().capitalize() or "Journey"
    journey = {
        "id": slug(title, default="journey"),
        "title": title,
        "lanes": [lane_data(*lane, name_) for lane, (name_, _) in zip(lanes, table.lanes, strict=True)],
        "stages": stages,
    }
    report = Report(
        format=name,
        direction="in",
        kept=counted(
            [
                ("stages", len(stages)),
                ("steps", sum(len(stage.get("steps", ())) for stage in stages)),
                ("lanes", len(lanes)),
                ("cells", cells),
            ]
        ),
        assumed=(*table.assumed, *_scale_notes(scales), *_doubts(lanes)),
    )
    return Read(
        report,
        journeys=(journey,),
        touchpoints=tuple(libraries.new["touchpoints"]),
        opportunities=tuple(libraries.new["opportunities"]),
        channels=tuple(libraries.new["channels"]),
        guesses=tuple(guesses),
    )


def lanes_of(table: Table, options: ReadOptions) -> tuple[list[tuple[str, str]], list[Guess]]:
    """Return id and role of each lane, and the guesses; a role that comes twice gets an id of its own."""
    lanes: list[tuple[str, str]] = []
    guesses: list[Guess] = []
    taken: set[str] = set()
    for title, fields in table.lanes:
        role, guess = guess_lane(title, options.lanes, fields)
        guesses.append(guess)
        id_ = (
            role
            if role not in taken and role != "text"
            else unique(slug(title, default="lane"), {*taken, *ROLES, *_FIELDS})
        )
        taken.add(id_)
        lanes.append((id_, role))
    return lanes, guesses


def lane_data(id_: str, role: str, title: str) -> Any:
    """Return a lane in the document's short form: the role alone where its usual title stands in the table."""
    if id_ == role and title == ROLES[role].title:
        return role
    return {"id": id_, "role": role, "title": title}


def row_scale(role: str, fields: tuple[str, ...]) -> Scale:
    """Return the scale of a row's numbers, where the row holds feelings."""
    if ROLES[role].cell != "emotion":
        return Scale()
    found = [number_of(item) for field in fields for item in split_items(field)]
    return scale_of([number for number in found if number is not None])


def _doubts(lanes: list[tuple[str, str]]) -> list[str]:
    """Say so where nothing in a table looks like a journey map: it may be another file than was meant."""
    if any(role != "text" for _, role in lanes):
        return []
    return [
        "no row has a name that is known, so all became free text: say what they are (--lane), or is this another file?"
    ]


def _scale_notes(scales: dict[str, Scale]) -> list[str]:
    return [
        f"the numbers of {title!r} were read on a scale from {scale.lowest:g} to {scale.highest:g} and put onto -2 to +2"
        for title, scale in scales.items()
        if not scale.is_ours
    ]


_FIELDS = frozenset(
    {
        "id",
        "title",
        "steps",
        "next",
        "journey",
        "optional",
        "origin",
        "owner",
        "when",
        "typical",
        "improves",
        "attachments",
    }
)
