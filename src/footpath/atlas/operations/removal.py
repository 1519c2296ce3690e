"""Removing a thing that others may name: refused with their names, or with everything that names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from footpath.atlas.files import kind_of
from footpath.atlas.ids import items_of, written_id
from footpath.atlas.operations.named import Mention, mentions_of, take_out, take_path
from footpath.atlas.operations.pins import pin, pin_barriers, pin_journey
from footpath.atlas.operations.where import barriers_of, find_thing
from footpath.atlas.operations.work import Work, senseless
from footpath.atlas.yamltext import Lines, Path
from footpath.base import BadInputError, Place, Problem

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class RemoveThing:
    """Remove a thing by its id; refused where something still names it (`still-named`, with who), unless `everywhere`.

    With `everywhere` what names it goes too: a cell that names a touchpoint, a step's `next`, a hand-over, a piece of
    evidence, an opportunity's target or answer. A stage goes with its steps, a journey or persona with its file; what
    names a barrier or step in it counts.
    """

    thing: Literal[
        "journey",
        "stage",
        "step",
        "persona",
        "touchpoint",
        "source",
        "opportunity",
        "channel",
        "department",
        "barrier",
        "view",
        "note",
    ]
    id: str
    everywhere: bool = False
    journey: str | None = None


def _remove_thing(work: Work, op: RemoveThing) -> None:
    file, path = find_thing(work, op.thing, op.id, op.journey)
    if op.thing == "stage" and len(work.index(file).stage_ids) == 1:
        raise senseless("a journey keeps one stage", op.id, "Add another first, or remove the journey.")
    if op.thing in ("stage", "step"):
        pin_journey(work, file)
    elif op.thing in ("touchpoint", "source", "opportunity"):
        pin(work, file, path[:-1], op.thing)
    for each in work.files("journey"):  # barriers may go with what names the thing
        pin_barriers(work, each)
    file, path = find_thing(work, op.thing, op.id, op.journey)
    things = _inside(work, op, file, path)
    clear(work, op.thing, op.id, things, file, path, everywhere=op.everywhere)
    file, path = find_thing(work, op.thing, op.id, op.journey)
    if op.thing in ("journey", "persona"):
        work.drop(file)
        talk = f"discussion/{file.rpartition('/')[2]}"
        if op.thing == "journey" and talk in work.texts:
            work.drop(talk)
    elif op.thing in ("stage", "step", "touchpoint", "source", "opportunity"):
        with work.edit(file) as edit:
            edit.remove(path)
    else:
        take_path(work, file, path)


Named = tuple[str, str, str | None]
"""A thing as it is named: its kind, its id, and the journey within which the id is meant."""


def clear(
    work: Work, thing: str, id_: str, things: list[Named], file: str, path: Path, *, everywhere: bool
) -> None:
    """Take out what names the things, from outside of the place that goes; or refuse, with who names them."""

    def outside() -> list[Mention]:
        here, there = find_again()
        return [
            mention
            for kind, name, scope in things
            for mention in mentions_of(work, kind, name, scope)
            if mention.file != here or mention.path[: len(there)] != there
        ]

    def find_again() -> tuple[str, Path]:
        # earlier entries of the same file may go, so that the place moves
        if thing in ("stage", "step"):
            index = work.index(file)
            return file, (index.steps if thing == "step" else index.stages)[id_]
        return file, path

    found = outside()
    if found and not everywhere:
        raise _still_named(work, thing, id_, found)
    take_out(work, outside)


def _inside(work: Work, op: RemoveThing, file: str, path: Path) -> list[Named]:
    """Return the thing and the things in it that something outside may name."""
    scope = op.journey
    if op.thing == "barrier":
        scope = work.index(file).id if kind_of(file) == "journey" else ""
    things: list[Named] = [(op.thing, op.id, scope)]
    if kind_of(file) == "journey" and op.thing in ("journey", "stage", "step"):
        index = work.index(file)
        things += [
            ("step", step, index.id)
            for step, place in index.steps.items()
            if place[: len(path)] == path and op.thing != "step"
        ]
        things += barriers_inside(work, file, path)
    if op.thing == "persona":
        pains = items_of(work.at(file, ("pains",)))
        things += [("barrier", id_, "") for item in pains if (id_ := written_id(item)) is not None]
    return things


def barriers_inside(work: Work, file: str, path: Path) -> list[Named]:
    """Return the barriers under a path of a journey."""
    journey = work.index(file).id
    return [("barrier", id_, journey) for place, id_ in barriers_of(work, file) if place[: len(path)] == path]


def _still_named(work: Work, thing: str, id_: str, found: list[Mention]) -> BadInputError:
    places: list[Place] = []
    for mention in found:
        node = work.at(mention.file, mention.path)
        lines = Lines(work.texts[mention.file], mention.file)
        place = lines.place(node.start if node is not None else 0)
        if place not in places:
            places.append(place)
    shown = ", ".join(f"{place.file}:{place.line}" for place in places[:_SHOWN])
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    times = "one place" if len(places) == 1 else f"{len(places)} places"
    return BadInputError(
        Problem(
            code="still-named",
            message=f"the {thing} {id_!r} is still named in {times}: {shown}{more}",
            place=places[0],
            value=id_,
            help="Take it out there first, or remove it everywhere.",
        )
    )


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {RemoveThing: _remove_thing}
