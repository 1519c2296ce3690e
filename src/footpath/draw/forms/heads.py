"""What stands over the lanes: stage heads, step titles, and the titles of rows."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.draw.content import Column, Content
from footpath.draw.forms.marked import WORDS, Changes, facts_of
from footpath.draw.forms.page import END, Columns
from footpath.draw.marks import WAY
from footpath.draw.scene import Box, Group, Item, Mark
from footpath.draw.styles import LANE, SMALL, STAGE, STEP, SUB, measure, write
from footpath.draw.text import Lines, clean, one_line, wrap

OWNER = SMALL.of(face="sans-500", ink="ink")
"""Whose a lane is, where it is one persona's."""


class Stages:
    """The stage heads: rule, number, title, and what the company calls the stage."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.columns, self.numbers = columns, content.stage_numbers
        self.changes = Changes(content)
        self.ids = [str(stage.id) for stage in content.journey.stages]
        self.indents = [measure(str(number), STAGE.of(face="sans-400")) + 4.5 for number in self.numbers]
        marks = [WAY + 4 if self.changes.at("stage", id_) else 0.0 for id_ in self.ids]
        self.titles = [
            wrap(
                stage.title,
                STAGE.face,
                STAGE.size,
                columns.stages[i][1] - self.indents[i] - marks[i],
                lines=3,
            )
            for i, stage in enumerate(content.journey.stages)
        ]
        self.full = [clean(stage.title) for stage in content.journey.stages]
        company = content.company or ("",) * len(self.full)
        self.company = [
            one_line(f"for us: {word}" if word else "", SMALL.face, SMALL.size, columns.stages[i][1] - 2)
            for i, word in enumerate(company)
        ]
        self.called = company
        most = max((len(t.lines) for t in self.titles), default=1)
        self.height = 12.5 + (most - 1) * STAGE.leading + 6
        self.company_at = self.height + 4.2
        if any(company):
            self.height += 10
        self.folds = sum(t.cut for t in self.titles) + sum(c.cut for c in self.company)
        self.broken = sum(t.broken for t in self.titles)

    def overflows(self) -> Iterator[tuple[str, str]]:
        """Yield the texts that are cut, as (where, text)."""
        for i, title in enumerate(self.full):
            if self.titles[i].cut:
                yield f"title of stage {self.ids[i]}", title
            if self.company[i].cut:
                yield f"our word for stage {self.ids[i]}", self.called[i]

    def items(self, top: float) -> list[Item]:
        """Return the heads; `top` is the rule's upper edge."""
        out: list[Item] = []
        for i, ((x, width), laid) in enumerate(zip(self.columns.stages, self.titles, strict=True)):
            parts: list[Item] = [Box(x, top, width, 1.8, fill="ink")]
            parts.append(write(x, top + 13, str(self.numbers[i]), STAGE.of(face="sans-400", ink="ink3")))
            for k, line in enumerate(laid.lines):
                parts.append(write(x + self.indents[i], top + 13 + k * STAGE.leading, line, STAGE))
            parts += [write(x, top + self.company_at, line, SMALL) for line in self.company[i].lines]
            change = self.changes.at("stage", self.ids[i])
            if change is not None:
                parts.append(Mark("change", x + width - WAY, top + 4.6, change.kind, WAY, WAY))
            title = f"Stage {self.numbers[i]}: {self.full[i]}"
            if self.called[i]:
                title += f"; for us: {self.called[i]}"
            said = f"{WORDS[change.kind]}: {clean(change.sentence)}" if change is not None else ""
            out.append(
                Group(
                    tuple(parts),
                    role="stage",
                    title=title,
                    description=said,
                    pane="heads",
                    box=(x, top, width, self.height),
                )
            )
        return out


def lane_head(x: float, baseline: float, title: str, sub: str, room: float, *, whose: str = "") -> list[Item]:
    """Return a row's title, whose lane it is, and the small line under it, at the start side."""
    laid = wrap(title, LANE.face, LANE.size, room, lines=3)
    out: list[Item] = [
        write(x, baseline + i * LANE.leading, line, LANE) for i, line in enumerate(laid.lines) if line
    ]
    y = baseline + (len(laid.lines) - 1) * LANE.leading + 9.2
    if whose:
        name = one_line(whose, OWNER.face, OWNER.size, room - 10)
        out.append(Mark("who", x - 0.6, y - 6.8, width=8, height=8, ink="ink2"))
        out += [write(x + 9.4, y, line, OWNER) for line in name.lines]
        y += OWNER.leading
    if sub:
        small = wrap(sub, SUB.face, SUB.size, room, lines=2)
        out += [write(x, y + i * SUB.leading, line, SUB) for i, line in enumerate(small.lines) if line]
    return out


def row_head(x: float, baseline: float, title: str, sub: str, room: float) -> Group:
    """Return the title of a row that is no lane (time, how many go on); it stays in view with those of the lanes."""
    return Group(tuple(lane_head(x, baseline, title, sub, room)), role="row", pane="lanes")


