"""The tree of a YAML text: nodes with spans in code points, and how to find a node by path.

A span is `text[start:end]`: the node itself without the comments and line breaks around it. A block sequence
begins at its first dash, a block mapping at its first key; both end where their last value ends.

Nodes are never changed once made. Where an edit moves a part of a text, the part's node is made anew by `moved`, which
is a copy of that one node: its children are moved when somebody asks for them, and most never are. `base_of` gives the
node that a moved one is a copy of, so that two trees can be told to share a part without looking into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from footpath.atlas.yamltext.resolve import resolve

Style = Literal["", "'", '"', "|", ">"]
Path = tuple[str | int, ...]


class Scalar:
    """One text or number as typed: `text` is its content, `style` how it is quoted ("" is plain)."""

    __slots__ = ("end", "start", "style", "text")

    def __init__(self, start: int, end: int, text: str, style: str) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.style = style

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all is written here (`key:` and a line end)."""
        return self.start == self.end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scalar) and _facts(self) == _facts(other)

    __hash__ = None  # type: ignore[assignment]  # a tree is compared as a whole, in tests; nothing is kept by node

    def __repr__(self) -> str:
        return f"Scalar({self.start}, {self.end}, {self.text!r}, {self.style!r})"


class Entry:
    """One key with its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Scalar, value: Node) -> None:
        self.key = key
        self.value = value

    @property
    def start(self) -> int:
        """Where the key begins."""
        return self.key.start

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value.end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.key == other.key and self.value == other.value

    __hash__ = None  # type: ignore[assignment]  # as above

    def __repr__(self) -> str:
        return f"Entry({self.key!r}, {self.value!r})"


class Sequence:
    """A list; `flow` is written in brackets."""

    __slots__ = ("_base", "end", "flow", "items", "start")
    items: tuple[Node, ...]

    def __init__(self, start: int, end: int, items: tuple[Node, ...], flow: bool) -> None:
        self.start = start
        self.end = end
        self.items = items
        self.flow = flow
        self._base: Sequence | None = None

    if not TYPE_CHECKING:  # asked only where the slot is empty: the items of a moved list

        def __getattr__(self, name: str) -> Any:
            if name != "items":
                raise AttributeError(name)
            by = self.start - self._base.start
            self.items = tuple([moved(item, by) for item in self._base.items])
            return self.items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and _facts(self) == _facts(other) and self.items == other.items

    __hash__ = None  # type: ignore[assignment]  # as above

    def __repr__(self) -> str:
        return f"Sequence({self.start}, {self.end}, {self.items!r}, {self.flow})"


class Mapping:
    """Keys with values, in the order written; `flow` is written in braces.

    `kept` is for what others find out from what the node says (not from where it stands), so as to look once; see `ids`.
    """

    __slots__ = ("_base", "end", "entries", "flow", "kept", "start")
    entries: tuple[Entry, ...]

    def __init__(self, start: int, end: int, entries: tuple[Entry, ...], flow: bool) -> None:
        self.start = start
        self.end = end
        self.entries = entries
        self.flow = flow
        self.kept: dict[Any, Any] | None = None
        self._base: Mapping | None = None

    if not TYPE_CHECKING:  # as for a list

        def __getattr__(self, name: str) -> Any:
            if name != "entries":
                raise AttributeError(name)
            by = self.start - self._base.start
            self.entries = tuple(
                [Entry(moved(entry.key, by), moved(entry.value, by)) for entry in self._base.entries]
            )
            return self.entries

    def entry(self, key: str) -> Entry | None:
        """Return the entry of a key, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry
        return None

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and _facts(self) == _facts(other) and self.entries == other.entries

    __hash__ = None  # type: ignore[assignment]  # as above

    def __repr__(self) -> str:
        return f"Mapping({self.start}, {self.end}, {self.entries!r}, {self.flow})"


Node = Scalar | Sequence | Mapping


N = TypeVar("N", bound="Scalar | Sequence | Mapping")


def moved(node: Any, by: int) -> Any:
    """Return the node as it stands `by` code points later; its children are moved when they are asked for."""
    if by == 0:
        return node
    if type(node) is Scalar:
        return Scalar(node.start + by, node.end + by, node.text, node.style)
    base = node._base or node
    start = node.start + by
    if start == base.start:
        return base
    copy = object.__new__(type(node))
    copy.start = start
    copy.end = node.end + by
    copy.flow = node.flow
    copy._base = base
    return copy


def base_of(node: N) -> N:
    """Return the node that this one is a moved copy of, or the node itself: what it says is the same, its places are not."""
    return node if isinstance(node, Scalar) else node._base or node  # type: ignore[return-value]  # of the same kind


def to_data(node: Node) -> Any:
    """Return the node as plain data: dict, list, str, int, float, bool or None."""
    if isinstance(node, Scalar):
        return node.text if node.style else resolve(node.text)
    if isinstance(node, Mapping):
        return {entry.key.text: to_data(entry.value) for entry in base_of(node).entries}
    return [to_data(item) for item in base_of(node).items]


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
    """Yield the node and all nodes under it, in the order of the text (keys are no nodes of their own)."""
    yield node
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from walk(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)


def count(node: Node) -> int:
    """Return how many values a node holds, with itself; a key counts as one."""
    base = base_of(node)
    if isinstance(base, Mapping):
        return 1 + sum([1 + count(entry.value) for entry in base.entries])
    if isinstance(base, Sequence):
        return 1 + sum([count(item) for item in base.items])
    return 1


def _facts(node: Any) -> tuple[Any, ...]:
    kind = (node.text, node.style) if type(node) is Scalar else (node.flow,)
    return (node.start, node.end, *kind)
