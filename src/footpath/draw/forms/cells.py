"""Cells: each kind of cell as a block that knows its height and can be placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from footpath.draw.content import Shown
from footpath.draw.forms.frames import framed
from footpath.draw.forms.page import END
from footpath.draw.marks import DIAMOND_PITCH, DISC, ICON, RANK, TICK_HEIGHT, disc_width, ticks_width
from footpath.draw.scene import Box, Item, Mark
from footpath.draw.styles import (
    CELL,
    COUNT,
    FAINT,
    QUOTE,
    SMALL,
    STRONG,
    TAKEAWAY,
    THOUGHT,
    Style,
    measure,
    write,
)
from footpath.draw.text import Lines, wrap

INDENT = 6.5
"""From the edge's outer side to the text."""
FIRST = 12.0
"""From a row's top to the first baseline."""
PADDING = 9.5
EAR = 8.0
WHO = 9.0
"""From the mark of whose cell it is to the name."""

Place = Callable[[float, float, float], list[Item]]
"""(x, top of the row or of the stacked cell, room to the row's foot) to items."""


@dataclass(frozen=True, slots=True)
class Block:
    """A cell laid out: its height without the row's padding, and how to place it."""

    height: float
    place: Place
    folds: int = 0
    used: frozenset[str] = frozenset()


def block(shown: Shown, width: float, *, span: bool = False) -> Block:
    """Return the block of one cell in a column (or a stage, where it spans one) of that width."""
    kinds: dict[str, Callable[[Shown, float, bool], Block]] = {
        "barrier": _barrier,
        "touchpoint": _touchpoint,
        "channel": _touchpoint,
        "opportunity": _opportunity,
        "plain": _plain,
        "takeaway": _takeaway,
        "quote": _quote,
        "thought": _thought,
        "image": _image,
    }
    made = kinds.get(shown.kind, _zone if shown.is_zone else _text)(shown, width, span)
    return _owned(made, shown.who, width) if shown.who else made


def _owned(inner: Block, who: str, width: float) -> Block:
    """Return a cell under the name of the persona whose it is."""
    name = wrap(who, SMALL.face, SMALL.size, width - INDENT - END - WHO, lines=1)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        made = inner.place(x, top + CELL.leading, room_below - CELL.leading)
        # the field of a grave barrier holds the name too, so it is painted before it
        fields: list[Item] = [item for item in made if isinstance(item, Box)]
        return [
            *fields,
            Mark("who", x + INDENT - 1, top + FIRST - 7.2, width=8, height=8, ink="ink2"),
            *_lines(name, x + INDENT + WHO, top + FIRST, SMALL),
            *(item for item in made if not isinstance(item, Box)),
        ]

    return Block(inner.height + CELL.leading, place, inner.folds + int(name.cut), inner.used)


def _lead(shown: Shown) -> float:
    """Return how far above its cell a field begins: over the name of the persona whose the cell is, where one stands there."""
    return CELL.leading if shown.who else 0.0


def _zone(shown: Shown, width: float, span: bool) -> Block:
    """Return a place where we could belong: a field with an edge of its own."""
    inner = _edged(shown, width - 8, STRONG, words=18 if span else 12)
    lead = _lead(shown)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        field = Box(
            x - 1.5,
            top + 2.6 - lead,
            width - 3.5,
            inner.height + 5.4 + lead,
            fill="paper",
            stroke="carry",
            line=1.2,
            radius=4,
        )
        return [field, *inner.place(x + 3, top, room_below)]

    return Block(inner.height + 1, place, inner.folds, inner.used | {"zone"})


PICTURE = 84.0
"""The most height of a picture in its cell."""
THUMB = 34.0
"""The most height of a touchpoint's picture."""


def _image(shown: Shown, width: float, span: bool) -> Block:
    assert shown.picture is not None  # noqa: S101 - what is gathered as a picture has one
    found = shown.picture
    room = min(width - INDENT - END, 150.0)
    frame, tall = framed(found, room, PICTURE)
    caption = wrap(
        "" if found.problem else found.text, SMALL.face, SMALL.size, width - INDENT - END, lines=2, words=12
    )
    height = tall + 4 + len(caption.lines) * SMALL.leading

    def place(x: float, top: float, room_below: float) -> list[Item]:
        out: list[Item] = (
            [Mark("edge", x, top + 4.8, shown.grade, height=height, ink="ink2")] if shown.grade else []
        )
        out += frame(x + INDENT, top + 5)
        out += _lines(caption, x + INDENT, top + 5 + tall + 8, SMALL)
        return out

    return Block(height, place, int(caption.cut), _used(shown))


def _corner(shown: Shown) -> float:
    """Return the room that the marks in a cell's end corner take from its first line."""
    discs = sum(disc_width(number) + 1.4 for number in shown.fails[:_DISCS])
    return (EAR if shown.origin != "person" else 0.0) + (discs + 1 if discs else 0.0)


_DISCS = 3
"""So many failure points at one cell have a disc each; further ones stand at their barriers alone."""


