"""The grid: stages and steps across, lanes down, the emotion curve in its own lane. The twin of all other forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from footpath.atlas.types import Atlas, Journey, Persona
from footpath.draw import words
from footpath.draw.content import Content, Row, Shown, gather
from footpath.draw.forms import curve
from footpath.draw.forms.cells import FIRST, INDENT, PADDING, Block, block
from footpath.draw.forms.criticality import Estimates
from footpath.draw.forms.foot import Foot, ends
from footpath.draw.forms.heads import Head, Stages, Titles, lane_head, lane_head_height, time_bar
from footpath.draw.forms.page import (
    MARGIN,
    OUT,
    Columns,
    Sheet,
    columns_of_roll,
    columns_on,
    enlarged,
    known_paper,
    lane_width,
    larger,
)
from footpath.draw.forms.strip import funnel
from footpath.draw.scene import Box, Group, Item, Mark, Scene
from footpath.draw.styles import SUB, measure, write
from footpath.draw.text import clean, missing

STACK_GAP = 6.0
MOST_STACKED = 4
_AIR = 20.0
"""What a map must have left over before its type is enlarged: the curve gets it."""
LEAST_WIDTH = 480.0
"""What claim and foot need, however few the columns are."""
OURS = frozenset({"ours", "frontstage", "backstage", "support"})


def grid(
    atlas: Atlas,
    journey: Journey,
    *,
    theme: str = "light",
    paper: str = "A3",
    persona: Persona | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
) -> Scene:
    """Return the grid of a journey.

    The paper asked for is kept where the map fits, its type enlarged by one factor where there is room; else the next
    larger paper is taken, and past A0 a roll. Nothing is shrunk or clipped; texts over the density rules are cut at a
    word and counted in the foot.
    """
    paper = known_paper(paper)
    content = gather(atlas, journey, persona=persona, lanes=lanes, today=today)
    laid, sheet, note = _fitted(content, paper)
    scene = laid.scene(sheet, theme)
    return replace(scene, notes=(*((note,) if note else ()), *scene.notes))


def _fitted(content: Content, paper: str) -> tuple[_Laid, Sheet, str]:
    titles = [row.title for row in content.rows]
    lane = lane_width(titles)
    stage_of = [column.stage for column in content.columns]
    own = enlarged(paper)[-1]

    def try_(sheet: Sheet) -> _Laid | None:
        columns = columns_on(sheet.width, stage_of, lane)
        if columns is None:
            return None
        # A map of few steps does not fill the paper: the page is cut to what is drawn.
        return _Laid(content, columns, min(sheet.width, max(columns.end + MARGIN, LEAST_WIDTH)))

    plain = try_(own)
    if plain is not None and plain.least <= own.height:
        for sheet in enlarged(paper)[:-1]:
            bigger = try_(sheet)
            if bigger is not None and bigger.least + _AIR <= sheet.height and bigger.folds <= plain.folds:
                return bigger, sheet, ""
        return plain, own, ""
    for sheet in larger(paper)[1:]:
        laid = try_(sheet)
        if laid is not None and laid.least <= sheet.height:
            return laid, sheet, f"drawn on {sheet.paper}: {paper} is too small for this map at 7 points"
    columns, width = columns_of_roll(stage_of, lane)
    biggest = larger("A0")[0]
    if width <= biggest.width and (fitting := columns_on(biggest.width, stage_of, lane)) is not None:
        columns, width = fitting, biggest.width
    laid = _Laid(content, columns, width)
    return laid, Sheet("roll", width, laid.least, 1.0), "drawn on a roll: it is larger than A0"


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


class _Laid:
    """A journey laid out on a page of one width; `least` is the height that it needs."""

    def __init__(self, content: Content, columns: Columns, width: float) -> None:
        self.content, self.columns, self.width = content, columns, width
        self.used: set[str] = set()
        self.head = Head(content, width)
        self.stages = Stages(content, columns)
        self.titles = Titles(content, columns)
        self.estimates = Estimates(content, columns)
        self.lanes = [self._lane(row) for row in content.rows]
        self.folds = self.head.folds + self.stages.folds + self.titles.folds
        for lane in self.lanes:
            self.folds += lane.hidden
            for *_, b, _ in (*lane.spans, *lane.cells):
                self.folds += b.folds
                self.used |= b.used
        _, self.time_height = time_bar(content, columns, 0)
        _, self.funnel_height, used = funnel(content, columns, 0)
        self.used |= used
        _, self.ends_height = ends(content, columns, 0)
        has_curve = [lane for lane in self.lanes if lane.row.lane.role == "emotion"]
        if has_curve:
            _, curve_used, _ = curve.lane(content, columns, 0, has_curve[0].height)
            self.used |= curve_used
        self.foot = Foot(content, columns, width, self.used, self.folds)
        self.least = (
            self.head.height + self.stages.height + self.time_height + self.funnel_height + self.titles.height
            + sum(lane.height for lane in self.lanes) + self.ends_height + 5 + self.foot.height
        )  # fmt: skip

    # ------------------------------------------------------------ measuring

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

    # ------------------------------------------------------------ placing

    def scene(self, sheet: Sheet, theme: str) -> Scene:
        content, columns = self.content, self.columns
        heights = self._heights(sheet.height)
        items: list[Item] = list(self.head.items())
        y = self.head.height
        heads_top = y
        items += self.stages.items(y)
        y += self.stages.height
        heads_bottom = y - 2
        time, _ = time_bar(content, columns, y)
        items += time
        y += self.time_height
        strip, _, _ = funnel(content, columns, y)
        items += strip
        y += self.funnel_height
        titles_top = y
        items += self.titles.items(y)
        y += self.titles.height
        lanes_top = y
        lanes, lost = self._lanes(y, heights)
        items += lanes
        y += sum(heights)
        found, _ = ends(content, columns, y)
        if found:
            items += found
            y += self.ends_height
        need = y + 5 + self.foot.height
        height = sheet.height if need > sheet.height * 0.85 else need + 6
        height = max(height, need)
        items += self.foot.items(height - 4)
        journey = content.journey
        folds = self.folds + lost
        notes = self._notes(items, folds)
        left = MARGIN - OUT
        panes = (
            ("heads", 0.0, heads_top - 4, self.width, heads_bottom - heads_top + 4),
            ("titles", 0.0, titles_top, self.width, lanes_top - titles_top),
            ("lanes", 0.0, lanes_top, left + OUT + columns.lane_width - 4, sum(heights)),
        )
        description = (
            f"A journey map in {len(journey.stages)} stages and {len(content.columns)} steps. "
            + clean(journey.purpose)
        )
        return Scene(
            width=self.width, height=height, items=tuple(items), title=clean(journey.claim or journey.title),
            description=description.strip(), language=content.language, form="grid", theme=theme, paper=sheet.paper,
            scale=sheet.scale, notes=notes, folds=folds, panes=panes,
        )  # fmt: skip

    def _heights(self, page: float) -> list[float]:
        """Spare height goes first to the curve, then to leading, never to empty bands."""
        heights = [lane.height for lane in self.lanes]
        spare = page - self.least - 8
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

    def _lanes(self, top: float, heights: Sequence[float]) -> tuple[list[Item], int]:
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
            elif lane.row.lane.role == "criticality":
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

    def _notes(self, items: Sequence[Item], folds: int) -> tuple[str, ...]:
        out: list[str] = []
        scene = Scene(0, 0, tuple(items), "")
        unknown = missing((text.text, text.face) for text in scene.texts())
        if unknown:
            shown = " ".join(unknown[:12]) + (" …" if len(unknown) > 12 else "")
            out.append(
                f"{len(unknown)} characters are not in the fonts that come along ({shown}); the reader's own fonts draw them"
            )
        if folds:
            out.append(f"{folds} texts are cut to fit; they are whole on the page (draw to .html)")
        return tuple(out)


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
