"""Finding things and lists in the texts by id: where an operation is to change something."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from collections.abc import Sequence as Items
from typing import Any

from footpath.atlas.files import LIBRARIES
from footpath.atlas.ids import barrier_ids, effective_ids, items_of, title_of, written_id
from footpath.atlas.operations.types import Holder, Library, On, Thing
from footpath.atlas.operations.work import Work, gone, senseless
from footpath.atlas.roles import ROLES
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence

_PLURAL = {"opportunity": "opportunities", "department": "departments"}
_WHAT = {
    "touchpoints": "touchpoint",
    "sources": "source",
    "opportunities": "opportunity",
    "channels": "channel",
    "hands": "hand",
    "notes": "note",
    "views": "view",
    "sliders": "slider",
    "pains": "barrier",
}

_OF_ATLAS = frozenset({*LIBRARIES, "channels", "lanes", "departments", "team", "locales"})
_OF_JOURNEY = frozenset({"lanes", "personas", "sources", "hands", "notes", "views", "attachments"})
_OF_PERSONA = frozenset(
    {
        "interests",
        "preferences",
        "goals",
        "needs",
        "pains",
        "drivers",
        "context",
        "channels",
        "sliders",
        "unknown",
        "attachments",
    }
)
_OF_HOLDER: Lookup[str, frozenset[str]] = {
    "step": frozenset({"next", "attachments"}),
    "stage": frozenset({"attachments"}),
    "touchpoint": frozenset({"attachments"}),
    "opportunity": frozenset({"answers", "evidence"}),
}
NAMED_BY_TEXT = frozenset(
    {"departments", "team", "locales", "personas", "answers", "next", "attachments", "lanes"}
)
"""Lists whose bare entries are known by the text that stands there."""

_ID_KEYS = {"next": "to", "attachments": "file", "views": "id"}


def find_thing(work: Work, thing: Thing, id_: str, journey: str | None = None) -> tuple[str, Path]:
    """Return the file of a thing and its path there.

    Raises
    ------
    BadInputError
        `target-gone`, where there is none.
    """
    if thing == "atlas":
        work.read("atlas.yaml")
        return "atlas.yaml", ()
    if thing in ("journey", "persona"):
        return work.file_of(thing, id_), ()
    if thing in ("stage", "step", "view", "note") and journey is None:
        raise gone("the operation does not say in which journey", id_, ())
    if thing in ("stage", "step"):
        file, index = work.journey(str(journey))
        return file, place(index, id_, "step" if thing == "step" else "stage")
    if thing == "barrier":
        return find_barrier(work, id_, journey)
    library: Any = _PLURAL.get(thing, f"{thing}s")
    return find_entry(work, library, id_, journey=journey)


def place(index: Any, id_: str, on: On) -> Path:
    """Return the path of a stage or step."""
    places = index.steps if on == "step" else index.stages
    if id_ not in places:
        raise gone(f"the journey has no {on} {id_!r}", id_, places)
    return places[id_]  # type: ignore[no-any-return]  # the index is typed where it is made


def find_barrier(work: Work, id_: str, journey: str | None) -> tuple[str, Path]:
    """Return where a barrier stands: in a journey, or (without one) among the pains of a persona or in the one that has it."""
    found: list[tuple[str, Path]] = []
    known: list[str] = []
    for file in [work.file_of("journey", journey)] if journey is not None else work.files("journey"):
        for path, barrier in barriers_of(work, file):
            known.append(barrier)
            if barrier == id_:
                found.append((file, path))
    if journey is None:
        for file in work.files("persona"):
            for number, item in enumerate(items_of(work.at(file, ("pains",)))):
                if written_id(item) == id_:
                    found.append((file, ("pains", number)))
    if len(found) > 1:
        raise senseless(
            f"several journeys have a barrier {id_!r}", id_, "Say in which journey the barrier is."
        )
    if not found:
        raise gone(f"there is no barrier {id_!r}", id_, known)
    return found[0]


def barriers_of(work: Work, file: str) -> list[tuple[Path, str]]:
    """Return the barriers of a journey's file with their ids, in the order of the text."""
    tree = work.tree(file)
    if not isinstance(tree, Mapping):
        return []
    roles = lane_roles(work, file)
    return barrier_ids(tree, [lane for lane, role in roles.items() if ROLES[role].cell == "barrier"])


def house_lanes(work: Work) -> dict[str, str]:
    """Return the lanes of the house with their roles."""
    return _declared(work.at("atlas.yaml", ("lanes",)), {})


