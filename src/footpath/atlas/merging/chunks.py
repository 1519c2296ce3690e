"""A text cut into the lines of its entries and items, each with the comment lines above it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from footpath.atlas.yamltext import Mapping, Node, Parsed, Sequence

_DASH = re.compile(r" *-(?: |$)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one entry (`key: value`) or item (`- value`).

    `lead` are the comment and blank lines above it, `body` its own lines; `column` that of its key or dash. The first
    entry of an item is written as if it stood on a line of its own, without the dash.
    """

    lead: str
    body: str
    column: int

    def at(self, column: int) -> Chunk:
        """Return the chunk moved to another column."""
        by = column - self.column
        return self if by == 0 else Chunk(shift(self.lead, by), shift(self.body, by), column)


class Chunks:
    """All chunks of one text with LF line ends; what is written in braces or in an unusual way has none."""

    def __init__(self, parsed: Parsed) -> None:
        self.text = parsed.text if parsed.text.endswith("\n") or not parsed.text else parsed.text + "\n"
        self._by_node: dict[int, Chunk] = {}
        self._held: set[int] = set()
        self.tail = ""
        self.tree = parsed.tree
        if isinstance(parsed.tree, Mapping) and not parsed.tree.flow and parsed.tree.entries:
            end = self._mapping(parsed.tree, 0)
            self.tail = self.text[end:]

    def of(self, node: Node | None) -> Chunk | None:
        """Return the chunk of a value (with its key) or of an item (with its dash), where it has one."""
        return self._by_node.get(id(node)) if node is not None else None

    def holds(self, node: Node | None) -> bool:
        """Return whether the children of a node have chunks, so that it can be put together from them."""
        return id(node) in self._held

    def beside(self, node: Node | None) -> str:
        """Return the comment on the line on which a value ends."""
        if node is None:
            return ""
        found = self.text.find("\n", node.end)
        rest = self.text[node.end : found if found >= 0 else len(self.text)].strip()
        return rest if rest.startswith("#") else ""

    def _mapping(self, node: Mapping, region: int) -> int:
        end = region
        for number, entry in enumerate(node.entries):
            line = self.text.rfind("\n", 0, entry.start) + 1
            column = entry.start - line
            first_on_line = not self.text[line : entry.start].strip(" ")
            if number == 0 and not first_on_line:
                if line == 0 and self.text[: entry.start] == "\ufeff":
                    lead, start, column = "\ufeff", entry.start, 0
                else:
                    lead, start = "", entry.start
            elif not first_on_line or line < end:
                return end
            else:
                lead, start = self.text[end:line], line
            end = self._line_end(max(entry.end, entry.key.end))
            pad = " " * column if start == entry.start else ""
            self._by_node[id(entry.value)] = Chunk(lead, pad + self.text[start:end], column)
            self._inside(entry.value, entry.key.end)
        self._held.add(id(node))
        return end

    def _inside(self, value: Node, key_end: int) -> None:
        """Cut the value of a key, where it is a block on lines of its own."""
        region = self._line_end(key_end)
        if isinstance(value, (Mapping, Sequence)) and not value.flow and value.start >= region:
            if isinstance(value, Mapping) and value.entries:
                self._mapping(value, region)
            elif isinstance(value, Sequence) and value.items:
                self._sequence(value, region)

    def _sequence(self, node: Sequence, region: int) -> None:
        column = node.start - (self.text.rfind("\n", 0, node.start) + 1)
        end = region
        for item in node.items:
            line = self._dash_line(end, column)
            if line is None or line > item.start:
                return
            stop = self._line_end(max(item.end, line + column))
            self._by_node[id(item)] = Chunk(self.text[end:line], self.text[line:stop], column)
            is_block = isinstance(item, Mapping) and not item.flow and bool(item.entries)
            if is_block and isinstance(item, Mapping) and item.start < self._line_end(line):
                self._mapping(item, line)
            end = stop
        self._held.add(id(node))

    def _dash_line(self, start: int, column: int) -> int | None:
        """Return where the next line begins that has a dash at a column, with only comments before it."""
        line = start
        while line < len(self.text):
            end = self._line_end(line)
            content = self.text[line:end]
            if _DASH.match(content) and len(content) - len(content.lstrip(" ")) == column:
                return line
            if content.strip() and not content.lstrip(" ").startswith("#"):
                return None
            line = end
        return None

    def _line_end(self, at: int) -> int:
        """Return where the line after the one that holds an offset begins."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1


def shift(text: str, by: int) -> str:
    """Return lines moved to the right (or left, as far as they have spaces); blank lines stay."""
    if by == 0:
        return text
    lines = text.splitlines(keepends=True)
    if by > 0:
        return "".join(" " * by + line if line.strip() else line for line in lines)
    return "".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)


def with_dash(lines: str, column: int) -> str | None:
    """Return the entries of an item with its dash put back before the first key; None where there is no room for it."""
    parts = lines.splitlines(keepends=True)
    for number, line in enumerate(parts):
        if not line.strip() or line.lstrip(" ").startswith("#"):
            continue
        if line[: column + 2].strip(" "):
            return None
        parts[number] = line[:column] + "-" + line[column + 1 :]
        return "".join(parts)
    return None
