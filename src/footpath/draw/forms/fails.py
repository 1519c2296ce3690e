"""Where it fails: the row that explains the numbers of failure points, where no lane of barriers does."""

from __future__ import annotations

from footpath.draw.content import Content
from footpath.draw.forms.heads import row_head
from footpath.draw.forms.page import MARGIN, Columns
from footpath.draw.marks import DISC, disc_width
from footpath.draw.scene import Group, Item, Mark
from footpath.draw.styles import STRONG, write
from footpath.draw.text import wrap

_EACH = 170.0
_GAP = 14.0


def failures(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return the row with its height; nothing where lanes explain all."""
    if not content.failures:
        return [], 0.0
    room = max(columns.end, columns.start + 240) - columns.start
    across = max(1, int((room + _GAP) // (_EACH + _GAP)))
    each = (room - _GAP * (across - 1)) / across
    y, tallest = top + 12.0, 0.0
    out: list[Item] = []
    for place, (number, text) in enumerate(content.failures):
        if place and place % across == 0:
            y, tallest = y + tallest + 5, 0.0
        x = columns.start + (place % across) * (each + _GAP)
        indent = disc_width(number) + 4
        laid = wrap(text, STRONG.face, STRONG.size, each - indent, lines=3)
        parts: list[Item] = [Mark("fails", x, y - 7.6, number, disc_width(number), DISC, ink="trouble")]
        parts += [
            write(x + indent, y + i * STRONG.leading, line, STRONG) for i, line in enumerate(laid.lines)
        ]
        out.append(Group(tuple(parts), role="failure", title=f"Fails, {number}: {text}"))
        tallest = max(tallest, len(laid.lines) * STRONG.leading)
    head = row_head(MARGIN, top + 12, "Where it fails", "numbers stand on the map", columns.lane_width - 6)
    return [Group((head, *out), role="failures", title="Where it fails")], max(y + tallest - top, 32.0)
