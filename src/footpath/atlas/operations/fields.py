"""Fields of a thing, and texts given per locale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from footpath.atlas.ids import TITLE_KEYS, items_of, written_id
from footpath.atlas.operations.types import Thing
from footpath.atlas.operations.where import find_thing, lane_roles
from footpath.atlas.operations.work import Work, gone, lanes_at, replace, senseless
from footpath.atlas.plain import to_plain
from footpath.atlas.roles import ROLES
from footpath.atlas.types import CELL_TYPES
from footpath.atlas.types.base import LOCALE
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence, find, to_data
from footpath.atlas.yamltext.splice import Edit

_ID_FROM_FILE = ("atlas", "journey", "persona")


@dataclass(frozen=True, slots=True)
class SetField:
    """Set a field of a thing (title, claim, owner, `horizon.silence`, ...); None takes the key out.

    `id` is not needed for the atlas; `journey` is needed for stages, steps, views and notes, and where a lane or
    barrier of a journey is meant. An id is changed by `Rename`.
    """

    thing: Thing
    id: str
    field: str
    value: Any
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class SetText:
    """Set a text in one locale: `title: Gift` becomes `title: {en: Gift, de: Geschenk}`; None takes the locale out.

    A text given once is in the atlas's language; where only that one is left, it is written plainly again. With `lane`
    the text is one of the cell in that lane of a step or stage (`index` names the item, `field` then is `text`, `word`
    or `why`).
    """

    thing: Thing
    id: str
    field: str
    locale: str
    value: str | None
    journey: str | None = None
    lane: str | None = None
    index: int | None = None


def _set_field(work: Work, op: SetField) -> None:
    if op.field == "id":
        raise senseless("an id is changed by `Rename`", op.field, "Rename changes it wherever it is named.")
    file, path = find_thing(work, op.thing, op.id, op.journey)
    *parents, key = op.field.split(".")
    holder = (*path, *parents)
    value = to_plain(op.value)
    node = work.at(file, holder)
    if value is None and not (isinstance(node, Mapping) and node.entry(key)):
        raise gone(f"there is no key {key!r} at this place", key, lanes_at(node))
    with work.edit(file) as edit:
        if value is None:
            edit.remove((*holder, key))
        else:
            _put(edit, op, path, parents, key, value)
        _keep_id(edit, op, path)


def _put(edit: Edit, op: SetField | SetText, path: Path, parents: list[str], key: str, value: Any) -> None:
    """Set a key of a thing, or of a mapping in it, which may be missing or written as a bare value."""
    holder = (*path, *parents)
    node = find(edit.tree, holder)
    if isinstance(node, Scalar) and items_of(node):
        long = _nested(parents[-1], node) if parents else _long(op.thing, node, op.id)
        replace(edit, holder, {**long, key: value})
    elif node is None and parents:
        inner = value
        for part in reversed((*parents[1:], key)):
            inner = {part: inner}
        edit.put(path, parents[0], inner)
    elif parents and not items_of(node):
        replace(edit, holder, {key: value})
    else:
        edit.put(holder, key, value)


def _keep_id(edit: Edit, op: SetField | SetText, path: Path) -> None:
    """Write the id of a thing that had none, now that its title, from which it was made, changes."""
    if op.field not in TITLE_KEYS or op.thing in _ID_FROM_FILE or op.thing in ("lane", "department"):
        return
    node = find(edit.tree, path)
    if isinstance(node, Mapping) and written_id(node) is None and node.entries:
        edit.put(path, "id", op.id, before=(node.entries[0].key.text,))


def _long(thing: str, node: Scalar, id_: str) -> dict[str, Any]:
    """Return what a thing says that is written as a bare text."""
    data = to_data(node)
    if thing == "lane":
        return {"id": data, "role": data}
    if thing in ("channel", "department"):
        return {"id": data}
    if thing == "view":
        return {"form": data}
    return {"id": id_, _BARE.get(thing, "title"): data}


_BARE = {"note": "text", "barrier": "text", "opportunity": "text"}


def _nested(key: str, node: Scalar) -> dict[str, Any]:
    """Return what a boundary, a quote or a picture says that is written as a bare text."""
    return {"file" if key in ("portrait", "picture") else "text": to_data(node)}


def _set_text(work: Work, op: SetText) -> None:
    if not LOCALE.fullmatch(op.locale):
        raise senseless("this is no locale", op.locale, "Write a language, and perhaps a region: en, pt-BR.")
    file, path = find_thing(work, op.thing, op.id, op.journey)
    if op.lane is not None:
        path = _open_cell(work, file, path, op)
    *parents, key = op.field.split(".")
    node = work.at(file, (*path, *parents))
    old: Node | None = node.get(key) if isinstance(node, Mapping) else None
    if old is None and isinstance(node, Scalar) and items_of(node):
        long = _nested(parents[-1], node) if parents else _long(op.thing, node, op.id)
        old = node if key in long and key != "id" else None
    language = _language(work)
    texts: dict[str, Any] = {}
    if isinstance(old, Mapping):
        texts = {entry.key.text: to_data(entry.value) for entry in old.entries}
    elif isinstance(old, Scalar) and items_of(old):
        texts = {language: old.text}
    if op.value is not None:
        texts[op.locale] = op.value
    elif op.locale not in texts:
        raise gone(f"there is no text for {op.locale!r} here", op.locale, texts)
    else:
        del texts[op.locale]
    with work.edit(file) as edit:
        if not texts:
            edit.remove((*path, *parents, key) if isinstance(node, Mapping) else (*path, *parents))
        elif set(texts) == {language}:
            _put(edit, op, path, parents, key, texts[language])
        elif isinstance(old, Mapping) and op.value is not None:
            edit.put((*path, *parents, key), op.locale, op.value)
        elif isinstance(old, Mapping):
            edit.remove((*path, *parents, key, op.locale))
        else:
            _put(edit, op, path, parents, key, texts)
        if op.lane is None:
            _keep_id(edit, op, path)


def _open_cell(work: Work, file: str, path: Path, op: SetText) -> Path:
    """Return the path of a cell's item; one that is written as a bare value is written out first."""
    lane = str(op.lane)
    cell = work.at(file, (*path, lane))
    items = items_of(cell)
    number = op.index or 0
    if not 0 <= number < len(items):
        raise gone(f"there is no cell {lane!r} at this place", lane, lanes_at(work.at(file, path)))
    found: Path = (*path, lane, number) if isinstance(cell, Sequence) else (*path, lane)
    item = items[number]
    if isinstance(item, Scalar):
        role = ROLES.get(lane_roles(work, file).get(lane, "text"), ROLES["text"])
        long = CELL_TYPES[role.cell].from_bare(to_data(item))
        with work.edit(file) as edit:
            replace(edit, found, long)
    return found


def _language(work: Work) -> str:
    found = work.at("atlas.yaml", ("language",))
    return found.text if isinstance(found, Scalar) and found.text else "en"


HANDLERS: dict[type[Any], Callable[[Work, Any], None]] = {SetField: _set_field, SetText: _set_text}