def own_lanes(work: Work, file: str) -> dict[str, str]:
    """Return the lanes that a journey declares itself, with their roles; a lane of the house that it names is none."""
    house = house_lanes(work)
    return {
        lane: role
        for lane, role in _declared(work.at(file, ("lanes",)), house).items()
        if not (lane in house and lane not in ROLES and _is_bare(work.at(file, ("lanes",)), lane))
    }


def lane_roles(work: Work, file: str) -> dict[str, str]:
    """Return the role of every lane that a step of a journey may use."""
    house = house_lanes(work)
    return {
        **{role: role for role in ROLES},
        **house,
        **_declared(work.at(file, ("lanes",)), house),
    }


def _is_bare(node: Node | None, lane: str) -> bool:
    return any(isinstance(item, Scalar) and item.text == lane for item in items_of(node))


def _declared(node: Node | None, house: Lookup[str, str]) -> dict[str, str]:
    lanes: dict[str, str] = {}
    for item in items_of(node):
        if isinstance(item, Scalar):
            role = item.text if item.text in ROLES else house.get(item.text)
            if role is not None:
                lanes[item.text] = role
        else:
            id_ = written_id(item)
            found = item.get("role") if isinstance(item, Mapping) else None
            if id_ is not None and isinstance(found, Scalar) and found.text in ROLES:
                lanes[id_] = found.text
    return lanes


# ---------------------------------------------------------------- lists


def find_list(
    work: Work,
    library: Library,
    *,
    journey: str | None = None,
    persona: str | None = None,
    at: str | None = None,
    on: Holder = "step",
) -> tuple[str, Path]:
    """Return the file of a list and its path there; the file of a library may not be there yet.

    Raises
    ------
    BadInputError
        `target-gone`, where what should hold the list is not there; `wrong-value`, where it has no such list.
    """
    if at is not None:
        _allow(library, _OF_HOLDER[on], f"a {on}")
        file, path = find_thing(work, on, at, journey)
        return file, (*path, library)
    if persona is not None:
        _allow(library, _OF_PERSONA, "a persona")
        return work.file_of("persona", persona), (library,)
    if journey is not None:
        _allow(library, _OF_JOURNEY, "a journey")
        return work.file_of("journey", journey), (library,)
    if library not in _OF_ATLAS:
        raise gone(f"the operation does not say where the {library} are", library, ())
    return (f"{library}.yaml" if library in LIBRARIES else "atlas.yaml"), (library,)


def _allow(library: str, lists: frozenset[str], what: str) -> None:
    if library not in lists:
        raise senseless(f"{what} has no list of {library}", library, f"It has: {', '.join(sorted(lists))}.")


def find_entry(
    work: Work,
    library: Library,
    id_: str,
    *,
    journey: str | None = None,
    persona: str | None = None,
    at: str | None = None,
    on: Holder = "step",
) -> tuple[str, Path]:
    """Return the file of an entry of a list and its path there."""
    file, path = find_list(work, library, journey=journey, persona=persona, at=at, on=on)
    node = work.at(file, path)
    ids = entry_ids(items_of(node), library, named=journey is not None or persona is not None)
    if file not in work.texts or id_ not in ids:
        raise gone(f"{library} have no {id_!r}", id_, ids)
    return file, (*path, ids.index(id_)) if isinstance(node, Sequence) else path


def entry_ids(nodes: Items[Node], library: str, *, named: bool = False) -> list[str]:
    """Return by what id each entry of a list is known; `named` says that sources and channels stand there by id alone."""
    by_text = library in NAMED_BY_TEXT or (named and library in ("sources", "channels"))
    made = effective_ids(nodes, _WHAT.get(library, "item"))
    ids: list[str] = []
    for node, id_ in zip(nodes, made, strict=True):
        if isinstance(node, Scalar) and (by_text or library in ("channels", "views")):
            ids.append(node.text)
        elif isinstance(node, Mapping) and (key := _ID_KEYS.get(library)) is not None:
            found = node.get(key)
            ids.append(found.text if isinstance(found, Scalar) else _other(node, library, id_))
        elif by_text:
            ids.append(written_id(node) or title_of(node))
        else:
            ids.append(id_)
    return ids


def _other(node: Mapping, library: str, id_: str) -> str:
    """A view without an id is known by its form."""
    form = node.get("form") if library == "views" else None
    return form.text if isinstance(form, Scalar) else id_


def entry_kind(library: str) -> str:
    """Return the word for one entry of a list."""
    return _WHAT.get(library, "item")
