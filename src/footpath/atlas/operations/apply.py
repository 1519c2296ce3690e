"""Applying operations to texts: pure, one splice or a few, with the inverse that puts the bytes back.

An operation whose target is not there, or not what it was, is refused with a problem; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from footpath.atlas.files import kind_of
from footpath.atlas.ids import (
    JourneyIndex,
    effective_ids,
    index_journey,
    is_id,
    items_of,
    thing_id,
    title_of,
    written_id,
)
from footpath.atlas.measures import run_name, run_text
from footpath.atlas.operations import types as ops
from footpath.atlas.operations.restore import restore, restoring
from footpath.atlas.plain import to_plain
from footpath.atlas.schema_names import modeline
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext import Node, Parsed, Path, Scalar, Sequence, emit, find, parse_yaml, to_data
from footpath.atlas.yamltext.splice import Change, Edit
from footpath.base import BadInputError, Place, Problem, did_you_mean, slug, unique

_HEAD_LISTS = ("channels", "lanes", "departments", "team")
_KEEPS_ONE = {"stages"}


@dataclass(frozen=True)
class Applied:
    """What an operation made: the new texts, the operation that undoes it, the files that changed.

    `changes` holds, by file, the spans of the *old* text that were replaced; `parsed` the trees of the changed files.
    """

    texts: Mapping[str, str]
    inverse: ops.Operation
    changed: frozenset[str]
    changes: Mapping[str, tuple[Change, ...]]
    parsed: Mapping[str, Parsed]


def apply(
    texts: Mapping[str, str], operation: ops.Operation, parsed: Mapping[str, Parsed] | None = None
) -> Applied:
    """Return the texts after an operation, and its inverse.

    Parameters
    ----------
    texts
        Relative path to text, as `Loaded.texts`.
    parsed
        Trees that are known already (`Loaded.parsed`), so that nothing is read twice.

    Raises
    ------
    BadInputError
        `target-gone`, `target-exists`, `cannot-edit`, `unwritable-value`, `unknown-file`; the texts are untouched.
    """
    return _APPLY[type(operation)](_Texts(texts, parsed or {}), operation)


def apply_all(
    texts: Mapping[str, str], operations: Iterable[ops.Operation], parsed: Mapping[str, Parsed] | None = None
) -> tuple[Mapping[str, str], tuple[ops.Operation, ...], Mapping[str, Parsed]]:
    """Return the texts after all operations, the inverses (to be applied in that order), and the trees known by then."""
    known = dict(parsed or {})
    inverses: list[ops.Operation] = []
    for operation in operations:
        applied = apply(texts, operation, known)
        texts = applied.texts
        known.update(applied.parsed)
        inverses.append(applied.inverse)
    return texts, tuple(reversed(inverses)), known


class _Texts:
    """The texts with their trees, read when first asked for."""

    def __init__(self, texts: Mapping[str, str], parsed: Mapping[str, Parsed]) -> None:
        self.texts = texts
        self.parsed = parsed

    def read(self, file: str) -> Parsed:
        known = self.parsed.get(file)
        text = self.texts[file]
        return known if known is not None and known.text == text else parse_yaml(text, file)

    def edit(self, file: str) -> Edit:
        if file not in self.texts:
            raise _gone(f"there is no file {file}", file, self.texts)
        return Edit(self.read(file), file)

    def journey(self, id_: str) -> tuple[Edit, JourneyIndex]:
        file = self.file_of("journey", id_)
        edit = self.edit(file)
        return edit, index_journey(edit.tree, file)

    def file_of(self, kind: str, id_: str) -> str:
        files = [file for file in self.texts if kind_of(file) == kind]
        likely = f"{kind}s/{id_}.yaml"
        known: dict[str, str] = {}
        for file in sorted(files, key=lambda file: file != likely):
            tree = self.read(file).tree
            if tree is None:
                continue
            found = thing_id(tree, file)
            if found == id_:
                return file
            known.setdefault(found, file)
        raise _gone(f"there is no {kind} {id_!r}", id_, known)

    def finish(self, edit: Edit) -> Applied:
        parsed, changes = edit.done()
        inverse = restoring(edit.file, edit.text, parsed, changes)
        return Applied(
            {**self.texts, edit.file: parsed.text},
            inverse,
            frozenset({edit.file}),
            {edit.file: changes},
            {edit.file: parsed},
        )

    def add(self, file: str, text: str) -> Applied:
        return Applied({**self.texts, file: text}, ops.RemoveFile(file, text), frozenset({file}), {}, {})

    def unchanged(self, file: str) -> Applied:
        return Applied(dict(self.texts), ops.Restore(file, ()), frozenset(), {}, {})


# ---------------------------------------------------------------- cells


def _set_cell(texts: _Texts, op: ops.SetCell) -> Applied:
    edit, index = texts.journey(op.journey)
    path = _at(index, op.at, op.on)
    value = to_plain(op.value)
    if op.index is None:
        edit.put(path, op.lane, value)
        return texts.finish(edit)
    _items(edit, (*path, op.lane), op.index)
    edit.set_item((*path, op.lane, op.index), value)
    return texts.finish(edit)


def _add_cell(texts: _Texts, op: ops.AddCell) -> Applied:
    edit, index = texts.journey(op.journey)
    _add_to_cell(edit, _at(index, op.at, op.on), op.lane, to_plain(op.value), op.index)
    return texts.finish(edit)


def _add_to_cell(edit: Edit, path: Path, lane: str, value: Any, index: int | None) -> None:
    node = find(edit.tree, (*path, lane))
    if not items_of(node):
        edit.put(path, lane, value)
    else:
        count = len(items_of(node))
        edit.insert((*path, lane), count if index is None else min(max(index, 0), count), value)


def _remove_cell(texts: _Texts, op: ops.RemoveCell) -> Applied:
    edit, index = texts.journey(op.journey)
    path = _at(index, op.at, op.on)
    _take_cell(edit, path, op.lane, op.index)
    return texts.finish(edit)


def _take_cell(edit: Edit, path: Path, lane: str, index: int | None) -> Any:
    """Take out the whole cell or one item of it (the key too, where it was the only one); return its data."""
    node = find(edit.tree, (*path, lane))
    if node is None:
        raise _gone(f"there is no cell {lane!r} at this place", lane, _lanes_at(edit, path))
    if index is None:
        edit.remove((*path, lane))
        return to_data(node)
    items = _items(edit, (*path, lane), index)
    edit.remove((*path, lane) if len(items) == 1 else (*path, lane, index))
    return to_data(items[index])


def _move_cell(texts: _Texts, op: ops.MoveCell) -> Applied:
    edit, index = texts.journey(op.journey)
    here, there = _at(index, op.at, op.on), _at(index, op.to, op.to_on)
    lane = op.to_lane or op.lane
    node = find(edit.tree, (*here, op.lane))
    if here == there and lane == op.lane:
        if op.index is None or op.to_index is None or not isinstance(node, Sequence):
            return texts.unchanged(edit.file)
        items = _items(edit, (*here, op.lane), op.index)
        target = min(max(op.to_index, 0), len(items) - 1)
        if target == op.index:
            return texts.unchanged(edit.file)
        taken = edit.cut((*here, op.lane, op.index))
        edit.insert((*here, op.lane), target + (target > op.index), taken=taken)
        return texts.finish(edit)
    value = _take_cell(edit, here, op.lane, op.index)
    many = value if isinstance(value, list) else [value]
    if not items_of(find(edit.tree, (*there, lane))):
        edit.put(there, lane, value)
    elif len(many) == 1:
        _add_to_cell(edit, there, lane, many[0], op.to_index)
    else:
        old = [to_data(item) for item in items_of(find(edit.tree, (*there, lane)))]
        at = len(old) if op.to_index is None else op.to_index
        edit.put(there, lane, [*old[:at], *many, *old[at:]])
    return texts.finish(edit)


# ---------------------------------------------------------------- steps and stages


def _add_step(texts: _Texts, op: ops.AddStep) -> Applied:
    edit, index = texts.journey(op.journey)
    path = _at(index, op.stage, "stage")
    step = _with_id(to_plain(op.step), index.steps, "step")
    count = len(items_of(find(edit.tree, (*path, "steps"))))
    edit.insert((*path, "steps"), _clamp(op.index, count), step)
    return texts.finish(edit)


def _move_step(texts: _Texts, op: ops.MoveStep) -> Applied:
    edit, index = texts.journey(op.journey)
    here, stage = _at(index, op.step, "step"), _at(index, op.stage, "stage")
    there = (*stage, "steps")
    count = len(items_of(find(edit.tree, there)))
    if here[:-1] == there:
        return _move_within(texts, edit, here, op.index, count)
    taken = edit.cut(here)
    edit.insert(there, _clamp(op.index, count), taken=taken)
    return texts.finish(edit)


def _move_within(texts: _Texts, edit: Edit, here: Path, index: int | None, count: int) -> Applied:
    position = int(here[-1])
    target = _clamp(index, count - 1)
    if target == position:
        return texts.unchanged(edit.file)
    taken = edit.cut(here)
    edit.insert(here[:-1], target + (target > position), taken=taken)
    return texts.finish(edit)


def _remove_step(texts: _Texts, op: ops.RemoveStep) -> Applied:
    edit, index = texts.journey(op.journey)
    edit.remove(_at(index, op.step, "step"))
    return texts.finish(edit)


def _add_stage(texts: _Texts, op: ops.AddStage) -> Applied:
    edit, index = texts.journey(op.journey)
    stage = _with_id(to_plain(op.stage), index.stages, "stage")
    if isinstance(stage, dict) and isinstance(stage.get("steps"), list):
        taken = dict.fromkeys(index.steps)
        stage["steps"] = [_with_id(step, taken, "step") for step in stage["steps"]]
    edit.insert(("stages",), _clamp(op.index, len(index.stage_ids)), stage)
    return texts.finish(edit)


def _move_stage(texts: _Texts, op: ops.MoveStage) -> Applied:
    edit, index = texts.journey(op.journey)
    return _move_within(texts, edit, _at(index, op.stage, "stage"), op.index, len(index.stage_ids))


def _remove_stage(texts: _Texts, op: ops.RemoveStage) -> Applied:
    edit, index = texts.journey(op.journey)
    edit.remove(_at(index, op.stage, "stage"))
    return texts.finish(edit)


def _with_id(thing: Any, taken: Mapping[str, Any], what: str) -> Any:
    """Return a new step or stage with an id: its own, which must be free, or one made from its title."""
    data = dict(thing) if isinstance(thing, dict) else {"title": str(thing)}
    id_ = data.get("id")
    if id_ is None:
        return {"id": unique(slug(str(data.get("title", "")), default=what), taken), **data}
    if id_ in taken:
        raise _exists(f"the {what} {id_!r} is there already", str(id_))
    return data


# ---------------------------------------------------------------- fields and entries


def _set_field(texts: _Texts, op: ops.SetField) -> Applied:
    edit, path = _thing(texts, op)
    *parents, key = op.field.split(".")
    value = to_plain(op.value)
    holder = (*path, *parents)
    node = find(edit.tree, holder)
    if value is None:
        if not isinstance(node, MappingNode) or node.entry(key) is None:
            raise _gone(f"there is no key {key!r} at this place", key, _lanes_at(edit, holder))
        edit.remove((*holder, key))
    elif node is None and parents:
        inner = value
        for part in reversed((*parents[1:], key)):
            inner = {part: inner}
        edit.put(path, parents[0], inner)
    else:
        edit.put(holder, key, value)
    if op.field in ("title", "name") and op.thing not in ("atlas", "journey", "persona"):
        _keep_id(edit, path, op)
    return texts.finish(edit)


def _keep_id(edit: Edit, path: Path, op: ops.SetField) -> None:
    """Write the id of a thing that had none, now that its title, from which it was made, changes."""
    node = find(edit.tree, path)
    if isinstance(node, MappingNode) and written_id(node) is None and op.id:
        edit.put(path, "id", op.id)
    elif isinstance(node, Scalar):
        edit.restart()
        edit.set_item(path, {"id": op.id, "title": to_plain(op.value)})


def _thing(texts: _Texts, op: ops.SetField) -> tuple[Edit, Path]:
    if op.thing == "atlas":
        return texts.edit("atlas.yaml"), ()
    if op.thing in ("journey", "persona"):
        return texts.edit(texts.file_of(op.thing, op.id)), ()
    if op.thing in ("stage", "step"):
        if op.journey is None:
            raise _gone("the operation does not say in which journey", op.id, ())
        edit, index = texts.journey(op.journey)
        return edit, _at(index, op.id, "step" if op.thing == "step" else "stage")
    library: Any = {"opportunity": "opportunities"}.get(op.thing, f"{op.thing}s")
    edit, path, position = _entry(texts, library, op.id, op.journey)
    return edit, (*path, position)


def _add_entry(texts: _Texts, op: ops.AddEntry) -> Applied:
    file, key = _list_of(texts, op.library, op.journey)
    entry = to_plain(op.entry)
    if file not in texts.texts:
        entry = _entry_with_id(entry, {}, op.library)
        return texts.add(file, emit.document({key: [entry]}, header=modeline(file)))
    edit = texts.edit(file)
    nodes = items_of(find(edit.tree, (key,)))
    ids = dict.fromkeys(_ids(nodes, op.library))
    edit.insert((key,), _clamp(op.index, len(nodes)), _entry_with_id(entry, ids, op.library))
    return texts.finish(edit)


def _set_entry(texts: _Texts, op: ops.SetEntry) -> Applied:
    edit, path, position = _entry(texts, op.library, op.id, op.journey)
    entry = to_plain(op.entry)
    if isinstance(entry, dict) and "id" not in entry and op.library not in ("hands",):
        entry = {"id": op.id, **entry}
    new = entry.get("id") if isinstance(entry, dict) else entry
    ids = _ids(items_of(find(edit.tree, path)), op.library)
    if new != op.id and new in ids:
        raise _exists(f"{op.library} have {new!r} already", str(new))
    edit.set_item((*path, position), entry)
    return texts.finish(edit)


def _remove_entry(texts: _Texts, op: ops.RemoveEntry) -> Applied:
    edit, path, position = _entry(texts, op.library, op.id, op.journey)
    edit.remove((*path, position) if isinstance(find(edit.tree, path), Sequence) else path)
    return texts.finish(edit)


def _entry(texts: _Texts, library: ops.Library, id_: str, journey: str | None) -> tuple[Edit, Path, int]:
    file, key = _list_of(texts, library, journey)
    edit = texts.edit(file)
    ids = _ids(items_of(find(edit.tree, (key,))), library)
    if id_ not in ids:
        raise _gone(f"{library} have no {id_!r}", id_, ids)
    return edit, (key,), ids.index(id_)


def _list_of(texts: _Texts, library: ops.Library, journey: str | None) -> tuple[str, str]:
    if journey is not None:
        return texts.file_of("journey", journey), library
    if library in ("hands", "notes"):
        raise _gone(f"the operation does not say in which journey the {library} are", library, ())
    return ("atlas.yaml" if library in _HEAD_LISTS else f"{library}.yaml"), library


def _ids(nodes: tuple[Node, ...], library: str) -> list[str]:
    if library in ("departments", "team"):
        return [title_of(node) for node in nodes]
    if library in ("lanes", "channels"):
        return [node.text if isinstance(node, Scalar) else written_id(node) or "" for node in nodes]
    return effective_ids(nodes, _THINGS.get(library, "item"))


_THINGS = {
    "touchpoints": "touchpoint",
    "sources": "source",
    "opportunities": "opportunity",
    "hands": "hand",
    "notes": "note",
}


def _entry_with_id(entry: Any, taken: Mapping[str, Any], library: str) -> Any:
    if library in ("hands", "notes"):
        return entry
    if not isinstance(entry, dict):
        if entry in taken:
            raise _exists(f"{library} have {entry!r} already", str(entry))
        return entry
    what = _THINGS.get(library, "item")
    if entry.get("id") is None:
        made = slug(str(entry.get("title") or entry.get("text") or ""), default=what)
        return {"id": unique(made, taken), **{key: value for key, value in entry.items() if key != "id"}}
    return _with_id(entry, taken, what)


# ---------------------------------------------------------------- files and measures


def _add_file(texts: _Texts, op: ops.AddFile) -> Applied:
    kind = kind_of(op.file)
    if kind is None or kind == "measures":
        raise BadInputError(
            Problem(
                code="unknown-file",
                message="an atlas has no such file",
                value=op.file,
                expected="journeys/ID.yaml, personas/ID.yaml, or one of the libraries",
            )
        )
    if op.file in texts.texts:
        raise _exists(f"{op.file} is there already", op.file)
    value = to_plain(op.value)
    if (
        op.text is None
        and isinstance(value, dict)
        and kind in ("journey", "persona")
        and "footpath" not in value
    ):
        value = {"footpath": 1, **value}
    text = op.text if op.text is not None else emit.document(value or {}, header=modeline(op.file))
    id_ = value.get("id") if isinstance(value, dict) else None
    if id_ is not None and not is_id(str(id_)):
        raise BadInputError(Problem(code="bad-id", message="this is no id", value=str(id_)))
    return texts.add(op.file, text)


def _remove_file(texts: _Texts, op: ops.RemoveFile) -> Applied:
    if op.file not in texts.texts or op.file == "atlas.yaml":
        raise _gone(f"there is no file {op.file} that can be removed", op.file, texts.texts)
    text = texts.texts[op.file]
    if op.text is not None and op.text != text:
        raise _gone(f"{op.file} is not what it was", op.file, ())
    left = {file: other for file, other in texts.texts.items() if file != op.file}
    return Applied(left, ops.AddFile(op.file, text=text), frozenset({op.file}), {}, {})


def _add_measures(texts: _Texts, op: ops.AddMeasures) -> Applied:
    return texts.add(run_name(op.run, texts.texts), run_text(op.run))


def _restore(texts: _Texts, op: ops.Restore) -> Applied:
    if op.file not in texts.texts:
        raise _gone(f"there is no file {op.file}", op.file, texts.texts)
    if not op.pieces:
        return texts.unchanged(op.file)
    old = texts.read(op.file)
    parsed, changes = restore(old, op)
    inverse = restoring(op.file, old.text, parsed, changes)
    return Applied(
        {**texts.texts, op.file: parsed.text},
        inverse,
        frozenset({op.file}),
        {op.file: changes},
        {op.file: parsed},
    )


# ---------------------------------------------------------------- small things


def _at(index: JourneyIndex, id_: str, on: str) -> Path:
    places = index.steps if on == "step" else index.stages
    if id_ not in places:
        raise _gone(f"the journey {index.id!r} has no {on} {id_!r}", id_, places)
    return places[id_]


def _items(edit: Edit, path: Path, index: int) -> tuple[Node, ...]:
    items = items_of(find(edit.tree, path))
    if not 0 <= index < len(items):
        raise _gone(f"the cell has {len(items)} items, and not one with the index {index}", str(index), ())
    return items


def _lanes_at(edit: Edit, path: Path) -> list[str]:
    node = find(edit.tree, path)
    return [entry.key.text for entry in node.entries] if isinstance(node, MappingNode) else []


def _clamp(index: int | None, count: int) -> int:
    return count if index is None else min(max(index, 0), count)


def _gone(message: str, value: str, known: Iterable[str]) -> BadInputError:
    names = list(known)
    return BadInputError(
        Problem(
            code="target-gone",
            message=message,
            value=value,
            help=did_you_mean(value, names, what="there are") if names else None,
        )
    )


def _exists(message: str, value: str) -> BadInputError:
    return BadInputError(
        Problem(
            code="target-exists",
            message=message,
            value=value,
            place=Place(),
            help="Choose another id, or change what is there.",
        )
    )


_APPLY: dict[type[Any], Callable[[_Texts, Any], Applied]] = {
    ops.SetCell: _set_cell,
    ops.AddCell: _add_cell,
    ops.RemoveCell: _remove_cell,
    ops.MoveCell: _move_cell,
    ops.AddStep: _add_step,
    ops.MoveStep: _move_step,
    ops.RemoveStep: _remove_step,
    ops.AddStage: _add_stage,
    ops.MoveStage: _move_stage,
    ops.RemoveStage: _remove_stage,
    ops.SetField: _set_field,
    ops.AddEntry: _add_entry,
    ops.SetEntry: _set_entry,
    ops.RemoveEntry: _remove_entry,
    ops.AddFile: _add_file,
    ops.RemoveFile: _remove_file,
    ops.AddMeasures: _add_measures,
    ops.Restore: _restore,
}
