"""What is made of the parts of a file: things, with what is wrong with them and what they name, wherever they stand.

A part (a step, a stage without its steps, an entry of a library, the head of a journey) is made from its node alone. When a
file changes, the parts whose nodes stayed are used again, at their new places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from footpath.atlas.ids import JourneyIndex, Wish
from footpath.atlas.yamltext import Node, Path, Scalar, base_of


@dataclass(frozen=True, slots=True)
class Said:
    """A problem of a part: `at` and `path` are counted from the part's start."""

    at: int
    path: Path
    code: str
    message: str
    facts: Lookup[str, Any]


Among = Literal["atlas", "child", "here", "leads"]
"""Where a named thing must be: anywhere in the atlas (as a child journey), among the stages and steps of the same journey, or
among these and its outcomes."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing that a part names: its kind and id, and where the name stands in the part."""

    kind: str
    id: str
    path: Path
    among: Among = "atlas"


@dataclass(frozen=True, slots=True)
class Part:
    """What was made of one node: the thing, what is wrong with it whatever stands around it, and what it names.

    The same node in the same context gives an equal part: that is what makes an edit fast.

    Attributes
    ----------
    node
        The node, at its first place (`base_of`).
    context
        What the thing was made with besides its node: its id, the ids of its barriers.
    said, refs
        Problems of its own, and what it names itself.
    inner
        The parts inside it, placed from its start: the steps of a stage.
    named
        The ids that it and its inner parts name, by kind.
    wishes, barriers
        What the barriers in it would like to be called, and the ids that they have.
    is_told
        Whether anything is said of it or of an inner part.
    """

    node: Node
    context: Any
    thing: Any
    said: tuple[Said, ...] = ()
    refs: tuple[Ref, ...] = ()
    inner: tuple[Placed, ...] = ()
    named: Named = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    barriers: tuple[str, ...] = ()
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with the place where it stands."""

    part: Part
    start: int
    path: Path

    def inside(self) -> Iterator[Placed]:
        """Yield the parts inside this one, placed as it is."""
        for each in self.part.inner:
            yield Placed(each.part, self.start + each.start, (*self.path, *each.path))


Named = Lookup[tuple[str, Among], frozenset[str]]


def union(parts: Iterable[Named]) -> Named:
    """Return all ids that parts name, by kind."""
    found: dict[tuple[str, Among], set[str]] = {}
    for named in parts:
        for key, ids in named.items():
            found.setdefault(key, set()).update(ids)
    return {key: frozenset(ids) for key, ids in found.items()}


class Parts:
    """The parts that were made before of one file, by node."""

    def __init__(self, before: Iterable[Part] = ()) -> None:
        self._before = {_key(part.node): part for part in before}

    def known(self, node: Node) -> Part | None:
        """Return what was made of a node before, whatever the context was."""
        part = self._before.get(_key(node))
        return part if part is not None and (isinstance(node, Scalar) or part.node is base_of(node)) else None

    def others(self, parts: Iterable[Part]) -> list[Part]:
        """Return the parts that are not among these."""
        among = {id(part) for part in parts}
        return [part for part in self._before.values() if id(part) not in among]

    def open(self, parts: Iterable[Part]) -> Parts:
        """Return the parts inside parts."""
        return Parts(placed.part for part in parts for placed in part.inner)


def _key(node: Node) -> Any:
    return (node.text, node.style) if isinstance(node, Scalar) else id(base_of(node))


@dataclass(frozen=True)
class Made:
    """What was made of one file: the thing (or a library's things), and its parts where they stand.

    `context` is what the file was made with besides its tree; `roles` those of the lanes that a journey's steps may use.
    """

    tree: Node | None
    context: Any
    thing: Any
    placed: tuple[Placed, ...]
    index: JourneyIndex = field(default_factory=lambda: JourneyIndex(""))
    roles: Lookup[str, str] = field(default_factory=dict)

    @cached_property
    def named(self) -> Named:
        """The ids that are named anywhere in the file, by kind."""
        return union(placed.part.named for placed in self.placed)

    @cached_property
    def barriers(self) -> tuple[str, ...]:
        """The ids of all barriers of the file."""
        return tuple([id_ for placed in self.placed for id_ in placed.part.barriers])
