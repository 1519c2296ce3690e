"""The items of a list, and the entries of a mapping, with what identifies each. Pure."""

from __future__ import annotations

from collections.abc import Hashable

from footpath.atlas.ids import effective_ids, items_of, written_id
from footpath.atlas.merging.orders import Item
from footpath.atlas.merging.plans import Canon, canon_of, data_of
from footpath.atlas.merging.shapes import ANY, Shape
from footpath.atlas.types import (
    Boundary,
    Cell,
    Channel,
    Criticality,
    Department,
    Emotion,
    Evidence,
    HandOver,
    ImageCell,
    Lane,
    Model,
    Note,
    NumberCell,
    Reference,
    Slider,
)
from footpath.atlas.yamltext import Mapping, Node, Scalar

_NAMES = ("id", "ref", "to", "text", "title", "name", "file", "form", "picture", "word")
_NAMED_BY_A_WORD: tuple[type[Model], ...] = (Lane, Channel, Department)
_KNOWN_BY: dict[type[Model], tuple[str, ...]] = {
    Emotion: ("persona",),
    Criticality: ("persona",),
    HandOver: ("from", "to", "step"),
    Slider: ("low", "high"),
}
"""What identifies the things of a list that have no id and no words of their own."""
_ALIKE = 0.5
_ALIKE_WITHOUT_TITLE = 0.75


def entries_of(canon: Canon, node: Node | None, shape: Shape) -> dict[str, Node] | None:
    """Return the values of a mapping by key (of a bare value: those that it stands for), or None where it has none."""
    if node is None:
        return {}
    if isinstance(node, Mapping):
        return {entry.key.text: entry.value for entry in node.entries}
    if not isinstance(node, Scalar) or shape.of is None:
        return None
    stands = shape.bare(data_of(node))
    if not isinstance(stands, dict):
        return None
    return {key: node for key, value in stands.items() if canon_of(value) == canon.of(node)}


def listed(canon: Canon, node: Node | None, shape: Shape) -> list[Item]:
    """Return the items of a list with what identifies each."""
    nodes = items_of(node)
    inner = shape.item or ANY
    if not shape.has_ids:
        return [_item(canon, number, each, inner) for number, each in enumerate(nodes)]
    ids = effective_ids(nodes, inner.of.__name__.lower() if inner.of else "item")
    if inner.of in _NAMED_BY_A_WORD:
        named = zip(nodes, ids, strict=True)
        ids = [each.text if isinstance(each, Scalar) else written_id(each) or id_ for each, id_ in named]
    return [Item(number, id_, each) for number, (id_, each) in enumerate(zip(ids, nodes, strict=True))]


def alike(canon: Canon, one: Item, other: Item) -> float:
    """Return how alike two things with different ids are, 0 where they are two things (rule D103)."""
    old, new = entries_of(canon, one.node, ANY) or {}, entries_of(canon, other.node, ANY) or {}
    skip = {"id", "title", "text", "name", "steps"}
    mine = {(key, canon.of(value)) for key, value in old.items() if key not in skip}
    theirs = {(key, canon.of(value)) for key, value in new.items() if key not in skip}
    both = len(mine & theirs)
    share = 2 * both / (len(mine) + len(theirs)) if mine or theirs else 1.0
    for key in ("title", "text", "name"):
        if key in old and canon.of(old[key]) == canon.of(new.get(key)):
            return 1 + share if share >= _ALIKE else 0.0
    return share if both >= 3 and share >= _ALIKE_WITHOUT_TITLE else 0.0


def _item(canon: Canon, number: int, node: Node, shape: Shape) -> Item:
    entries = entries_of(canon, node, shape) or {}
    persona = canon.of(entries.get("persona"))
    name = next((entries[key] for key in _NAMES if key in entries), node)
    text = name.text if isinstance(name, Scalar) else ""
    same: Hashable = canon.of(name)
    kin: Hashable = persona
    if shape.of in _KNOWN_BY:
        same = kin = ("by", *(canon.of(entries.get(key)) for key in _KNOWN_BY[shape.of]))
        text = text or shape.of.__name__.lower()
    elif shape.of is Evidence or (shape.of is None and isinstance(node, Mapping)):
        same = kin = canon.of(node)
    elif "id" in entries or not _is_worded(shape):
        same = kin = ("is", same)
    else:
        same = (persona, same)
    return Item(number, text or str(number), node, same, text, kin)


def _is_worded(shape: Shape) -> bool:
    """Return whether the items of a list are known by their words (so that a reworded one is the same one)."""
    if shape.of is None:
        return shape.kind == "text"
    return issubclass(shape.of, (Cell, Note, Boundary)) and not issubclass(
        shape.of, (Reference, NumberCell, ImageCell)
    )
