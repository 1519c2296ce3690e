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
DISC = 8.6
"""The disc of a failure point: 6.6 points and a number that can be read want this."""
WAY = 10.0
"""The side of the marks of ways, child maps and changes."""


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


def _who(mark: Mark) -> tuple[Item, ...]:
    """A person small enough for a line of text: an outline, not a portrait."""
    k = mark.width / 16
    head = Dot(mark.x + 8 * k, mark.y + 5 * k, 2.9 * k, stroke=mark.ink, line=0.8)
    body = (
        ("M", mark.x + 2.4 * k, mark.y + 14.6 * k),
        ("C", mark.x + 2.4 * k, mark.y + 7.6 * k, mark.x + 13.6 * k, mark.y + 7.6 * k, mark.x + 13.6 * k, mark.y + 14.6 * k),
    )  # fmt: skip
    return (head, Path(body, mark.ink, 0.8, round=True))


def disc_width(number: int) -> float:
    """Return how wide the disc of a failure point is: it is drawn out for numbers of several figures."""
    return DISC + 4.2 * (len(str(number)) - 1)


def _fails(mark: Mark) -> tuple[Item, ...]:
    r, width = DISC / 2, disc_width(int(mark.value))
    style = COUNT.of(ink="on-colour", face="sans-600")
    return (
        Box(mark.x, mark.y, width, DISC, fill=mark.ink, radius=r),
        write(mark.x + width / 2, mark.y + r + 2.5, str(mark.value), style, anchor="middle"),
    )


def _way(mark: Mark) -> tuple[Item, ...]:
    """Arrows: on to a later step, back to an earlier one, out to an end; up and down between two who talk."""
    x, y, ink = mark.x, mark.y, mark.ink
    if mark.value == "branch":
        return (
            Path(
                (("M", x + 1, y + 2), ("C", x + 1, y + 6.4, x + 2, y + 6.6, x + 8.4, y + 6.6)),
                ink,
                1.1,
                round=True,
            ),
            _head(x + 9.4, y + 6.6, 1, 0, ink),
        )
    if mark.value == "loop":
        turn = (
            ("M", x + 9, y + 8), ("C", x + 10.2, y + 2.2, x + 4.6, y + 1.4, x + 3, y + 4.4), ("L", x + 2.2, y + 6),
        )  # fmt: skip
        return (Path(turn, ink, 1.1, round=True), _head(x + 1.6, y + 7.8, -0.35, 1, ink))
    if mark.value == "exit":
        return (
            _line(x + 0.6, y + 5.4, x + 6.2, y + 5.4, ink, 1.1),
            _head(x + 7.4, y + 5.4, 1, 0, ink),
            _line(x + 9, y + 1.6, x + 9, y + 9.2, ink, 1.3),
        )
    sign = -1 if mark.value == "up" else 1
    middle = y + 5
    return (
        _line(x + 3, middle - 3.6 * sign, x + 3, middle + 2 * sign, ink, 1.0),
        _head(x + 3, middle + 4 * sign, 0, sign, ink),
    )


def _head(x: float, y: float, dx: float, dy: float, ink: str, long: float = 3.6) -> Path:
    """Return an arrow head with its point at (x, y), looking along (dx, dy)."""
    size = (dx * dx + dy * dy) ** 0.5
    dx, dy = dx / size, dy / size
    half = 0.53 * long
    left = (x - long * dx - half * dy, y - long * dy + half * dx)
    right = (x - long * dx + half * dy, y - long * dy - half * dx)
    return Path((("M", x, y), ("L", *left), ("L", *right), ("Z",)), fill=ink)


def _arrow(mark: Mark) -> tuple[Item, ...]:
    """The head of an arrow alone, its point at (x, y): value is up, down, start or end."""
    dx, dy = {"up": (0, -1), "down": (0, 1), "start": (-1, 0), "end": (1, 0)}[str(mark.value)]
    return (_head(mark.x, mark.y, dx, dy, mark.ink),)


def _child(mark: Mark) -> tuple[Item, ...]:
    """A map inside a map."""
    x, y = mark.x, mark.y
    return (
        Box(x + 0.5, y + 1.2, 9, 7.6, stroke=mark.ink, line=0.9, radius=1.2),
        Box(x + 4.6, y + 4.4, 4.9, 4.4, fill=mark.ink, radius=0.8),
    )


def _new(mark: Mark) -> tuple[Item, ...]:
    """A step that is to come: a plus."""
    x, y = mark.x + 4.1, mark.y
    return (_line(x - 3.6, y, x + 3.6, y, "carry", 1.7), _line(x, y - 3.6, x, y + 3.6, "carry", 1.7))


_CHANGE_INKS = {"added": "carry", "removed": "trouble", "changed": "ink", "moved": "ink"}


def change_ink(kind: str) -> str:
    """Return the ink of a kind of change; each has a shape of its own too."""
    return _CHANGE_INKS[kind]


def _change(mark: Mark) -> tuple[Item, ...]:
    """What happened: a plus in a square, a minus in a disc, a filled triangle, an arrow both ways in a box."""
    x, y, kind = mark.x, mark.y, str(mark.value)
    ink = _CHANGE_INKS[kind]
    k = (mark.width or WAY) / WAY
    middle = y + 5 * k
    if kind == "added":
        return (
            Box(x, y, WAY * k, WAY * k, fill=ink, radius=1.6 * k),
            _line(x + 2.2 * k, middle, x + 7.8 * k, middle, "on-colour", 1.4 * k),
            _line(x + 5 * k, y + 2.2 * k, x + 5 * k, y + 7.8 * k, "on-colour", 1.4 * k),
        )
    if kind == "removed":
        disc = Dot(x + 5 * k, middle, 5 * k, fill=ink)
        return (disc, _line(x + 2.4 * k, middle, x + 7.6 * k, middle, "on-colour", 1.5 * k))
    if kind == "changed":
        corners = (("M", x + 5 * k, y), ("L", x + 10 * k, y + 9.4 * k), ("L", x, y + 9.4 * k), ("Z",))
        return (Path(corners, "paper", 0.8, fill=ink),)
    return (
        Box(
            x + 0.5 * k,
            y + 0.5 * k,
            (WAY - 1) * k,
            (WAY - 1) * k,
            fill="paper",
            stroke=ink,
            line=1.0 * k,
            radius=1.6 * k,
        ),
        _line(x + 3 * k, middle, x + 7 * k, middle, ink, 1.0 * k),
        _head(x + 1.4 * k, middle, -1, 0, ink, 3.0 * k),
        _head(x + 8.6 * k, middle, 1, 0, ink, 3.0 * k),
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
    "who": _who,
    "fails": _fails,
    "way": _way,
    "arrow": _arrow,
    "child": _child,
    "new": _new,
    "change": _change,
}

KINDS: tuple[str, ...] = tuple(_KINDS)
"""Every kind of mark."""
