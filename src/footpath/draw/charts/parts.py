"""What charts are put together from: names that fit, column heads, bars, hatching, whiskers, dots, groups that tell more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from footpath.draw.scene import Anchor, Box, Dot, Group, Ink, Item, Link, Mark, Path, Picture, Text
from footpath.draw.styles import Style, measure, write
from footpath.draw.text import Lines, wrap

HEAD = Style(10, 12, "sans-600")
UNDER = Style(7.5, 9.5, ink="ink2")
NAME = Style(8.6, 10.4, "sans-500")
NAME_STRONG = Style(8.6, 10.4, "sans-600")
NAME_OURS = Style(8.6, 10.4, ink="ink2")
NUMBER = Style(8.4, 10.4, "sans-600", "flow")
VALUE = Style(8.4, 10.4, "sans-500")
LOST = Style(8.4, 10.4, "sans-600", "trouble")
LABEL = Style(7.5, 9.4, ink="ink2")
FAINT = Style(7.5, 9.4, ink="ink3")
SAID = Style(9, 11.6, "sans-600")

Fact = tuple[str, str]


def fit(text: str, style: Style, room: float, lines: int = 1) -> Lines:
    """Return a text in at most so many lines of that width; what is over ends in an ellipsis."""
    return wrap(text, style.face, style.size, max(room, style.size), lines=lines)


def put(
    x: float,
    y: float,
    text: str,
    style: Style,
    room: float,
    *,
    anchor: Anchor = "start",
    lines: int = 1,
    halo: bool = False,
) -> list[Item]:
    """Return a text written from the baseline `y` on, kept inside its room."""
    found = fit(text, style, room, lines)
    return [
        write(x, y + i * style.leading, line, style, anchor=anchor, halo=halo)
        for i, line in enumerate(found.lines)
    ]


def middle(y: float, height: float, style: Style, lines: int = 1) -> float:
    """Return the first baseline of so many lines that stand in the middle of a row."""
    return y + height / 2 + 0.36 * style.size - (lines - 1) * style.leading / 2


def line(x1: float, y1: float, x2: float, y2: float, ink: Ink = "rule", width: float = 0.6, *, dash: tuple[float, ...] = ()) -> Path:  # fmt: skip
    """Return a straight line."""
    return Path((("M", x1, y1), ("L", x2, y2)), ink, width, dash=dash)


def head(x: float, y: float, width: float, title: str, under: str = "") -> tuple[list[Item], float]:
    """Return the head of a column (a rule, a title, what the numbers are) and the height that it takes."""
    items: list[Item] = [line(x, y, x + width, y, "ink", 1.6)]
    lines = fit(title, HEAD, width, 2)
    items += [write(x, y + 13 + i * HEAD.leading, text, HEAD) for i, text in enumerate(lines.lines)]
    bottom = y + 13 + (max(len(lines.lines), 1) - 1) * HEAD.leading
    below = fit(under, UNDER, width, 2)
    items += [write(x, bottom + 11 + i * UNDER.leading, text, UNDER) for i, text in enumerate(below.lines)]
    bottom += 11 + (len(below.lines) - 1) * UNDER.leading if below.lines else 0
    return items, bottom + 6 - y


def level_heads(columns: Sequence[tuple[float, float, str, str]], y: float) -> tuple[list[Item], float]:
    """Return several heads side by side, as (x, width, title, under), and the height of the tallest."""
    items: list[Item] = []
    tallest = 0.0
    for x, width, title, under in columns:
        one, height = head(x, y, width, title, under)
        items += one
        tallest = max(tallest, height)
    return items, tallest


def whisker(low: float, high: float, y: float, ink: Ink = "flow", width: float = 1.2, cap: float = 2.4) -> list[Item]:  # fmt: skip
    """Return an interval between two places, with caps."""
    return [
        line(low, y, high, y, ink, width),
        line(low, y - cap, low, y + cap, ink, width),
        line(high, y - cap, high, y + cap, ink, width),
    ]


def over_bar(low: float, high: float, end: float, y: float, look: str) -> list[Item]:
    """Return an interval over a bar: light where it is on the bar, dark where it is past it."""
    if look not in ("flow", "plain") or low >= end:
        return whisker(low, high, y, "ink2", 1.1)
    return [
        line(low, y, min(end, high), y, "paper", 1.1),
        line(low, y - 2.4, low, y + 2.4, "paper", 1.1),
        line(min(end, high), y, high, y, "ink2", 1.1),
        line(high, y - 2.4, high, y + 2.4, "ink2" if high > end else "paper", 1.1),
    ]


def dot(x: float, y: float, *, filled: bool = True, ink: Ink = "flow", radius: float = 2.9) -> Dot:
    """Return the dot of an estimate: filled where chance is no likely reason, hollow else."""
    return Dot(x, y, radius, fill=ink) if filled else Dot(x, y, radius, fill="paper", stroke=ink, line=1.4)


def bar(x: float, y: float, width: float, height: float, look: str = "flow") -> list[Item]:
    """Return a bar in one of the looks: flow, pale, soft, carry, lost, still, plain, open, empty.

    They differ in one ink too: `soft` and `carry` are outlined, `lost` and `open` hatched (gone; not over yet).
    """
    width = max(width, 0.0)
    if width == 0:
        return []
    if look == "soft":
        inset = min(0.5, width / 2)
        return [
            Box(
                x + inset,
                y + 0.5,
                max(width - 2 * inset, 0.1),
                height - 1,
                fill="flow-soft",
                stroke="flow",
                line=1.0,
            )
        ]
    if look == "lost":
        return [Box(x, y, width, height, fill="hatch-trouble")]
    if look == "carry":
        inset = min(0.6, width / 2)
        return [Box(x + inset, y + 0.6, max(width - 2 * inset, 0.1), max(height - 1.2, 0.1), fill="paper", stroke="carry", line=1.2)]  # fmt: skip
    if look == "open":
        return [
            Box(
                x + 0.4,
                y + 0.4,
                max(width - 0.8, 0.1),
                height - 0.8,
                fill="hatch-rule2",
                stroke="rule2",
                line=0.8,
            )
        ]
    fill = {"flow": "flow", "pale": "flow-soft", "still": "rule2", "plain": "ink2", "empty": "cool"}
    return [Box(x, y, width, height, fill=fill[look])]


def cell(
    items: Iterable[Item],
    at: tuple[int, int],
    title: str,
    description: str = "",
    facts: Sequence[Fact] = (),
    box: tuple[float, float, float, float] | None = None,
    role: str = "cell",
) -> Group:
    """Return a group that can be reached by keyboard on a page, and tells its numbers there."""
    return Group(tuple(items), role, title=title, description=description, facts=tuple(facts), at=at, box=box)


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return an item at another place."""
    if isinstance(item, Group):
        box = item.box
        if box is not None:
            box = (box[0] + dx, box[1] + dy, box[2], box[3])
        return replace(item, items=tuple(moved(one, dx, dy) for one in item.items), box=box)
    if isinstance(item, Link):
        return replace(item, items=tuple(moved(one, dx, dy) for one in item.items))
    if isinstance(item, Path):
        turned = tuple(
            (c[0], *(v + (dx if i % 2 == 0 else dy) for i, v in enumerate(c[1:]))) for c in item.commands
        )
        return replace(item, commands=turned)
    if isinstance(item, Text):
        return replace(item, x=item.x + dx, y=item.y + dy)
    if isinstance(item, Box):
        return replace(item, x=item.x + dx, y=item.y + dy)
    if isinstance(item, Dot):
        return replace(item, x=item.x + dx, y=item.y + dy)
    if isinstance(item, Mark):
        return replace(item, x=item.x + dx, y=item.y + dy)
    assert isinstance(item, Picture)  # noqa: S101 - nothing else is left
    return replace(item, x=item.x + dx, y=item.y + dy)


def widest(texts: Iterable[str], style: Style, least: float = 0.0, most: float = 9999.0) -> float:
    """Return the width of the widest of some texts, between two bounds."""
    return min(max([least, *(measure(text, style) for text in texts)]), most)
