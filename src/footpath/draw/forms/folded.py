"""A lane folded to a line of marks: what stands in it can be seen and opened, its words are on the page."""

from __future__ import annotations

from dataclasses import dataclass

from footpath.draw.content import Shown
from footpath.draw.forms.cells import FIRST, INDENT, diamonds_width
from footpath.draw.marks import DIAMOND, ICON, RANK, TICK_HEIGHT, ticks_width
from footpath.draw.scene import Box, Item, Mark
from footpath.draw.styles import COUNT, measure, write

HEIGHT = 9.4
_EDGE = 8.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Folded:
    """One cell as a mark: how wide it is, and the marks of the legend that it uses."""

    shown: Shown
    width: float
    used: frozenset[str]

    def place(self, x: float, top: float) -> list[Item]:
        """Return the mark in a row that begins at `top`."""
        shown = self.shown
        base = top + FIRST
        if shown.kind == "criticality":
            return [Mark("diamonds", x + INDENT, base - 2.8, shown.level)] if shown.level else []
        if shown.kind == "opportunity" and shown.rank:
            return [Mark("rank", x, top + 3.6, shown.rank, RANK, RANK, ink="carry")]
        is_bad = shown.kind == "barrier" and shown.level >= 4
        out: list[Item] = []
        if is_bad:
            out.append(Box(x - 2, top + 2.4, self.width + 5, _EDGE + 6.6, fill="trouble-soft", radius=1.5))
        if shown.grade:
            out.append(
                Mark(
                    "edge",
                    x,
                    base - 7.2,
                    shown.grade,
                    height=_EDGE + 0.6,
                    ink="trouble" if is_bad else "ink2",
                )
            )
        at = x + INDENT
        if shown.kind == "barrier" and shown.level:
            out.append(Mark("ticks", at, base - TICK_HEIGHT, shown.level, ink="trouble"))
            at += ticks_width() + 5
        elif shown.kind in ("touchpoint", "channel"):
            out.append(Mark("icon", at - 0.6, base - 7.8, shown.icon, ICON, ICON))
            at += ICON + 4
        if shown.n and shown.kind != "touchpoint":
            out.append(write(at, base, shown.n, COUNT))
        return out


def folded(shown: Shown) -> Folded:
    """Return the mark of a cell: its edge, with ticks, icon or number; diamonds; or its rank."""
    if shown.kind == "criticality":
        used = {"criticality"} if shown.level else set()
        return Folded(shown, INDENT + diamonds_width() + DIAMOND, frozenset(used))
    if shown.kind == "opportunity" and shown.rank:
        rank = "first" if shown.rank in ("1", "2", "3") else "later" if shown.rank.isdigit() else shown.rank
        return Folded(shown, RANK, frozenset({rank}))
    width = INDENT
    used = {shown.grade} - {""}
    if shown.kind == "barrier" and shown.level:
        width += ticks_width() + 1
        used.add("severity")
    elif shown.kind in ("touchpoint", "channel"):
        width += ICON
    if shown.n and shown.kind != "touchpoint":
        width += measure(shown.n, COUNT) + (4 if width > INDENT else 0)
        used.add("n")
    return Folded(shown, width, frozenset(used))


def in_line(cells: tuple[Shown, ...], x: float, room: float) -> tuple[list[tuple[float, Folded]], int]:
    """Return marks side by side with where each begins, and how many found no room."""
    out: list[tuple[float, Folded]] = []
    at = x
    for number, shown in enumerate(cells):
        mark = folded(shown)
        if at + mark.width > x + room and out:
            return out, len(cells) - number
        out.append((at, mark))
        at += mark.width + _GAP
    return out, 0
