"""Renaming: an id changed everywhere that it is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.files import kind_of
from footpath.atlas.ids import is_id, items_of, thing_id, written_id
from footpath.atlas.operations.named import lead, mentions_of, write_ids
from footpath.atlas.operations.pins import pin, pin_barriers, pin_journey
from footpath.atlas.operations.where import (
    barriers_of,
    entry_ids,
    find_list,
    find_thing,
    house_lanes,
    lane_roles,
    own_lanes,
)
from footpath.atlas.operations.work import Work, exists, gone, no_id, replace, senseless
from footpath.atlas.roles import ROLES
from footpath.atlas.types import Stage, Step
from footpath.atlas.yamltext import Mapping, Path, Scalar, find, to_data
from footpath.base import slug

_PLURAL = {"opportunity": "opportunities"}


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a thing another id, wherever it is named: in its journey, in other journeys, libraries and personas.

    What follows: a step's `next`, hand-overs, evidence, an opportunity's target; a barrier's answers; a lane's key in all
    cells; a touchpoint's cells and boundaries; the file of a journey or persona. A to-be step that stood for the step by
    bearing its id gets `improves`. Runs of measures are history and stay as they are: the numbers of a renamed thing
    begin anew with the next run. Titles are changed by `SetField`.

    `journey` is needed for stages, steps and views, and for lanes and barriers that are a journey's; `term` is a word of
    the glossary.
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
        "lane",
        "department",
        "barrier",
        "view",
        "note",
        "term",
    ]
    id: str
    to: str
    journey: str | None = None


def _rename(work: Work, op: Rename) -> None:
    if op.thing == "term":
        _rename_term(work, op)
        return
    if not is_id(op.to) and (op.thing != "department" or not op.to.strip()):
        raise no_id(op.to)
    file, path = find_thing(work, op.thing, op.id, op.journey)
    work.touch(file)
    if op.id == op.to:
        return
    scope = _scope(work, op, file)
    taken = _taken(work, op, file)
    if op.to in taken:
        raise exists(f"the {op.thing} {op.to!r} is there already", op.to)
    found = mentions_of(work, op.thing, op.id, scope)
    captured = mentions_of(work, op.thing, op.to, scope)
    if captured:
        raise exists(f"{op.to!r} is named already", op.to)
    if op.thing in ("step", "stage"):
        pin_journey(work, file)
        found = mentions_of(work, op.thing, op.id, scope)
    elif op.thing == "barrier" and kind_of(file) == "journey":
        pin_barriers(work, file)
    elif op.thing in ("touchpoint", "source", "opportunity"):
        pin(work, file, path[:-1], op.thing)
    _tie_to_be(work, op)
    lead(work, found, op.to)
    if op.thing in ("journey", "persona"):
        _rename_file(work, file, op)
    else:
        write_id(work, file, find_thing(work, op.thing, op.id, op.journey)[1], op)


def _scope(work: Work, op: Rename, file: str) -> str | None:
    if op.thing == "barrier":
        return work.index(file).id if kind_of(file) == "journey" else ""
    if op.thing == "lane" and op.journey is None:
        return ""
    return op.journey


def _taken(work: Work, op: Rename, file: str) -> set[str]:
    """Return the ids that the new one must not be equal to."""
    if op.thing in ("journey", "persona"):
        trees = [(each, work.tree(each)) for each in work.files(op.thing)]
        return {thing_id(tree, each) for each, tree in trees if tree is not None}
    if op.thing == "stage":
        return set(work.index(file).stages)
    if op.thing == "step":
        return set(work.index(file).steps) | _outcomes(work, file)
    if op.thing == "barrier":
        pains = {written_id(item) or "" for item in items_of(work.at(file, ("pains",)))}
        return pains if kind_of(file) == "persona" else {id_ for _, id_ in barriers_of(work, file)}
    if op.thing == "lane":
        fields = {field.alias or name for cls in (Step, Stage) for name, field in cls.model_fields.items()}
        used = set(fields)
        for each in [file] if op.journey is not None else work.files("journey"):
            used |= set(lane_roles(work, each) if each == file else own_lanes(work, each))
        role = lane_roles(work, file).get(op.id) if op.journey is not None else house_lanes(work).get(op.id)
        declared = own_lanes(work, file) if op.journey is not None else {}
        free = {role} - declared.keys()  # a lane may get the name of its role back
        return (used | set(house_lanes(work)) | set(ROLES)) - {str(lane) for lane in free}
    library: Any = _PLURAL.get(op.thing, f"{op.thing}s")
    where, path = find_list(work, library, journey=op.journey)
    ids = set(entry_ids(items_of(work.at(where, path)), library, named=op.journey is not None))
    return ids | (set(KNOWN_CHANNELS) if op.thing == "channel" else set())


def _outcomes(work: Work, file: str) -> set[str]:
    """Return the words under `ends`: a step of that id would take the place of an outcome in `next`."""
    words: set[str] = set()
    for kind in ("wanted", "unwanted"):
        for end in items_of(work.at(file, ("ends", kind))):
            values = [entry.value for entry in end.entries] if isinstance(end, Mapping) else [end]
            words |= {value.text for value in values if isinstance(value, Scalar)}
    return words


def _tie_to_be(work: Work, op: Rename) -> None:
    """Write down which step a to-be step improves, where so far their equal ids said it."""
    if op.thing != "step" or op.journey is None:
        return
    for file in work.files("journey"):
        improved = work.at(file, ("improves",))
        index = work.index(file)
        if not isinstance(improved, Scalar):
            continue
        is_to_be = index.id == op.journey
        if not is_to_be and improved.text != op.journey:
            continue
        if is_to_be and op.id not in work.index(work.file_of("journey", improved.text)).steps:
            continue
        path = index.steps.get(op.id)
        node = work.at(file, path) if path is not None else None
        if path is not None and isinstance(node, Mapping) and node.get("improves") is None:
            with work.edit(file) as edit:
                edit.put(path, "improves", op.id if is_to_be else op.to)


def write_id(work: Work, file: str, path: Path, op: Rename) -> None:
    """Write the new id of a thing where it stands."""
    node = work.at(file, path)
    if isinstance(node, Mapping) and written_id(node) is not None:
        write_ids(work, file, [((*path, "id"), False)], op.to)
        return
    with work.edit(file) as edit:
        if isinstance(node, Mapping) and node.entries:
            if op.thing == "department" and node.get("title") is None:
                raise gone("this department has no id", op.id, ())
            edit.put(path, "id", op.to, before=(node.entries[0].key.text,))
        else:
            replace(edit, path, _bare(op, to_data(find(edit.tree, path) or Scalar(0, 0, "", ""))))


def _bare(op: Rename, data: Any) -> Any:
    """Return a thing that was written as a bare text, with another id and all else as it was."""
    if op.thing == "department":
        return op.to
    if op.thing == "lane":
        return {"id": op.to, "role": data}
    if op.thing == "channel":
        return {"id": op.to, "title": KNOWN_CHANNELS.get(data, str(data).replace("-", " "))}
    if op.thing == "view":
        return {"id": op.to, "form": data}
    key = "text" if op.thing in ("barrier", "note", "opportunity") else "title"
    return {"id": op.to, key: data}


def _rename_file(work: Work, file: str, op: Rename) -> None:
    """Give a journey's or persona's file the name of its new id, where it had that of the old one."""
    if work.at(file, ("id",)) is not None:
        write_ids(work, file, [(("id",), False)], op.to)
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".yaml")
    new = f"{folder}/{op.to}.yaml"
    if slug(stem) == slug(op.id) and new not in work.texts:
        text = work.texts[file]
        work.drop(file)
        work.add(new, text)
        old_talk, new_talk = f"discussion/{stem}.yaml", f"discussion/{op.to}.yaml"
        if op.thing == "journey" and old_talk in work.texts and new_talk not in work.texts:
            talk = work.texts[old_talk]
            work.drop(old_talk)
            work.add(new_talk, talk)
        file = new
    tree = work.tree(file)
    if tree is not None and thing_id(tree, file) != op.to and isinstance(tree, Mapping) and tree.entries:
        with work.edit(file) as edit:
            first = next((e.key.text for e in tree.entries if e.key.text != "footpath"), "title")
            edit.put((), "id", op.to, before=(first,))


def _rename_term(work: Work, op: Rename) -> None:
    node = work.at("atlas.yaml", ("glossary",))
    terms = [entry.key.text for entry in node.entries] if isinstance(node, Mapping) else []
    if op.id not in terms:
        raise gone(f"the glossary has no {op.id!r}", op.id, terms)
    if op.to in terms:
        raise exists(f"the glossary has {op.to!r} already", op.to)
    if not op.to.strip():
        raise senseless("a term must be a word", op.to)
    write_ids(work, "atlas.yaml", [(("glossary", op.id), True)], op.to)


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {Rename: _rename}
