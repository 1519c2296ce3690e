"""Rows between the step titles and the lanes: where a step leads besides the next one, and the maps that steps open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from footpath.base import format_duration
from footpath.draw import words
from footpath.draw.content import Child, Content, Way
from footpath.draw.forms.cells import FIRST
from footpath.draw.forms.heads import lane_head_height, row_head
from footpath.draw.forms.page import END, MARGIN, Columns
from footpath.draw.marks import WAY
from footpath.draw.scene import Dot, Group, Item, Mark, Path
from footpath.draw.styles import CELL, COUNT, SMALL, STRONG, Style, measure, write
from footpath.draw.text import Lines, wrap

_TRACK = 6.0
_LEADS = {"branch": "on to", "loop": "back to", "exit": "out:"}
_INDENT = WAY + 3.0
_APART = 3.5
"""Between two ways on from one step."""


class _Line(NamedTuple):
    """A piece of a cell: its lines, how far in they stand, and what stands before the first one."""

    laid: Lines
    style: Style
    indent: float
    mark: Mark | None = None
    n: str = ""
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class _Track:
    """A line from one column to another, on a level of its own."""

    source: int
    target: int
    level: int


class Beside:
    """Both rows laid out on the columns of one page."""

    def __init__(self, content: Content, columns: Columns) -> None:
        self.content, self.columns = content, columns
        self.used: set[str] = set()
        self.ways: dict[int, list[_Line]] = {}
        self.children: dict[int, list[_Line]] = {}
        self.tracks: list[_Track] = []
        if not content.is_overview:
            for index, column in enumerate(content.columns):
                room = columns.steps[index][1] - END
                if column.ways:
                    lines = [list(self._way(way, room)) for way in column.ways]
                    self.ways[index] = [
                        line._replace(above=_APART if n and k == 0 else 0.0)
                        for n, of_way in enumerate(lines)
                        for k, line in enumerate(of_way)
                    ]
                if column.child is not None:
                    self.children[index] = self._child(column.child, room)
            self.tracks = self._tracks()
        self.levels = max((track.level for track in self.tracks), default=-1) + 1
        self.ways_height = self._row_height(self.ways, self.levels * _TRACK + (8 if self.levels else 0))
        self.children_height = self._row_height(self.children, 0.0)
        self.height = self.ways_height + self.children_height
        self.folds = sum(line.laid.cut for lines in self._cells() for line in lines)

    def _cells(self) -> list[list[_Line]]:
        return [*self.ways.values(), *self.children.values()]

    def overflows(self) -> Iterator[tuple[str, str, str]]:
        """Yield the texts that are cut, as (where, text, kind)."""
        for index, lines in self.ways.items():
            if any(line.laid.cut for line in lines):
                column = self.content.columns[index]
                yield f"ways on from step {column.id}", "; ".join(_told(way) for way in column.ways), "cut"
        for index, lines in self.children.items():
            child = self.content.columns[index].child
            if child is not None and any(line.laid.cut for line in lines):
                yield f"map that step {self.content.columns[index].id} opens", child.title, "cut"

    # ------------------------------------------------------------ measuring

    def _way(self, way: Way, room: float) -> Iterator[_Line]:
        ink = "trouble" if way.ending == "unwanted" else "ink"
        text = f"{_LEADS[way.kind]} {way.text}"
        self.used.add(way.kind)
        laid = wrap(text, CELL.face, CELL.size, room - _INDENT, lines=4, words=12)
        yield _Line(
            laid,
            CELL,
            _INDENT,
            Mark("way", 0, 0, way.kind, WAY, WAY, ink=ink),
            way.n if not way.label else "",
        )
        if way.label:
            laid = wrap(way.label, SMALL.face, SMALL.size, room - _INDENT, lines=3, words=12)
            yield _Line(laid, SMALL, _INDENT, None, way.n)

    def _child(self, child: Child, room: float) -> list[_Line]:
        self.used.add("child")
        indent = _INDENT if room > 90 else 0.0
        title = wrap(child.title, STRONG.face, STRONG.size, room - _INDENT, lines=3, words=12)
        out = [_Line(title, STRONG, _INDENT, Mark("child", 0, 0, "", WAY, WAY, ink="ink"))]
        told = (
            wrap(text, SMALL.face, SMALL.size, room - indent, lines=3)
            for text in _numbers(child, self.content.language)
        )
        return [*out, *(_Line(laid, SMALL, indent, above=0.0 if n else 1.0) for n, laid in enumerate(told))]

    def _tracks(self) -> list[_Track]:
        """Return the lines from steps to the steps that they lead to, no two on one another."""
        at = {column.id: index for index, column in enumerate(self.content.columns)}
        spans = {
            (index, at[way.to])
            for index, column in enumerate(self.content.columns)
            for way in column.ways
            if way.to in at and at[way.to] != index
        }
        taken: list[list[tuple[int, int]]] = []
        out: list[_Track] = []
        for source, target in sorted(spans, key=lambda span: (abs(span[0] - span[1]), span)):
            low, high = min(source, target), max(source, target)
            level = next(
                (n for n, used in enumerate(taken) if all(high < a or low > b for a, b in used)), len(taken)
            )
            if level == len(taken):
                taken.append([])
            taken[level].append((low, high))
            out.append(_Track(source, target, level))
        return out

    def _row_height(self, cells: dict[int, list[_Line]], above: float) -> float:
        if not cells:
            return 0.0
        head = lane_head_height("Where else it leads", "", self.columns.lane_width - 6) + 8
        return max(head, above + max(_height(lines) for lines in cells.values()) + 9)

    # ------------------------------------------------------------ placing

    def items(self, top: float) -> list[Item]:
        """Return both rows from `top` on."""
        out: list[Item] = []
        room = self.columns.lane_width - 6
        if self.ways:
            out.append(row_head(MARGIN, top + 9, "Where else it leads", "", room))
            out += self._lines(top)
            shift = self.levels * _TRACK + (8 if self.levels else 0)
            for index, lines in self.ways.items():
                column = self.content.columns[index]
                said = "; ".join(_told(way) for way in column.ways)
                facts = tuple(fact for way in column.ways for fact in way.facts)
                out.append(
                    self._cell(index, lines, top + shift - 3, f"{column.title} leads also: {said}", facts, self.ways_height - shift, -3)
                )  # fmt: skip
        top += self.ways_height
        if self.children:
            out.append(row_head(MARGIN, top + 9, "What it opens", "a map of its own", room))
            for index, lines in self.children.items():
                child = self.content.columns[index].child
                assert child is not None  # noqa: S101 - only those are laid out
                title = f"{self.content.columns[index].title} opens: {child.title}"
                out.append(self._cell(index, lines, top - 3, title, child.facts, self.children_height, -4))
        return out

    def _cell(
        self, index: int, lines: Sequence[_Line], top: float, title: str, facts: tuple[tuple[str, str], ...],
        height: float, row: int,
    ) -> Group:  # fmt: skip
        x, width = self.columns.steps[index]
        y = top + FIRST
        parts: list[Item] = []
        for line in lines:
            y += line.above
            if line.mark is not None:
                parts.append(Mark(line.mark.kind, x, y - 8, line.mark.value, WAY, WAY, ink=line.mark.ink))
            for number, text in enumerate(line.laid.lines):
                parts.append(write(x + line.indent, y + number * line.style.leading, text, line.style))
            y += len(line.laid.lines) * line.style.leading
            if line.n:
                fits = line.indent + line.laid.last + 4 + measure(line.n, COUNT) <= width - END
                if fits:
                    parts.append(
                        write(x + line.indent + line.laid.last + 4, y - line.style.leading, line.n, COUNT)
                    )
                else:
                    parts.append(write(x + line.indent, y, line.n, COUNT))
                    y += COUNT.leading
        return Group(
            tuple(parts), role="cell beside", title=title, facts=facts, at=(row, index),
            box=(x - 1, top, width, height + 3),
        )  # fmt: skip

    def _lines(self, top: float) -> list[Item]:
        """Return the lines to other steps: from a dot at the step up to its level, along it, and to the other's title."""
        out: list[Item] = []
        foot = top + self.levels * _TRACK + 7
        leaving: dict[int, int] = {}
        coming: dict[int, int] = {}
        for track in self.tracks:
            y = top + 6.5 + track.level * _TRACK
            source = self.columns.steps[track.source][0] + 5 + 7 * leaving.get(track.source, 0)
            # arrows come in beside what leaves, so that no two lines lie on one another
            own = len([t for t in self.tracks if t.source == track.target])
            target = self.columns.steps[track.target][0] + 5 + 7 * (own + coming.get(track.target, 0))
            leaving[track.source] = leaving.get(track.source, 0) + 1
            coming[track.target] = coming.get(track.target, 0) + 1
            way = (("M", source, foot), ("L", source, y), ("L", target, y), ("L", target, top + 3))
            is_loop = track.target < track.source
            out.append(Path(way, "ink2", 1.0, dash=(3, 2.4) if is_loop else (), round=True))
            out += [Dot(source, foot, 1.5, "ink2"), Mark("arrow", target, top + 0.6, "up", ink="ink2")]
        return [Group(tuple(out), role="ways", title="Where steps lead besides the next one")] if out else []


