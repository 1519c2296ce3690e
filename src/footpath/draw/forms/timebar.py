"""The bar of the time that passes, to true scale, from the first moment that was measured to the last."""

from __future__ import annotations

from footpath.base import parse_duration
from footpath.draw import words
from footpath.draw.content import Content
from footpath.draw.forms.heads import row_head
from footpath.draw.forms.page import MARGIN, Columns
from footpath.draw.scene import Box, Group, Item, Mark, Path
from footpath.draw.styles import SMALL, measure, write
from footpath.draw.text import clean, one_line

Line = tuple[tuple[object, ...], ...]


def time_row(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return the bar of measured time, or what the team believes where none was measured, and its height."""
    found, height = time_bar(content, columns, top)
    return (found, height) if height else believed(content, columns, top)


def believed(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return how long stages and the whole usually take, as the team believes: dotted, and not to scale."""
    horizon = content.journey.horizon
    whole = (
        clean(horizon.typical) if horizon is not None and horizon.typical and not content.is_further else ""
    )
    if not whole and not any(content.typicals):
        return [], 0.0
    y = top + 6.0
    sub = f"{whole} in all" if whole and any(content.typicals) else "the team believes"
    parts: list[Item] = [row_head(MARGIN, top + 9, "How long it takes", sub, columns.lane_width - 6)]
    told: list[str] = []
    spans = (
        [(x, width, content.typicals[i]) for i, (x, width) in enumerate(columns.stages)]
        if any(content.typicals)
        else [(columns.start, columns.end - columns.start, f"{whole} in all")]
    )
    for number, (x, width, typical) in enumerate(spans):
        if not typical:
            continue
        parts.append(
            Path((("M", x + 0.6, y), ("L", x + width - 2, y)), "ink2", 1.6, dash=(0.01, 3.4), round=True)
        )
        laid = one_line(typical, SMALL.face, SMALL.size, width - 4)
        parts += [write(x, y + 11, line, SMALL) for line in laid.lines]
        told.append(
            f"{content.journey.stages[number].title}: {typical}" if any(content.typicals) else typical
        )
    title = "How long it takes, as the team believes"
    return [Group(tuple(parts), role="time", title=title, description="; ".join(told))], 24.0


def time_bar(content: Content, columns: Columns, top: float) -> tuple[list[Item], float]:
    """Return the bar with hairlines fanning out to the stages, and its height; nothing without times.

    A stage without a measured time has no label, and before the first and after the last measured stage there is no
    bar. Where such a stage lies between two others, nobody knows whose the time is: that part is hatched.
    """
    measured = [(i, start) for i, start in enumerate(content.starts) if start is not None]
    if not measured:
        return [], 0.0
    total, first = content.total, measured[0][1]
    if total <= first:
        return [], 0.0
    last_stage = measured[-1][0]
    x0, x1 = columns.stages[measured[0][0]][0], sum(columns.stages[last_stage])

    def at(seconds: float) -> float:
        return x0 + (x1 - x0) * (seconds - first) / (total - first)

    deadline = _deadline(content, first, total)
    bar_y = top + 3 + (6 if deadline is not None else 0)
    parts: list[Item] = [
        row_head(MARGIN, bar_y + 4, "Time that passes", "median, to scale", columns.lane_width - 6)
    ]
    for number, (stage, start) in enumerate(measured):
        until_stage, until = measured[number + 1] if number + 1 < len(measured) else (stage + 1, total)
        begin, end = at(start), max(at(until) - 0.6, at(start) + 0.35)
        if until_stage == stage + 1:
            parts.append(Box(begin, bar_y, end - begin, 3, fill="ink2" if number % 2 == 0 else "rule2"))
        else:
            corners: Line = (
                ("M", begin, bar_y), ("L", end, bar_y), ("L", end, bar_y + 3), ("L", begin, bar_y + 3), ("Z",),
            )  # fmt: skip
            parts.append(Path(corners, "rule2", 0.5, fill="hatch-rule2"))
    for stage, typical in enumerate(content.typicals):
        if typical and content.starts[stage] is None:  # nothing measured here: the team's belief, dotted
            x, width = columns.stages[stage]
            laid = one_line(f"takes {typical}", SMALL.face, SMALL.size, width - 8)
            parts.append(Mark("edge", x, bar_y + 18, "assumed", height=7.4, ink="ink2"))
            parts += [write(x + 5, bar_y + 24.5, line, SMALL) for line in laid.lines]
    labels = words.moments(content.starts, total)
    for stage, start in measured:
        x, width = columns.stages[stage]
        on_bar = at(start)
        bend: Line = (
            (("M", on_bar, bar_y + 4), ("L", x, bar_y + 16))
            if abs(on_bar - x) > 0.5
            else (("M", x, bar_y + 4),)
        )
        parts.append(Path((*bend, ("L", x, bar_y + 25)), "rule2", 0.6))
        laid = one_line(labels[stage], SMALL.face, SMALL.size, width - 6)
        parts += [write(x + 3, bar_y + 24.5, line, SMALL) for line in laid.lines if not laid.cut]
    final = words.one_day(total, total)
    room = columns.stages[last_stage][1] - measure(labels[last_stage], SMALL) - 14
    if total > measured[-1][1] and room > measure(final, SMALL):
        parts.append(Path((("M", x1, bar_y + 4), ("L", x1, bar_y + 25)), "rule2", 0.6))
        parts.append(write(x1 - 3, bar_y + 24.5, final, SMALL, anchor="end"))
    if deadline is not None:
        parts += _diamond(at(deadline[0]), bar_y, deadline[1], x1)
    told = [
        f"{stage.title}: {label}"
        for stage, label in zip(content.journey.stages, labels, strict=True)
        if label
    ]
    if total > measured[-1][1]:
        told.append(f"end: {final}")
    group = Group(tuple(parts), role="time", title="Time that passes, median", description="; ".join(told))
    return [group], bar_y - top + 30


def _diamond(x: float, bar_y: float, text: str, end: float) -> list[Item]:
    """Return the mark of a deadline on the bar, with its words over it."""
    r, y = 3.2, bar_y + 1.5
    shape: Line = (("M", x, y - r), ("L", x + r, y), ("L", x, y + r), ("L", x - r, y), ("Z",))
    is_late = x + 5 + measure(text, SMALL) > end
    label = write(
        x + (4 if is_late else 3),
        bar_y - 3.8,
        text,
        SMALL.of(ink="ink"),
        anchor="end" if is_late else "start",
    )
    return [Path(shape, "ink", 1.0, fill="paper"), label]


def _deadline(content: Content, first: float, total: float) -> tuple[float, str] | None:
    horizon = content.journey.horizon
    if horizon is None or not horizon.typical:
        return None
    try:
        seconds = parse_duration(horizon.typical) / 1e6
    except ValueError:
        return None
    if not first < seconds <= total:
        return None
    return seconds, f"typical: {clean(horizon.typical)}"
