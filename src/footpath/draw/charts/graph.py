"""How a transition graph is drawn once it is laid out: boxes with counts, ways as wide as they are walked, their words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from footpath.draw.charts.answer import Row
from footpath.draw.charts.layers import Laid
from footpath.draw.charts.moves import Event
from footpath.draw.charts.numbers import shown, time, whole
from footpath.draw.charts.parts import LABEL, NAME_STRONG, Fact, cell, fit
from footpath.draw.scene import Box, Dot, Item, Path
from footpath.draw.styles import Style, measure, write

Point = tuple[float, float]
Size = tuple[float, float]

_BOX_MOST = 140.0
_COUNT = Style(7.8, 9, "sans-600", "flow")
_BACK = Style(7.8, 9, "sans-600", "ink2")
_TIME = Style(7.2, 9, ink="ink3")
_MARK = Style(7.4, 9.2, ink="ink2")
_ROW_GAP = 58.0
_THICK = 6.5


@dataclass(frozen=True, slots=True)
class Drawing:
    """The graph as items, its size, and the moves that are drawn."""

    items: list[Item]
    width: float
    height: float
    moves: Sequence[Row]


def label_width(row: Row) -> float:
    """Return how wide the words of a move are."""
    return max(measure(whole(row["occurrences"]), _COUNT), measure(_between(row), _TIME))


def _between(row: Row) -> str:
    return time(row["median_s"]) if row["median_s"] is not None else ""


def box_size(event: Event) -> Size:
    """Return the width and height of an event's box."""
    name = fit(shown(event.name), NAME_STRONG, _BOX_MOST - 16, 2)
    told = _told(event)
    marks = sum(measure(text, _MARK) + 13 for _, text in told) + 5 * max(len(told) - 1, 0)
    wide = max(name.width, measure(_times(event), LABEL), marks, 46) + 16
    return wide, 20 + 10.4 * max(len(name.lines), 1) + (12 if told else 0)


def _times(event: Event) -> str:
    return f"{whole(event.count)} times" if event.count != 1 else "once"


def _told(event: Event) -> list[tuple[str, str]]:
    """Return the marks of a box with their numbers: how many walks begin, stay and end here."""
    out = [("begin", whole(event.begins))] if event.begins else []
    if event.again is not None:
        out.append(("again", whole(event.again["occurrences"])))
    for name, n in event.ends[:2]:
        outcome = shown(name).removeprefix("end").removeprefix(":").strip()
        out.append(("end", fit(f"{whole(n)} {outcome}".strip(), _MARK, 60).lines[0]))
    return out


def marks_of(kind: str, x: float, y: float) -> list[Item]:
    """Return the mark for walks that begin (a disc), go on with the same (a turn) or end here (a ring with a disc)."""
    if kind == "begin":
        return [Dot(x, y, 2.6, fill="ink2")]
    if kind == "end":
        return [Dot(x, y, 3.2, stroke="ink2", line=1.0), Dot(x, y, 1.2, fill="ink2")]
    turn = Path(
        (("M", x + 2.3, y - 2.3), ("C", x - 0.5, y - 4.8, x - 4.6, y - 2, x - 3.2, y + 1.2), ("C", x - 2, y + 4, x + 2.4, y + 4, x + 3.2, y + 0.8)),
        "ink2", 1.0, round=True,
    )  # fmt: skip
    tip = Path(
        (("M", x + 4.1, y - 3.9), ("L", x + 3.2, y - 0.4), ("L", x + 0.3, y - 2.2), ("Z",)), fill="ink2"
    )
    return [turn, tip]


def arrow(x: float, y: float, dx: float, dy: float, ink: str, thick: float) -> Path:
    """Return the head of an arrow whose tip is at (x, y) and that points along (dx, dy)."""
    long = 4.6 + thick * 0.55
    half = 2.3 + thick * 0.5
    bx, by = x - dx * long, y - dy * long
    return Path((("M", x, y), ("L", bx - dy * half, by + dx * half), ("L", bx + dy * half, by - dx * half), ("Z",)), fill=ink)  # fmt: skip


