"""How a room shows itself as a picture without knowing the room that draws: by a name that is looked up when it is asked.

`mining` may not import `draw`, and `draw` not `mining`. A result asks for the shower of its kind here, and gives it plain
data; the import path is text, so nothing is imported before somebody looks. docs/adr/mining-results-draw-themselves.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from footpath.base.registry import Registry


class Drawn(Protocol):
    """A picture that somebody drew, with its writers."""

    def to_svg(self, *, embed_fonts: bool = True) -> str:
        """Return the picture as one SVG document."""

    def to_html(self) -> str:
        """Return a page of one file: the picture and the table that says the same."""


class Shower(Protocol):
    """Draws plain data: what is asked, on which theme, how wide in points (None: its usual width)."""

    def __call__(
        self, asked: Mapping[str, Any], *, theme: str = "light", width: float | None = None
    ) -> Drawn:
        """Return what was given, drawn."""


SHOWERS: Registry[Shower] = Registry(
    "shower",
    {"answer": "footpath.draw.charts:show"},
    group="footpath.showers",
)
"""What is shown to who draws it; an installed package adds a kind of its own under ``footpath.showers``."""
