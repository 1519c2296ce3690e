"""What stands on a persona's card: each section knows its height and its items, from its own corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from footpath.atlas.types import Barrier, Cell, Persona, Slider
from footpath.draw import words
from footpath.draw.content import Content, End
from footpath.draw.forms.page import PAPERS
from footpath.draw.grading import graded
from footpath.draw.icons import icon_of
from footpath.draw.marks import TICK_HEIGHT, ticks_width
from footpath.draw.scene import Box, Dot, Group, Item, Mark, Path
from footpath.draw.styles import Style, measure, write
from footpath.draw.text import clean, one_line, wrap

WIDTH, HEIGHT = PAPERS["A4"]
MARGIN, GUTTER = 30.0, 26.0
COLUMN = (WIDTH - 2 * MARGIN - 2 * GUTTER) / 3

NAME = Style(27, 30, "display-600")
ABOUT = Style(13, 16, ink="ink2")
LINE = Style(9.6, 13, ink="ink2")
SAID = Style(15, 18.5, "serif-400i")
SOURCE = Style(7.5, 10, ink="ink3")
TITLE = Style(10.5, 13, "sans-600")
ENTRY = Style(9.2, 11.6)
COUNT = Style(8, 11, "sans-500", "flow")
BIG = Style(22, 26, "display-600", "flow")
LABEL = Style(8.4, 11, ink="ink2")
NOTE = Style(8.8, 11.6, ink="ink2")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the card: its title, the small word at its end side, its height, and what it draws under its title."""

    title: str
    side: str
    height: float
    items: tuple[Item, ...]
    used: frozenset[str] = frozenset()


