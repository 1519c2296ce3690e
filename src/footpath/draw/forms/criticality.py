"""How much a step decides, by the data: dot and range on one scale for the whole row."""

from __future__ import annotations

from footpath.draw import words
from footpath.draw.content import FEW, Content
from footpath.draw.forms.cells import FIRST, INDENT, diamonds_width
from footpath.draw.forms.page import END, Columns
from footpath.draw.scene import Dot, Item, Path
from footpath.draw.styles import COUNT, SMALL, measure, write


class Estimates:
    """The estimated criticality of each step, all on one scale: dot, range, and the number at the end side."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        run = content.run
        self.rows = {
            i: row
            for i, c in enumerate(content.columns)
            if run is not None and (row := run.find("step", c.id, "criticality")) is not None
        }
        self.any = bool(self.rows)
        told = [
            abs(v)
            for r in self.rows.values()
            if r.n >= FEW
            for v in (r.value, r.low, r.high)
            if v is not None
        ]
        self.most = max(told, default=0.0) or 1.0
        self.used = {"estimate"} if told else set()

    def items(self, column: int, x: float, y: float, width: float) -> list[Item]:
        """Return the scale of one column, or that there are too few to tell."""
        row = self.rows.get(column)
        if row is None:
            return []
        start, end = x + INDENT, x + width - END - 2
        if row.n < FEW or row.value is None or row.low is None or row.high is None:
            return [write(start, y + FIRST + 14, f"{row.n}: too few to tell", SMALL.of(ink="ink3"))]

        def at(value: float) -> float:
            return start + (end - start) * min(1.0, max(0.0, -value / self.most))

        is_unclear = row.low <= 0 <= row.high
        label = "unclear" if is_unclear else words.count(row.value * 100, self.content.language)
        style = SMALL.of(ink="ink3") if is_unclear else COUNT.of(face="sans-600")
        line = y + FIRST + 11.5
        out: list[Item] = [
            Path((("M", start, line), ("L", end, line)), "rule", 0.7),
            Path((("M", start, line - 3), ("L", start, line + 3)), "rule2", 0.9),
            Path((("M", at(row.high), line), ("L", at(row.low), line)), "flow", 1.6),
            Dot(at(row.value), line, 2.4, "flow"),
        ]
        if start + diamonds_width() + 4 + measure(label, style) <= x + width - END:
            out.append(write(x + width - END, y + FIRST, label, style, anchor="end"))
        return out

    def told(self, column: int) -> str:
        """Return the estimate in words."""
        row = self.rows.get(column)
        if row is None or row.value is None:
            return ""
        if row.n < FEW:
            return f"estimated from data: {row.n}, too few to tell"
        less = "fewer" if row.value < 0 else "more"
        return f"estimated from data: of 100, {words.count(abs(row.value) * 100)} {less} end well"
