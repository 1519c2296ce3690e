"""Pictures in their frames: as large as their room, or a dashed frame with their description where there is none."""

from __future__ import annotations

from collections.abc import Callable

from footpath.draw.pictures import Shot
from footpath.draw.scene import Group, Item, Path, Picture
from footpath.draw.styles import FAINT, SMALL, write
from footpath.draw.text import Lines, wrap

Frame = Callable[[float, float], list[Item]]
"""(x, top) to items."""


def framed(found: Shot, room: float, most: float) -> tuple[Frame, float]:
    """Return a picture in a frame at most so wide and so high, with the height that it takes."""
    if found.problem:
        return _missing(found, room)
    factor = min(room / found.width, most / found.height)
    # A panorama or a tower is cut to a shape that can be seen, not shrunk to a line.
    width, height = max(found.width * factor, min(room, 24.0)), max(found.height * factor, min(most, 18.0))

    def place(x: float, top: float) -> list[Item]:
        picture = Picture(x, top, width, height, found.uri, found.text or found.file)
        return [Group((picture,), role="picture", title=found.text or found.file)]

    return place, height


def _missing(found: Shot, room: float) -> tuple[Frame, float]:
    said = wrap(found.text, SMALL.face, SMALL.size, room - 8, lines=3, words=14)
    why = wrap(found.problem, FAINT.face, FAINT.size, room - 8, lines=2)
    lines = len(said.lines) + len(why.lines)
    height = lines * SMALL.leading + 7

    def place(x: float, top: float) -> list[Item]:
        out: list[Item] = [dashed(x, top, room, height)]
        y = top + 9.5
        for laid, style in ((said, SMALL), (why, FAINT)):
            out += [write(x + 4, y + i * style.leading, line, style) for i, line in enumerate(laid.lines)]
            y += len(laid.lines) * style.leading
        return out

    return place, height


def dashed(x: float, y: float, width: float, height: float) -> Path:
    """Return a dashed frame: something belongs here and is not there."""
    around = (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))
    return Path(around, "rule2", 0.8, dash=(3, 2.4))


def portrait(found: Shot, x: float, y: float, size: float) -> list[Item]:
    """Return a portrait cut to a circle, or a dashed circle with its description where there is none."""
    r = size / 2
    if not found.problem:
        said = found.text or "Portrait"
        return [Group((Picture(x, y, size, size, found.uri, said, round=True),), role="portrait", title=said)]
    k = 0.5523 * r
    cx, cy = x + r, y + r
    ring = (
        ("M", cx + r, cy), ("C", cx + r, cy + k, cx + k, cy + r, cx, cy + r), ("C", cx - k, cy + r, cx - r, cy + k, cx - r, cy),
        ("C", cx - r, cy - k, cx - k, cy - r, cx, cy - r), ("C", cx + k, cy - r, cx + r, cy - k, cx + r, cy), ("Z",),
    )  # fmt: skip
    out: list[Item] = [Path(ring, "rule2", 0.8, dash=(3, 2.4))]
    if size > 60:
        inside: Lines = wrap(found.text, SMALL.face, SMALL.size, size * 0.78, lines=4, words=12)
        why: Lines = wrap(found.problem, FAINT.face, FAINT.size, size * 0.66, lines=2)
        top = cy - (len(inside.lines) + len(why.lines)) * SMALL.leading / 2 + 6.4
        for number, line in enumerate((*inside.lines, *why.lines)):
            style = SMALL if number < len(inside.lines) else FAINT
            out.append(write(cx, top + number * SMALL.leading, line, style, anchor="middle"))
    return out
