"""Tidy text of one file: `footpath fmt`.

Two columns a level, lists moved in under their key, keys in the order of the types, ids written down, quotes only where they
are needed, no spaces at the ends of lines, one line break at the end. Brackets and braces that stand on one line stay there,
whatever its length. Those over several lines are joined where that fits 100 columns and loses no comment, and else written
line by line; what is written line by line stays so.
Comments stay beside what they stood beside, blank lines stay (one where there were several), and so do the file's line ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from typing import Any

from footpath.atlas.format_order import Shape, missing_ids, root_shape
from footpath.atlas.yamltext import Mapping, Node, Parsed, Path, Scalar, Sequence, emit, parse_yaml, to_data
from footpath.atlas.yamltext.comments import Comment, comments_of
from footpath.base import Place, Problem

_ROUNDS = 4
_BREAK = re.compile(r"\r\n|\n|\r")
_MODELINE = "# yaml-language-server"
_BLOCK_HEADER = re.compile(r"([|>])([-+]?)([1-9]?)([-+]?)")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A tidy text; or the text as it was, with the problems for which it was left alone."""

    text: str
    problems: tuple[Problem, ...] = ()


def format_text(text: str, file: str, *, lanes: Lookup[str, str] | None = None) -> str:
    """Return the tidy text of a file; a text that cannot be read is returned as it is.

    Parameters
    ----------
    file
        Its relative path, which says what it is.
    lanes
        The lanes of the house with their roles, for a journey that uses them.
    """
    return formatted(text, file, lanes=lanes).text


def formatted(text: str, file: str, *, lanes: Lookup[str, str] | None = None) -> Formatted:
    """Return the tidy text of a file, or the text as it is with what is wrong in it.

    The result says what the text said, with ids written down where they were missing; it has the same comments; and it
    is its own tidy text.
    """
    now = text
    for _ in range(_ROUNDS):
        parsed = parse_yaml(now, file)
        if parsed.problems or not isinstance(parsed.tree, Mapping):
            return Formatted(text, parsed.problems)
        made = _Formatter(parsed, file, lanes or {}).run()
        if made == now:
            return Formatted(now)
        if not _says_the_same(parsed, made, file, lanes or {}):
            break
        now = made
    return Formatted(
        text,
        (
            Problem(
                code="cannot-edit",
                message="this file is written in a way that cannot be put in form",
                place=Place(file),
                help="Write the unusual part on lines of its own, and try again.",
            ),
        ),
    )


def _says_the_same(parsed: Parsed, made: str, file: str, lanes: Lookup[str, str]) -> bool:
    after = parse_yaml(made, file)
    if after.tree is None or after.problems or parsed.tree is None:
        return False
    wanted = to_data(parsed.tree)
    for path, id_, bare in sorted(missing_ids(parsed.tree, file, lanes), key=lambda found: -len(found[0])):
        wanted = _with_id(wanted, path, id_, bare)
    before = Counter(comment.text for comment in comments_of(parsed))
    return to_data(after.tree) == wanted and Counter(comment.text for comment in comments_of(after)) == before


def _with_id(data: Any, path: Path, id_: str, bare: str) -> Any:
    if not path:
        return {"id": id_, **data}
    parent = data
    for part in path[:-1]:
        parent = parent[part]
    old = parent[path[-1]]
    parent[path[-1]] = {"id": id_, **old} if isinstance(old, dict) else {"id": id_, bare: old}
    return data


# ---------------------------------------------------------------- the tree with its comments


@dataclass(slots=True)
class _Part:
    """One entry or item: the lines above it (comments, and "" for a blank line), and the comment at the end of its line."""

    key: Scalar | None
    value: _Value
    above: list[str] = field(default_factory=list)
    beside: str = ""


@dataclass(slots=True)
class _Value:
    """A value; collections have parts, and `foot` holds the comment lines after the last of them."""

    node: Node | None
    text: str | None = None
    parts: list[_Part] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    has_comments: bool = False


