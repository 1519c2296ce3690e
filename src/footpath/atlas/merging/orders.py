"""Which item of three lists is which, and in what order they stand after the merge. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from footpath.atlas.differing.matching import Matched, match_by_id, match_items, moved
from footpath.atlas.yamltext import Node

Nodes = tuple[Node | None, Node | None, Node | None]
"""The base, ours and theirs of one place."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item on one side: its place in its list, what identifies it, what it says, and its node."""

    number: int
    key: str
    node: Node
    same: Hashable = None
    text: str = ""
    kin: Hashable = None


@dataclass(frozen=True, slots=True)
class Triple:
    """One thing on the three sides; None where a side does not have it."""

    base: Item | None
    ours: Item | None
    theirs: Item | None

    @property
    def nodes(self) -> Nodes:
        """The node of each side."""
        base, ours, theirs = (None if i is None else i.node for i in (self.base, self.ours, self.theirs))
        return base, ours, theirs

    @property
    def key(self) -> str:
        """How a path names it: as the base does, else ours, else theirs."""
        found = self.base or self.ours or self.theirs
        return found.key if found else ""


def match3(
    base: Sequence[Item],
    ours: Sequence[Item],
    theirs: Sequence[Item],
    *,
    by_id: bool,
    alike: Callable[[Item, Item], float] | None = None,
) -> list[Triple]:
    """Return what is the same thing on the three sides."""
    mine, other = _match(base, ours, by_id, alike), _match(base, theirs, by_id, alike)
    in_ours = {one.number: found for one, found in mine.pairs}
    in_theirs = {one.number: found for one, found in other.pairs}
    triples = [Triple(item, in_ours.get(item.number), in_theirs.get(item.number)) for item in base]
    fresh = list(other.added)
    for item in mine.added:
        name = item.key if by_id else item.same
        twin = next((each for each in fresh if (each.key if by_id else each.same) == name), None)
        if twin is not None:
            fresh.remove(twin)
        triples.append(Triple(None, item, twin))
    return triples + [Triple(None, None, item) for item in fresh]


def _match(
    base: Sequence[Item], side: Sequence[Item], by_id: bool, alike: Callable[[Item, Item], float] | None
) -> Matched[Item]:
    if by_id:
        return match_by_id(base, side, lambda item: item.key, alike)
    return match_items(
        base, side, same=lambda item: item.same, text=lambda item: item.text, kin=lambda item: item.kin
    )


def order3(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the merged order of the names of both sides, and those that both moved to different places.

    What ours has keeps its order; what theirs moved or added follows what it follows there, after what ours added at
    the same place. What both moved stays where ours put it.
    """
    line = list(ours)
    mine, other = _moved(base, ours), _moved(base, theirs)
    quarrels = [name for name in line if name in mine and name in other and _clash(name, ours, theirs)]
    fresh = set(ours) - set(base) - set(theirs)
    have = set(ours)
    for number, name in enumerate(theirs):
        if name in have and (name not in other or name in mine):
            continue
        if name in have:
            line.remove(name)
        placed = set(line)
        before = next((known for known in reversed(theirs[:number]) if known in placed), None)
        at = line.index(before) + 1 if before is not None else 0
        while at < len(line) and line[at] in fresh:
            at += 1
        line.insert(at, name)
    return line, quarrels


def _moved(base: Sequence[Any], side: Sequence[Any]) -> frozenset[Any]:
    names = {name: str(number) for number, name in enumerate(dict.fromkeys((*base, *side)))}
    found = moved([names[name] for name in base], [names[name] for name in side])
    return frozenset(name for name, short in names.items() if short in found)


def _clash(name: Any, ours: Sequence[Any], theirs: Sequence[Any]) -> bool:
    common = set(ours) & set(theirs)
    one, other = ([each for each in side if each in common] for side in (ours, theirs))
    return one[: one.index(name)][-1:] != other[: other.index(name)][-1:]
