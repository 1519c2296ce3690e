"""The lanes of a grid: how tall each one is, and what stands in it where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from footpath.draw import words
from footpath.draw.content import Content, Row, Shown
from footpath.draw.forms import curve
from footpath.draw.forms.cells import FIRST, INDENT, PADDING, Block, Place, block
from footpath.draw.forms.criticality import Estimates
from footpath.draw.forms.folded import HEIGHT, Folded, in_line
from footpath.draw.forms.heads import lane_head, lane_head_height
from footpath.draw.forms.page import END, MARGIN, OUT, Columns
from footpath.draw.scene import Box, Group, Item, Mark
from footpath.draw.styles import SUB, measure, write

STACK_GAP = 6.0
MOST_STACKED = 4
OURS = frozenset({"ours", "frontstage", "backstage", "support"})


class Placed(NamedTuple):
    """A cell in its place: where it begins, how wide it is, how far under the row's top, and its column."""

    x: float
    width: float
    top: float
    shown: Shown
    block: Block
    column: int


@dataclass(frozen=True, slots=True)
class _LaneLaid:
    """A lane with its blocks: those of columns, those that span stages, and its height."""

    row: Row
    spans: tuple[Placed, ...]
    cells: tuple[Placed, ...]
    height: float
    hidden: int = 0


