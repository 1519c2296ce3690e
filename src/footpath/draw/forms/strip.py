"""The funnel strip: how many go on from stage to stage, to scale, with what is lost hatched."""

from __future__ import annotations

from footpath.draw import words
from footpath.draw.content import Content, Counted
from footpath.draw.forms.heads import row_head
from footpath.draw.forms.page import MARGIN, Columns
from footpath.draw.scene import Box, Group, Item, Path
from footpath.draw.styles import LOSS, SMALL, STRIP, measure, write
from footpath.draw.text import one_line

FALL = 46.0
"""In how many points, at the end of a stage, the silhouette falls."""
STRIP_HEIGHT = 26.0

Line = tuple[tuple[object, ...], ...]


def funnel(content: Content, columns: Columns, top: float) -> tuple[list[Item], float, set[str]]:
    """Return the funnel strip, its height, and the marks that it used; nothing where nobody was counted."""
    counts = content.counts
    if not counts:
        return [], 0.0, set()
    used: set[str] = set()
    most = max((c.count or 0 for c in counts if not c.is_branch), default=0) or 1
    base = top + 14 + STRIP_HEIGHT
    sub = _since(content)
    parts: list[Item] = [row_head(MARGIN, top + 9, "How many go on", sub, columns.lane_width - 6)]
    first = next((i for i, c in enumerate(counts) if c.count is not None), -1)
    groups: list[Item] = []
    for index, (x, width) in enumerate(columns.stages):
        counted = counts[index]
        items: list[Item] = []
        if counted.count is None:
            used.add("no-data")
            items.append(Path(_box(x, base - STRIP_HEIGHT, width, STRIP_HEIGHT), fill="hatch-rule2"))
            label = "too few to show" if counted.is_under_floor else "not in the data"
            laid = one_line(label, SMALL.face, SMALL.size, width - 4)
            items += [write(x, top + 10, line, SMALL.of(ink="ink3")) for line in laid.lines if line]
            groups.append(
                Group(tuple(items), role="funnel", title=f"{content.journey.stages[index].title}: {label}")
            )
            continue
        following = counts[index + 1] if index + 1 < len(counts) else None
        next_x = columns.stages[index + 1][0] if index + 1 < len(counts) else x + width
        height = STRIP_HEIGHT * min(1.0, counted.count / most)
        if (
            following is not None
            and following.count is not None
            and not following.is_branch
            and not counted.is_branch
        ):
            drop = STRIP_HEIGHT * min(1.0, following.count / most)
            items += _fall(x, width, next_x, base, height, drop, used)
        elif counted.lost and height > 2:
            # Nobody counts what comes next, but what was lost here is known.
            items += _fall(x, width, x + width, base, height, height * (1 - counted.lost), used)
        else:
            items.append(Box(x, base - max(height, 1.4), width, max(height, 1.4), fill="flow-soft"))
        items += _strip_words(
            content, counted, x, width, top + 10, is_first=index == first, whole=_main_before(counts, index)
        )
        stage = content.journey.stages[index].title
        title = f"{stage}: {words.count(counted.count, content.language)}"
        if counted.lost:
            title += f", {words.percent(counted.lost, content.language)} lost"
        groups.append(
            Group(
                tuple(items),
                role="cell funnel",
                title=title,
                facts=counted.facts,
                at=(-2, index),
                box=(x, top, width, base - top),
            )
        )
    parts.append(Path((("M", columns.start, base), ("L", columns.end, base)), "rule2", 0.8))
    return [Group((*groups, *parts), role="strip")], base - top + 6, used


def _main_before(counts: tuple[Counted, ...], index: int) -> int:
    """Return how many passed the last stage of the main way before a branch."""
    return next((c.count for c in reversed(counts[:index]) if c.count is not None and not c.is_branch), 0)


def _strip_words(
    content: Content, counted: Counted, x: float, width: float, y: float, *, is_first: bool, whole: int
) -> list[Item]:
    number = words.count(counted.count or 0, content.language)
    out: list[Item] = [write(x, y, number, STRIP)]
    used = measure(number, STRIP) + 4
    loss = f"{words.MINUS}{words.percent(counted.lost, content.language)}" if counted.lost else ""
    loss_width = measure(loss, LOSS) + 8 if loss else 0.0
    if counted.is_branch and whole:
        label = f"{round(100 * (counted.count or 0) / whole)} in 100"
    else:
        label = "begin" if is_first else "go on"
    if used + measure(label, SMALL) + loss_width <= width:
        out.append(write(x + used, y, label, SMALL))
    if loss and used + loss_width <= width + 6:
        out.append(write(x + width - 5, y, loss, LOSS, anchor="end"))
    return out


def _fall(
    x: float, width: float, next_x: float, base: float, height: float, drop: float, used: set[str]
) -> list[Item]:
    top, low = base - height, base - drop
    if drop >= height:
        return [Box(x, top, next_x - x + 0.4, height, fill="flow-soft")]
    begin = max(x + width * 0.35, next_x - FALL)
    flat = next_x - 9
    middle = (begin + flat) / 2
    shape: Line = (
        ("M", x, base), ("L", x, top), ("L", begin, top), ("C", middle, top, middle, low, flat, low),
        ("L", next_x + 0.4, low), ("L", next_x + 0.4, base), ("Z",),
    )  # fmt: skip
    out: list[Item] = [Path(shape, fill="flow-soft")]
    if low - top > 0.4:
        lost: Line = (
            ("M", begin, top), ("C", middle, top, middle, low, flat, low), ("L", next_x, low), ("L", next_x, top), ("Z",),
        )  # fmt: skip
        out.append(Path(lost, fill="hatch-trouble"))
        used.add("lost")
    return out


def _since(content: Content) -> str:
    starts = [s.from_ for s in content.run.sources if s.from_] if content.run else []
    if not starts:
        return "counted"
    return f"walks since {words.day(min(starts), content.language, year=False, short=True)}"


def _box(x: float, y: float, w: float, h: float) -> Line:
    return (("M", x, y), ("L", x + w, y), ("L", x + w, y + h), ("L", x, y + h), ("Z",))
