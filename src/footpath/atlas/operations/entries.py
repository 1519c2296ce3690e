"""Entries of libraries and lists: touchpoints, channels, departments, hand-overs, notes, views, attachments, goals ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import is_id, items_of
from footpath.atlas.operations.lines import keep_comments
from footpath.atlas.operations.pins import pin
from footpath.atlas.operations.types import Holder, Library
from footpath.atlas.operations.where import NAMED_BY_TEXT, entry_ids, entry_kind, find_entry, find_list
from footpath.atlas.operations.work import Work, clamp, exists, no_id, replace
from footpath.atlas.plain import to_plain
from footpath.atlas.schema_names import modeline
from footpath.atlas.yamltext import Sequence, emit
from footpath.base import slug, unique


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Add an entry to a library or list, last or at `index`.

    Whose list it is: that of a journey or a persona, where one is named; with `at`, that of a step, stage, touchpoint
    or opportunity (`on`); else a library or a list of the atlas.
    """

    library: Library
    entry: Any
    index: int | None = None
    journey: str | None = None
    persona: str | None = None
    at: str | None = None
    on: Holder = "step"


@dataclass(frozen=True, slots=True)
class SetEntry:
    """Replace an entry of a library or list, by its id (or as the text that it is).

    What refers to the id keeps referring to it: an id is changed by `Rename`.
    """

    library: Library
    id: str
    entry: Any
    journey: str | None = None
    persona: str | None = None
    at: str | None = None
    on: Holder = "step"


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Move an entry of a library or list to that place in it, counted without the entry itself."""

    library: Library
    id: str
    index: int
    journey: str | None = None
    persona: str | None = None
    at: str | None = None
    on: Holder = "step"


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take an entry out of a library or list, by its id.

    What refers to it is not looked at: `RemoveThing` does that.
    """

    library: Library
    id: str
    journey: str | None = None
    persona: str | None = None
    at: str | None = None
    on: Holder = "step"


def _where(op: AddEntry | SetEntry | MoveEntry | RemoveEntry) -> dict[str, Any]:
    return {"journey": op.journey, "persona": op.persona, "at": op.at, "on": op.on}


def _is_named(op: AddEntry | SetEntry) -> bool:
    return op.journey is not None or op.persona is not None


def _add_entry(work: Work, op: AddEntry) -> None:
    file, path = find_list(work, op.library, **_where(op))
    entry = to_plain(op.entry)
    if file not in work.texts:
        made = _entry_with_id(entry, {}, op)
        work.add(file, emit.document({op.library: [made]}, header=modeline(file)))
        return
    pin(work, file, path, entry_kind(op.library) if op.library in _WITH_IDS else None)
    nodes = items_of(work.at(file, path))
    ids = dict.fromkeys(entry_ids(nodes, op.library, named=_is_named(op)))
    before = work.read(file)
    with work.edit(file) as edit:
        edit.insert(path, clamp(op.index, len(nodes)), _entry_with_id(entry, ids, op))
    keep_comments(work, file, before, path)


_WITH_IDS = frozenset({"touchpoints", "sources", "opportunities", "channels"})


def _set_entry(work: Work, op: SetEntry) -> None:
    file, path = find_entry(work, op.library, op.id, **_where(op))
    entry = to_plain(op.entry)
    has_id = op.library in _WITH_IDS or op.library in ("lanes", "departments")
    if isinstance(entry, dict) and "id" not in entry and has_id and not _is_named(op):
        entry = {"id": op.id, **entry}
    _, whole = find_list(work, op.library, **_where(op))
    ids = entry_ids(items_of(work.at(file, whole)), op.library, named=_is_named(op))
    new = entry.get("id") if isinstance(entry, dict) else entry
    if new != op.id and new in ids and (has_id or op.library in NAMED_BY_TEXT):
        raise exists(f"{op.library} have {new!r} already", str(new))
    with work.edit(file) as edit:
        replace(edit, path, entry)


def _move_entry(work: Work, op: MoveEntry) -> None:
    file, path = find_entry(work, op.library, op.id, **_where(op))
    if op.library in _WITH_IDS:
        pin(work, file, path[:-1], entry_kind(op.library))
    move_item(work, file, path, op.index)


def move_item(work: Work, file: str, path: Any, index: int | None) -> None:
    """Move an item inside its list, with the comment lines right above it."""
    work.touch(file)
    node = work.at(file, path[:-1])
    if not isinstance(node, Sequence):
        return
    position = int(path[-1])
    target = clamp(index, len(node.items) - 1)
    if target == position:
        return
    before = work.read(file)
    with work.edit(file) as edit:
        taken = edit.cut(path)
        edit.insert(path[:-1], target + (target > position), taken=taken)
    keep_comments(work, file, before, (*path[:-1], target))


def _remove_entry(work: Work, op: RemoveEntry) -> None:
    file, path = find_entry(work, op.library, op.id, **_where(op))
    if op.library in _WITH_IDS:
        pin(work, file, path[:-1], entry_kind(op.library))
    with work.edit(file) as edit:
        edit.remove(path)


def _entry_with_id(entry: Any, taken: Mapping[str, Any], op: AddEntry) -> Any:
    """Return a new entry with an id: its own, which must be free, or one made from its title."""
    named = _is_named(op)
    if op.library not in _WITH_IDS or (named and op.library in ("sources", "channels")):
        bare = entry if not isinstance(entry, dict) else entry.get("id") or entry.get("file")
        if isinstance(bare, str) and bare in taken and (op.library in NAMED_BY_TEXT or named):
            raise exists(f"{op.library} have {bare!r} already", bare)
        return entry
    if not isinstance(entry, dict):
        if op.library == "channels":
            if entry in taken:
                raise exists(f"{op.library} have {entry!r} already", str(entry))
            return entry
        entry = {"text" if op.library == "opportunities" else "title": entry}
    return with_id(entry, taken, entry_kind(op.library))


def with_id(thing: Any, taken: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Return a new thing with an id: its own, which must be free, or one made from its title."""
    data = dict(thing) if isinstance(thing, dict) else {"title": str(thing)}
    id_ = data.get("id")
    if id_ is None:
        title = data.get("title") or data.get("name") or data.get("text") or ""
        if isinstance(title, Mapping):
            title = next(iter(title.values()), "")
        made = unique(slug(str(title), default=what), taken)
        return {"id": made, **{key: value for key, value in data.items() if key != "id"}}
    if id_ in taken:
        raise exists(f"the {what} {id_!r} is there already", str(id_))
    if not is_id(str(id_)):
        raise no_id(str(id_))
    return data


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {
    AddEntry: _add_entry,
    SetEntry: _set_entry,
    MoveEntry: _move_entry,
    RemoveEntry: _remove_entry,
}
