"""One lane of a grid measured: the blocks of its columns and of its stages, and the height that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from footpath.draw.content import Content, Row, Shown
from footpath.draw.forms import curve
from footpath.draw.forms.cells import PADDING, Block, Place, block
from footpath.draw.forms.criticality import Estimates
from footpath.draw.forms.folded import HEIGHT, Folded, in_line
from footpath.draw.forms.heads import lane_head_height
from footpath.draw.forms.page import END, Columns
from footpath.draw.styles import LANE

STACK_GAP = 6.0
MOST_STACKED = 4


class Placed(NamedTuple):
    """A cell in its place: where it begins, how wide it is, how far under the row's top, and its column."""

    x: float
    width: float
    top: float
    shown: Shown
    block: Block
    column: int
    is_span: bool = False


@dataclass(frozen=True, slots=True)
class LaneLaid:
    """A lane with its blocks: those of columns, those that span stages, and its height; `hidden` found no room."""

    row: Row
    spans: tuple[Placed, ...]
    cells: tuple[Placed, ...]
    height: float
    hidden: tuple[tuple[int, Shown], ...] = ()
    is_folded: bool = False

    @property
    def is_curve(self) -> bool:
        """Whether the lane is a curve."""
        return self.row.lane.role == "emotion"

    def overflows(self, content: Content) -> Iterator[tuple[str, str, str]]:
        """Yield what the lane does not show whole, as (where, text, kind)."""
        for cell in (*self.spans, *self.cells):
            if self.is_folded and cell.shown.text:
                yield self._where(content, cell.column, is_span=cell.is_span), cell.shown.text, "folded"
            elif cell.block.folds:
                yield self._where(content, cell.column, is_span=cell.is_span), cell.shown.text, "cut"
        for column, shown in self.hidden:
            yield self._where(content, column, is_span=False), shown.text, "left out"

    def _where(self, content: Content, column: int, *, is_span: bool) -> str:
        at = content.columns[column]
        stage = content.journey.stages[at.stage].id
        return f"{self.row.lane.id} of " + (
            f"step {at.id}" if at.is_step and not is_span else f"stage {stage}"
        )


class LaneMaker:
    """Measures lanes on the columns of one page."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        self.estimates = Estimates(content, columns)

    def made(self, row: Row) -> LaneLaid:
        """Return the lane whole, or as a line of marks where few steps have it and that makes it lower."""
        whole = self._lane(row)
        if str(row.lane.id) not in self.content.folded:
            return whole
        line = self._folded(row)
        return line if line.height < whole.height - 1 or self.content.is_overview else whole

    def of_curve(self, row: Row) -> Content:
        """Return the content as a curve's lane sees it: with the feelings that stand in that lane."""
        if not row.feelings:
            return self.content
        columns = tuple(
            replace(column, feeling=feeling)
            for column, feeling in zip(self.content.columns, row.feelings, strict=True)
        )
        whose = next(
            (p for p in self.content.atlas.personas if p.id == row.lane.persona), self.content.persona
        )
        return replace(self.content, columns=columns, persona=whose)

    def _lane(self, row: Row) -> LaneLaid:
        head = (
            lane_head_height(row.title, row.sub, self.columns.lane_width - 6, whose=row.whose) + PADDING - 1
        )
        if row.lane.role == "emotion":
            return LaneLaid(
                row, (), (), curve.needs(self.of_curve(row), self.columns, lead=self.lead(row))[0]
            )
        if row.lane.role == "criticality":
            return self._criticality(row, head)
        hidden: list[tuple[int, Shown]] = []
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
            hidden += [(first, one) for one in more]
        cells: list[Placed] = []
        tallest = max(span_heights.values(), default=0.0)
        for index, shown in row.cells.items():
            x, width = self.columns.steps[index]
            above = span_heights.get(self.content.columns[index].stage, 0.0)
            placed, height, more = _stacked(shown, x, width, index, is_span=False)
            shift = above + STACK_GAP if above else 0.0
            cells += [one._replace(top=one.top + shift) for one in placed]
            tallest = max(tallest, shift + height)
            hidden += [(index, one) for one in more]
        height = max(head, tallest + PADDING)
        if row.lane.role == "takeaway":
            height += 2
        return LaneLaid(row, tuple(spans), tuple(cells), height, tuple(hidden))

    def lead(self, row: Row) -> float:
        """Return what the head of a curve's lane has over one line: the scale begins under it."""
        head = lane_head_height(row.title, row.sub, self.columns.lane_width - 6, whose=row.whose)
        return max(0.0, head - LANE.leading)

    def _criticality(self, row: Row, head: float) -> LaneLaid:
        height = max(head, 33.0 if self.estimates.any else 19.0)
        cells = tuple(
            Placed(*self.columns.steps[i], 0.0, shown[0], Block(height - PADDING, lambda *_: []), i)
            for i, shown in row.cells.items()
        )
        return LaneLaid(row, (), cells, height)

    def _folded(self, row: Row) -> LaneLaid:
        """Return a lane as a line of marks: those of a stage at its start, those of a step in its column."""
        placed: list[Placed] = []
        hidden: list[tuple[int, Shown]] = []
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
                hidden += [(column, one) for one in cells[len(cells) - more :]]
                for at, mark in marks:
                    drawn = Block(HEIGHT, _placer(mark), 0, mark.used)
                    placed.append(Placed(at, max(mark.width, 14.0), 0.0, mark.shown, drawn, column))
        title = lane_head_height(row.title, "", self.columns.lane_width - 6, whose=row.whose)
        height = max(title, HEIGHT) + PADDING - 1
        return LaneLaid(replace(row, sub=""), (), tuple(placed), height, tuple(hidden), is_folded=True)


def _placer(mark: Folded) -> Place:
    return lambda x, top, room: mark.place(x, top)


def _stacked(
    shown: Sequence[Shown], x: float, width: float, column: int, *, is_span: bool
) -> tuple[list[Placed], float, Sequence[Shown]]:
    """Return cells one under another, with the height of all, and those over four, which are counted, not drawn."""
    placed: list[Placed] = []
    y = 0.0
    for one in shown[:MOST_STACKED]:
        b = block(one, width, span=is_span)
        if placed:
            y += STACK_GAP
        placed.append(Placed(x, width, y, one, b, column, is_span))
        y += b.height
    return placed, y, shown[MOST_STACKED:]


def _side_by_side(
    shown: Sequence[Shown], x: float, width: float, column: int
) -> tuple[list[Placed], float, Sequence[Shown]]:
    """Return opportunities in as many columns as the stage has room for."""
    across = max(1, min(len(shown), int(width // 95)))
    each = width / across
    placed: list[Placed] = []
    y = tallest = 0.0
    for number, one in enumerate(shown[: MOST_STACKED * across]):
        if number and number % across == 0:
            y, tallest = y + tallest + STACK_GAP, 0.0
        b = block(one, each, span=True)
        placed.append(Placed(x + (number % across) * each, each, y, one, b, column, is_span=True))
        tallest = max(tallest, b.height)
    return placed, y + tallest, shown[MOST_STACKED * across :]
