"""What stands over the lanes: stage heads, step titles, and the titles of rows."""

from __future__ import annotations

from footpath.draw.content import Content
from footpath.draw.forms.page import END, Columns
from footpath.draw.scene import Box, Group, Item, Mark
from footpath.draw.styles import LANE, SMALL, STAGE, STEP, SUB, measure, write
from footpath.draw.text import clean, wrap


class Stages:
    """The stage heads: rule, number, title."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.columns, self.numbers = columns, content.stage_numbers
        self.indents = [measure(str(number), STAGE.of(face="sans-400")) + 4.5 for number in self.numbers]
        self.titles = [
            wrap(stage.title, STAGE.face, STAGE.size, columns.stages[i][1] - self.indents[i], lines=3)
            for i, stage in enumerate(content.journey.stages)
        ]
        self.full = [clean(stage.title) for stage in content.journey.stages]
        most = max((len(t.lines) for t in self.titles), default=1)
        self.height = 12.5 + (most - 1) * STAGE.leading + 6
        self.folds = sum(t.cut for t in self.titles)
        self.broken = sum(t.broken for t in self.titles)

    def items(self, top: float) -> list[Item]:
        """Return the heads; `top` is the rule's upper edge."""
        out: list[Item] = []
        for i, ((x, width), laid) in enumerate(zip(self.columns.stages, self.titles, strict=True)):
            parts: list[Item] = [Box(x, top, width, 1.8, fill="ink")]
            parts.append(write(x, top + 13, str(self.numbers[i]), STAGE.of(face="sans-400", ink="ink3")))
            for k, line in enumerate(laid.lines):
                parts.append(write(x + self.indents[i], top + 13 + k * STAGE.leading, line, STAGE))
            title = f"Stage {self.numbers[i]}: {self.full[i]}"
            out.append(
                Group(tuple(parts), role="stage", title=title, pane="heads", box=(x, top, width, self.height))
            )
        return out


def lane_head(x: float, baseline: float, title: str, sub: str, room: float) -> list[Item]:
    """Return a row's title and the small line under it, at the start side."""
    laid = wrap(title, LANE.face, LANE.size, room, lines=3)
    out: list[Item] = [
        write(x, baseline + i * LANE.leading, line, LANE) for i, line in enumerate(laid.lines) if line
    ]
    if sub:
        small = wrap(sub, SUB.face, SUB.size, room, lines=2)
        y = baseline + (len(laid.lines) - 1) * LANE.leading + 9.2
        out += [write(x, y + i * SUB.leading, line, SUB) for i, line in enumerate(small.lines) if line]
    return out


def row_head(x: float, baseline: float, title: str, sub: str, room: float) -> Group:
    """Return the title of a row that is no lane (time, how many go on); it stays in view with those of the lanes."""
    return Group(tuple(lane_head(x, baseline, title, sub, room)), role="row", pane="lanes")


def lane_head_height(title: str, sub: str, room: float) -> float:
    """Return the height that `lane_head` takes from the row's top to its last line's foot, less the row's padding."""
    laid = wrap(title, LANE.face, LANE.size, room, lines=3)
    small = wrap(sub, SUB.face, SUB.size, room, lines=2) if sub else None
    return len(laid.lines) * LANE.leading + (len(small.lines) * SUB.leading + 1 if small else 0)


class Titles:
    """The step titles, with a diamond over those that decide."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        if content.is_overview:
            self.titles, self.decides, self.height, self.folds, self.broken = [], False, 4.0, 0, 0
            return
        self.titles = [
            wrap(c.title, STEP.face, STEP.size, columns.steps[i][1] - END, lines=3)
            for i, c in enumerate(content.columns)
        ]
        most = max((len(t.lines) for t in self.titles if any(t.lines)), default=0)
        self.decides = any(c.decides for c in content.columns)
        self.height = (10 if self.decides else 0) + (most * STEP.leading + 9 if most else 4)
        self.folds = sum(t.cut for t in self.titles)
        self.broken = sum(t.broken for t in self.titles)

    def items(self, top: float) -> list[Item]:
        """Return the titles, aligned at their first line."""
        out: list[Item] = []
        if not self.titles:
            return out
        first = top + (10 if self.decides else 0) + 9.5
        for i, (column, laid) in enumerate(zip(self.content.columns, self.titles, strict=True)):
            x, width = self.columns.steps[i]
            parts: list[Item] = []
            if column.decides:
                parts.append(Mark("decides", x, first - 13.5))
                parts.append(write(x + 11, first - 11, "decides", SMALL))
            parts += [
                write(x, first + k * STEP.leading, line, STEP) for k, line in enumerate(laid.lines) if line
            ]
            if parts:
                title = f"Step {self.content.first_step + i}: {column.title}" if column.title else ""
                box = (x, top, width - 1, self.height)
                out.append(
                    Group(
                        tuple(parts),
                        role="cell step",
                        title=title,
                        facts=column.facts,
                        pane="titles",
                        box=box,
                        at=(-1, i),
                    )
                )
        return out
