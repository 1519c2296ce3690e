"""What stands over the lanes: claim and persona, stage heads, the time that passes, how many go on, step titles."""

from __future__ import annotations

from footpath.base import parse_duration
from footpath.draw import words
from footpath.draw.content import Content
from footpath.draw.forms.page import END, MARGIN, Columns
from footpath.draw.scene import Box, Group, Item, Mark, Path
from footpath.draw.styles import (
    CLAIM,
    LANE,
    SCOPE,
    SMALL,
    STAGE,
    STEP,
    SUB,
    Style,
    measure,
    write,
)
from footpath.draw.text import Lines, clean, one_line, wrap

Line = tuple[tuple[object, ...], ...]


def title_lines(content: Content, room: float) -> Lines:
    """Return the claim (or the title, where there is none) in one to three lines."""
    journey = content.journey
    return wrap(journey.claim or journey.title, CLAIM.face, CLAIM.size, room, lines=3, words=32)


def scope(content: Content) -> str:
    """Return the line under the claim: what, when, and which state."""
    journey = content.journey
    parts: list[str] = []
    if journey.claim:
        parts.append(journey.title)
    if journey.scenario:
        parts.append(journey.scenario)
    state = {"as-is": "As it is today", "to-be": "As it is to be"}.get(journey.state or "", "")
    when = ""
    if content.run is not None:
        starts = [s.from_ for s in content.run.sources if s.from_]
        ends = [s.to for s in content.run.sources if s.to]
        when = words.period(min(starts), max(ends), content.language) if starts and ends else ""
    last = ", ".join(part for part in (state, when) if part)
    if last:
        parts.append(last)
    return " ".join(clean(part).rstrip(".") + "." for part in parts if clean(part))


class Head:
    """The claim at the start side and the persona at the end side; `height` is where the stages may begin."""

    def __init__(self, content: Content, width: float) -> None:
        self.content, self.width = content, width
        self.chip = _chip_lines(content)
        room_all = width - 2 * MARGIN
        most = room_all * 0.3
        widths = [measure(*line) for line in self.chip]
        if len(self.chip) > 1 and self.chip[1][1] is SCOPE and widths[0] + 6 + widths[1] <= most:
            widths = [widths[0] + 6 + widths[1], *widths[2:]]  # name and summary share a line
        self.chip_width = min(max(widths), most) + 40 if self.chip else 0.0
        self.claim = title_lines(content, room_all - (self.chip_width + 24 if self.chip else 0))
        self.scope = wrap(
            scope(content),
            SCOPE.face,
            SCOPE.size,
            room_all - (self.chip_width + 24 if self.chip else 0),
            lines=2,
        )
        extra = (len(self.claim.lines) - 1) * CLAIM.leading
        extra += max(0, len(self.scope.lines) - 1) * SCOPE.leading
        self.height = 78.0 + extra - (0 if any(self.scope.lines) else 8)
        self.folds = int(self.claim.cut) + int(self.scope.cut)

    def items(self) -> list[Item]:
        """Return claim, scope and persona."""
        out: list[Item] = []
        y = 43.5
        for line in self.claim.lines:
            out.append(write(MARGIN, y, line, CLAIM))
            y += CLAIM.leading
        y += 17.5 - CLAIM.leading
        for line in self.scope.lines:
            if line:
                out.append(write(MARGIN, y, line, SCOPE))
                y += SCOPE.leading
        head: list[Item] = [Group(tuple(out), role="claim")]
        if self.chip:
            x = self.width - MARGIN - self.chip_width
            chip: list[Item] = [Mark("person", x, 23.5, width=32, height=32)]
            y = 33.0
            (name, style), *rest = self.chip
            room = self.chip_width - 40
            first = one_line(name, style.face, style.size, room)
            chip += [write(x + 40, y, part, style) for part in first.lines]
            if rest and rest[0][1] is SCOPE:
                about = one_line(rest[0][0], SCOPE.face, SCOPE.size, room - first.width - 6)
                if about.lines and not about.cut and about.width <= room - first.width - 6:
                    chip += [write(x + 46 + first.width, y, part, SCOPE) for part in about.lines]
                    rest = rest[1:]
                else:  # it takes a line of its own, in the place of the last one
                    rest = [(rest[0][0], rest[1][1] if len(rest) > 1 else SCOPE), *rest[1:2]]
            for text, own in rest:
                y += 12
                other = one_line(text, own.face, own.size, self.chip_width - 40)
                chip += [write(x + 40, y, part, own) for part in other.lines if part]
            persona = self.content.persona
            head.append(
                Group(tuple(chip), role="persona", title=f"Persona: {persona.name}" if persona else "")
            )
        return head