class _Formatter:
    def __init__(self, parsed: Parsed, file: str, lanes: Lookup[str, str]) -> None:
        assert parsed.tree is not None  # noqa: S101  # the caller has looked
        self.text = parsed.text
        self.tree: Node = parsed.tree
        self.comments = list(comments_of(parsed))
        self.next = 0  # the first comment that is not placed yet
        self.seen = 0  # how far blank lines have been looked for
        self.ids = {path: (id_, bare) for path, id_, bare in missing_ids(parsed.tree, file, lanes)}
        self.shape = root_shape(parsed.tree, file, lanes)
        found = _BREAK.search(self.text)
        self.newline = found.group() if found else "\n"

    def run(self) -> str:
        bom = "\ufeff" if self.text.startswith("\ufeff") else ""
        self.seen = len(bom)
        root = self.collection(self.tree, -1, (), self.shape)
        foot = self.lines_before(len(self.text) + 1)
        root.foot += foot
        head = self.head(root)
        if isinstance(self.tree, Mapping) and self.tree.flow and not root.has_comments:
            one = self.flow(root)
            if self.is_on_one_line(root) or len(one) <= emit.WIDTH:
                lines = [*head, *(root.parts[0].above if root.parts else []), one, *root.foot]
                return bom + self.joined(lines)
        lines = [*head, *self.block(root, 0, at_root=True)]
        return bom + self.joined(lines)

    def joined(self, lines: list[str]) -> str:
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
        return "".join(line + self.newline for line in lines)

    def head(self, root: _Value) -> list[str]:
        """Take the lines that belong to the file and not to its first key: up to `---`, a modeline, or a blank line."""
        start = self.tree.start
        marked = re.search(r"(?m)^\ufeff?---(?=\s|$)", self.text[:start])
        if not root.parts:
            return ["---"] if marked else []
        read = [part for part in root.parts if part.key is not None and part.key.start >= 0]
        first = min(read, key=lambda part: part.key.start if part.key else 0, default=root.parts[0])
        above = first.above
        last = max((n for n, line in enumerate(above) if not line or line.startswith(_MODELINE)), default=-1)
        head, first.above = above[: last + 1], above[last + 1 :]
        if marked:
            whole = [*head, *first.above]
            left = sum(comment.start < marked.start() for comment in self.comments)
            at = 0
            while left:
                left -= bool(whole[at])
                at += 1
            head, first.above = [*whole[:at], "---", *whole[at:]], []
        return head

    # ------------------------------------------------------------ reading

    def value(self, node: Node, outer: int, path: Path, shape: Shape) -> _Value:
        if isinstance(node, Scalar):
            return _Value(node)
        return self.collection(node, outer, path, shape)

    def collection(self, node: Node, outer: int, path: Path, shape: Shape) -> _Value:
        made = _Value(node)
        first = self.next
        limit = node.end if node.flow else len(self.text)  # type: ignore[union-attr]  # no scalar comes here
        column = self.column(node.start) if not node.flow else outer  # type: ignore[union-attr]  # no scalar comes here
        if isinstance(node, Mapping):
            for entry in node.entries:
                above = self.lines_before(entry.start)
                here = (*path, entry.key.text)
                inner = shape.of(entry.key.text)
                made.parts.append(self.part(entry.key, entry.value, column, here, inner, above, limit))
            if path in self.ids:
                made.parts.insert(
                    0, _Part(Scalar(-1, -1, "id", ""), _Value(None, emit.scalar(self.ids[path][0])))
                )
            made.parts = shape.ordered(made.parts)
        elif isinstance(node, Sequence):
            for number, item in enumerate(node.items):
                start = item.start if node.flow else self.dash(node, number)
                above = self.lines_before(start)
                made.parts.append(self.part(None, item, column, (*path, number), shape.item(), above, limit))
        if node.flow:  # type: ignore[union-attr]  # as above
            made.foot = self.lines_before(node.end)
        else:
            made.foot = self.foot(column, outer)
        made.has_comments = self.next > first
        return made

    def part(
        self,
        key: Scalar | None,
        node: Node,
        column: int,
        path: Path,
        shape: Shape,
        above: list[str],
        limit: int,
    ) -> _Part:
        made = _Part(key, _Value(node), above)
        line_of = key.end if key is not None else None
        beside = ""
        if isinstance(node, Scalar):
            start = node.end if node.start == node.end else node.start
            self.seen = max(self.seen, line_of or 0)
            inside = self.taken_before(start)
            for comment in inside:  # between a key and its value on the next line
                if comment.own_line or beside:
                    made.above.append(comment.text)
                else:
                    beside = self.with_gap(comment)
            self.seen = max(self.seen, node.end)
            if node.style in ("|", ">"):
                beside = self.header_comment(node) or beside
            if path in self.ids and node.start != node.end:
                id_, bare = self.ids[path]
                made.value = _Value(None)
                made.value.parts = [
                    _Part(Scalar(-1, -1, "id", ""), _Value(None, emit.scalar(id_, flow=True))),
                    _Part(Scalar(-1, -1, bare, ""), _Value(node)),
                ]
        else:
            after = line_of if line_of is not None else (node.start if node.flow else self.dash_end(node))
            if not node.flow:
                for comment in self.taken_on_line(after, node.start):
                    beside = self.with_gap(comment)
                self.seen = max(self.seen, after if not beside else self.seen)
            else:
                for comment in self.taken_before(node.start):
                    if comment.own_line or beside:
                        made.above.append(comment.text)
                    else:
                        beside = self.with_gap(comment)
                self.seen = max(self.seen, node.start)
            made.value = self.collection(node, column, path, shape)
            self.seen = max(self.seen, node.end)
        found = self.taken_on_line(node.end, limit)
        for comment in found:
            if beside:
                made.above.append(beside.lstrip(" "))
            beside = self.with_gap(comment)
        made.beside = beside
        return made

    def with_gap(self, comment: Comment) -> str:
        """Return a comment with the spaces before it, which may line it up with others."""
        before = self.text[: comment.start]
        return " " * max(1, len(before) - len(before.rstrip(" "))) + comment.text

    def dash_end(self, node: Node) -> int:
        """Return where the line of the dash of a nested block begins to hold it (its own start, where that is the line)."""
        at = self.text.rfind("-", 0, node.start)
        return max(at + 1, 0)

    def lines_before(self, at: int) -> list[str]:
        """Take the comments before a place as lines, with a blank line where there was one (or more)."""
        lines: list[str] = []
        while self.next < len(self.comments) and self.comments[self.next].start < at:
            comment = self.comments[self.next]
            if self.is_blank(comment.start):
                lines.append("")
            lines.append(comment.text)
            self.seen = comment.end
            self.next += 1
        if at <= len(self.text) and self.is_blank(at):
            lines.append("")
        self.seen = max(self.seen, min(at, len(self.text)))
        return lines

    def is_blank(self, at: int) -> bool:
        return len(_BREAK.findall(self.text, min(self.seen, at), at)) > 1

    def taken_before(self, at: int) -> list[Comment]:
        found: list[Comment] = []
        while self.next < len(self.comments) and self.comments[self.next].start < at:
            found.append(self.comments[self.next])
            self.seen = self.comments[self.next].end
            self.next += 1
        return found

    def taken_on_line(self, after: int, before: int) -> list[Comment]:
        """Take the comment that stands behind something on its line."""
        if self.next >= len(self.comments):
            return []
        comment = self.comments[self.next]
        if comment.own_line or not after <= comment.start < before:
            return []
        if _BREAK.search(self.text, after, comment.start):
            return []
        self.next += 1
        self.seen = max(self.seen, comment.end)
        return [comment]

    def header_comment(self, node: Scalar) -> str:
        if self.next < len(self.comments) and self.comments[self.next].start < node.end:
            self.next += 1
            return self.with_gap(self.comments[self.next - 1])
        return ""

    def foot(self, column: int, outer: int) -> list[str]:
        """Take the comment lines after the last part of a block that are moved in as far as it is."""
        lines: list[str] = []
        while self.next < len(self.comments):
            comment = self.comments[self.next]
            if not comment.own_line:
                break
            here = self.column(comment.start)
            nothing = not _has_content(self.text, self.seen, comment.start)
            if here < column or here <= outer or not nothing:
                break
            if self.is_blank(comment.start):
                lines.append("")
            lines.append(comment.text)
            self.seen = comment.end
            self.next += 1
        return lines

    def column(self, at: int) -> int:
        start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        return at - start - (1 if start == 0 and self.text.startswith("\ufeff") else 0)

    def dash(self, node: Sequence, number: int) -> int:
        """Return where the dash of an item of a block list stands."""
        if number == 0:
            return node.start
        item, before = node.items[number], node.items[number - 1].end
        column = self.column(node.start)
        for match in _BREAK.finditer(self.text, before):
            at = match.end() + column
            if not self.text[match.end() : at].strip(" ") and self.text[at : at + 1] == "-":
                return at
            if match.end() > item.start:
                break
        return item.start

    # ------------------------------------------------------------ writing

    def block(self, value: _Value, indent: int, *, at_root: bool = False) -> list[str]:
        """Return the lines of a collection written line by line; those above its first part are its own first lines."""
        lines: list[str] = []
        for number, part in enumerate(value.parts):
            above = part.above
            if number == 0:
                above = _without_blanks_first(above)
            lines += self.moved_in(above, indent)
            lines += self.part_lines(part, indent)
        lines += self.moved_in(value.foot, indent)
        return lines if lines or at_root else []

    def is_on_one_line(self, value: _Value) -> bool:
        """Return whether brackets or braces are written on one line: whoever wrote a table of long lines meant it so."""
        node = value.node
        return node is not None and not _BREAK.search(self.text, node.start, node.end)

    def moved_in(self, lines: list[str], indent: int) -> list[str]:
        return [" " * indent + line if line else "" for line in lines]

    def part_lines(self, part: _Part, indent: int) -> list[str]:
        pad = " " * indent
        lead = f"{pad}-" if part.key is None else f"{pad}{self.key(part.key)}:"
        beside = part.beside
        value = part.value
        is_collection = isinstance(value.node, (Mapping, Sequence)) or bool(value.parts)
        if not is_collection:
            return self.scalar_lines(value, lead, indent, beside)
        if not value.parts and not value.foot:
            return [f"{lead} {'{}' if isinstance(value.node, Mapping) else '[]'}{beside}"]
        is_barrier = (
            value.node is None and value.parts[-1].key is not None and value.parts[-1].key.text == "text"
        )
        is_flow = is_barrier or getattr(value.node, "flow", False)
        if is_flow and not value.has_comments:
            one = self.flow(value)
            if self.is_on_one_line(value) or len(lead) + 1 + len(one) <= emit.WIDTH or not value.parts:
                return [f"{lead} {one}{beside}"]
        if not value.parts:  # an empty list with a comment in it
            empty = "{}" if isinstance(value.node, Mapping) else "[]"
            return [*self.moved_in([line for line in value.foot if line], indent), f"{lead} {empty}{beside}"]
        inner = self.block(value, indent + 2)
        if part.key is not None:
            return [lead + beside, *inner]
        if beside and value.node is None:  # a bare title: the comment stays on its line
            inner[-1] += beside
        elif beside:
            return [lead + beside, *inner]
        hoisted = 0
        while hoisted < len(inner) and (not inner[hoisted] or inner[hoisted].lstrip(" ").startswith("#")):
            hoisted += 1
        above = [pad + line.lstrip(" ") if line else "" for line in inner[:hoisted]]
        first = inner[hoisted]
        return [*above, f"{lead} {first[indent + 2 :]}", *inner[hoisted + 1 :]]

    def key(self, key: Scalar) -> str:
        return emit.scalar(key.text) if key.style else key.text

    def scalar_lines(self, value: _Value, lead: str, indent: int, beside: str) -> list[str]:
        node = value.node
        if node is None:
            return [f"{lead} {value.text}{beside}"]
        assert isinstance(node, Scalar)  # noqa: S101  # collections are written elsewhere
        if node.is_empty:
            return [lead + beside]
        raw = self.text[node.start : node.end]
        if node.style in ("|", ">"):
            return self.block_scalar(node, raw, lead, indent, beside)
        if _BREAK.search(raw):
            return self.long_scalar(node, lead, indent, beside)
        if node.style and (tidy := emit.scalar(node.text)) == node.text:
            raw = tidy
        return [f"{lead} {raw}{beside}"]

    def long_scalar(self, node: Scalar, lead: str, indent: int, beside: str) -> list[str]:
        """Return a text that ran over several lines: on one where it fits, else folded at words."""
        text = node.text
        one = emit.scalar(text) if node.style or "\n" in text else text
        if "\n" in text:
            layout = emit.Layout(newline="\n", literal=not beside)
            return (
                (lead + emit.after_key(text, indent, layout)).split("\n")
                if not beside
                else [f"{lead} {one}{beside}"]
            )
        if len(lead) + 1 + len(one) <= emit.WIDTH or not _can_fold(text):
            return [f"{lead} {one}{beside}"]
        pad = " " * (indent + 2)
        lines: list[str] = []
        for word in text.split(" "):
            if lines and len(lines[-1]) + 1 + len(word) <= emit.WIDTH:
                lines[-1] += " " + word
            else:
                lines.append(pad + word)
        return [f"{lead} >-{beside}", *lines]

    def flow(self, value: _Value, *, was_flow: bool = True) -> str:
        """Return a value on one line; `was_flow` says that it stood between brackets or braces before."""
        if value.text is not None:
            return value.text
        node = value.node
        if isinstance(node, Scalar):
            return self.flow_scalar(node, was_flow=was_flow)
        if isinstance(node, Sequence):
            return "[" + ", ".join(self.flow(part.value) for part in value.parts) + "]"
        inner = value.node is not None
        entries = [
            f"{emit.scalar(part.key.text, flow=True) if part.key else ''}: {self.flow(part.value, was_flow=inner)}"
            for part in value.parts
        ]
        return "{" + ", ".join(entries) + "}"

    def flow_scalar(self, node: Scalar, *, was_flow: bool) -> str:
        if node.is_empty:
            return "null"
        raw = self.text[node.start : node.end]
        is_line = not _BREAK.search(raw)
        if not node.style:
            return (
                node.text if was_flow or emit.is_flow_safe(node.text) else emit.scalar(node.text, flow=True)
            )
        tidy = emit.scalar(node.text, flow=True)
        return raw if is_line and node.style in ("'", '"') and tidy != node.text else tidy

    def block_scalar(self, node: Scalar, raw: str, lead: str, indent: int, beside: str) -> list[str]:
        """Return a literal or folded text as it is, moved in to where it belongs."""
        header, *lines = _BREAK.split(raw)
        match = _BLOCK_HEADER.match(header)
        assert match is not None, header  # noqa: S101  # it begins every such text
        style, sign, digit, sign_after = match.groups()
        sign = sign or sign_after
        if not node.text.endswith("\n"):  # so it is, too, at the end of a file without a last line break
            sign = "-"
        filled = [line for line in lines if line.strip(" ")]
        if digit:
            inner = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
            own = self.own_indent(node) + int(digit)
            inner = min(inner, own) if inner >= own else own
        else:
            inner = len(filled[0]) - len(filled[0].lstrip(" ")) if filled else 0
        number = "2" if filled and filled[0][inner:].startswith(" ") else ""
        pad = " " * (indent + 2)
        moved = [pad + line[inner:] if line[inner:] else "" for line in lines]
        return [f"{lead} {style}{number}{sign}{beside}", *moved]

    def own_indent(self, node: Scalar) -> int:
        start = max(self.text.rfind("\n", 0, node.start), self.text.rfind("\r", 0, node.start)) + 1
        line = self.text[start : node.start]
        found = re.match(r"[ \ufeff]*(?:- +)*", line)
        lead = found.group() if found else ""
        return len(lead.rstrip(" ")) - 1 if lead.rstrip(" ").endswith("-") and lead == line else len(lead)


def _has_content(text: str, start: int, end: int) -> bool:
    return bool(text[start:end].strip(" \t\r\n\ufeff"))


def _without_blanks_first(lines: list[str]) -> list[str]:
    start = 0
    while start < len(lines) and not lines[start]:
        start += 1
    return lines[start:] if any(lines) else []


def _can_fold(text: str) -> bool:
    """Return whether a text keeps its words when it is folded at single spaces."""
    return "  " not in text and text == text.strip(" ") and "\t" not in text and emit.is_foldable(text)
