"""What drawing an atlas shows, handed to `check`: texts that a paper cannot hold, and the house's colours on its grounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.atlas import Atlas, Loaded
    from footpath.lint import Contrast, Layout, Overflow

_GROUNDS = ("paper", "warm", "cool", "on-colour")
"""What the house's inks lie on, or under."""


def layout_of(loaded: Loaded, paper: str = "") -> Layout:
    """Return what drawing shows. Maps are drawn only where a paper is chosen, here or in the atlas's `check`.

    Raises
    ------
    BadInputError
        Where there is no such paper.
    """
    from footpath.lint import Layout, option

    chosen = paper or option(loaded, "print-overflow", "paper")
    overflows = tuple(_overflows(loaded.atlas, chosen)) if chosen else ()
    return Layout(overflows, tuple(_contrasts(loaded.atlas)), chosen)


def _overflows(atlas: Atlas, paper: str) -> Iterator[Overflow]:
    from footpath.draw import draw
    from footpath.lint import Overflow

    for journey in atlas.journeys:
        scene = draw(atlas, journey.id, paper=paper)
        for page in scene.every_page():
            for one in page.overflows:
                yield Overflow(one.journey, one.where, one.text, paper, one.kind)
        if scene.paper != paper and not _is_smaller(scene.paper, paper):
            yield Overflow(str(journey.id), "", journey.title, paper, f"needs {scene.paper}")


def _is_smaller(one: str, other: str) -> bool:
    return one[:1] == other[:1] == "A" and one > other


def _contrasts(atlas: Atlas) -> Iterator[Contrast]:
    look = atlas.look
    if look is None:
        return  # most atlases have none, and then nothing need be imported
    from footpath.draw import THEMES
    from footpath.draw.themes import contrast
    from footpath.lint import Contrast

    inks = {"flow": look.flow, "carry": look.carry}
    # the dark theme keeps its own ink where the house's cannot be read there: no colour reads on white and on black
    for ink, colour in inks.items():
        for ground in _GROUNDS if colour else ():
            other = THEMES["light"][ground]
            yield Contrast(ink, (str(colour), other), contrast(str(colour), other))