def drawing(
    laid: Laid,
    levels: Sequence[Sequence[str]],
    events: dict[str, Event],
    sizes: dict[str, Size],
    moves: Sequence[Row],
    width: float,
) -> Drawing:
    """Return the graph drawn, in the middle of the width."""
    start = max((width - laid.width) / 2, 0.0)
    rows = _Rows(levels, sizes, laid)
    biggest = max((row["occurrences"] for row in moves), default=1) or 1
    ports = _ports(laid, moves, rows, sizes)
    lines: list[Item] = []
    labels: list[Item] = []
    for number in sorted(range(len(moves)), key=lambda i: moves[i]["occurrences"]):
        row = moves[number]
        a, b = str(row["from"]), str(row["to"])
        up = rows.of[b] < rows.of[a]
        is_back = events[b].place < events[a].place
        thick = max(_THICK * row["occurrences"] / biggest, 0.7)
        first, last = ports[number]
        way = [(first, rows.top(a) if up else rows.bottom(a, sizes))]
        for level, x in laid.ways[number][1:-1]:
            above, below = rows.stretch(level)
            way += [(x, below), (x, above)] if up else [(x, above), (x, below)]
        flat = rows.of[a] == rows.of[b]
        if flat:
            way = [*way[:1], (way[1][0], way[2][1])]
        ends_up = up or flat
        way.append((last, rows.bottom(b, sizes) if ends_up else rows.top(b)))
        lines += _line([(x + start, y) for x, y in way], thick, is_back=is_back, up=up, ends_up=ends_up)
        labels.append(_label(row, laid.labels[number], start, rows, thick, is_back=is_back))
    boxes = [
        _box(events[name], start + laid.boxes[name], rows.top(name), sizes[name], (2 * rows.of[name], place))
        for level in levels
        for place, name in enumerate(level)
    ]
    return Drawing([*lines, *labels, *boxes], laid.width, rows.height, moves)


