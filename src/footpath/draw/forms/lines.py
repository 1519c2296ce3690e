"""The three lines of a blueprint, derived from the sides of the lanes that they part, each with its name on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footpath.draw.content.failures import is_blueprint
from footpath.draw.forms.page import MARGIN, OUT, Columns
from footpath.draw.scene import Group, Item, Path
from footpath.draw.styles import SMALL, write
from footpath.draw.text import Lines, wrap

_DEPTHS = {"customer": 0, "ours": 1, "frontstage": 1, "backstage": 2, "support": 3}
NAMES = {1: "line of interaction", 2: "line of visibility", 3: "line of internal interaction"}
_STROKES: dict[int, tuple[float, tuple[float, ...]]] = {1: (1.6, ()), 2: (1.6, (7, 3.5)), 3: (1.6, (1.4, 3))}


@dataclass(frozen=True, slots=True)
class LineLaid:
    """One line with the room that it takes."""

    depth: int
    name: Lines
    height: float

    def items(self, y: float, columns: Columns, right: float) -> list[Item]:
        """Return the line from `y` on, its name at the start side."""
        middle = y + self.height / 2
        line, dash = _STROKES[self.depth]
        first = middle + 2.4 - (len(self.name.lines) - 1) * 4.1
        named = [
            write(MARGIN - OUT + 4, first + i * 8.2, text, SMALL) for i, text in enumerate(self.name.lines)
        ]
        start = min(MARGIN - OUT + 4 + self.name.width + 5, columns.start)
        drawn = Path((("M", start, middle), ("L", right, middle)), "ink", line, dash=dash)
        return [
            Group((drawn,), role="line", title=NAMES[self.depth]),
            Group(tuple(named), role="line-name", pane="lanes"),
        ]


def lines_before(sides: Sequence[str], roles: Sequence[str], columns: Columns) -> dict[int, list[LineLaid]]:
    """Return the lines by the number of the lane that they stand before; none where the lanes make no blueprint.

    Each line stands once: where a lane first lies behind it. What is no side of its own (a takeaway) parts nothing.
    """
    if not is_blueprint(roles):
        return {}
    out: dict[int, list[LineLaid]] = {}
    reached = -1
    for number, side in enumerate(sides):
        depth = _DEPTHS.get(side)
        if depth is None:
            continue
        if reached >= 0:
            for crossed in range(max(reached, 0) + 1, depth + 1):
                name = wrap(NAMES[crossed], SMALL.face, SMALL.size, columns.lane_width - 6, lines=2)
                out.setdefault(number, []).append(LineLaid(crossed, name, 6 + 8.6 * len(name.lines)))
        reached = max(reached, depth)
    return out
