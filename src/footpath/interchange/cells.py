"""A cell as plain words, for formats that know nothing but text; and the lanes that a journey uses."""

from __future__ import annotations

from collections.abc import Iterable

from footpath.atlas.roles import ROLES
from footpath.atlas.types import (
    AnyCell,
    Atlas,
    Barrier,
    CellHolder,
    Criticality,
    Emotion,
    ImageCell,
    Journey,
    Lane,
    LaneId,
    NumberCell,
    Reference,
)

_LEVELS = {1: "low", 2: "medium", 3: "high"}


def lanes_in_use(atlas: Atlas, journey: Journey) -> tuple[Lane, ...]:
    """Return the lanes of a journey that hold a cell, in the order in which they are shown; unnamed ones last."""
    used = {lane for stage in journey.stages for holder in (stage, *stage.steps) for lane in holder.cells}
    shown = journey.lanes or atlas.lanes or journey.shown_lanes()
    known = {lane.id for lane in shown}
    house = {lane.id: lane for lane in atlas.lanes}
    order = list(ROLES)
    others = sorted(used - known, key=lambda id_: (order.index(id_) if id_ in ROLES else len(order), id_))
    more = (house.get(id_) or Lane(id=LaneId(id_), role=id_ if id_ in ROLES else "text") for id_ in others)
    return (*(lane for lane in shown if lane.id in used), *more)


def lane_title(lane: Lane) -> str:
    """Return a lane's title, or its role's."""
    return lane.title or lane.meaning.title


def cells_of(holder: CellHolder, lane: Lane, persona: str | None) -> tuple[AnyCell, ...]:
    """Return a holder's cells in a lane: everybody's, and of those one persona's where one is asked for."""
    return tuple(cell for cell in holder.lane(lane.id) if persona is None or cell.persona in (None, persona))


def words(cells: Iterable[AnyCell], lane: Lane, atlas: Atlas) -> list[str]:
    """Return each cell in words, without empty ones; white space is folded."""
    found = (" ".join(_one(cell, lane, atlas).split()) for cell in cells)
    return [text for text in found if text]


def _one(cell: AnyCell, lane: Lane, atlas: Atlas) -> str:
    text = _meaning(cell, lane, atlas)
    if cell.persona and text:
        names = {persona.id: persona.name for persona in atlas.personas}
        return f"{names.get(cell.persona, cell.persona)}: {text}"
    return text


def _meaning(cell: AnyCell, lane: Lane, atlas: Atlas) -> str:
    if isinstance(cell, Emotion):
        # The word comes first: a text that begins with a minus reads as a formula in a sheet.
        score = "" if cell.score is None else (f"{cell.score:+g}" if cell.score else "0")
        word = cell.word or cell.text
        return f"{word} ({score})" if word and score else word or score.removeprefix("+")
    if isinstance(cell, Criticality):
        why = cell.why or cell.text
        return _LEVELS[cell.level] + (f": {why}" if why else "")
    if isinstance(cell, Barrier):
        facts = [f"severity {cell.severity}"] if cell.severity else []
        facts += [cell.kind] if cell.kind else []
        return cell.text + (f" ({', '.join(facts)})" if facts else "")
    if isinstance(cell, Reference):
        title = _title(cell.ref, lane, atlas)
        return f"{title}: {cell.text}" if cell.text else title
    if isinstance(cell, NumberCell):
        value = f"{cell.value:g} {cell.unit}".strip() if cell.value is not None else ""
        return " ".join(part for part in (cell.text, value or cell.measure or "") if part)
    if isinstance(cell, ImageCell):
        return f"{cell.text} [{cell.picture}]".strip()
    return cell.text


def _title(ref: str, lane: Lane, atlas: Atlas) -> str:
    library = lane.meaning.library
    titles: dict[str, str] = {}
    if library == "touchpoints":
        titles = {one.id: one.title for one in atlas.touchpoints}
    elif library == "channels":
        titles = {one.id: one.title for one in atlas.channels}
    elif library == "opportunities":
        titles = {one.id: one.text for one in atlas.opportunities}
    return titles.get(ref, ref)
