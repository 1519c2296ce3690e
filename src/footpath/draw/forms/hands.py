"""What passes from one persona to another: arrows between their lanes, or a row of its own where they have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from footpath.draw.content import Content, Passing
from footpath.draw.forms.cells import INDENT, PADDING
from footpath.draw.forms.heads import lane_head, lane_head_height
from footpath.draw.forms.page import END, MARGIN, Columns
from footpath.draw.scene import Group, Item, Mark, Path
from footpath.draw.styles import CELL, SMALL, Style, write
from footpath.draw.text import Lines, one_line, wrap

TITLE = "What passes between them"
_ARROW = 11.0
"""From a column's start to the text beside an arrow."""
_MOST_OVER = 4
"""Over more lanes than these nobody follows an arrow: the row of its own says it."""
_BESIDE = (1.5, 3.1)
"""How far before a column arrows go past it: two of them side by side between its text and that of the one before."""
_NAMED = SMALL.of(face="sans-500", ink="ink")


@dataclass(frozen=True, slots=True)
class Handed:
    """What passes at one column, down and up, with its texts laid out."""

    column: int
    passings: tuple[Passing, ...]
    downs: tuple[bool, ...]
    texts: tuple[Lines, ...]

    @property
    def both(self) -> bool:
        """Whether it goes both ways."""
        return len(set(self.downs)) > 1


@dataclass(frozen=True, slots=True)
class HandsLaid:
    """A band of hand-overs under a lane; `until` is the lane (by number) where its arrows end, and begin on the way up."""

    under: int
    until: int
    handed: tuple[Handed, ...]
    height: float
    is_row: bool = False
    beside: tuple[float, ...] = ()
    """How far before its column each arrow goes, where it goes over further lanes."""

    def items(self, number: int, y: float, content: Content, columns: Columns) -> list[Item]:
        """Return the band from `y` on; arrows over further lanes are `reaching`."""
        out: list[Item] = []
        if self.is_row:
            head = lane_head(MARGIN, y + 12, TITLE, "", columns.lane_width - 6)
            out.append(Group(tuple(head), role="lane", title=f"Lane: {TITLE}", pane="lanes"))
        for place, one in enumerate(self.handed):
            x, width = columns.steps[one.column]
            parts = self._named(one, x, y, width) if self.is_row else self._arrow(place, one, x, y)
            said = "; ".join(f"{p.from_name} to {p.to_name}: {p.text}" for p in one.passings)
            where = content.columns[one.column].title
            out.append(
                Group(
                    tuple(parts), role="cell hand", title=f"{TITLE}, {where}: {said}",
                    box=(x - 3, y, width + 2, self.height), at=(number, one.column),
                )
            )  # fmt: skip
        return out

    def _arrow(self, place: int, one: Handed, x: float, y: float) -> list[Item]:
        top, bottom = y + 1.5, y + self.height - 1.5
        is_near = self.until == self.under + 1
        at = x + 4.0
        parts: list[Item] = [Path((("M", at, top), ("L", at, bottom)), "ink", 1.1)]
        if False in one.downs:
            parts.append(Mark("arrow", at, top - 0.5, "up"))
        if True in one.downs and is_near:
            parts.append(Mark("arrow", at, bottom + 0.5, "down"))
        if not is_near:  # round the cells in between, by the side of the column
            parts.append(Path((("M", at, bottom), ("L", x - self.beside[place], bottom)), "ink", 1.1))
        line = y + (self.height - _tall(one)) / 2 + 7.6
        for text, is_down in zip(one.texts, one.downs, strict=True):
            indent = _ARROW
            if one.both:
                parts.append(Mark("way", x + _ARROW - 1, line - 7.4, "down" if is_down else "up", ink="ink2"))
                indent += 7
            for number, part in enumerate(text.lines):
                parts.append(write(x + indent, line + number * CELL.leading, part, CELL))
            line += len(text.lines) * CELL.leading + 3
        return parts

    def _named(self, one: Handed, x: float, y: float, width: float) -> list[Item]:
        """Return from whom, an arrow, to whom, and the text; names that are too long for one line take two."""
        parts: list[Item] = []
        line = y + 12.0
        for passing, text in zip(one.passings, one.texts, strict=True):
            names = _names(passing, width)
            at = x + INDENT
            for number, name in enumerate(names):
                if number:
                    is_new_line = len(names) == 2 and not _beside(names, width)
                    if is_new_line:
                        line += SMALL.leading
                        at = x + INDENT
                    parts.append(Path((("M", at, line - 2.4), ("L", at + 6, line - 2.4)), "ink", 1.0))
                    parts.append(Mark("arrow", at + 9, line - 2.4, "end"))
                    at += 12
                parts.append(Mark("who", at - 0.6, line - 6.8, width=8, height=8, ink="ink2"))
                parts += [write(at + 9, line, part, _NAMED) for part in name.lines]
                at += 9 + name.width + 4
            line += CELL.leading
            for part in text.lines:
                parts.append(write(x + INDENT, line, part, CELL))
                line += CELL.leading
            line += 4
        return parts

    def reaching(self, ys: Sequence[float], y: float, columns: Columns) -> Iterator[Item]:
        """Yield what goes over the lanes in between: under everything else, by the side of the cells."""
        if self.is_row or self.until == self.under + 1:
            return
        for place, one in enumerate(self.handed):
            x = columns.steps[one.column][0] - self.beside[place]
            end = ys[self.until] - 1
            yield Path((("M", x, y + self.height - 1.5), ("L", x, end)), "ink", 1.1)
            if True in one.downs:
                yield Mark("arrow", x, end + 1, "down")

    def overflows(self, content: Content) -> Iterator[tuple[str, str, str]]:
        """Yield the texts that are cut, as (where, text, kind)."""
        for one in self.handed:
            for passing, text in zip(one.passings, one.texts, strict=True):
                if text.cut:
                    yield f"what passes at step {content.columns[one.column].id}", passing.text, "cut"

    @property
    def folds(self) -> int:
        """How many texts are cut."""
        return sum(text.cut for one in self.handed for text in one.texts)