def _chip_lines(content: Content) -> list[tuple[str, Style]]:
    persona = content.persona
    if persona is None:
        return []
    out: list[tuple[str, Style]] = [(clean(persona.name), Style(10.5, 12, "sans-600"))]
    if persona.summary:
        out.append((clean(persona.summary), SCOPE))
    run = content.run
    second: list[str] = []
    if run is not None:
        share = run.find("persona", persona.id, "share") or run.find(
            "persona", persona.id, "share-of-customers"
        )
        if share is not None and share.value is not None:
            second.append(f"{words.percent(share.value, content.language)} of customers")
        whole = run.find("journey", content.journey.id, "reach")
        if whole is not None and whole.value is not None:
            second.append(f"{words.count(whole.value, content.language)} walks")
    small = Style(8, 12, ink="ink2")
    if second:
        out.append((", ".join(second), small))
    if content.journey.purpose:
        purpose = clean(content.journey.purpose)
        out.append(
            (
                f"Aim: {purpose[:1].lower()}{purpose[1:]}" if purpose[1:2].islower() else f"Aim: {purpose}",
                small,
            )
        )
    return out


# ---------------------------------------------------------------- stage heads


class Stages:
    """The stage heads: rule, number, title."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.columns = columns
        self.number_width = measure(str(len(columns.stages)), STAGE.of(face="sans-400")) + 4.5
        self.titles = [
            wrap(stage.title, STAGE.face, STAGE.size, columns.stages[i][1] - self.number_width, lines=3)
            for i, stage in enumerate(content.journey.stages)
        ]
        self.full = [clean(stage.title) for stage in content.journey.stages]
        most = max((len(t.lines) for t in self.titles), default=1)
        self.height = 12.5 + (most - 1) * STAGE.leading + 6
        self.folds = sum(t.cut for t in self.titles)

    def items(self, top: float) -> list[Item]:
        """Return the heads; `top` is the rule's upper edge."""
        out: list[Item] = []
        for i, ((x, width), laid) in enumerate(zip(self.columns.stages, self.titles, strict=True)):
            parts: list[Item] = [Box(x, top, width, 1.8, fill="ink")]
            parts.append(write(x, top + 13, str(i + 1), STAGE.of(face="sans-400", ink="ink3")))
            for k, line in enumerate(laid.lines):
                parts.append(write(x + self.number_width, top + 13 + k * STAGE.leading, line, STAGE))
            title = f"Stage {i + 1}: {self.full[i]}"
            out.append(
                Group(tuple(parts), role="stage", title=title, pane="heads", box=(x, top, width, self.height))
            )
        return out


# ---------------------------------------------------------------- time


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


def lane_head_height(title: str, sub: str, room: float) -> float:
    """Return the height that `lane_head` takes from the row's top to its last line's foot, less the row's padding."""
    laid = wrap(title, LANE.face, LANE.size, room, lines=3)
    small = wrap(sub, SUB.face, SUB.size, room, lines=2) if sub else None
    return len(laid.lines) * LANE.leading + (len(small.lines) * SUB.leading + 1 if small else 0)