def lane_head_height(title: str, sub: str, room: float, *, whose: str = "") -> float:
    """Return the height that `lane_head` takes from the row's top to its last line's foot, less the row's padding."""
    laid = wrap(title, LANE.face, LANE.size, room, lines=3)
    small = wrap(sub, SUB.face, SUB.size, room, lines=2) if sub else None
    return (
        len(laid.lines) * LANE.leading
        + (OWNER.leading if whose else 0)
        + (len(small.lines) * SUB.leading + 1 if small else 0)
    )


_OVER = 10.0
"""The height of a line of marks over the step titles."""


class Titles:
    """The step titles; over them a diamond for those that decide, a plus for new ones, marks of changes; their usual time under them."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        self.changes = Changes(content)
        if content.is_overview:
            self.titles, self.over, self.height, self.folds, self.broken = [], 0, 4.0, 0, 0
            self.typical: list[Lines] = []
            return
        self.titles = [
            wrap(c.title, STEP.face, STEP.size, columns.steps[i][1] - END, lines=3)
            for i, c in enumerate(content.columns)
        ]
        self.typical = [
            one_line(c.typical, SMALL.face, SMALL.size, columns.steps[i][1] - END - 5)
            for i, c in enumerate(content.columns)
        ]
        self.marks = [self._marks(c, columns.steps[i][1] - END) for i, c in enumerate(content.columns)]
        self.over = max((len(lines) for lines in self.marks), default=0)
        most = max((len(t.lines) for t in self.titles if any(t.lines)), default=0)
        self.height = _OVER * self.over + (most * STEP.leading + 9 if most else 4)
        self.typical_at = self.height + 1.4
        if any(laid.lines for laid in self.typical):
            self.height += 9.6
        self.folds = sum(t.cut for t in self.titles) + sum(t.cut for t in self.typical)
        self.broken = sum(t.broken for t in self.titles)

    @property
    def used(self) -> set[str]:
        """The marks of the legend that the titles use."""
        used = {"new"} if any(c.is_new for c in self.content.columns) and self.titles else set()
        return used | ({"assumed"} if any(laid.lines for laid in self.typical) else set())

    def overflows(self) -> Iterator[tuple[str, str]]:
        """Yield the texts that are cut, as (where, text)."""
        for column, laid in zip(self.content.columns, self.titles, strict=False):
            if laid.cut:
                yield f"title of step {column.id}", column.title

    def _marks(self, column: Column, room: float) -> list[list[tuple[str, str]]]:
        """Return the lines of marks over a title, as (kind, word); a word that finds no room takes a line more."""
        change = self.changes.at("step", column.id)
        marks = [("decides", "decides")] if column.decides else []
        marks += [("new", "new")] if column.is_new else []
        marks += [("change", WORDS[change.kind])] if change is not None else []
        lines: list[list[tuple[str, str]]] = []
        used = room
        for kind, word in marks:
            advance = (13 if kind == "change" else 11) + measure(word, SMALL) + 5
            if used + advance - 5 > room:
                lines.append([])
                used = 0.0
            lines[-1].append((kind, word))
            used += advance
        return lines

    def items(self, top: float) -> list[Item]:
        """Return the titles, aligned at their first line."""
        out: list[Item] = []
        if not self.titles:
            return out
        first = top + _OVER * self.over + 9.5
        for i, (column, laid) in enumerate(zip(self.content.columns, self.titles, strict=True)):
            x, width = self.columns.steps[i]
            change = self.changes.at("step", column.id)
            parts: list[Item] = []
            for above, line in enumerate(reversed(self.marks[i])):
                at, y = x, first - above * _OVER
                for kind, word in line:
                    if kind == "change" and change is not None:
                        parts.append(Mark("change", at - 0.4, y - 18.6, change.kind, WAY, WAY))
                    else:
                        parts.append(Mark(kind, at, y - 13.5))
                    indent = 13 if kind == "change" else 11
                    parts.append(write(at + indent, y - 11, word, SMALL))
                    at += indent + 5 + measure(word, SMALL)
            parts += [
                write(x, first + k * STEP.leading, line, STEP) for k, line in enumerate(laid.lines) if line
            ]
            for usual in self.typical[i].lines:
                y = top + self.typical_at
                parts += [
                    Mark("edge", x, y - 6.4, "assumed", height=7.4, ink="ink2"),
                    write(x + 5, y, usual, SMALL),
                ]
            if parts:
                title = f"Step {self.content.first_step + i}: {column.title}" if column.title else ""
                said = [f"takes {column.typical}, the team believes" if column.typical else ""]
                said += ["new: it is not on the map of today" if column.is_new else ""]
                box = (x, top, width - 1, self.height)
                out.append(
                    Group(
                        tuple(parts),
                        role="cell step",
                        title=title,
                        description=", ".join(part for part in said if part),
                        facts=(*facts_of(change), *column.facts),
                        pane="titles",
                        box=box,
                        at=(-1, i),
                    )
                )
        return out
