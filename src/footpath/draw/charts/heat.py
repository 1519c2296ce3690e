"""A table whose cells are as strong as their shares: the number in each, hatched where it is not over yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.draw.charts.parts import (
    FAINT,
    HEAD,
    LABEL,
    NAME,
    NAME_STRONG,
    VALUE,
    Fact,
    cell,
    head,
    middle,
    put,
    widest,
)
from footpath.draw.scene import Box, Item, Path
from footpath.draw.styles import Style, measure, write

_STRONGEST = 0.5
"""How much of the ink a full share gets: words on it stay readable in every theme."""
_SMALL = Style(7.2, 9, "sans-500")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a share, how it is written, whether it is not over yet, and what a page tells."""

    share: float | None
    label: str
    is_open: bool = False
    title: str = ""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a heat table stand."""

    start: float
    pitch: float

    def middle(self, number: int) -> float:
        """Return the middle of a column."""
        return self.start + self.pitch * (number + 0.5)


def columns_for(names: Sequence[tuple[str, str]], count: int, width: float, title: str = "") -> Columns:
    """Return where columns stand beside rows of those names."""
    name_width = widest((name for name, _ in names), NAME, 56, width * 0.3)
    under = widest((text for _, text in names), LABEL, 0, width * 0.16)
    start = max(name_width + under + 22, measure(title, NAME_STRONG) + 16)
    start = min(start, width * 0.45)
    return Columns(start, min((width - start) / max(count, 1), 104.0))


def heat(
    names: Sequence[tuple[str, str]],
    heads: Sequence[str],
    cells: Sequence[Sequence[Cell | None]],
    width: float,
    *,
    title: str = "",
    across: str = "",
    across_under: str = "",
    under: str = "",
    strong: int = 0,
    columns: Columns | None = None,
    first_row: int = 0,
    top: float | None = None,
) -> tuple[list[Item], float]:
    """Return a heat table and its height; the first `strong` rows stand apart; `top` is the share of the strongest ink."""
    found = columns or columns_for(names, len(heads), width, title)
    pitch = found.pitch
    items, y = head(0, 0, found.start - 14, title, under)
    wide = pitch * len(heads)
    more, height = head(found.start, 0, max(wide, measure(across, HEAD) + 2), across, across_under)
    items += more
    y = max(y, height)
    label = max((measure(text, FAINT) for text in heads), default=0)
    every = max(1, int(label / max(pitch - 4, 1)) + (1 if label > pitch - 4 else 0))
    for number, text in enumerate(heads):
        if number % every == 0:
            room = pitch * every - 3
            items += put(found.middle(number), y + 7, text, FAINT, room, anchor="middle")
    y += 13
    row_height = 20.0 if len(names) <= 30 else 15.0
    biggest = top or max(
        (c.share for row in cells for c in row if c is not None and c.share is not None), default=1.0
    )
    style = _SMALL if pitch < 27 or row_height < 18 else VALUE.of(face="sans-400")
    for number, (name, below) in enumerate(names):
        block: list[Item] = []
        name_style = NAME_STRONG if number < strong else NAME
        under_width = measure(below, LABEL)
        block += put(0, middle(y, row_height, name_style), name, name_style, found.start - under_width - 20)
        block += put(
            found.start - 14, middle(y, row_height, LABEL), below, LABEL, found.start * 0.5, anchor="end"
        )
        items.append(cell(block, (first_row + number, 0), name, "", [("Customers", below)] if below else [], (-4, y, found.start - 4, row_height), role="cell"))  # fmt: skip
        for place, one in enumerate(cells[number]):
            if one is None:
                continue
            x = found.start + pitch * place
            inner = _cell(one, x, y, pitch, row_height, biggest, style)
            items.append(cell(inner, (first_row + number, place + 1), one.title, "", one.facts, (x, y, pitch, row_height)))  # fmt: skip
        y += row_height
        if number == strong - 1:
            y += 5
    return items, y + 2


def _cell(
    one: Cell, x: float, y: float, width: float, height: float, biggest: float, style: Style
) -> list[Item]:
    x, y, width, height = x + 0.5, y + 0.5, width - 1, height - 1
    items: list[Item] = []
    if one.share is not None:
        around = (
            ("M", x, y),
            ("L", x + width, y),
            ("L", x + width, y + height),
            ("L", x, y + height),
            ("Z",),
        )
        opacity = round(0.04 + (_STRONGEST - 0.04) * min(one.share / (biggest or 1.0), 1.0), 3)
        # Weaker where it is not over: the share can still grow, and the hatching has to be seen.
        items.append(Path(around, fill="flow", opacity=round(opacity * 0.3, 3) if one.is_open else opacity))
    if one.is_open:
        items.append(Box(x, y, width, height, fill="hatch-rule2"))
    if one.label and measure(one.label, style) <= width - 1:
        items.append(write(x + width / 2, middle(y, height, style), one.label, style, anchor="middle", halo=one.is_open))  # fmt: skip
    return items