class Sections:
    """Makes the sections of one persona's card."""

    def __init__(self, content: Content, persona: Persona, today: date | None) -> None:
        self.content, self.persona, self.today = content, persona, today

    def cells(self, title: str, cells: Sequence[Cell], *, side: str = "") -> Section:
        """Return a list of cells, each with its edge, its number and how bad it is."""
        out: list[Item] = []
        used: set[str] = set()
        y = 0.0
        for cell in cells:
            grade, n = graded(cell, self.content.journey, self.persona, self.content.atlas, today=self.today)
            level = cell.severity or 0 if isinstance(cell, Barrier) else 0
            number = words.count(n, self.content.language) if n is not None else ""
            end = (ticks_width() + 7 if level else 0) + (measure(number, COUNT) + 6 if number else 0)
            laid = wrap(cell.text, ENTRY.face, ENTRY.size, COLUMN - 10 - end, lines=3, words=18)
            tall = len(laid.lines) * ENTRY.leading
            items: list[Item] = [
                Mark("edge", 0, y + 4.4, grade, height=tall - 1.6, ink="trouble" if level >= 4 else "ink2")
            ]
            items += [
                write(9, y + 12 + i * ENTRY.leading, line, ENTRY) for i, line in enumerate(laid.lines) if line
            ]
            at = COLUMN
            if level:
                at -= ticks_width()
                items.append(Mark("ticks", at, y + 12 - TICK_HEIGHT - 0.6, level, ink="trouble"))
                used.add("severity")
                at -= 7
            if number:
                items.append(write(at, y + 12, number, COUNT, anchor="end"))
                used.add("n")
            used.add(grade)
            said = f"{cell.text}. {words.GRADES[grade]}" + (f", severity {level} of 5" if level else "")
            out.append(Group(tuple(items), role="entry", title=clean(said)))
            y += tall + 9.2
        if not cells:
            out.append(write(0, 12, "Nothing here yet.", NOTE.of(ink="ink3")))
            y = 16
        return Section(title, side if cells else "", y, tuple(out), frozenset(used))

    def sliders(self, sliders: Sequence[Slider]) -> Section:
        """Return where she stands between opposites, and where all customers do."""
        out: list[Item] = []
        y = 0.0
        for slider in sliders:
            cell = Cell(text="", evidence=slider.evidence)
            grade, _ = graded(cell, self.content.journey, self.persona, self.content.atlas, today=self.today)
            half = COLUMN / 2 - 6
            low, high = (
                one_line(text, LABEL.face, LABEL.size, half).lines[0]
                for text in (slider.low or "–", slider.high or "–")
            )
            line = y + 21
            items: list[Item] = [
                write(0, y + 12, low, LABEL), write(COLUMN, y + 12, high, LABEL, anchor="end"),
                Path((("M", 0.0, line), ("L", COLUMN, line)), "rule2", 0.8),
            ]  # fmt: skip
            items += [
                Path((("M", COLUMN * k / 4, line - 2), ("L", COLUMN * k / 4, line + 2)), "rule2", 0.6)
                for k in range(5)
            ]
            if slider.all_at is not None:
                at = COLUMN * slider.all_at
                items.append(Path((("M", at, line - 5), ("L", at, line + 5)), "ink2", 1.8))
            x = 4.6 + (COLUMN - 9.2) * slider.at
            if grade == "measured":
                items.append(Dot(x, line, 4.4, "flow", "paper", 1.0))
            elif grade in ("reported", "stale"):
                items.append(Dot(x, line, 4.0, "paper", "flow", 1.4))
            else:
                items.append(Dot(x, line, 4.0, "paper", "flow", 1.4, (1.6, 1.6)))
            where = f"{round(100 * slider.at)} of 100 from {low} to {high}"
            out.append(Group(tuple(items), role="entry", title=f"{where}, {words.GRADES[grade]}"))
            y += 33
        side = "the dot; a tick for all customers" if any(s.all_at is not None for s in sliders) else ""
        return Section("How they are", side, y, tuple(out))

    def channels(self) -> Section:
        """Return the channels that she uses, with the share of walks that came there."""
        atlas = self.content.atlas
        known = {channel.id: channel for channel in atlas.channels}
        out: list[Item] = []
        shares = self._channel_shares()
        y = 0.0
        for id_ in self.persona.channels:
            channel = known.get(id_)
            title = clean(channel.title if channel else str(id_).replace("-", " "))
            items: list[Item] = [Mark("icon", 0, y + 3.2, icon_of(channel, str(id_)), 11, 11)]
            share = shares.get(str(id_))
            name = one_line(title, ENTRY.face, ENTRY.size, COLUMN - 18 if share is None else 104)
            items += [write(17, y + 12, line, ENTRY) for line in name.lines if line]
            if share is not None:
                start, room = 124.0, COLUMN - 124 - 28
                items.append(Path((("M", start, y + 4.5), ("L", start, y + 13.5)), "rule2", 0.7))
                items.append(Box(start, y + 6, max(room * min(share, 1.0), 0.6), 6, fill="flow"))
                items.append(
                    write(
                        COLUMN, y + 12, words.count(share * 100, self.content.language), COUNT, anchor="end"
                    )
                )
            out.append(
                Group(
                    tuple(items),
                    role="entry",
                    title=title + (f": {share * 100:.0f} of 100 walks" if share is not None else ""),
                )
            )
            y += 19.5
        return Section("Where we meet", "of 100 walks" if shares else "", y, tuple(out))

    def _channel_shares(self) -> dict[str, float]:
        run = self.content.run
        whole = run.find("journey", self.content.journey.id, "reach") if run is not None else None
        if run is None or whole is None or not whole.value:
            return {}
        best: dict[str, float] = {}
        for touchpoint in self.content.atlas.touchpoints:
            row = run.find("touchpoint", touchpoint.id, "reach")
            if row is not None and row.value is not None and touchpoint.channel:
                best[str(touchpoint.channel)] = max(
                    best.get(str(touchpoint.channel), 0.0), row.value / whole.value
                )
        return best

    def ends(self, ends: Sequence[End]) -> Section:
        """Return how the walks end, as bars to one scale."""
        out: list[Item] = []
        most = max((end.count for end in ends), default=1)
        total = sum(end.count for end in ends)
        y = 0.0
        for end in ends:
            number = words.count(end.count, self.content.language)
            name = one_line(end.text, ENTRY.face, ENTRY.size, 98)
            start, room = 104.0, COLUMN - 104 - 38
            width = max(room * end.count / most, 0.8)
            box = (
                ("M", start, y + 5),
                ("L", start + width, y + 5),
                ("L", start + width, y + 13),
                ("L", start, y + 13),
                ("Z",),
            )
            bar: Item = {
                "wanted": Path(box, fill="flow"),
                "unwanted": Path(box, "trouble", 0.7, fill="hatch-trouble"),
                "silent": Path(box, "rule2", 0.7, fill="hatch-rule2"),
            }.get(end.kind, Path(box, "rule2", 0.7, dash=(1.6, 1.6)))
            text = [write(0, y + 12, line, ENTRY) for line in name.lines if line]
            items = (*text, bar, write(COLUMN, y + 12, number, COUNT.of(ink="ink2"), anchor="end"))
            out.append(Group(items, role="entry", title=f"{end.text}: {number}"))
            y += 19.5
        return Section(
            "How the walks end",
            f"of {words.count(total, self.content.language)}" if ends else "",
            y,
            tuple(out),
        )

    def unknown(self) -> Section:
        """Return what nobody knows yet; never left out."""
        text = " ".join(clean(one).rstrip(".") + "." for one in self.persona.unknown if clean(one))
        text = text or "Nobody has written it down. What would change this card if we knew it?"
        laid = wrap(text, NOTE.face, NOTE.size, COLUMN, lines=9)
        items = tuple(
            write(0, 12 + i * NOTE.leading, line, NOTE) for i, line in enumerate(laid.lines) if line
        )
        return Section("What we do not know yet", "", len(laid.lines) * NOTE.leading + 2, items)
