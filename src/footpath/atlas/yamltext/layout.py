"""How a text is laid out, and lines moved to another column."""

from __future__ import annotations

import re

from footpath.atlas.yamltext.emit import Layout
from footpath.atlas.yamltext.nodes import Mapping, Node, Sequence


def layout_of(text: str, tree: Node) -> Layout:
    """Return how a text is laid out: its line break, and the indentation that its own things use."""
    found = re.search(r"\r\n|\n|\r", text)
    newline = found.group() if found else "\n"
    dash, step = 2, 2
    if isinstance(tree, Mapping):
        for entry in tree.entries:
            value = entry.value
            if isinstance(value, Sequence) and not value.flow and value.items:
                dash = _column(text, value.start)
                break
        for entry in tree.entries:
            if isinstance(entry.value, Mapping) and not entry.value.flow and entry.value.entries:
                step = max(1, _column(text, entry.value.start))
                break
    return Layout(step, dash, newline)


def _column(text: str, at: int) -> int:
    return at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1


def reindent(lines: str, by: int) -> str:
    """Return lines moved to the right, or to the left as far as they have spaces."""
    if by == 0:
        return lines
    parts = re.split(r"(\r\n|\n|\r)", lines)
    for number in range(0, len(parts), 2):
        line = parts[number]
        if by > 0:
            parts[number] = " " * by + line if line.strip() else line
        else:
            spaces = len(line) - len(line.lstrip(" "))
            parts[number] = line[min(-by, spaces) :]
    return "".join(parts)
