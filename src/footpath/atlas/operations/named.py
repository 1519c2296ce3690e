"""Where each kind of id may stand: one table for renaming, for leading references elsewhere, and for taking them out.

Runs of measures are history: what they name is what was measured then, and is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from footpath.atlas.files import kind_of
from footpath.atlas.ids import items_of, thing_id
from footpath.atlas.operations.where import barriers_of, house_lanes, lane_roles, own_lanes
from footpath.atlas.operations.work import Work
from footpath.atlas.roles import ROLES
from footpath.atlas.yamltext import Mapping, Node, Path, Scalar, Sequence, emit, find, to_data
from footpath.atlas.yamltext.meaning import Meant
from footpath.atlas.yamltext.reparse import Change

_CELL = (
    ("persona", "persona", 1),
    ("evidence/*/source", "source", 1),
    ("evidence/*/exit", "passed", 1),
    ("evidence/*/wait", "passed", 1),
    ("evidence/*/on", "passed", 1),
)
_JOURNEY = (
    ("improves", "journey", 0),
    ("beside", "journey", 0),
    ("personas/*", "persona", 0),
    ("sources/*", "source", 0),
    ("begins/touchpoint", "touchpoint", 0),
    ("ends/wanted/*/touchpoint", "touchpoint", 0),
    ("ends/unwanted/*/touchpoint", "touchpoint", 0),
    ("lanes/*/persona", "persona", 0),
    ("lanes/*", "lane", 0),
    ("hands/*/from", "persona", 1),
    ("hands/*/to", "persona", 1),
    ("hands/*/step", "step", 1),
    ("views/*/persona", "persona", 0),
    ("views/*/lanes/*", "lane", 0),
    ("views/*/stages/@", "stage", 0),
)
_STEP = (
    ("journey", "journey", 0),
    ("improves", "improved", 0),
    ("next/*", "next", 0),
    ("next/*/to", "next", 1),
)
_PERSONA = (
    ("channels/*", "channel", 0),
    *(
        (f"{name}/*/evidence/*/source", "source", 1)
        for name in (
            "interests",
            "preferences",
            "goals",
            "needs",
            "pains",
            "drivers",
            "context",
            "sliders",
        )
    ),
    ("quote/evidence/*/source", "source", 1),
)
_TOUCHPOINTS = (
    ("touchpoints/*/channel", "channel", 0),
    ("touchpoints/*/source", "source", 0),
    ("touchpoints/*/department", "department", 0),
    ("touchpoints/*/initiator", "party", 0),
    ("touchpoints/*/receiver", "party", 0),
)
_OPPORTUNITIES = (
    ("opportunities/*/answers/*", "barrier", 0),
    ("opportunities/*/target/step", "step", 1),
    ("opportunities/*/evidence/*/source", "source", 1),
    ("opportunities/*/evidence/*/exit", "step", 1),
    ("opportunities/*/evidence/*/wait", "step", 1),
    ("opportunities/*/evidence/*/on", "step", 1),
)
_ATLAS = (("lanes/*/persona", "persona", 0),)
_LIBRARY_OF = {
    "touchpoints": "touchpoint",
    "channels": "channel",
    "opportunities": "opportunity",
    "departments": "department",
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an id stands that names a thing elsewhere.

    `scope` is the journey whose step, stage, lane or barrier is meant ("" is the house's lane, None is any journey's).
    `path` leads to the value, or to the entry where the id is a key; `goes` to what goes where the thing is taken out.
    """

    kind: str
    id: str
    file: str
    path: Path
    goes: Path
    scope: str | None = None
    is_key: bool = False


def mentions(work: Work, only: str | None = None) -> Iterator[Mention]:
    """Yield every place in the texts where an id names a thing that stands elsewhere.

    `only` is the one id that is looked for: stages and steps whose text does not hold it are passed over.
    """
    for file in work.files("journey"):
        yield from _in_journey(work, file, only)
    parties = {work_id for file in work.files("persona") for work_id in [_persona_id(work, file)]}
    for kind, table in (("persona", _PERSONA), ("atlas", _ATLAS), ("opportunities", _OPPORTUNITIES)):
        for file in work.files(kind):
            yield from _by_table(work, file, (), table)
    for file in work.files("touchpoints"):
        for found in _by_table(work, file, (), _TOUCHPOINTS):
            kind = (
                ("persona" if found.id in parties else "department") if found.kind == "party" else found.kind
            )
            yield _as(found, kind)


def _persona_id(work: Work, file: str) -> str:
    tree = work.tree(file)
    return thing_id(tree, file) if tree is not None else ""


def _holds(text: str, node: Node, only: str | None) -> bool:
    """Return whether the text of a node may hold an id; one that is escaped, or broken at a space, cannot be told."""
    if only is None or " " in only or text.find("\\", node.start, node.end) >= 0:
        return True
    return text.find(only, node.start, node.end) >= 0


