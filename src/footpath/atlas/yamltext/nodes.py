"""The tree of a YAML text: frozen nodes with spans in code points, and how to find a node by path.

A span is `text[start:end]`: the node itself without the comments and line breaks around it. A block sequence
begins at its first dash, a block mapping at its first key; both end where their last value ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from footpath.atlas.yamltext.resolve import resolve

Style = Literal["", "'", '"', "|", ">"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text or number as typed: `text` is its content, `style` how it is quoted ("" is plain)."""

    start: int
    end: int
    text: str
    style: str

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is written here (`key:` and a line end)."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; `flow` is written in brackets."""

    start: int
    end: int
    items: tuple[Node, ...]
    flow: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value."""

    key: Scalar
    value: Node

    @property
    def start(self) -> int:
        """Where the key begins."""
        return self.key.start

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value.end


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order written; `flow` is written in braces."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    flow: bool

    def entry(self, key: str) -> Entry | None:
        """Return the entry of a key, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        entry = self.entry(key)
        return entry.value if entry else None


Node = Scalar | Sequence | Mapping


def to_data(node: Node) -> Any:
    """Return the node as plain data: dict, list, str, int, float, bool or None."""
    if isinstance(node, Scalar):
        return node.text if node.style else resolve(node.text)
    if isinstance(node, Mapping):
        return {entry.key.text: to_data(entry.value) for entry in node.entries}
    return [to_data(item) for item in node.items]


def child(node: Node, part: str | int) -> Node | None:
    """Return the value under a key or at an index, or None."""
    if isinstance(node, Mapping) and isinstance(part, str):
        return node.get(part)
    if isinstance(node, Sequence) and isinstance(part, int) and -1 <= part < len(node.items) and node.items:
        return node.items[part]
    return None


def find(node: Node, path: Path) -> Node | None:
    """Return the node at a path, or None where the path leads nowhere."""
    found: Node | None = node
    for part in path:
        found = child(found, part) if found is not None else None
    return found


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all nodes under it, in the order of the text."""
    yield node
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from walk(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)