def _discs(shown: Shown, end: float, top: float) -> list[Item]:
    """Return the numbered discs of the failure points, from a cell's end corner to its start."""
    at = end - (EAR if shown.origin != "person" else 0.0)
    out: list[Item] = []
    for number in reversed(shown.fails[:_DISCS]):
        at -= disc_width(number)
        out.append(Mark("fails", at, top + 3.4, number, disc_width(number), DISC, ink="trouble"))
        at -= 1.4
    return out


def _text(shown: Shown, width: float, span: bool) -> Block:
    return _edged(shown, width, CELL, words=18 if span else 12)


def _thought(shown: Shown, width: float, span: bool) -> Block:
    return _edged(shown, width, THOUGHT, words=18 if span else 10)


def _quote(shown: Shown, width: float, span: bool) -> Block:
    text = shown.text if shown.text[:1] in "“\"«„'" else f"“{shown.text}”"
    return _edged(shown, width, QUOTE, words=20, text=text, lines=5)


def _edged(
    shown: Shown, width: float, style: Style, *, words: int, text: str | None = None, lines: int = 4
) -> Block:
    room = width - INDENT - END
    has_ear, corner = shown.origin != "person", _corner(shown)
    laid = wrap(
        text if text is not None else shown.text,
        style.face,
        style.size,
        room - corner,
        lines=lines,
        words=words,
    )
    # on the first line the marks of the corner stand at the end side
    tail = _Tail(shown.n, laid, room - (corner if len(laid.lines) < 2 else 0))
    height = (len(laid.lines) + tail.extra) * style.leading

    def place(x: float, top: float, room_below: float) -> list[Item]:
        out: list[Item] = []
        if shown.grade:
            out.append(Mark("edge", x, top + 4.8, shown.grade, height=height + 0.6, ink="ink2"))
        out += _lines(laid, x + INDENT, top + FIRST, style)
        out += tail.place(x + INDENT, top + FIRST, style.leading)
        if has_ear:
            out.append(Mark("dog-ear", x + width - END, top + 5, shown.origin, ink="ink2"))
        return [*out, *_discs(shown, x + width - END, top)]

    return Block(height, place, int(laid.cut), _used(shown))


def _plain(shown: Shown, width: float, span: bool) -> Block:
    laid = wrap(shown.text, CELL.face, CELL.size, width - END, lines=3)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        return [*_lines(laid, x, top + FIRST, CELL)]

    return Block(len(laid.lines) * CELL.leading, place, int(laid.cut), _used(shown) - {"assumed"})


def _takeaway(shown: Shown, width: float, span: bool) -> Block:
    laid = wrap(shown.text, TAKEAWAY.face, TAKEAWAY.size, width - END, lines=5, words=14)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        return [*_lines(laid, x, top + FIRST + 1.5, TAKEAWAY)]

    return Block(
        len(laid.lines) * TAKEAWAY.leading, place, int(laid.cut), frozenset({shown.origin}) - {"person"}
    )


def _touchpoint(shown: Shown, width: float, span: bool) -> Block:
    room = width - INDENT - END
    has_ear = shown.origin != "person"
    head_room = room - ICON - 3 - (EAR if has_ear else 0)
    head = wrap(shown.above, SMALL.face, SMALL.size, head_room + 3, lines=1)
    laid = wrap(shown.text, STRONG.face, STRONG.size, room, lines=3, words=12)
    beside = not shown.above
    if beside:
        laid = wrap(shown.text, STRONG.face, STRONG.size, head_room, lines=3, words=12)
    tail = _Tail(
        "", laid, room
    )  # the edge says that it is measured; how many stands in the strip and on demand
    rows = len(laid.lines) + tail.extra + (0 if beside else 1)
    # who answers for it stands under it, as on a blueprint
    answers = wrap(shown.answers, FAINT.face, FAINT.size, room, lines=2, words=8)
    told = FAINT.of(ink="trouble") if shown.is_unanswered else FAINT
    own = rows * STRONG.leading + (0 if beside else 1.6)
    named = own + (len(answers.lines) * FAINT.leading + 0.8 if answers.lines else 0)
    frame, tall = framed(shown.picture, min(room, 70.0), THUMB) if shown.picture is not None else (None, 0.0)
    height = named + (tall + 4 if frame is not None else 0)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        out: list[Item] = []
        if shown.grade:
            out.append(Mark("edge", x, top + 4.8, shown.grade, height=height + 0.6, ink="ink2"))
        out.append(Mark("icon", x + INDENT - 0.6, top + 4.2, shown.icon, ICON, ICON))
        text_x = x + INDENT + ICON + 3
        if beside:
            out += _lines(laid, text_x, top + FIRST, STRONG)
            out += tail.place(text_x, top + FIRST, STRONG.leading)
        else:
            out += _lines(head, text_x, top + FIRST, SMALL)
            out += _lines(laid, x + INDENT, top + FIRST + STRONG.leading + 1.6, STRONG)
            out += tail.place(x + INDENT, top + FIRST + STRONG.leading + 1.6, STRONG.leading)
        out += _lines(answers, x + INDENT, top + FIRST + own, told)
        if frame is not None:
            out += frame(x + INDENT, top + FIRST + named - 4.6)
        if has_ear:
            out.append(Mark("dog-ear", x + width - END, top + 5, shown.origin, ink="ink2"))
        return out

    return Block(height, place, int(laid.cut or head.cut or answers.cut), _used(shown) - {"n"})


