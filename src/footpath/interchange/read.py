"""From what somebody else wrote to an atlas: the one reader a format has, and the operations that bring its data in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from footpath.atlas import AddEntry, AddFile, Atlas, Operation
from footpath.base import BadInputError, Problem, slug, unique
from footpath.interchange.formats import FORMATS
from footpath.interchange.reading import Foreign, Read, ReadOptions


def read(foreign: Foreign | str, fmt: str, options: ReadOptions | None = None) -> Read:
    """Return what a text (or the rows of a workbook) in another format holds, with the report.

    Pure: no file is opened here; `footpath convert` hands the bytes over in a child process.

    Raises
    ------
    BadInputError
        Where the format cannot be read (`cannot-read`), or the text is not in it (`not-this-format`).
    """
    chosen = FORMATS.get(fmt)
    if chosen.read is None:
        readable = [name for name in FORMATS if FORMATS.get(name).read]
        raise BadInputError(
            Problem(
                code="cannot-read",
                message=f"{chosen.title} can be written and not read",
                value=fmt,
                help=f"These can be read: {', '.join(readable)}.",
            )
        )
    return chosen.read(Foreign(foreign) if isinstance(foreign, str) else foreign, options or ReadOptions())


def operations_of(read: Read, atlas: Atlas) -> tuple[Operation, ...]:
    """Return the operations that add what was read to an atlas.

    Entries of the libraries that are there already, by id or title, are not added again, and what names them is led to
    those. Journeys and personas whose ids are taken get the next free one.
    """
    operations: list[Operation] = []
    changed: dict[str, str] = {}
    libraries: tuple[tuple[Any, tuple[Mapping[str, Any], ...], dict[str, str]], ...] = (
        ("channels", read.channels, {str(one.id): one.title for one in atlas.channels}),
        ("touchpoints", read.touchpoints, {str(one.id): one.title for one in atlas.touchpoints}),
        ("opportunities", read.opportunities, {str(one.id): one.text for one in atlas.opportunities}),
    )
    departments = {str(one.id).casefold() for one in atlas.departments}
    for name in read.departments:
        if name.casefold() not in departments:
            departments.add(name.casefold())
            operations.append(AddEntry("departments", name))
    for library, entries, known in libraries:
        by_title = {title.casefold(): id_ for id_, title in known.items()}
        for entry in entries:
            title = str(entry.get("title") or entry.get("text") or "").casefold()
            same = by_title.get(title)
            if same is not None:
                changed[f"{library}:{entry['id']}"] = same
                continue
            id_ = unique(str(entry["id"]), known)
            changed[f"{library}:{entry['id']}"] = id_
            known[id_] = title
            operations.append(AddEntry(library, _led(library, {**entry, "id": id_}, changed)))
    files: tuple[tuple[str, tuple[Mapping[str, Any], ...], set[str]], ...] = (
        ("personas", read.personas, {str(one.id) for one in atlas.personas}),
        ("journeys", read.journeys, {str(one.id) for one in atlas.journeys}),
    )
    for folder, things, taken in files:
        for thing in things:
            name = str(thing.get("id") or thing.get("title") or thing.get("name") or "")
            id_ = unique(slug(name, default=folder.removesuffix("s")), taken)
            taken.add(id_)
            changed[f"{folder}:{thing.get('id')}"] = id_
            operations.append(AddFile(f"{folder}/{id_}.yaml", {**_led(folder, thing, changed), "id": id_}))
    return tuple(operations)


def _led(kind: str, thing: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, Any]:
    """Return the data with references led to the ids that the entries have in this atlas."""

    def one(library: str, value: Any) -> Any:
        if isinstance(value, list):
            return [one(library, item) for item in value]
        if isinstance(value, Mapping):
            return {**value, "ref": one(library, value["ref"])} if "ref" in value else value
        return changed.get(f"{library}:{value}", value)

    led = dict(thing)
    if kind == "touchpoints" and "channel" in led:
        led["channel"] = one("channels", led["channel"])
    if "personas" in led:
        led["personas"] = one("personas", led["personas"])
    if kind == "journeys":
        roles = _reference_lanes(led)
        led["stages"] = [_led_holder(stage, roles, one) for stage in led.get("stages", ())]
    return led


def _led_holder(holder: Any, roles: Mapping[str, str], one: Any) -> Any:
    if not isinstance(holder, Mapping):
        return holder
    made = {
        key: one(roles[key], value) if key in roles else _whose(value, one) for key, value in holder.items()
    }
    if "steps" in made:
        made["steps"] = [_led_holder(step, roles, one) for step in made["steps"]]
    return made


def _whose(value: Any, one: Any) -> Any:
    """Lead the persona that a cell names."""
    if isinstance(value, list):
        return [_whose(item, one) for item in value]
    if isinstance(value, Mapping) and isinstance(value.get("persona"), str):
        return {**value, "persona": one("personas", value["persona"])}
    return value


def _reference_lanes(journey: Mapping[str, Any]) -> dict[str, str]:
    """Return the library of each lane of a journey that holds references."""
    from footpath.atlas.roles import ROLES

    found = {
        role.id: role.library
        for role in ROLES.values()
        if role.library in ("touchpoints", "channels", "opportunities")
    }
    for lane in journey.get("lanes", ()):
        if isinstance(lane, Mapping):
            role = ROLES.get(str(lane.get("role")))
            found.pop(str(lane["id"]), None)
            if role is not None and role.library in ("touchpoints", "channels", "opportunities"):
                found[str(lane["id"])] = role.library
    return {lane: str(library) for lane, library in found.items()}