class Rows:
    """The lanes laid out on columns; `used` are the marks of the legend, `folds` the texts that are cut."""

    def __init__(self, content: Content, columns: Columns, width: float) -> None:
        self.content, self.columns, self.width = content, columns, width
        self.used: set[str] = set()
        self.estimates = Estimates(content, columns)
        self.folded: set[str] = set()
        self.lanes = [self._thin(row) for row in content.rows]
        self.folds = 0
        for lane in self.lanes:
            self.folds += lane.hidden
            for *_, b, _ in (*lane.spans, *lane.cells):
                self.folds += b.folds
                self.used |= b.used
        has_curve = [lane for lane in self.lanes if lane.row.lane.role == "emotion"]
        if has_curve:
            _, curve_used, _ = curve.lane(content, columns, 0, has_curve[0].height)
            self.used |= curve_used

    @property
    def least(self) -> float:
        """The height that the lanes need."""
        return sum(lane.height for lane in self.lanes)

    # ------------------------------------------------------------ measuring

    def _thin(self, row: Row) -> _LaneLaid:
        """Return the lane whole, or as a line of marks where few steps have it and that makes it lower."""
        whole = self._lane(row)
        id_ = str(row.lane.id)
        if id_ not in self.content.folded:
            return whole
        line = self._folded(row)
        if line.height >= whole.height - 1 and not self.content.is_overview:
            return whole
        self.folded.add(id_)
        return line

    def _lane(self, row: Row) -> _LaneLaid:
        head = lane_head_height(row.title, row.sub, self.columns.lane_width - 6) + PADDING - 1
        if row.lane.role == "emotion":
            return _LaneLaid(row, (), (), curve.needs(self.content, self.columns)[0])
        if row.lane.role == "criticality":
            return self._criticality(row, head)
        hidden = 0
        spans: list[Placed] = []
        span_heights: dict[int, float] = {}
        for stage, shown in row.spans.items():
            x, width = self.columns.stages[stage]
            first = self.content.columns_of(stage)[0]
            if row.lane.role == "opportunity":
                placed, height, more = _side_by_side(shown, x, width, first)
            else:
                placed, height, more = _stacked(shown, x, width, first, is_span=True)
            spans += placed
            span_heights[stage] = height
            hidden += more
        cells: list[Placed] = []
        tallest = max(span_heights.values(), default=0.0)
        for index, shown in row.cells.items():
            x, width = self.columns.steps[index]
            above = span_heights.get(self.content.columns[index].stage, 0.0)
            placed, height, more = _stacked(shown, x, width, index, is_span=False)
            shift = above + STACK_GAP if above else 0.0
            cells += [one._replace(top=one.top + shift) for one in placed]
            tallest = max(tallest, shift + height)
            hidden += more
        height = max(head, tallest + PADDING)
        if row.lane.role == "takeaway":
            height += 2
        return _LaneLaid(row, tuple(spans), tuple(cells), height, hidden)

    def _criticality(self, row: Row, head: float) -> _LaneLaid:
        height = max(head, 33.0 if self.estimates.any else 19.0)
        cells = tuple(
            Placed(*self.columns.steps[i], 0.0, shown[0], Block(height - PADDING, lambda *_: []), i)
            for i, shown in row.cells.items()
        )
        if any(cell.shown.level for cell in cells):
            self.used.add("criticality")
        self.used |= self.estimates.used
        return _LaneLaid(row, (), cells, height)

    def _folded(self, row: Row) -> _LaneLaid:
        """Return a lane as a line of marks: those of a stage at its start, those of a step in its column."""
        placed: list[Placed] = []
        hidden = 0
        for stage, (x, width) in enumerate(self.columns.stages):
            columns = self.content.columns_of(stage)
            with_cells = [i for i in columns if i in row.cells]
            own = row.spans.get(stage, ())
            lines = [(i, row.cells[i], *self.columns.steps[i]) for i in with_cells]
            if own and columns[0] in with_cells:
                lines[0] = (columns[0], (*own, *row.cells[columns[0]]), *self.columns.steps[columns[0]])
            elif own:
                until = self.columns.steps[with_cells[0]][0] if with_cells else x + width
                lines.insert(0, (columns[0], own, x, until - x))
            for column, cells, start, room in lines:
                marks, more = in_line(cells, start, room - END)
                hidden += more
                for at, mark in marks:
                    drawn = Block(HEIGHT, _placer(mark), 0, mark.used)
                    placed.append(Placed(at, max(mark.width, 14.0), 0.0, mark.shown, drawn, column))
        title = lane_head_height(row.title, "", self.columns.lane_width - 6)
        return _LaneLaid(replace(row, sub=""), (), tuple(placed), max(title, HEIGHT) + PADDING - 1, hidden)

    # ------------------------------------------------------------ placing

    def heights(self, spare: float) -> list[float]:
        """Return the heights: what is spare goes first to the curve, then to leading, never to empty bands."""
        heights = [lane.height for lane in self.lanes]
        for index, lane in enumerate(self.lanes):
            if lane.row.lane.role == "emotion" and spare > 0:
                more = min(spare, max(0.0, curve.needs(self.content, self.columns)[1] - heights[index]))
                heights[index] += more
                spare -= more
        others = [i for i, lane in enumerate(self.lanes) if lane.row.lane.role != "emotion"]
        if spare > 0 and others:
            each = min(spare / len(others), 4.0)
            for index in others:
                heights[index] += each
        return heights

    def items(self, top: float, heights: Sequence[float]) -> tuple[list[Item], int]:
        """Return the lanes from `top` on, and how many words of the curve found no place."""
        columns = self.columns
        left, right = MARGIN - OUT, self.width - MARGIN + OUT
        right = max(right if columns.end > self.width - MARGIN - 1 else columns.end + OUT, columns.end + OUT)
        bands: list[Item] = []
        lines: list[Item] = []
        body: list[Item] = []
        sides: list[tuple[str, float, float]] = []
        y = top
        lost = 0
        before = ""
        for number, (lane, height) in enumerate(zip(self.lanes, heights, strict=True)):
            role = lane.row.role
            side = (
                "ours" if role.side in OURS else ("any" if lane.row.lane.role == "takeaway" else "customer")
            )
            is_curve = lane.row.lane.role == "emotion"
            if not is_curve and side != "any":
                fill = "cool" if side == "ours" else "warm"
                bands.append(Box(left, y, right - left, height, fill=fill))
                bands.append(Box(columns.start - 5.1, y, 2.2, height, fill="paper"))
                bands += [Box(x - 4.6, y, 2.2, height, fill="paper") for x, _ in columns.stages[1:]]
            if lane.row.lane.role == "takeaway":
                lines.append(Box(left, y - 0.8, right - left, 1.6, fill="ink"))
            elif side == "ours" and before == "customer":
                lines.append(Box(left, y - 0.55, right - left, 1.1, fill="ink2"))
            elif number or side == "any":
                lines.append(Box(left, y - 0.3, right - left, 0.6, fill="rule"))
            if side != "any":
                before = side
            sides.append((side, y, height))
            title = tuple(lane_head(MARGIN, y + FIRST, lane.row.title, lane.row.sub, columns.lane_width - 6))
            body.append(
                Group(
                    title,
                    role="lane",
                    title=f"Lane: {lane.row.title}",
                    pane="lanes",
                    box=(left, y, columns.lane_width + OUT - 4, height),
                )
            )
            if is_curve:
                drawn, _, missed = curve.lane(self.content, columns, y, height)
                lost += missed
                body.append(
                    Group(
                        tuple(
                            replace(g, at=(number, g.at[1])) if isinstance(g, Group) and g.at else g
                            for g in drawn
                        ),
                        role="curve",
                        title=lane.row.title,
                    )
                )
            elif lane.row.lane.role == "criticality" and str(lane.row.lane.id) not in self.folded:
                body += [self._critical_cell(number, cell, y, height) for cell in lane.cells]
            else:
                body += [self._cell(number, lane.row, cell, y, height) for cell in (*lane.spans, *lane.cells)]
            y += height
        return [Group((*bands, *lines), role="bands"), *body, *self._margin_words(sides)], lost

    def _cell(
        self,
        number: int,
        row: Row,
        cell: Placed,
        y: float,
        height: float,
    ) -> Group:
        x, width, shift, shown, b, column = cell
        room = min(height - shift, b.height + PADDING + 0.2)
        items = b.place(x, y + shift, room)
        where = (
            self.content.columns[column].title
            or self.content.journey.stages[self.content.columns[column].stage].title
        )
        grade = words.GRADES.get(shown.grade, "")
        description = ", ".join(
            part for part in (grade, f"from {shown.n}" if shown.n else "", shown.above, shown.below) if part
        )
        return Group(
            tuple(items), role="cell", title=f"{row.title}, {where}: {shown.text}", description=description,
            facts=shown.facts, box=(x - 2, y + shift + 1, width + 1, max(10.0, min(height - shift - 2, b.height + PADDING + 2))),
            at=(number, column),
        )  # fmt: skip

    def _critical_cell(self, number: int, cell: Placed, y: float, height: float) -> Group:
        x, width, _, shown, _, column = cell
        items: list[Item] = []
        if shown.level:
            items.append(Mark("diamonds", x + INDENT, y + FIRST - 2.8, shown.level))
        items += self.estimates.items(column, x, y, width)
        level = {0: "not said", 1: "low", 2: "medium", 3: "high"}[shown.level]
        where = self.content.columns[column].title
        return Group(
            tuple(items), role="cell", title=f"How much it decides, {where}: {level}", description=self.estimates.told(column),
            facts=shown.facts, box=(x, y + 1, width - 1, height - 2), at=(number, column),
        )  # fmt: skip

    def _margin_words(self, sides: Sequence[tuple[str, float, float]]) -> list[Item]:
        out: list[Item] = []
        for side, text in (("customer", "THEIR WAY"), ("ours", "OUR PART")):
            found = [(y, h) for s, y, h in sides if s == side]
            if found and any(s == "ours" for s, _, _ in sides):
                top, bottom = found[0][0], found[-1][0] + found[-1][1]
                if bottom - top > measure(text, SUB) + 6:
                    out.append(
                        write(MARGIN - OUT - 5, (top + bottom) / 2, text, SUB, anchor="middle", angle=-90)
                    )
        return [Group(tuple(out), role="sides", pane="lanes")] if out else []