def _height(lines: Sequence[_Line]) -> float:
    return sum(
        line.above + len(line.laid.lines) * line.style.leading + (COUNT.leading if line.n else 0)
        for line in lines
    )


def _told(way: Way) -> str:
    """Return a way in words: on to Pay, if it is in stock (214)."""
    return (
        f"{_LEADS[way.kind]} {way.text}"
        + (f", {way.label}" if way.label else "")
        + (f" ({way.n})" if way.n else "")
    )


def told_child(child: Child, language: str) -> str:
    """Return in words what a step opens."""
    return "; ".join((child.title, *_numbers(child, language)))


told_way = _told


def _numbers(child: Child, language: str) -> Iterator[str]:
    """Yield what a child map says of the step that opens it, a line each; its numbers are the child's own."""
    rolled = child.rolled
    if rolled is None:
        yield "which leads back here"
        return
    felt = rolled.measured
    if felt is not None:
        yield f"feeling {words.signed(felt.value, language)} from {words.count(felt.n, language)}"
    elif rolled.assumed is not None:
        yield f"feeling {words.signed(rolled.assumed, language)}, assumed"
    if rolled.worst is not None:
        yield f"worst: {rolled.worst.title} {words.signed(rolled.worst.value, language)}"
    reach, going = rolled.row("reach"), rolled.row("share-going-on")
    if reach is not None and reach.value is not None:
        share = (
            f", {words.percent(going.value, language)} go on"
            if going is not None and going.value is not None
            else ""
        )
        yield f"{words.count(reach.value, language)} walks{share}"
    time = rolled.row("median-time")
    if time is not None and time.value is not None:
        yield f"takes {format_duration(time.value * 1e6)}, median"
    elif rolled.typical_us is not None:
        yield f"takes {format_duration(rolled.typical_us)}, the team believes"
    yield f"{rolled.measured_steps} of {rolled.steps} steps measured"