def _barrier(shown: Shown, width: float, span: bool) -> Block:
    room = width - INDENT - END
    has_ear, corner = shown.origin != "person", _corner(shown)
    is_bad = shown.level >= 4
    style = STRONG if is_bad else CELL
    has_head = shown.level > 0
    text_room = room - (0 if has_head else corner)
    laid = wrap(shown.text, style.face, style.size, text_room, lines=4, words=18 if span else 12)
    n_fits = ticks_width() + 5 + measure(shown.n, COUNT) <= room - corner
    tail = _Tail("" if has_head and n_fits else shown.n, laid, text_room if len(laid.lines) < 2 else room)
    height = (len(laid.lines) + tail.extra + (1 if has_head else 0)) * CELL.leading
    ink = "trouble" if is_bad else "ink2"
    used = _used(shown) | ({"severity"} if has_head else frozenset())
    lead = _lead(shown)

    def place(x: float, top: float, room_below: float) -> list[Item]:
        out: list[Item] = []
        if is_bad:
            field = (x - 2, top + 2.4 - lead, width - 0.5, room_below - 4.6 + lead)
            out.append(Box(*field, fill="trouble-soft", radius=1.5))
        if shown.grade:
            out.append(Mark("edge", x, top + 4.8, shown.grade, height=height + 0.6, ink=ink))
        baseline = top + FIRST
        if has_head:
            out.append(Mark("ticks", x + INDENT, baseline - TICK_HEIGHT, shown.level, ink="trouble"))
            if shown.n and n_fits:
                out.append(write(x + INDENT + ticks_width() + 5, baseline, shown.n, COUNT))
            baseline += CELL.leading
        out += _lines(laid, x + INDENT, baseline, style)
        out += tail.place(x + INDENT, baseline, CELL.leading)
        if has_ear:
            out.append(Mark("dog-ear", x + width - END - 1, top + 5, shown.origin, ink="ink2"))
        return [*out, *_discs(shown, x + width - END - 1, top)]

    return Block(height, place, int(laid.cut), used)


def _opportunity(shown: Shown, width: float, span: bool) -> Block:
    indent = RANK + 4 if shown.rank else INDENT
    room = width - indent - END
    laid = wrap(
        shown.text,
        STRONG.face,
        STRONG.size,
        room - (EAR if shown.origin != "person" else 0),
        lines=4,
        words=14,
    )
    who = wrap(shown.below, SMALL.face, SMALL.size, room, lines=1)
    height = len(laid.lines) * STRONG.leading + len([line for line in who.lines if line]) * 9.6
    used = frozenset(
        {"first" if shown.rank in ("1", "2", "3") else "later"} if shown.rank.isdigit() else set()
    )
    used |= {shown.rank} & {"done", "dropped"}

    def place(x: float, top: float, room_below: float) -> list[Item]:
        out: list[Item] = []
        if shown.rank:
            out.append(Mark("rank", x, top + 3.6, shown.rank, RANK, RANK, ink="carry"))
        elif shown.grade:
            out.append(Mark("edge", x, top + 4.8, shown.grade, height=height + 0.6, ink="ink2"))
        out += _lines(laid, x + indent, top + FIRST, STRONG)
        out += _lines(who, x + indent, top + FIRST + len(laid.lines) * STRONG.leading, SMALL)
        if shown.origin != "person":
            out.append(Mark("dog-ear", x + width - END, top + 5, shown.origin, ink="ink2"))
        return out

    return Block(height, place, int(laid.cut or who.cut), used | (frozenset({shown.origin}) - {"person"}))


def diamonds_width() -> float:
    """Return the width of the three diamonds of a criticality."""
    return 3 * DIAMOND_PITCH


@dataclass(frozen=True, slots=True)
class _Tail:
    """The n after a text: on its last line where it fits, else on a line of its own."""

    n: str
    laid: Lines
    room: float

    @property
    def fits(self) -> bool:
        return self.laid.last + 4 + measure(self.n, COUNT) <= self.room and bool(self.laid.lines)

    @property
    def extra(self) -> int:
        return 0 if not self.n or self.fits else 1

    def place(self, x: float, baseline: float, leading: float) -> list[Item]:
        if not self.n:
            return []
        last = baseline + (len(self.laid.lines) - 1) * leading
        if self.fits:
            return [write(x + self.laid.last + 4, last, self.n, COUNT)]
        return [write(x, last + leading, self.n, COUNT)]


def _lines(laid: Lines, x: float, baseline: float, style: Style) -> list[Item]:
    return [write(x, baseline + i * style.leading, line, style) for i, line in enumerate(laid.lines) if line]


def _used(shown: Shown) -> frozenset[str]:
    fails = {"fails"} if shown.fails else set()
    return frozenset(
        {shown.grade} | ({"n"} if shown.n else set()) | ({shown.origin} - {"person"}) | fails
    ) - {""}
