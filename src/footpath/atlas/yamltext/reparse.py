"""The tree of a text after an edit, from the tree before it: only the lines of the smallest part that changed are read again.

How libyaml reads a line at the start of a block item depends on nothing above but the item's column. So the lines from the
start of one item (or of several that follow each other) to the start of the next are read alone, where

- every collection around them is in block form, and the item begins a line;
- what they begin with now stands in that column too, and what they hold is one collection of the same kind;
- none of them begins with a tab, `---`, `...` or `%`.

Where one of these fails, the next larger part is read, and in the end the whole text. Lines that are whole items, and only come
or go, are read without any neighbour, or not at all. The tree is in every case the one that
`parse_yaml` gives: `tests/properties/test_atlas_editing.py` compares them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass
from typing import Any

from footpath.atlas.yamltext.lines import Lines
from footpath.atlas.yamltext.nodes import Entry, Mapping, Node, Sequence, count, moved
from footpath.atlas.yamltext.parse import MAX_BYTES, MAX_NODES, Parsed, parse_part, parse_yaml

_NOT_ALONE = re.compile(r"(?:^|\r)(?: *\t|---|\.\.\.|%)|\ufeff", re.MULTILINE)
_NOTHING = re.compile(r"(?:[ ]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*(?:[ ]*(?:#[^\r\n]*)?\Z)?")
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Change:
    """One replaced span: `text[start:end]` of the old text becomes `new`."""

    start: int
    end: int
    new: str


def replaced(text: str, changes: Items[Change]) -> str:
    """Return a text with spans replaced; they are in order and do not touch each other."""
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += (text[at : change.start], change.new)
        at = change.end
    return "".join((*parts, text[at:]))


def reparse(parsed: Parsed, changes: Items[Change], file: str | None = None) -> Parsed:
    """Return what `parse_yaml` gives for the text after changes, which are in order and do not touch each other."""
    now: Parsed | None = parsed if parsed.tree is not None and not parsed.problems else None
    taken = _taken_out(parsed, changes) if len(changes) > 1 else {}
    for change in reversed(changes):  # the last first: the places of the others stay what they are
        now = _with(now, change, taken) if now is not None else None
    return now or parse_yaml(replaced(parsed.text, changes), file)


def dash_of(lines: Lines, node: Sequence, index: int) -> int | None:
    """Return where the dash of an item of a block list stands, or None where it is not the first thing of its line."""
    if index == 0:
        return node.start
    text = lines.text
    column = node.start - lines.line_start(node.start)
    if node.start - column == 0 and text.startswith("\ufeff"):
        column -= 1
    item = node.items[index]
    at = node.items[index - 1].end
    while at < item.start or item.start == item.end:
        found = _BREAK.search(text, at)
        if found is None or found.end() >= len(text):
            return None
        at = found.end()
        if text[at : at + column].strip(" ") == "" and text[at + column : at + column + 1] == "-":
            return at + column
    return None


@dataclass(slots=True)
class _Level:
    """A block collection around a change: the child that leads on, the children to be read again, and the lines of these."""

    node: Mapping | Sequence
    children: Any
    child: int
    first: int
    last: int
    start: int | None
    stop: int


@dataclass(slots=True)
class _Items:
    """Whole items that an edit takes out, and may put in elsewhere: their nodes are known."""

    node: Mapping | Sequence
    children: Any
    start: int
    column: int
    depth: int


def _taken_out(parsed: Parsed, changes: Items[Change]) -> dict[str, _Items]:
    """Return the items whose lines are taken out, by these lines."""
    lines = Lines(parsed.text)
    taken: dict[str, _Items] = {}
    for change in changes:
        whole = None if change.new else _whole_lines(parsed.text, change)
        levels = _way_down(lines, parsed.tree, whole.start, whole.end) if whole is not None else []
        for depth, level in enumerate(levels):
            children = level.children[level.first : level.last + 1]
            if whole is not None and level.start == whole.start and children[-1].end <= whole.end:
                text = parsed.text[whole.start : whole.end]
                taken[text] = _Items(level.node, children, whole.start, _column(lines, level.node), depth)
                break
    return taken


def _with(parsed: Parsed, change: Change, taken: dict[str, _Items]) -> Parsed | None:
    """Return the text with one span replaced and its tree, or None where the whole must be read."""
    lines = Lines(parsed.text)
    new = "".join((parsed.text[: change.start], change.new, parsed.text[change.end :]))
    if len(new) * 4 > MAX_BYTES and len(new.encode("utf-8", "replace")) > MAX_BYTES:
        return None
    by = len(change.new) - (change.end - change.start)
    for levels in _ways(lines, parsed.tree, change):
        for depth in range(len(levels) - 1, -1, -1):
            made = _read_again(lines, levels[depth], new, by, depth, taken)
            if made is not None:
                node, more = made
                if parsed.nodes + more > MAX_NODES:
                    return None
                return Parsed(new, _rebuilt(levels[:depth], node, by), (), parsed.nodes + more)
    return None


def _ways(lines: Lines, tree: Node | None, change: Change) -> Iterator[list[_Level]]:
    """Yield the block collections around a change, the outermost first; more than once where lines come between items."""
    whole = _whole_lines(lines.text, change)
    if whole is not None and whole.start == whole.end:
        is_behind_end = tree is not None and "..." in lines.text[tree.end : whole.start]
        levels = [] if is_behind_end else _way_down(lines, tree, whole.start - 1, whole.end - 1)
        for level in levels:  # after the child whose lines end here
            level.first, level.start = level.last + 1, level.stop if level.stop == whole.start else None
        yield levels
        levels = _way_down(lines, tree, whole.start, whole.end)
        for level in levels:  # before the child whose lines begin here
            level.last, level.start = level.first - 1, level.start if level.start == whole.start else None
            level.stop = whole.start
        yield levels
    elif whole is not None:
        yield _way_down(lines, tree, whole.start, whole.end)
    yield _way_down(lines, tree, change.start, change.end)


def _whole_lines(text: str, change: Change) -> Change | None:
    """Return the same change as one of whole lines, where lines come or go: an edit often takes the break before a line with it."""
    removed = text[change.start : change.end]
    if change.new and removed:
        return None
    moving = change.new or removed
    if moving.endswith(("\n", "\r")) and (change.start == 0 or text[change.start - 1] in "\r\n"):
        return change
    found = _BREAK.match(text, change.end)
    if found is None or not moving.startswith(found.group()):
        return None
    size = len(found.group())
    return Change(
        change.start + size, change.end + size, change.new[size:] + found.group() if change.new else ""
    )


def _way_down(lines: Lines, tree: Node | None, start: int, end: int) -> list[_Level]:
    """Return the block collections that hold a span, the outermost first; the span touches one child of each but the last."""
    levels: list[_Level] = []
    node = tree
    stop = len(lines.text)
    while isinstance(node, (Mapping, Sequence)) and not node.flow:
        children: Any = node.items if isinstance(node, Sequence) else node.entries
        first = _first(lines, node, children, start)
        if first is None:
            break
        last, stop = _last(lines, node, children, first, end, stop)
        begins = _line_of(lines, node, children, first)
        if begins is not None and begins > start:
            begins = None
        levels.append(_Level(node, children, first, first, last, begins, stop))
        if last != first:
            break
        node = children[first].value if isinstance(node, Mapping) else children[first]
    return levels


def _first(lines: Lines, node: Mapping | Sequence, children: Any, at: int) -> int | None:
    """Return the child whose lines hold an offset; None where the first one begins further down."""
    number = bisect_right(children, at, key=_start)
    if number < len(children):
        start = _line_of(lines, node, children, number)
        if start is not None and start <= at:
            return number
    return number - 1 if number else None


def _last(
    lines: Lines, node: Mapping | Sequence, children: Any, first: int, at: int, stop: int
) -> tuple[int, int]:
    """Return the child whose lines an offset ends in, and where these end: where those of the next begin."""
    number = first
    while number + 1 < len(children):
        start = _line_of(lines, node, children, number + 1)
        if start is not None and at <= start:
            return number, start
        number += 1
    return number, stop


def _line_of(lines: Lines, node: Mapping | Sequence, children: Any, number: int) -> int | None:
    """Return where the line begins that a child begins, or None where something else stands before it on the line."""
    at = dash_of(lines, node, number) if isinstance(node, Sequence) else children[number].start
    if at is None:
        return None
    start = lines.line_start(at)
    if start == 0 and lines.text.startswith("\ufeff"):
        start = 1
    return None if lines.text[start:at].strip(" ") else start


def _read_again(
    lines: Lines, level: _Level, new: str, by: int, depth: int, taken: dict[str, _Items]
) -> tuple[Mapping | Sequence, int] | None:
    """Return a collection with the children `first` to `last` read again, and how many values it holds more."""
    node, children, first, last, stop = level.node, level.children, level.first, level.last, level.stop
    start = level.start
    if start is None:
        return None
    part = new[start : stop + by]
    if part and _is_nothing(part) and first > 0:  # comments may become text of a literal block above them
        first -= 1
        start = _line_of(lines, node, children, first)
        if start is None:
            return None
        part = new[start : stop + by]
    if not _is_whole(new, start, start + len(part)) or _NOT_ALONE.search(part):
        return None
    fresh: Any = ()
    begins, total = node.start, 1
    if not _is_nothing(part):
        known = taken.get(part)
        if known is not None and (known.depth, known.column) == (depth, _column(lines, node)):
            read = _again(node, known, start)
        else:
            read = _alone(lines, node, first, start, part, depth)
        if read is None:
            return None
        fresh = read[0].items if isinstance(read[0], Sequence) else read[0].entries
        begins, total = (read[0].start if first == 0 else node.start), read[1]
    elif len(children) == last + 1 - first or (part and first > 0):
        return None
    elif first == 0:
        at = dash_of(lines, node, last + 1) if isinstance(node, Sequence) else children[last + 1].start
        if at is None:
            return None
        begins = at + by
    kept = (*children[:first], *fresh, *[_moved(child, by) for child in children[last + 1 :]])
    more = total - 1 - sum(map(_count, children[first : last + 1]))
    if isinstance(node, Sequence):
        return Sequence(begins, kept[-1].end, kept, False), more
    if fresh and len({entry.key.text for entry in kept}) < len(kept):
        return None
    return Mapping(begins, kept[-1].end, kept, False), more


def _alone(
    lines: Lines, node: Mapping | Sequence, first: int, start: int, part: str, depth: int
) -> tuple[Mapping | Sequence, int] | None:
    """Return the collection that the lines of some items make, read alone at their place, if they can be."""
    column = _column(lines, node)
    found = _NOTHING.match(part) if first == 0 else None
    above = found.end() if found else 0
    indentation = part[above : above + column + 1]
    if len(indentation) <= column or indentation[:column].strip(" ") or indentation[column] in " #\r\n":
        return None
    read = parse_part(part, depth)
    if read is None or type(read[0]) is not type(node):
        return None
    root: Any = read[0]
    return None if root.flow or root.start != above + column else (moved(root, start), read[1])


def _again(node: Mapping | Sequence, known: _Items, start: int) -> tuple[Mapping | Sequence, int] | None:
    """Return the collection of items that stood elsewhere, at their new place."""
    if type(known.node) is not type(node):
        return None
    children = tuple([_moved(child, start - known.start) for child in known.children])
    made = type(node)(start + known.column, children[-1].end, children, False)
    return made, 1 + sum(map(_count, children))


def _column(lines: Lines, node: Mapping | Sequence) -> int:
    """Return the column in which the children of a block collection begin."""
    column = node.start - lines.line_start(node.start)
    return column - 1 if column == node.start and lines.text.startswith("\ufeff") else column


def _rebuilt(levels: list[_Level], node: Node, by: int) -> Node:
    """Return the root after the innermost node was replaced: every collection around it anew, what comes later moved."""
    for level in reversed(levels):
        outer, number, children = level.node, level.child, level.children
        later = [_moved(child, by) for child in children[number + 1 :]]
        if isinstance(outer, Sequence):
            items = (*children[:number], node, *later)
            node = Sequence(outer.start, items[-1].end, items, False)
        else:
            entries = (*children[:number], Entry(children[number].key, node), *later)
            node = Mapping(outer.start, entries[-1].end, entries, False)
    return node


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a span holds whole lines, and no line break is cut in two."""
    if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
        return False
    return end == len(text) or end == start or text[end - 1] in "\r\n"


def _is_nothing(part: str) -> bool:
    """Return whether lines hold only comments and blanks."""
    found = _NOTHING.match(part)
    return found is not None and found.end() == len(part)


def _moved(child: Any, by: int) -> Any:
    return (
        Entry(moved(child.key, by), moved(child.value, by)) if isinstance(child, Entry) else moved(child, by)
    )


def _start(child: Any) -> int:
    return child.start  # type: ignore[no-any-return]  # a node or an entry


def _count(child: Any) -> int:
    return 1 + count(child.value) if isinstance(child, Entry) else count(child)
