"""How each mark of the visual language is drawn: one meaning, one mark, the same for every painter."""

from __future__ import annotations

from collections.abc import Callable

from footpath.draw.icons import strokes
from footpath.draw.scene import Box, Dot, Item, Mark, Path
from footpath.draw.styles import COUNT, write

TICK, TICK_GAP, TICK_HEIGHT = 2.2, 1.1, 5.2
DIAMOND, DIAMOND_PITCH = 3.4, 8.0
RANK = 11.0
ICON = 11.0


def shapes(mark: Mark) -> tuple[Item, ...]:
    """Return the primitives of a mark; its kinds are those of `Mark`."""
    return _KINDS[mark.kind](mark)


def ticks_width() -> float:
    """Return the width of the five ticks of a severity."""
    return 5 * TICK + 4 * TICK_GAP


def _edge(mark: Mark) -> tuple[Item, ...]:
    x, top, bottom = mark.x, mark.y, mark.y + mark.height
    if mark.value == "measured":
        return (_line(x + 1.1, top, x + 1.1, bottom, mark.ink, 2.2),)
    if mark.value == "assumed":
        return (
            Path(
                (("M", x + 0.6, top + 0.5), ("L", x + 0.6, bottom)),
                mark.ink,
                0.9,
                dash=(0.01, 2.5),
                round=True,
            ),
        )
    line = _line(x + 0.6, top, x + 0.6, bottom, mark.ink, 0.8)
    if mark.value == "stale":
        middle = (top + bottom) / 2
        return (line, _line(x - 1.6, middle + 1.9, x + 2.8, middle - 1.9, mark.ink, 0.9))
    return (line,)


def _ticks(mark: Mark) -> tuple[Item, ...]:
    level = int(mark.value)
    out: list[Item] = []
    for number in range(5):
        x = mark.x + number * (TICK + TICK_GAP)
        if number < level:
            out.append(Box(x, mark.y, TICK, TICK_HEIGHT, fill=mark.ink))
        else:
            out.append(Box(x + 0.25, mark.y + 0.25, TICK - 0.5, TICK_HEIGHT - 0.5, stroke=mark.ink, line=0.5))
    return tuple(out)


def _diamond(x: float, y: float, r: float, *, filled: bool, ink: str, empty: str = "rule2") -> Path:
    around = (("M", x, y - r), ("L", x + r, y), ("L", x, y + r), ("L", x - r, y), ("Z",))
    return Path(around, fill=ink) if filled else Path(around, stroke=empty, line=0.7)


def _diamonds(mark: Mark) -> tuple[Item, ...]:
    level = int(mark.value)
    return tuple(
        _diamond(
            mark.x + DIAMOND + number * DIAMOND_PITCH, mark.y, DIAMOND, filled=number < level, ink=mark.ink
        )
        for number in range(3)
    )


def _decides(mark: Mark) -> tuple[Item, ...]:
    return (_diamond(mark.x + 4.1, mark.y, 4.1, filled=True, ink=mark.ink),)


def _rank(mark: Mark) -> tuple[Item, ...]:
    number = str(mark.value)
    is_first = number.isdigit() and int(number) <= 3
    if is_first:
        box = Box(mark.x, mark.y, RANK, RANK, fill="carry", radius=2)
    else:
        box = Box(mark.x + 0.45, mark.y + 0.45, RANK - 0.9, RANK - 0.9, stroke="carry", line=0.9, radius=2)
    if number == "done":
        tick = (
            ("M", mark.x + 3, mark.y + 5.7),
            ("L", mark.x + 4.9, mark.y + 7.7),
            ("L", mark.x + 8.2, mark.y + 3.6),
        )
        return (box, Path(tick, "carry", 1.1, round=True))
    if number == "dropped":
        return (box, _line(mark.x + 3.2, mark.y + 5.5, mark.x + 7.8, mark.y + 5.5, "carry", 1.1))
    style = COUNT.of(ink="on-colour" if is_first else "carry", face="sans-600")
    return (box, write(mark.x + RANK / 2, mark.y + 8, number, style, anchor="middle"))


def _dog_ear(mark: Mark) -> tuple[Item, ...]:
    x, y, s = mark.x, mark.y, 5.0
    fold = (("M", x - s, y), ("L", x, y), ("L", x, y + s), ("Z",))
    out: list[Item] = [Path(fold, mark.ink, 0.8)]
    if mark.value == "import":
        out.append(_line(x - s, y + s + 1.2, x, y + s + 1.2, mark.ink, 0.8))
    return tuple(out)


def _icon(mark: Mark) -> tuple[Item, ...]:
    size = mark.width or ICON
    k = size / 16
    commands = tuple(
        (c[0], *(mark.x + v * k if i % 2 == 0 else mark.y + v * k for i, v in enumerate(c[1:])))
        for c in strokes(str(mark.value))
    )
    return (Path(commands, mark.ink, 1.2 * max(k, 0.69), round=True),)


def _person(mark: Mark) -> tuple[Item, ...]:
    r = mark.width / 2
    cx, cy = mark.x + r, mark.y + r
    shoulders = (
        ("M", cx - 0.61 * r, cy + 0.74 * r),
        ("C", cx - 0.61 * r, cy + 0.02 * r, cx + 0.61 * r, cy + 0.02 * r, cx + 0.61 * r, cy + 0.74 * r),
        ("C", cx + 0.30 * r, cy + 1.02 * r, cx - 0.30 * r, cy + 1.02 * r, cx - 0.61 * r, cy + 0.74 * r),
        ("Z",),
    )
    return (
        Dot(cx, cy, r, fill="flow-soft"),
        Dot(cx, cy - 0.26 * r, 0.32 * r, fill="flow"),
        Path(shoulders, fill="flow"),
    )


def _line(x1: float, y1: float, x2: float, y2: float, ink: str, line: float) -> Path:
    return Path((("M", x1, y1), ("L", x2, y2)), ink, line)


_KINDS: dict[str, Callable[[Mark], tuple[Item, ...]]] = {
    "edge": _edge,
    "ticks": _ticks,
    "diamonds": _diamonds,
    "decides": _decides,
    "rank": _rank,
    "dog-ear": _dog_ear,
    "icon": _icon,
    "person": _person,
}

KINDS: tuple[str, ...] = tuple(_KINDS)
"""Every kind of mark."""