def _placer(mark: Folded) -> Place:
    return lambda x, top, room: mark.place(x, top)


def _stacked(
    shown: Sequence[Shown], x: float, width: float, column: int, *, is_span: bool
) -> tuple[list[Placed], float, int]:
    """Return cells one under another, with the height of all; more than four are counted, not drawn."""
    placed: list[Placed] = []
    y = 0.0
    for one in shown[:MOST_STACKED]:
        b = block(one, width, span=is_span)
        if placed:
            y += STACK_GAP
        placed.append(Placed(x, width, y, one, b, column))
        y += b.height
    return placed, y, max(0, len(shown) - MOST_STACKED)


def _side_by_side(
    shown: Sequence[Shown], x: float, width: float, column: int
) -> tuple[list[Placed], float, int]:
    """Return opportunities in as many columns as the stage has room for."""
    across = max(1, min(len(shown), int(width // 95)))
    each = width / across
    placed: list[Placed] = []
    y = tallest = 0.0
    for number, one in enumerate(shown[: MOST_STACKED * across]):
        if number and number % across == 0:
            y, tallest = y + tallest + STACK_GAP, 0.0
        b = block(one, each, span=True)
        placed.append(Placed(x + (number % across) * each, each, y, one, b, column))
        tallest = max(tallest, b.height)
    return placed, y + tallest, max(0, len(shown) - MOST_STACKED * across)
