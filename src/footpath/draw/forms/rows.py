"""The rows of a grid: lanes, the lines of a blueprint between them, what passes between personas; each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from footpath.draw import words
from footpath.draw.content import Content
from footpath.draw.forms import curve
from footpath.draw.forms.cells import FIRST, INDENT, PADDING
from footpath.draw.forms.hands import HandsLaid, hand_rows
from footpath.draw.forms.heads import lane_head
from footpath.draw.forms.lanes import LaneLaid, LaneMaker, Placed
from footpath.draw.forms.lines import LineLaid, lines_before
from footpath.draw.forms.marked import Changes, facts_of, outlined
from footpath.draw.forms.page import MARGIN, OUT, Columns
from footpath.draw.scene import Box, Group, Item, Mark
from footpath.draw.styles import SUB, measure, write

OURS = frozenset({"ours", "frontstage", "backstage", "support"})

Entry = LaneLaid | LineLaid | HandsLaid


def _side(lane: LaneLaid) -> str:
    if lane.row.role.side in OURS:
        return "ours"
    return "any" if lane.row.lane.role == "takeaway" else "customer"


class Rows:
    """The rows laid out on columns; `used` are the marks of the legend, `folds` the texts that are cut."""

    def __init__(self, content: Content, columns: Columns, width: float) -> None:
        self.content, self.columns, self.width = content, columns, width
        self.maker = LaneMaker(content, columns)
        self.estimates = self.maker.estimates
        self.changes = Changes(content)
        self.lanes = [self.maker.made(row) for row in content.rows]
        self.folded = {str(lane.row.lane.id) for lane in self.lanes if lane.is_folded}
        self.entries = self._entries()
        self.used: set[str] = set()
        self.folds = 0
        for lane in self.lanes:
            self._note(lane)
        for entry in self.entries:
            if isinstance(entry, HandsLaid):
                self.folds += entry.folds
                self.used.add("hand")

    def _note(self, lane: LaneLaid) -> None:
        """Remember which marks a lane uses and how much of it is cut."""
        self.folds += len(lane.hidden)
        for cell in (*lane.spans, *lane.cells):
            self.folds += cell.block.folds
            self.used |= cell.block.used
        if lane.is_curve:
            _, curve_used, _ = self._curve(lane, 0, lane.height)
            self.used |= curve_used
        elif lane.row.lane.role == "criticality" and not lane.is_folded:
            self.used |= self.estimates.used
            if any(cell.shown.level for cell in lane.cells):
                self.used.add("criticality")
        if lane.row.whose or any(cell.shown.who for cell in (*lane.spans, *lane.cells)):
            self.used.add("who")

    def _curve(
        self, lane: LaneLaid, top: float, height: float
    ) -> tuple[list[Item], set[str], list[tuple[int, str]]]:
        content = self.maker.of_curve(lane.row)
        return curve.lane(
            content, self.columns, top, height, lane_id=str(lane.row.lane.id), lead=self.maker.lead(lane.row)
        )

    def _entries(self) -> list[Entry]:
        """Return lanes, lines and hand-overs in their order."""
        sides = [str(lane.row.role.side) for lane in self.lanes]
        lines = lines_before(sides, [lane.row.lane.role for lane in self.lanes], self.columns)
        between, loose = hand_rows(self.content, self.columns)
        customers = [number for number, lane in enumerate(self.lanes) if _side(lane) == "customer"]
        after = customers[-1] if customers else -1
        if customers and any(_side(lane) == "ours" for lane in self.lanes):
            first_ours = next(n for n, lane in enumerate(self.lanes) if _side(lane) == "ours")
            after = max((n for n in customers if n < first_ours), default=-1)
        out: list[Entry] = []
        if loose is not None and after < 0:
            out.append(loose)
        for number, lane in enumerate(self.lanes):
            out += lines.get(number, [])
            out.append(lane)
            out += between.get(number, [])
            if loose is not None and number == after:
                out.append(loose)
        return out

    @property
    def is_blueprint(self) -> bool:
        """Whether the three lines are drawn."""
        return any(isinstance(entry, LineLaid) for entry in self.entries)

    @property
    def least(self) -> float:
        """The height that the rows need."""
        return sum(entry.height for entry in self.entries)

    def overflows(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the rows do not show whole, as (where, text, kind)."""
        for entry in self.entries:
            if isinstance(entry, LaneLaid | HandsLaid):
                yield from entry.overflows(self.content)

    # ------------------------------------------------------------ placing

    def heights(self, spare: float) -> list[float]:
        """Return the heights: what is spare goes first to the curves, then to leading, never to empty bands."""
        heights = [entry.height for entry in self.entries]
        curves = [i for i, e in enumerate(self.entries) if isinstance(e, LaneLaid) and e.is_curve]
        for done, index in enumerate(curves):
            entry = self.entries[index]
            if isinstance(entry, LaneLaid) and spare > 0:
                most = curve.needs(
                    self.maker.of_curve(entry.row), self.columns, lead=self.maker.lead(entry.row)
                )[1]
                more = min(spare / (len(curves) - done), max(0.0, most - heights[index]))
                heights[index] += more
                spare -= more
        others = [i for i, e in enumerate(self.entries) if isinstance(e, LaneLaid) and not e.is_curve]
        if spare > 0 and others:
            each = min(spare / len(others), 4.0)
            for index in others:
                heights[index] += each
        return heights

    def items(self, top: float, heights: Sequence[float]) -> tuple[list[Item], list[tuple[str, str]]]:
        """Return the rows from `top` on, and the words of curves that found no place, as (step, word)."""
        columns = self.columns
        left, right = MARGIN - OUT, self.width - MARGIN + OUT
        right = max(right if columns.end > self.width - MARGIN - 1 else columns.end + OUT, columns.end + OUT)
        bands: list[Item] = []
        lines: list[Item] = []
        body: list[Item] = []
        sides: list[tuple[str, float, float]] = []
        lane_tops: list[float] = []
        hands: list[tuple[HandsLaid, float]] = []
        lost: list[tuple[str, str]] = []
        y, before = top, ""
        for number, (entry, height) in enumerate(zip(self.entries, heights, strict=True)):
            if isinstance(entry, LineLaid):
                body += entry.items(y, columns, right)
            else:
                side = _side(entry) if isinstance(entry, LaneLaid) else "customer"
                if isinstance(entry, HandsLaid) and not entry.is_row:
                    side = _side(self.lanes[entry.under])
                is_paper = side == "any" or (isinstance(entry, LaneLaid) and entry.is_curve)
                if not is_paper:
                    bands += self._band(side, y, height, left, right)
                lines += self._rule(entry, number, side, before, y, left, right)
                before = side if side != "any" else before
                sides.append((side, y, height))
                if isinstance(entry, HandsLaid):
                    body += entry.items(number, y, self.content, columns)
                    hands.append((entry, y))
                else:
                    lane_tops.append(y)
                    drawn, missed = self._lane_items(number, entry, y, height)
                    body += drawn
                    lost += missed
            y += height
        over = [item for entry, at in hands for item in entry.reaching(lane_tops, at, columns)]
        return [Group((*bands, *lines), role="bands"), *over, *body, *self._margin_words(sides)], lost

    def _band(self, side: str, y: float, height: float, left: float, right: float) -> list[Item]:
        fill = "cool" if side == "ours" else "warm"
        out: list[Item] = [Box(left, y, right - left, height, fill=fill)]
        out.append(Box(self.columns.start - 5.1, y, 2.2, height, fill="paper"))
        return out + [Box(x - 4.6, y, 2.2, height, fill="paper") for x, _ in self.columns.stages[1:]]

    def _rule(
        self, entry: Entry, number: int, side: str, before: str, y: float, left: float, right: float
    ) -> list[Item]:
        """Return the line over an entry; on a blueprint the lines with names part the sides."""
        if isinstance(entry, LaneLaid) and entry.row.lane.role == "takeaway":
            return [Box(left, y - 0.8, right - left, 1.6, fill="ink")]
        if number and isinstance(self.entries[number - 1], LineLaid):
            return []
        if isinstance(entry, HandsLaid) and not entry.is_row:
            return []
        if side == "ours" and before == "customer":
            return [Box(left, y - 0.55, right - left, 1.1, fill="ink2")]
        return [Box(left, y - 0.3, right - left, 0.6, fill="rule")] if number or side == "any" else []

    def _lane_items(
        self, number: int, lane: LaneLaid, y: float, height: float
    ) -> tuple[list[Item], list[tuple[str, str]]]:
        columns = self.columns
        row = lane.row
        title = lane_head(MARGIN, y + FIRST, row.title, row.sub, columns.lane_width - 6, whose=row.whose)
        head = Group(
            tuple(title), role="lane", title=f"Lane: {row.title}" + (f" ({row.whose})" if row.whose else ""),
            pane="lanes", box=(MARGIN - OUT, y, columns.lane_width + OUT - 4, height),
        )  # fmt: skip
        if lane.is_curve:
            drawn, _, missed = self._curve(lane, y, height)
            placed = tuple(
                replace(g, at=(number, g.at[1])) if isinstance(g, Group) and g.at else g for g in drawn
            )
            words_lost = [(self.content.columns[i].id, word) for i, word in missed]
            return [head, Group(placed, role="curve", title=row.title)], words_lost
        if row.lane.role == "criticality" and not lane.is_folded:
            cells = [self._critical_cell(number, lane, cell, y, height) for cell in lane.cells]
        else:
            cells = [self._cell(number, lane, cell, y, height) for cell in (*lane.spans, *lane.cells)]
        return [head, *cells, *self._outlines(lane, y, height)], []

    # ------------------------------------------------------------ cells

    def _holder(self, cell: Placed) -> str:
        """Return the id of the step or stage in which a cell stands."""
        column = self.content.columns[cell.column]
        return str(self.content.journey.stages[column.stage].id) if cell.is_span else column.id

    def _cell(self, number: int, lane: LaneLaid, cell: Placed, y: float, height: float) -> Group:
        x, width, shift, shown, b, column, _ = cell
        room = min(height - shift, b.height + PADDING + 0.2)
        items = b.place(x, y + shift, room)
        where = (
            self.content.columns[column].title
            or self.content.journey.stages[self.content.columns[column].stage].title
        )
        said = [
            words.GRADES.get(shown.grade, ""),
            f"from {shown.n}" if shown.n else "",
            shown.above,
            shown.below,
            f"of {shown.who}" if shown.who else "",
            f"answered by {shown.answers}" if shown.answers and not shown.is_unanswered else shown.answers,
            f"fails here: {', '.join(map(str, shown.fails))}" if shown.fails else "",
        ]
        change = self.changes.at("cell", self._holder(cell), str(lane.row.lane.id))
        return Group(
            tuple(items), role="cell", title=f"{lane.row.title}, {where}: {shown.text}",
            description=", ".join(part for part in said if part), facts=(*facts_of(change), *shown.facts),
            box=(x - 2, y + shift + 1, width + 1, max(10.0, min(height - shift - 2, b.height + PADDING + 2))),
            at=(number, column),
        )  # fmt: skip

    def _critical_cell(self, number: int, lane: LaneLaid, cell: Placed, y: float, height: float) -> Group:
        x, width, _, shown, _, column, _ = cell
        items: list[Item] = []
        if shown.level:
            items.append(Mark("diamonds", x + INDENT, y + FIRST - 2.8, shown.level))
        items += self.estimates.items(column, x, y, width)
        level = {0: "not said", 1: "low", 2: "medium", 3: "high"}[shown.level]
        where = self.content.columns[column].title
        change = self.changes.at("cell", self._holder(cell), str(lane.row.lane.id))
        return Group(
            tuple(items), role="cell", title=f"How much it decides, {where}: {level}", description=self.estimates.told(column),
            facts=(*facts_of(change), *shown.facts), box=(x, y + 1, width - 1, height - 2), at=(number, column),
        )  # fmt: skip

    def _outlines(self, lane: LaneLaid, y: float, height: float) -> list[Item]:
        """Return the outlines of the lane's changed cells; where nothing stands any more, around the empty place."""
        if not self.changes.given:
            return []
        out: list[Item] = []
        id_ = str(lane.row.lane.id)
        marked = set()
        found: dict[str, list[Placed]] = {}
        for cell in (*lane.spans, *lane.cells):
            found.setdefault(self._holder(cell), []).append(cell)
        places = [(str(s.id), *self.columns.stages[i]) for i, s in enumerate(self.content.journey.stages)]
        places += [(c.id, *self.columns.steps[i]) for i, c in enumerate(self.content.columns)]
        for holder, x, width in places:
            change = self.changes.at("cell", holder, id_)
            if change is None or holder in marked:
                continue
            marked.add(holder)
            box = (x - 2, y + 3, width - 1, min(height - 5, 20.0))
            cells = found.get(holder)
            if cells:
                start = min(cell.x for cell in cells)
                end = max(cell.x + cell.width for cell in cells)
                low = max(cell.top + cell.block.height for cell in cells)
                first = min(cell.top for cell in cells)
                box = (
                    start - 2,
                    y + first + 2,
                    end - start - 0.6,
                    min(low - first + PADDING - 3, height - first - 3),
                )
            out.append(
                Group(tuple(outlined(change, *box)), role="change", title=f"{change.kind}: {change.sentence}")
            )
        return out

    def _margin_words(self, sides: Sequence[tuple[str, float, float]]) -> list[Item]:
        out: list[Item] = []
        for side, text in (("customer", "THEIR WAY"), ("ours", "OUR PART")):
            top, bottom = _longest(sides, side)
            is_room = bottom - top > measure(text, SUB) + 6
            if is_room and any(s == "ours" for s, _, _ in sides):
                at = MARGIN - OUT - 5
                out.append(write(at, (top + bottom) / 2, text, SUB, anchor="middle", angle=-90))
        return [Group(tuple(out), role="sides", pane="lanes")] if out else []


def _longest(sides: Sequence[tuple[str, float, float]], side: str) -> tuple[float, float]:
    """Return the longest stretch of rows of one side, from its top to its foot."""
    best = (0.0, 0.0)
    top: float | None = None
    for name, y, height in sides:
        if name != side:
            top = None
            continue
        top = y if top is None else top
        if y + height - top > best[1] - best[0]:
            best = (top, y + height)
    return best
