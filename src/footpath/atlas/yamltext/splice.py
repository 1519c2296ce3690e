"""Edits of one text: each computed as the replacement of spans, so that every other byte stays.

An `Edit` gathers changes by path, applies them at once, and reads the result back: what it says must be exactly
what was meant, or the edit is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from footpath.atlas.yamltext import emit
from footpath.atlas.yamltext.emit import Layout
from footpath.atlas.yamltext.layout import layout_of, reindent
from footpath.atlas.yamltext.lines import Lines
from footpath.atlas.yamltext.meaning import Meant, NotMeantError, meant, says
from footpath.atlas.yamltext.nodes import Entry, Mapping, Node, Path, Scalar, Sequence, find, to_data
from footpath.atlas.yamltext.parse import Parsed
from footpath.atlas.yamltext.reparse import Change, dash_of, reparse
from footpath.base import BadInputError, Place, Problem

_HEADER_COMMENT = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")
_COMMENT_LINE = re.compile(r"[ ]*#[^\r\n]*(?:\r\n|\n|\r)$")

__all__ = ["Change", "Edit", "Taken"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A list's item taken out as text: its lines with comments, and the column of its dash; or only its data.

    `node` is the item as it stood, where nothing in it was changed.
    """

    lines: str | None
    column: int
    data: Any
    node: Node | None = None