def time_bar(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return the bar to true scale with hairlines fanning out to the stages, and its height; nothing without times."""
    if not content.starts:
        return [], 0.0
    starts, total = list(content.starts), content.total
    x0, x1 = columns.start, columns.end
    deadline = _deadline(content, total)
    bar_y = top + 3
    if deadline is not None:
        bar_y += 6
    parts: list[Item] = lane_head(
        MARGIN, bar_y + 4, "Time that passes", "median, to scale", columns.lane_width - 6
    )
    measured = [start for start in starts if start is not None]
    for index, start in enumerate(measured):
        until = measured[index + 1] if index + 1 < len(measured) else total
        at, end = x0 + (x1 - x0) * start / total, x0 + (x1 - x0) * until / total
        parts.append(Box(at, bar_y, max(end - at - 0.6, 0.35), 3, fill="ink2" if index % 2 == 0 else "rule2"))
    labels = words.moments(starts, total)
    for begins, label, (x, width) in zip(starts, labels, columns.stages, strict=True):
        if begins is None:
            continue
        at = x0 + (x1 - x0) * begins / total
        bend: Line = (
            (("M", at, bar_y + 4), ("L", x, bar_y + 16)) if abs(at - x) > 0.5 else (("M", x, bar_y + 4),)
        )
        parts.append(Path((*bend, ("L", x, bar_y + 25)), "rule2", 0.6))
        laid = one_line(label, SMALL.face, SMALL.size, width - 6)
        parts += [write(x + 3, bar_y + 24.5, line, SMALL) for line in laid.lines if not laid.cut]
    last_width = columns.stages[-1][1]
    final = words.one_day(total, total)
    if total > measured[-1] and last_width - measure(labels[-1], SMALL) - 14 > measure(final, SMALL):
        parts.append(Path((("M", x1, bar_y + 4), ("L", x1, bar_y + 25)), "rule2", 0.6))
        parts.append(write(x1 - 3, bar_y + 24.5, final, SMALL, anchor="end"))
    if deadline is not None:
        seconds, text = deadline
        at = x0 + (x1 - x0) * seconds / total
        r = 3.2
        shape = (
            ("M", at, bar_y + 1.5 - r),
            ("L", at + r, bar_y + 1.5),
            ("L", at, bar_y + 1.5 + r),
            ("L", at - r, bar_y + 1.5),
            ("Z",),
        )
        parts.append(Path(shape, "ink", 1.0, fill="paper"))
        is_late = at + 5 + measure(text, SMALL) > x1
        parts.append(
            write(
                at + (4 if is_late else 3),
                bar_y - 3.8,
                text,
                SMALL.of(ink="ink"),
                anchor="end" if is_late else "start",
            )
        )
    description = "; ".join(
        f"{stage.title}: {label}"
        for stage, label in zip(content.journey.stages, labels, strict=True)
        if label
    )
    group = Group(tuple(parts), role="time", title="Time that passes, median", description=description)
    return [group], bar_y - top + 30


def _deadline(content: Content, total: float) -> tuple[float, str] | None:
    horizon = content.journey.horizon
    if horizon is None or not horizon.typical:
        return None
    try:
        seconds = parse_duration(horizon.typical) / 1e6
    except ValueError:
        return None
    if not 0 < seconds <= total:
        return None
    return seconds, f"typical: {clean(horizon.typical)}"


# ---------------------------------------------------------------- step titles


class Titles:
    """The step titles, with a diamond over those that decide."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        self.titles = [
            wrap(c.title, STEP.face, STEP.size, columns.steps[i][1] - END, lines=3)
            for i, c in enumerate(content.columns)
        ]
        most = max((len(t.lines) for t in self.titles if any(t.lines)), default=0)
        self.decides = any(c.decides for c in content.columns)
        self.height = (10 if self.decides else 0) + (most * STEP.leading + 9 if most else 4)
        self.folds = sum(t.cut for t in self.titles)

    def items(self, top: float) -> list[Item]:
        """Return the titles, aligned at their first line."""
        out: list[Item] = []
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
                title = f"Step {i + 1}: {column.title}" if column.title else ""
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
