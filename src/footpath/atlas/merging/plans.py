"""The plan of a merge: for every place that both sides touched, what will stand there and where it comes from. Pure."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from footpath.atlas.yamltext import Mapping, Node, Scalar, to_data
from footpath.atlas.yamltext.resolve import resolve

How = Literal["ours", "theirs", "new", "map", "list", "gone"]


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""The value of what will not be there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will stand at one place.

    `how` says where its text comes from: ours or theirs as they stand, written new, put together from `parts` (the
    entries of a mapping with their `key`, or the items of a list), or nowhere (gone). `note` is the comment that
    tells of a conflict here.
    """

    how: How
    data: Any
    base: Node | None = None
    ours: Node | None = None
    theirs: Node | None = None
    parts: tuple[Plan, ...] = ()
    key: str = ""
    note: str = ""

    @property
    def nodes(self) -> tuple[Node | None, Node | None, Node | None]:
        """The base, ours and theirs."""
        return self.base, self.ours, self.theirs

    def notes(self) -> list[str]:
        """Return the notes of the places inside, not its own."""
        return [note for part in self.parts for note in ([part.note] if part.note else []) + part.notes()]


class Canon:
    """Values in a form in which equal means written alike: 1 is not true, the order of keys does not count."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, node: Node | None) -> Any:
        """Return the form of a node; None where there is none."""
        if node is None:
            return None
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = self._make(node)
        return found

    def without(self, node: Node | None, key: str) -> Any:
        """Return the form of a mapping without one key."""
        if not isinstance(node, Mapping):
            return self.of(node)
        return frozenset(
            (entry.key.text, self.of(entry.value)) for entry in node.entries if entry.key.text != key
        )

    def _make(self, node: Node) -> Any:
        if isinstance(node, Scalar):
            return _scalar(node.text if node.style else resolve(node.text))
        if isinstance(node, Mapping):
            return frozenset((entry.key.text, self.of(entry.value)) for entry in node.entries)
        return tuple(self.of(item) for item in node.items)


def canon_of(data: Any) -> Any:
    """Return the same form of plain data."""
    if isinstance(data, AbstractMapping):
        return frozenset((str(key), canon_of(item)) for key, item in data.items())
    if isinstance(data, (list, tuple)):
        return tuple(canon_of(item) for item in data)
    return _scalar(data)


def data_of(node: Node | None) -> Any:
    """Return plain data of a node; `MISSING` where there is none."""
    return MISSING if node is None else to_data(node)


def _scalar(value: Any) -> tuple[str, Any]:
    if isinstance(value, bool) or value is None:
        return (type(value).__name__, value)
    return ("number", float(value)) if isinstance(value, (int, float)) else ("text", str(value))