class Edit:
    """Changes to one text, by paths into its tree as it was before all of them."""

    def __init__(self, parsed: Parsed, file: str) -> None:
        if parsed.tree is None or parsed.problems:
            raise BadInputError(*(parsed.problems or (_cannot(file, "the file is empty"),)))
        self.parsed = parsed
        self.text = parsed.text
        self.file = file
        self.tree: Node = parsed.tree
        self.lines = Lines(parsed.text, file)
        self.layout = layout_of(self.text, self.tree)
        self.changes: list[Change] = []
        self._later: list[Meant] = []

    # ------------------------------------------------------------ the changes

    def put(self, path: Path, key: str, value: Any, *, before: tuple[str, ...] = ("stages", "steps")) -> None:
        """Set a key of the mapping at a path; a new key goes last, but before the long lists named in `before`."""
        emit.check_writable(value)
        node = self._node(path)
        self._later.append(((*path, key), "put", value))
        if not isinstance(node, Mapping):
            self._replace_node(
                path, {"title": to_data(node), key: value} if _has_text(node) else {key: value}
            )
            whole = {"title": to_data(node), key: value} if _has_text(node) else {key: value}
            self._later[-1] = (path, "put", whole)
            return
        entry = node.entry(key)
        if entry is not None:
            self._replace_value(node, entry, value)
        elif node.flow:
            self._add_flow(
                node.entries[-1].end if node.entries else None,
                node,
                f"{emit.scalar(key, flow=True)}: {emit.flow(value)}",
            )
        else:
            self._add_block_entry(node, key, value, before)

    def set_item(self, path: Path, value: Any) -> None:
        """Replace the item of a list at a path."""
        emit.check_writable(value)
        parent = self._node(path[:-1])
        self._later.append((path, "put", value))
        if not isinstance(parent, Sequence):  # a list of one that is written as a single value
            self._later[-1] = (path[:-1], "put", value)
            self._replace_node(path[:-1], value)
            return
        node = self._node(path)
        if parent.flow:
            self._change(node.start, node.end, emit.flow(value))
            return
        column = self._column(node.start)
        as_flow = isinstance(node, Mapping) and node.flow
        text = emit.list_item(value, column - 2, self._quiet(node.end), as_flow=as_flow)
        self._change(node.start, node.end, text[column:] if node.start != node.end else " " + text[column:])

    def insert(self, path: Path, index: int, value: Any = None, *, taken: Taken | None = None) -> None:
        """Put an item into the list at a path, before the item that has that index now; the list may be missing or empty."""
        data = taken.data if taken else value
        if taken is None or taken.node is None:
            emit.check_writable(data)
        node = find(self.tree, path)
        told = data if taken is None or taken.node is None else taken.node
        self._later.append((path, "insert", (index, told)))
        if node is None:
            self._later.pop()
            self.put(path[:-1], str(path[-1]), [data])
            return
        if not isinstance(node, Sequence) or not node.items:
            old = [to_data(node)] if _has_value(node) else []
            old.insert(index, data)
            self._later[-1] = (path, "put", old)
            self._replace_node(path, old)
            return
        if node.flow:
            if index >= len(node.items):
                self._add_flow(node.items[-1].end, node, emit.flow(data))
            else:
                self._change(node.items[index].start, node.items[index].start, emit.flow(data) + ", ")
            return
        self._insert_block(node, index, data, taken)

    def remove(self, path: Path) -> None:
        """Take out a key with its value, or an item of a list; a list that would be empty becomes `[]`."""
        parent = self._node(path[:-1])
        self._later.append((path, "remove", None))
        if isinstance(parent, Mapping):
            entry = parent.entry(str(path[-1]))
            assert entry is not None, path  # noqa: S101  # _node has just found it
            siblings: list[tuple[int, int]] = [(each.start, each.end) for each in parent.entries]
            position = parent.entries.index(entry)
        elif isinstance(parent, Sequence):
            position = int(path[-1])
            siblings = [(item.start, item.end) for item in parent.items]
        else:
            raise BadInputError(_cannot(self.file, "a single value cannot be taken out of a list"))
        if len(siblings) == 1 and len(path) > 1:
            self._replace_node(path[:-1], {} if isinstance(parent, Mapping) else [])
        elif parent.flow:
            self._remove_flow(siblings, position)
        else:
            self._remove_block(parent, siblings, position)

    def take(self, path: Path) -> Taken:
        """Return a list's item as text that `insert` can put elsewhere, with the comment lines right above it."""
        parent, node = self._node(path[:-1]), self._node(path)
        data = to_data(node)
        if not isinstance(parent, Sequence) or parent.flow:
            return Taken(None, 0, data)
        dash = self._dash(parent, int(path[-1]))
        if self.text[self.lines.line_start(dash) : dash].strip(" "):
            return Taken(None, 0, data)
        start = self._comments_above(dash) if int(path[-1]) else self.lines.line_start(dash)
        return Taken(self.text[start : self._line_end(node.end)], self._column(dash), data, node)

    def cut(self, path: Path) -> Taken:
        """Take an item out together with the comment lines right above it, and return it."""
        taken = self.take(path)
        before = len(self.changes)
        self.remove(path)
        parent = self._node(path[:-1])
        number = int(path[-1])
        if taken.lines is not None and isinstance(parent, Sequence) and len(parent.items) > 1 and number:
            dash = self._dash(parent, number)
            start = self._comments_above(dash)
            line = self.lines.line_start(dash)
            if start < line and len(self.changes) == before + 1:
                last = self.changes[before]
                self.changes[before] = Change(min(last.start, self._before_break(start)), last.end, last.new)
        return taken

    def restart(self) -> None:
        """Forget all changes."""
        self.changes.clear()
        self._later.clear()

    # ------------------------------------------------------------ the result

    def done(self) -> tuple[Parsed, tuple[Change, ...]]:
        """Return the new text with its tree and the spans that were replaced.

        Raises
        ------
        BadInputError
            `cannot-edit`, where the text that came out does not say what was meant.
        """
        changes = sorted(self.changes, key=lambda change: (change.start, change.end))
        for one, other in pairwise(changes):
            if one.end > other.start:
                raise BadInputError(_cannot(self.file, "two changes touch the same text"))
        parsed = reparse(self.parsed, changes, self.file)
        if parsed.tree is None or parsed.problems or not self._is_meant(parsed.tree):
            raise BadInputError(
                _cannot(self.file, "the text around the place leaves no room for this change", self._place())
            )
        return parsed, tuple(changes)

    def _is_meant(self, tree: Node) -> bool:
        try:
            return says(tree, meant(self.tree, self._later))
        except NotMeantError:
            raise BadInputError(_cannot("", "a list of one is written as a single value")) from None

    def _place(self) -> Place:
        return self.lines.place(self.changes[0].start) if self.changes else Place(self.file)

    # ------------------------------------------------------------ spans

    def _node(self, path: Path) -> Node:
        node = find(self.tree, path)
        if node is None:
            raise BadInputError(_cannot(self.file, f"there is nothing at {'/'.join(map(str, path))}"))
        return node

    def _change(self, start: int, end: int, new: str) -> None:
        self.changes.append(Change(start, end, new))

    def _column(self, at: int) -> int:
        start = self.lines.line_start(at)
        return at - start - (1 if start == 0 and self.text.startswith("\ufeff") else 0)

    def _line_end(self, at: int) -> int:
        return self.lines.line_end(at)

    def _before_break(self, line: int) -> int:
        """Return where the line break before a line begins."""
        if line > 1 and self.text[line - 2 : line] == "\r\n":
            return line - 2
        return max(line - 1, 0)

    def _quiet(self, end: int) -> Layout:
        """Return the layout, without literal blocks where a comment follows on the line (it would become text)."""
        rest = self.text[end : self._line_end(end)].strip()
        return Layout(self.layout.step, self.layout.dash, self.layout.newline, literal=not rest)

    def _comments_above(self, at: int) -> int:
        """Return where the comment lines right above a line begin, of those that are indented like it."""
        start = self.lines.line_start(at)
        column = self._column(at)
        while start > 0:
            above = self.lines.line_start(self._before_break(start))
            line = self.text[above:start]
            if not _COMMENT_LINE.match(line) or len(line) - len(line.lstrip(" ")) != column:
                break
            start = above
        return start

    def _dash(self, node: Sequence, index: int) -> int:
        """Return where the dash of an item stands."""
        at = dash_of(self.lines, node, index)
        if at is None:
            raise BadInputError(_cannot(self.file, "the list is written in an unusual way"))
        return at

    def _replace_value(self, parent: Mapping, entry: Entry, value: Any) -> None:
        node = entry.value
        if parent.flow:
            lead = "" if node.start < node.end else " " if self.text[node.start - 1] == ":" else ": "
            if lead == ": " and ":" in self.text[entry.key.end : node.start]:
                lead = ""
            self._change(node.start, node.end, lead + emit.flow(value))
            return
        column = self._column(entry.start)
        layout = self._quiet(node.end)
        always = entry.key.text in emit.ALWAYS_BLOCK
        text = emit.after_key(value, column, layout, always_block=always)
        if isinstance(node, (Mapping, Sequence)) and node.flow and isinstance(value, (dict, list, tuple)):
            text = " " + emit.flow(value)
        start = entry.key.end + 1
        between = self.text[start : node.start]
        if ":" in self.text[entry.key.end : start] and not between.strip():
            comment = ""
            if isinstance(node, Scalar) and node.style in ("|", ">"):
                header = _HEADER_COMMENT.match(self.text, node.start)
                comment = f"  {header.group(1)}" if header and header.group(1) and "|" not in text[:2] else ""
            self._change(start, node.end, text + comment)
        else:  # a comment stands between the key and its value, and stays
            self._change(node.start, node.end, self._below_comment(node, column, value, text, layout))

    def _below_comment(self, node: Node, column: int, value: Any, text: str, layout: Layout) -> str:
        """Return a value that stands on a line of its own, indented more than its key."""
        here = self._column(node.start)
        pad = " " * max(0, column + 1 - here)
        if not text.startswith(("\n", "\r")):
            return pad + text.lstrip(" ")
        block = emit.block_mapping if isinstance(value, dict) else emit.block_list
        return pad + block(value, here + len(pad), layout).lstrip(" ")

    def _replace_node(self, path: Path, value: Any) -> None:
        """Replace the value at a path as a whole."""
        if not path:
            raise BadInputError(_cannot(self.file, "the whole file cannot be replaced"))
        parent, node = self._node(path[:-1]), self._node(path)
        if isinstance(parent, Mapping):
            entry = parent.entry(str(path[-1]))
            assert entry is not None, path  # noqa: S101  # _node has just found it
            self._replace_value(parent, entry, value)
        elif isinstance(parent, Sequence) and not parent.flow:
            column = self._column(self._dash(parent, int(path[-1])))
            text = emit.list_item(value, column, self._quiet(node.end))[column + 2 :]
            self._change(node.start, node.end, text if node.start < node.end else f" {text}")
        else:
            self._change(node.start, node.end, emit.flow(value))

    def _add_flow(self, after: int | None, node: Mapping | Sequence, text: str) -> None:
        if after is None:
            self._change(node.start + 1, node.start + 1, text)
        else:
            self._change(after, after, f", {text}")

    def _add_block_entry(self, node: Mapping, key: str, value: Any, before: tuple[str, ...]) -> None:
        column = self._column(node.entries[0].start)
        line = f"{emit.scalar(key)}:" + emit.after_key(
            value, column, self.layout, always_block=key in emit.ALWAYS_BLOCK
        )
        late = next((number for number, entry in enumerate(node.entries) if entry.key.text in before), None)
        if key in before or late is None:
            late = len(node.entries)
        if late == 0:
            at = node.entries[0].start
            self._change(at, at, line + self.layout.newline + " " * column)
            return
        at = self._line_end(node.entries[late - 1].end)
        self._change(at, at, self.layout.newline + " " * column + line)

    def _insert_block(self, node: Sequence, index: int, data: Any, taken: Taken | None) -> None:
        column = self._column(node.start)
        if taken is not None and taken.lines is not None:
            text = reindent(taken.lines, column - taken.column)
        else:
            as_flow = all(isinstance(item, Mapping) and item.flow for item in node.items)
            text = emit.list_item(data, column, self.layout, as_flow=as_flow)
        if index > 0:
            last = min(index, len(node.items)) - 1
            at = self._line_end(node.items[last].end)
            self._change(at, at, self.layout.newline + text)
            return
        start = self.lines.line_start(node.start)
        if self.text[start : node.start].strip(" "):
            raise BadInputError(
                _cannot(self.file, "a list begins on the line of another thing", self.lines.place(node.start))
            )
        self._change(start, start, text + self.layout.newline)

    def _remove_flow(self, spans: list[tuple[int, int]], position: int) -> None:
        start, end = spans[position]
        if position + 1 < len(spans):
            self._change(start, spans[position + 1][0], "")
            return
        before = spans[position - 1][1]
        comma = self.text.index(",", before)
        if "#" in self.text[before:start]:
            comma = self.text.rindex(",", before, start) if "#" not in self.text[before:comma] else comma
            self._change(comma, comma + 1, "")
            self._change(start, end, "")
        else:
            self._change(before, end, "")

    def _remove_block(self, parent: Mapping | Sequence, spans: list[tuple[int, int]], position: int) -> None:
        start, end = spans[position]
        if isinstance(parent, Sequence):
            start = self._dash(parent, position)
        line = self.lines.line_start(start)
        stop = self._line_end(end)
        if not self.text[line:start].strip(" \ufeff"):
            if line > 0:
                self._change(self._before_break(line), stop, "")
            else:
                self._change(start, spans[1][0] if not self.text[stop : spans[1][0]].strip() else stop, "")
            return
        # the first of several on the line of a dash: the next one takes its place
        next_start = self._dash(parent, 1) if isinstance(parent, Sequence) else spans[1][0]
        if position == 0 and not self.text[stop:next_start].strip():
            self._change(start, next_start, "")
        else:
            self._change(start, stop, "")


def _has_text(node: Node) -> bool:
    return isinstance(node, Scalar) and (bool(node.style) or to_data(node) is not None)


def _has_value(node: Node) -> bool:
    return _has_text(node) or (isinstance(node, Mapping) and bool(node.entries))


def _cannot(file: str, why: str, place: Place | None = None) -> Problem:
    return Problem(
        code="cannot-edit",
        message=f"this change cannot be made here: {why}",
        place=place or Place(file),
        help="Make it in an editor, or write this part on lines of its own first.",
    )