class _Rows:
    """Where the rows of boxes, and between them those of labels, stand."""

    def __init__(self, levels: Sequence[Sequence[str]], sizes: dict[str, Size], laid: Laid) -> None:
        self.of = {name: number for number, level in enumerate(levels) for name in level}
        self._heights = [max(sizes[name][1] for name in level) for level in levels]
        self._tops: list[float] = []
        y = 2.0
        for high in self._heights:
            self._tops.append(y)
            y += high + _ROW_GAP
        below = any(row == 2 * len(levels) - 1 for row, _ in laid.labels)
        self.height = y - _ROW_GAP + (_ROW_GAP / 2 + 14 if below else 2)

    def top(self, name: str) -> float:
        """Return the upper edge of a box: boxes of a row stand on one line at their top."""
        return self._tops[self.of[name]]

    def bottom(self, name: str, sizes: dict[str, Size]) -> float:
        """Return the lower edge of a box."""
        return self.top(name) + sizes[name][1]

    def stretch(self, level: int) -> tuple[float, float]:
        """Return from where to where an edge goes straight through a row (boxes in even ones, labels in odd ones)."""
        top, high = self._tops[level // 2], self._heights[level // 2]
        if level % 2 == 0:
            return top - 3, top + high + 3
        middle = top + high + _ROW_GAP / 2
        return middle - 7, middle + 7

    def middle(self, level: int) -> float:
        """Return the middle of a row of labels."""
        above, below = self.stretch(level)
        return (above + below) / 2


def _ports(
    laid: Laid, moves: Sequence[Row], rows: _Rows, sizes: dict[str, Size]
) -> list[tuple[float, float]]:
    """Return where each edge leaves and comes: side by side on the edge of its box, in the order of where they go."""
    sides: dict[tuple[str, bool], list[tuple[float, int, bool]]] = {}
    for number, row in enumerate(moves):
        a, b = str(row["from"]), str(row["to"])
        up = rows.of[b] < rows.of[a]
        flat = rows.of[b] == rows.of[a]
        way = laid.ways[number]
        sides.setdefault((a, up), []).append((way[1][1], number, True))
        sides.setdefault((b, not (up or flat)), []).append((way[-2][1], number, False))
    out: list[list[float]] = [[0.0, 0.0] for _ in moves]
    for (name, _), ends in sides.items():
        ends.sort()
        wide = sizes[name][0] - 16
        step = min(wide / len(ends), 26.0)
        first = laid.boxes[name] - step * (len(ends) - 1) / 2
        for place, (_, number, leaves) in enumerate(ends):
            out[number][0 if leaves else 1] = first + step * place
    return [(one, other) for one, other in out]


def _line(way: Sequence[Point], thick: float, *, is_back: bool, up: bool, ends_up: bool) -> list[Item]:
    sign = -1.0 if ends_up else 1.0
    x, y = way[-1]
    long = 4.6 + thick * 0.55
    points = [*way[:-1], (x, y - sign * (long - 0.6))]
    commands: list[tuple[object, ...]] = [("M", *points[0])]
    goes = -1.0 if up else 1.0
    for i, ((x1, y1), (x2, y2)) in enumerate(itertools.pairwise(points)):
        if abs(x1 - x2) < 0.05:
            commands.append(("L", x2, y2))
            continue
        is_last = i == len(points) - 2
        bend = max(abs(y2 - y1) * 0.55, 8.0)
        commands.append(("C", x1, y1 + goes * bend, x2, y2 - (sign if is_last else goes) * bend, x2, y2))
    ink = "rule2" if is_back else "flow"
    return [
        Path(tuple(commands), "paper", thick + 2.4),
        Path(tuple(commands), ink, thick),
        arrow(x, y, 0, sign, "ink3" if is_back else "flow", thick),
    ]


def _label(
    row: Row, at: tuple[int, float], start: float, rows: _Rows, thick: float, *, is_back: bool
) -> Item:
    level, middle = at
    wide = label_width(row)
    x = start + middle + thick / 2 + 3.5
    y = rows.middle(level)
    between = _between(row)
    items: list[Item] = [write(x, y - 1 if between else y + 3, whole(row["occurrences"]), _BACK if is_back else _COUNT, halo=True)]  # fmt: skip
    if between:
        items.append(write(x, y + 7.6, between, _TIME, halo=True))
    facts: list[Fact] = [("How often", whole(row["occurrences"])), ("Customers", whole(row["customers"]))]
    if row["median_s"] is not None:
        facts += [("Median time", time(row["median_s"])), ("9 of 10 within", time(row["p90_s"]))]
    return cell(items, (level, round(middle)), f"{shown(row['from'])} → {shown(row['to'])}", "", facts, (x - 3, y - 10, wide + 8, 21))  # fmt: skip


def _box(event: Event, middle: float, top: float, size: Size, at: tuple[int, int]) -> Item:
    wide, high = size
    x = middle - wide / 2
    lines = fit(shown(event.name), NAME_STRONG, _BOX_MOST - 16, 2)
    items: list[Item] = [Box(x, top, wide, high, fill="cool", stroke="rule2", line=0.8, radius=3)]
    y = top + 12.5
    for text in lines.lines:
        items.append(write(x + 8, y, text, NAME_STRONG))
        y += NAME_STRONG.leading
    items.append(write(x + 8, y, _times(event), LABEL))
    told = _told(event)
    at_x = x + 8
    for kind, text in told:
        items += marks_of(kind, at_x + 3.4, y + 9.4)
        items.append(write(at_x + 9.5, y + 12, text, _MARK))
        at_x += measure(text, _MARK) + 18
    facts: list[Fact] = [("How often", whole(event.count))]
    facts += [("Walks that begin here", whole(event.begins))] if event.begins else []
    facts += [("Again at once", whole(event.again["occurrences"]))] if event.again is not None else []
    facts += [(f"Walks that end here{': ' + shown(name)[5:] if ':' in name else ''}", whole(n)) for name, n in event.ends]  # fmt: skip
    return cell(items, (at[0], round(middle)), shown(event.name), "", facts, (x, top, wide, high))