def _in_journey(work: Work, file: str, only: str | None) -> Iterator[Mention]:
    tree = work.tree(file)
    if tree is None or not _holds(work.texts[file], tree, only):
        return
    text = work.texts[file]
    index = work.index(file)
    own, house = own_lanes(work, file), house_lanes(work)
    improved = work.at(file, ("improves",))
    for found in _by_table(work, file, (), _JOURNEY):
        if found.kind == "lane":
            if found.path[0] == "lanes" and found.id in own:
                continue  # a lane that is declared here names nothing elsewhere
            yield _as(found, "lane", _lane_scope(found.id, own, house, index.id))
        else:
            scope = index.id if found.kind in ("step", "stage") else None
            yield _as(found, found.kind, scope)
    ends = _boundary_words(tree)
    roles = lane_roles(work, file)
    for path in (*index.stages.values(), *index.steps.values()):
        holder = find(tree, path)
        if holder is None or not _holds(text, holder, only):
            continue
        for found in _by_table(work, file, path, _STEP) if len(path) > 2 else ():
            if found.kind == "next":
                if found.id in index.steps:
                    yield _as(found, "step", index.id)
                elif found.id in ends:
                    yield _as(found, "touchpoint")
            elif found.kind == "improved":
                yield _as(found, "step", improved.text if isinstance(improved, Scalar) else None)
            else:
                yield found
        for entry in holder.entries if isinstance(holder, Mapping) else ():
            lane = entry.key.text
            if lane in ("steps", "title", "id"):
                continue
            if lane not in roles or (lane in _FIELDS and isinstance(entry.value, Scalar) and lane != "owner"):
                continue
            scope = _lane_scope(lane, own, house, index.id)
            yield Mention("lane", lane, file, (*path, lane), (*path, lane), scope, is_key=True)
            library = _LIBRARY_OF.get(ROLES[roles[lane]].library, "")
            for place, item in _items((*path, lane), entry.value):
                yield from _in_cell(work, file, place, item, library, index)


_FIELDS = frozenset(
    {"id", "title", "steps", "next", "journey", "improves", "typical", "optional", "when", "origin"}
)


def _in_cell(work: Work, file: str, place: Path, item: Node, library: str, index: Any) -> Iterator[Mention]:
    if library:
        if isinstance(item, Scalar):
            yield Mention(library, item.text, file, place, place)
        elif isinstance(item, Mapping) and isinstance(ref := item.get("ref"), Scalar):
            yield Mention(library, ref.text, file, (*place, "ref"), place)
    if not isinstance(item, Mapping):
        return
    for found in _by_table(work, file, place, _CELL):
        if found.kind != "passed":
            yield found
        elif found.id in index.steps or found.id in index.stages:
            yield _as(found, "step" if found.id in index.steps else "stage", index.id)


def _lane_scope(lane: str, own: dict[str, str], house: dict[str, str], journey: str) -> str:
    return journey if lane in own or lane not in house else ""


def _boundary_words(tree: Node) -> set[str]:
    """Return the touchpoints that `next` may name as an outcome, but not those that are the text of one too."""
    touchpoints: set[str] = set()
    words: set[str] = set()
    for kind in ("wanted", "unwanted"):
        for end in items_of(find(tree, ("ends", kind))):
            if isinstance(end, Scalar):
                words.add(end.text)
            elif isinstance(end, Mapping):
                for entry in end.entries:
                    if isinstance(entry.value, Scalar):
                        (touchpoints if entry.key.text == "touchpoint" else words).add(entry.value.text)
    return touchpoints - words


def _by_table(
    work: Work, file: str, base: Path, table: tuple[tuple[str, str, int], ...]
) -> Iterator[Mention]:
    root = work.at(file, base)
    if root is None:
        return
    for pattern, kind, up in table:
        for path, node, is_key in _match(root, pattern.split("/"), base):
            if isinstance(node, Scalar) and not node.is_empty:
                goes = _upwards(path, up)
                yield Mention(kind, node.text, file, path, goes, None, is_key)


def _upwards(path: Path, up: int) -> Path:
    return path[: len(path) - up]


def _match(node: Node, parts: list[str], path: Path) -> Iterator[tuple[Path, Node, bool]]:
    if not parts:
        yield path, node, False
        return
    part, rest = parts[0], parts[1:]
    if part == "*":
        for place, item in _items(path, node):
            yield from _match(item, rest, place)
    elif part == "@":
        for entry in node.entries if isinstance(node, Mapping) else ():
            yield (*path, entry.key.text), entry.key, True
    elif isinstance(node, Mapping) and (found := node.get(part)) is not None:
        yield from _match(found, rest, (*path, part))


def _items(path: Path, node: Node) -> Iterator[tuple[Path, Node]]:
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield (*path, number), item
    elif items_of(node):
        yield path, node


def _as(found: Mention, kind: str, scope: str | None = None) -> Mention:
    return Mention(
        kind,
        found.id,
        found.file,
        found.path,
        found.goes,
        scope if scope is not None else found.scope,
        found.is_key,
    )


