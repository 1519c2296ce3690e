"""Three states of an atlas, or of one file of it, to their merge. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from footpath.atlas.files import kind_of
from footpath.atlas.ids import items_of, written_id
from footpath.atlas.loader import load_texts
from footpath.atlas.merging.diff3 import with_markers
from footpath.atlas.merging.planning import Planner
from footpath.atlas.merging.shapes import shape_of_file
from footpath.atlas.merging.types import Conflict, Merged, Side
from footpath.atlas.merging.writing import write
from footpath.atlas.operations import AddFile, Operation, RemoveFile
from footpath.atlas.operations.restore import restoring
from footpath.atlas.yamltext import Mapping as MappingNode
from footpath.atlas.yamltext import Parsed, Scalar, parse_yaml
from footpath.atlas.yamltext.splice import Change
from footpath.base import Problem

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MergedFile:
    """One file merged: its text, its conflicts, and (`by_lines`) whether it was no YAML and got line markers instead."""

    text: str
    conflicts: tuple[Conflict, ...] = ()
    by_lines: bool = False
    has_markers: bool = False


def merge(base: Texts, ours: Texts, theirs: Texts, *, take: Side | None = None, check: bool = True) -> Merged:
    """Return the merge of two states of an atlas that come from one, by ids, cell by cell and field by field.

    Parameters
    ----------
    base, ours, theirs
        Relative path to text, as `Loaded.texts`.
    take
        The side that stands where both changed the same; else ours stands, and a comment above it tells of theirs.
    check
        Look for errors of the result that neither side has.

    Bytes of ours that the merge does not touch stay; what only theirs changed comes as theirs wrote it. A file that
    is no YAML on some side is merged by lines.
    Spec: document.md, rules D113 to D125.
    """
    texts: dict[str, str] = {}
    conflicts: list[Conflict] = []
    unread: dict[str, bool] = {}
    lanes = house_lanes(ours) | house_lanes(theirs)
    for file in dict.fromkeys((*ours, *theirs)):
        old, one, other = base.get(file), ours.get(file), theirs.get(file)
        if one is None or other is None:
            text, conflict = _one_sided(file, old, one, other, take)
            conflicts += [conflict] if conflict else []
            if text is not None:
                texts[file] = text
            continue
        merged = merge_file(file, old or "", one, other, take=take, lanes=lanes)
        texts[file] = merged.text
        conflicts += merged.conflicts
        if merged.by_lines:
            unread[file] = merged.has_markers
    operations = tuple(_operations(ours, texts))
    problems = _new_problems(texts, ours, theirs) if check and operations and not any(unread.values()) else ()
    settled = tuple(conflicts)
    return Merged(texts, () if take else settled, settled if take else (), unread, problems, operations)


def merge_file(
    file: str,
    base: str,
    ours: str,
    theirs: str,
    *,
    take: Side | None = None,
    lanes: Mapping[str, str] | None = None,
    names: tuple[str, str] = ("ours", "theirs"),
    size: int = 7,
) -> MergedFile:
    """Return the merge of one file of an atlas.

    Parameters
    ----------
    lanes
        The role of each lane of the house (`house_lanes`); the journey's own are read from the texts.
    names, size
        What stands on line markers, and how long they are, where a side is no YAML.
    """
    if theirs in (ours, base):
        return MergedFile(ours)
    if ours == base:
        return MergedFile(theirs)
    kind = kind_of(file)
    newline = "\r\n" if "\r\n" in ours and "\n" not in ours.replace("\r\n", "") else "\n"
    plain = [
        text.replace("\r\n", "\n") if newline == "\r\n" or "\r" not in ours else text
        for text in (base, ours, theirs)
    ]
    ended = [text if text.endswith("\n") or not text else text + "\n" for text in plain]
    if not base.strip():
        ended[0] = "{}\n"
    parsed = [parse_yaml(text, file) for text in ended]
    if kind in (None, "measures") or any(
        not isinstance(each.tree, MappingNode) or each.problems for each in parsed
    ):
        text, found = with_markers(*plain, names=names, size=size)
        return MergedFile(text.replace("\n", newline) if newline != "\n" else text, (), True, found)
    roles = {**(lanes or {}), **_own_lanes(parsed)}
    old, one, other = parsed
    planner = Planner(file, (old, one, other), take)
    plan = planner.value((old.tree, one.tree, other.tree), shape_of_file(str(kind), roles), ())
    text = write(plan, old, one, other)
    if not plain[1].endswith("\n") and not text.endswith("\n\n"):
        text = text.removesuffix("\n")
    return MergedFile(text.replace("\n", newline) if newline != "\n" else text, tuple(planner.conflicts))


def house_lanes(texts: Texts) -> dict[str, str]:
    """Return the role of each lane that `atlas.yaml` declares."""
    return _own_lanes([parse_yaml(texts["atlas.yaml"])]) if "atlas.yaml" in texts else {}


def _own_lanes(parsed: list[Parsed]) -> dict[str, str]:
    from footpath.atlas.roles import ROLES

    roles: dict[str, str] = {}
    for each in parsed:
        for item in items_of(each.tree.get("lanes")) if isinstance(each.tree, MappingNode) else ():
            role = item.get("role") if isinstance(item, MappingNode) else None
            id_ = written_id(item)
            if id_ is not None and isinstance(role, Scalar) and role.text in ROLES:
                roles[id_] = role.text
    return roles


def _one_sided(
    file: str, base: str | None, ours: str | None, theirs: str | None, take: Side | None
) -> tuple[str | None, Conflict | None]:
    """Return what becomes of a file that only one side has, and the conflict where the other changed it."""
    only = theirs if ours is None else ours
    if base is None:
        return only, None
    if only == base:
        return None, None
    if ours is None:
        return theirs if take == "theirs" else None, Conflict(file, (), "ours-removed", base, None, theirs)
    return None if take == "theirs" else ours, Conflict(file, (), "theirs-removed", base, ours, None)


def _operations(ours: Texts, merged: Texts) -> Iterator[Operation]:
    for file in sorted({*ours, *merged}):
        old, new = ours.get(file), merged.get(file)
        if old == new:
            continue
        if old is None:
            yield AddFile(file, text=new)
        elif new is None:
            yield RemoveFile(file, old)
        else:
            yield restoring(file, new, parse_yaml(old, file), _spans(new, old))


def _spans(old: str, new: str) -> tuple[Change, ...]:
    """Return the spans of `old`, by lines, that become `new`."""
    one, other = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, ends = [0], [0]
    for line in one:
        starts.append(starts[-1] + len(line))
    for line in other:
        ends.append(ends[-1] + len(line))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return tuple(
        Change(starts[a0], starts[a1], new[ends[b0] : ends[b1]])
        for tag, a0, a1, b0, b1 in matcher.get_opcodes()
        if tag != "equal"
    )


def _new_problems(merged: Texts, ours: Texts, theirs: Texts) -> tuple[Problem, ...]:
    known = {
        (problem.code, problem.place.file, problem.message)
        for texts in (ours, theirs)
        for problem in load_texts(texts).problems
    }
    return tuple(
        problem
        for problem in load_texts(merged).problems
        if problem.severity == "error" and (problem.code, problem.place.file, problem.message) not in known
    )
