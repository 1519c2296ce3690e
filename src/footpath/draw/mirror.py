"""A page turned over for scripts that run from right to left: x runs from the start side, which then is the right one."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from footpath.draw.marks import ICON, shapes
from footpath.draw.scene import Box, Dot, Group, Item, Link, Mark, Path, Picture, Text

_WITH_A_WAY = frozenset({"van", "phone"})
"""Icons with a way to go: they turn with the page; the others stay as they are."""


def is_leftwards(text: str) -> bool:
    """Return whether a text has letters that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def flipped(item: Item, width: float) -> tuple[Item, ...]:
    """Return a primitive, or what a mark consists of, on a page of that width turned over.

    The start of a text stays its start. Pictures, most icons and the person do not turn.
    """
    if isinstance(item, Mark):
        if item.kind == "icon" and item.value not in _WITH_A_WAY:
            return shapes(replace(item, x=width - item.x - (item.width or ICON)))
        return tuple(turned for shape in shapes(item) for turned in flipped(shape, width))
    if isinstance(item, Text):
        return (replace(item, x=width - item.x, angle=-item.angle),)
    if isinstance(item, Box | Picture):
        return (replace(item, x=width - item.x - item.width),)
    if isinstance(item, Dot):
        return (replace(item, x=width - item.x),)
    if isinstance(item, Path):
        turned = tuple(
            (c[0], *(width - v if i % 2 == 0 else v for i, v in enumerate(c[1:]))) for c in item.commands
        )
        return (replace(item, commands=turned),)
    assert isinstance(item, Group | Link)  # noqa: S101 - nothing else is left
    return (item,)