# ---------------------------------------------------------------- of one thing


def mentions_of(work: Work, kind: str, id_: str, scope: str | None = None) -> list[Mention]:
    """Return the places that name one thing; `scope` is the journey of a step, stage, lane or barrier.

    An opportunity names steps and barriers without their journey. Where several journeys have that id, the first one
    that is no to-be is meant.
    """
    found: list[Mention] = []
    owner: str | None = None
    for mention in mentions(work, id_):
        if mention.kind != kind or mention.id != id_:
            continue
        if mention.scope is None and kind in ("step", "barrier"):
            if owner is None:
                owner = _owner(work, kind, id_)
            if owner != (scope or ""):
                continue
        elif mention.scope is not None and mention.scope != (scope or ""):
            continue
        found.append(mention)
    return found


def _owner(work: Work, kind: str, id_: str) -> str:
    """Return the journey whose step or barrier is meant where no journey is named; nothing for a persona's pain."""
    having: list[tuple[bool, str]] = []
    for file in work.files("journey"):
        index = work.index(file)
        if id_ in (index.steps if kind == "step" else {barrier for _, barrier in barriers_of(work, file)}):
            state = work.at(file, ("state",))
            having.append((isinstance(state, Scalar) and state.text == "to-be", index.id))
    return min(having, key=lambda each: each[0])[1] if having else ""


def lead(work: Work, found: list[Mention], new: str) -> None:
    """Let the places name another id."""
    by_file: dict[str, list[Mention]] = {}
    for mention in found:
        by_file.setdefault(mention.file, []).append(mention)
    for file, here in by_file.items():
        write_ids(work, file, [(mention.path, mention.is_key) for mention in here], new)


def write_ids(work: Work, file: str, places: list[tuple[Path, bool]], new: str) -> None:
    """Write an id at several places of a file, as values or as keys."""
    tree = work.tree(file)
    if tree is None or not places:
        return
    changes: list[Change] = []
    later: list[Meant] = []
    written = emit.scalar(new, flow=True)
    for path, is_key in places:
        parent = find(tree, path[:-1])
        entry = parent.entry(str(path[-1])) if isinstance(parent, Mapping) else None
        node = find(tree, path)
        if node is None:
            continue
        if is_key and entry is not None:
            changes.append(Change(entry.key.start, entry.key.end, written))
            later += [(path, "remove", None), ((*path[:-1], new), "put", to_data(node))]
        elif not is_key:
            changes.append(Change(node.start, node.end, written))
            later.append((path, "put", new))
    work.rewrite(file, changes, later)


def take_out(work: Work, find_them: Callable[[], list[Mention]]) -> None:
    """Take out every place that names a thing, with what makes no sense without it; barriers that go are answered no more."""
    while found := find_them():
        places = {(mention.file, _whole(work, mention.file, mention.goes)): None for mention in found}
        for file in dict.fromkeys(file for file, _ in places):
            here = [path for each, path in places if each == file]
            _answer_no_more(work, file, here)
            _take_some(work, file, here)


def _answer_no_more(work: Work, file: str, goes: list[Path]) -> None:
    """Take out the answers to barriers that go."""
    if kind_of(file) != "journey":
        return
    journey = work.index(file).id
    gone = set(goes)
    for place, id_ in barriers_of(work, file):
        if any(place[:size] in gone for size in range(1, len(place) + 1)):
            take_out(work, partial(mentions_of, work, "barrier", id_, journey))


def _take_some(work: Work, file: str, paths: list[Path]) -> None:
    """Take out what stands at the paths in one edit: what lies in something that goes too, and a second of one list, waits."""
    wanted = set(paths)
    parents: set[Path] = set()
    with work.edit(file) as edit:
        for path in paths:
            inside = any(path[:size] in wanted for size in range(1, len(path)))
            if not inside and path[:-1] not in parents:
                parents.add(path[:-1])
                edit.remove(path)


_THINGS = frozenset({"stages", "steps", "touchpoints", "opportunities", "lanes", "views", "sources"})


def take_path(work: Work, file: str, path: Path) -> None:
    """Take out what stands at a path, and whatever would hold nothing without it."""
    with work.edit(file) as edit:
        edit.remove(_whole(work, file, path))


def _whole(work: Work, file: str, path: Path) -> Path:
    """Return the path of what is to go, or of what would hold nothing without it."""
    while len(path) > 1:
        parent = work.at(file, path[:-1])
        size = len(parent.entries) if isinstance(parent, Mapping) else len(items_of(parent))
        is_thing = isinstance(parent, Mapping) and any(part in _THINGS for part in path[-3:-1])
        if size != 1 or is_thing:
            break
        path = path[:-1]
    return path


__all__ = ["Mention", "lead", "mentions", "mentions_of", "take_out", "take_path", "write_ids"]