def _tall(one: Handed) -> float:
    return sum(len(text.lines) * CELL.leading for text in one.texts) + 3 * (len(one.texts) - 1)


def _names(passing: Passing, width: float) -> list[Lines]:
    return [
        one_line(name, _NAMED.face, _NAMED.size, max(width - END - INDENT - 9 - lead, 14))
        for name, lead in ((passing.from_name, 0), (passing.to_name, 12))
    ]


def _beside(names: Sequence[Lines], width: float) -> bool:
    return sum(name.width for name in names) + 2 * 9 + 4 + 12 <= width - END - INDENT


def hand_rows(content: Content, columns: Columns) -> tuple[dict[int, list[HandsLaid]], HandsLaid | None]:
    """Return the bands of hand-overs by the lane that they stand under, and the row of those whose personas have no lanes.

    The lanes of two personas are those nearest to each other. Where an arrow between them would go over many lanes, or over
    a text, the hand-over stands in the row.
    """
    if content.is_overview or not content.hands:
        return {}, None
    at = {column.id: index for index, column in enumerate(content.columns) if column.is_step}
    lanes: dict[str, list[int]] = {}
    for number, row in enumerate(content.rows):
        if row.lane.persona is not None:
            lanes.setdefault(str(row.lane.persona), []).append(number)
    between: dict[tuple[int, int], list[Passing]] = {}
    loose: list[Passing] = []
    for hand in content.hands:
        if hand.step not in at:
            continue
        pairs = [
            (abs(a - b), min(a, b), max(a, b))
            for a in lanes.get(hand.from_, ())
            for b in lanes.get(hand.to, ())
        ]
        pairs = [pair for pair in pairs if pair[0]]
        near = min(pairs, default=(0, 0, 0))
        if pairs and _is_free(content, at[hand.step], *near[1:]):
            _, upper, lower = near
            between.setdefault((upper, lower), []).append(hand)
        else:
            loose.append(hand)
    out: dict[int, list[HandsLaid]] = {}
    far: dict[int, int] = {}
    for (upper, lower), hands in sorted(between.items(), reverse=True):
        above = {str(content.rows[upper].lane.persona)}
        handed = tuple(_handed(index, of_step, above, columns) for index, of_step in _by_column(hands, at))
        tall = max(_tall(one) for one in handed)
        beside: list[float] = []
        for one in handed:
            beside.append(_BESIDE[far.get(one.column, 0) % 2])
            if lower > upper + 1:
                far[one.column] = far.get(one.column, 0) + 1
        laid = HandsLaid(upper, lower, handed, max(tall + 9, 22.0), beside=tuple(beside))
        out.setdefault(upper, []).append(laid)
    own: HandsLaid | None = None
    if loose and content.asked.lanes is None:  # who asked for certain lanes gets no row besides
        rowed = tuple(_named(index, of_step, columns) for index, of_step in _by_column(loose, at))
        tallest = max(_row_height(one, columns.steps[one.column][1]) for one in rowed)
        head = lane_head_height(TITLE, "", columns.lane_width - 6) + PADDING - 1
        own = HandsLaid(-1, -1, rowed, max(head, tallest + PADDING), is_row=True)
    return out, own


def _is_free(content: Content, column: int, upper: int, lower: int) -> bool:
    """Whether an arrow can go from lane to lane at a column: not over many others, and over no text that spans its stage."""
    over = content.rows[upper + 1 : lower]
    stage = content.columns[column].stage
    is_first = content.columns_of(stage)[0] == column
    return len(over) <= _MOST_OVER and (is_first or not any(stage in row.spans for row in over))


def _by_column(hands: Sequence[Passing], at: dict[str, int]) -> list[tuple[int, list[Passing]]]:
    found: dict[int, list[Passing]] = {}
    for hand in hands:
        found.setdefault(at[hand.step], []).append(hand)
    return sorted(found.items())


def _handed(column: int, hands: Sequence[Passing], above: set[str], columns: Columns) -> Handed:
    downs = tuple(hand.from_ in above for hand in hands)
    indent = _ARROW + (7 if len(set(downs)) > 1 else 0)
    return Handed(column, tuple(hands), downs, _texts(hands, columns.steps[column][1] - indent - END, CELL))


def _named(column: int, hands: Sequence[Passing], columns: Columns) -> Handed:
    room = columns.steps[column][1] - INDENT - END
    return Handed(column, tuple(hands), tuple(True for _ in hands), _texts(hands, room, CELL))


def _texts(hands: Sequence[Passing], room: float, style: Style) -> tuple[Lines, ...]:
    return tuple(wrap(hand.text, style.face, style.size, room, lines=4, words=12) for hand in hands)


def _row_height(one: Handed, width: float) -> float:
    height = 0.0
    for passing, text in zip(one.passings, one.texts, strict=True):
        names = _names(passing, width)
        height += CELL.leading * (1 + len(text.lines)) + 4
        height += 0 if _beside(names, width) else SMALL.leading
    return height - 4
