"""Type roles of the visual language: size, leading, face and ink of each, in points on A3."""

from __future__ import annotations

from dataclasses import dataclass, replace

from footpath.draw.scene import Anchor, Ink, Text
from footpath.draw.text import face, missing, width


@dataclass(frozen=True, slots=True)
class Style:
    """One role of type."""

    size: float
    leading: float
    face: str = "sans-400"
    ink: Ink = "ink"

    def of(self, *, ink: Ink | None = None, face: str | None = None) -> Style:
        """Return the style with another ink or face."""
        return replace(self, ink=ink or self.ink, face=face or self.face)


CLAIM = Style(22, 26, "display-600")
SCOPE = Style(9, 12, ink="ink2")
STAGE = Style(10.5, 11.5, "sans-600")
STEP = Style(8.4, 10, "sans-600")
LANE = Style(8, 9.6, "sans-600")
SUB = Style(7, 8.4, ink="ink3")
CELL = Style(7.7, 9.4)
STRONG = Style(7.7, 9.4, "sans-500")
THOUGHT = Style(7.7, 9.4, "sans-400i")
TAKEAWAY = Style(9.4, 11.8, "sans-600")
QUOTE = Style(8.8, 11, "serif-400i")
QUOTE_SOURCE = Style(7, 8.6, ink="ink2")
COUNT = Style(7, 9.4, "sans-500", "flow")
SMALL = Style(7, 8.6, ink="ink2")
FAINT = Style(7, 8.6, ink="ink3")
STRIP = Style(9, 11, "sans-600", "flow")
LOSS = Style(8, 10, "sans-600", "trouble")
WORD = Style(8, 10, "sans-500")
DIP = Style(8, 10, "sans-600", "trouble")
FEELING = Style(8, 10, ink="ink2")


def write(
    x: float,
    y: float,
    text: str,
    style: Style,
    *,
    anchor: Anchor = "start",
    halo: bool = False,
    angle: int = 0,
) -> Text:
    """Return one run of text, measured."""
    advance = width(text, style.face, style.size)
    estimated = not text.isascii() and bool(missing([(text, style.face)]))
    return Text(
        x,
        y,
        text,
        style.size,
        style.face,
        style.ink,
        advance,
        anchor,
        halo,
        angle,
        estimated,
    )


def measure(text: str, style: Style) -> float:
    """Return the width of a text in points."""
    return face(style.face).width(text) * style.size
