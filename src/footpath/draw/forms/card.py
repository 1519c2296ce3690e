"""The persona card: who is meant, in words and numbers, and what we do not know yet. No photo of a real person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from footpath.atlas.types import Atlas, Barrier, Cell, Journey, Persona, Slider
from footpath.base import BadInputError, Problem, did_you_mean
from footpath.draw import words
from footpath.draw.content import Content, End, gather
from footpath.draw.forms.foot import Foot, foot_text
from footpath.draw.forms.page import PAPERS, Columns, known_paper
from footpath.draw.grading import graded
from footpath.draw.icons import icon_of
from footpath.draw.marks import TICK_HEIGHT, ticks_width
from footpath.draw.scene import Box, Dot, Group, Item, Link, Mark, Path, Scene
from footpath.draw.styles import Style, measure, write
from footpath.draw.text import clean, missing, one_line, wrap

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
class _Section:
    """A part of the card: its title, the small word at its end side, its height, and what it draws under its title."""

    title: str
    side: str
    height: float
    items: tuple[Item, ...]
    used: frozenset[str] = frozenset()


def card(
    atlas: Atlas,
    journey: Journey,
    *,
    theme: str = "light",
    paper: str = "A3",
    persona: Persona | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
) -> Scene:
    """Return the card of a persona, with the numbers of the journey where there are any.

    Raises
    ------
    BadInputError
        Where no persona was named and the journey has none.
    """
    if persona is None:
        names = [str(p.id) for p in atlas.personas]
        raise BadInputError(
            Problem(
                code="unknown-persona",
                message=f"the journey {journey.id!r} names no persona whose card could be drawn",
                help=did_you_mean("", names, what="name one with --persona: there are")
                if names
                else "Add a file to personas/.",
            )
        )
    paper = known_paper(paper)
    content = gather(atlas, journey, persona=persona, today=today)
    maker = _Card(content, persona, today)
    head, top = maker.head()
    body, bottom = maker.body(top)
    used = set(maker.used)
    whole = (MARGIN, WIDTH - 2 * MARGIN)
    foot = Foot(content, Columns(0, (whole,), (whole,)), WIDTH, used, 0, margin=MARGIN)
    height = max(HEIGHT, bottom + foot.height + 12)
    items = (*head, *body, *foot.items(height - 6))
    scale = min(PAPERS[paper][0] / WIDTH, PAPERS[paper][1] / height)
    scene = Scene(
        WIDTH, height, items, f"{clean(persona.name)}, {clean(persona.summary)}".rstrip(", "), "A persona card. " + foot_text(content, 0),
        language=content.language, form="card", theme=theme, paper=paper, scale=max(scale, 1.0),
    )  # fmt: skip
    unknown = missing((text.text, text.face) for text in scene.texts())
    notes = (
        (f"{len(unknown)} characters are not in the fonts that come along ({' '.join(unknown[:12])})",)
        if unknown
        else ()
    )
    return replace(scene, notes=notes)


class _Card:
    def __init__(self, content: Content, persona: Persona, today: date | None) -> None:
        self.content, self.persona, self.today = content, persona, today
        self.used: set[str] = set()
        self.titles = {row.lane.role: row.title for row in (*content.rows, *content.empty)}

    # ------------------------------------------------------------ head

    def head(self) -> tuple[list[Item], float]:
        persona = self.persona
        out: list[Item] = [Mark("person", MARGIN, 38, width=88, height=88)]
        x, room = 138.0, WIDTH - 138 - MARGIN - 222
        name = one_line(persona.name or str(persona.id), NAME.face, NAME.size, room)
        out += [write(x, 61, line, NAME) for line in name.lines]
        y = 80.0
        about = one_line(persona.summary, ABOUT.face, ABOUT.size, room - name.width - 12)
        if about.lines and not about.cut and about.width <= room - name.width - 11:
            out.append(write(x + name.width + 11, 61, about.lines[0], ABOUT))
        else:
            for text in wrap(persona.summary, LINE.face, LINE.size, room, lines=2).lines:
                out.append(write(x, y, text, LINE))
                y += LINE.leading
        line = ", ".join(
            clean(part) for part in (persona.age, persona.occupation, persona.situation) if clean(part)
        )
        for text in wrap(line, LINE.face, LINE.size, room, lines=2).lines if line else ():
            out.append(write(x, y, text, LINE))
            y += LINE.leading
        if persona.quote and persona.quote.text:
            y += 9
            said = clean(persona.quote.text)
            said = said if said[:1] in '“"«„' else f"“{said}”"
            for text in wrap(said, SAID.face, SAID.size, room, lines=4, words=32).lines:
                out.append(write(x, y, text, SAID))
                y += SAID.leading
            source = self._quote_source(persona.quote)
            out.append(write(x, y - 3, source, SOURCE))
            y += 8
        right, foot = self._meant()
        return [Group(tuple(out), role="persona", title=f"Persona: {clean(persona.name)}"), *right], max(
            y + 14, foot + 22, 150
        )

    def _quote_source(self, quote: Cell) -> str:
        titles = {source.id: source.title or source.id for source in self.content.atlas.sources}
        named = [str(titles.get(e.source, e.source)) for e in quote.evidence if e.source]
        if named:
            return clean(", ".join(dict.fromkeys(named)))
        return "as the team imagines it" if not quote.evidence else "reported"

    def _meant(self) -> tuple[list[Item], float]:
        persona, run = self.persona, self.content.run
        x, top, width = WIDTH - MARGIN - 204, 26.0, 204.0
        room = width - 28
        out: list[Item] = []
        y = top + 16
        out.append(write(x + 14, y, "Who is meant", Style(8.4, 11, "sans-600")))
        meant = clean(persona.segment or "") or "Not bound to customers yet: no rule says who is meant."
        y += 12
        for text in wrap(meant, LABEL.face, LABEL.size, room, lines=4).lines:
            out.append(write(x + 14, y, text, LABEL))
            y += LABEL.leading
        share = None
        if run is not None:
            share = run.find("persona", persona.id, "share") or run.find(
                "persona", persona.id, "share-of-customers"
            )
        if share is not None and share.value is not None:
            y += 18
            big = words.percent(share.value, self.content.language)
            out.append(write(x + 14, y, big, BIG))
            at = x + 14 + measure(big, BIG) + 7
            out.append(write(at, y - 9, "of customers,", LABEL))
            if share.low is not None and share.high is not None:
                low = words.percent(share.low, self.content.language).removesuffix(" %")
                out.append(
                    write(
                        at,
                        y + 1,
                        f"between {low} and {words.percent(share.high, self.content.language)}",
                        LABEL,
                    )
                )
            y += 14
            out.append(write(x + 14, y, f"from {words.count(share.n, self.content.language)}", COUNT))
            y += 4
        height = max(y - top + 10, 70)
        return [
            Box(x, top, width, height, fill="cool"),
            Group(tuple(out), role="segment", title="Who is meant"),
        ], top + height

    # ------------------------------------------------------------ body

    def body(self, top: float) -> tuple[list[Item], float]:
        persona = self.persona
        columns: list[list[_Section]] = [
            [
                self._list(self.titles.get("goal", "What they want"), (*persona.goals, *persona.needs)),
                self._sliders(persona.sliders),
            ],
            [
                self._list(self.titles.get("barrier", "What gets in the way"), persona.pains, side="of 5"),
                self._channels(),
            ],
            [
                self._list(self.titles.get("driver", "What carries them on"), persona.drivers),
                self._ends(self.content.ends),
                self._unknown(),
            ],
        ]
        columns = [[section for section in column if section.height > 0] for column in columns]
        for title, cells in (
            ("Interests", persona.interests),
            ("Preferences", persona.preferences),
            ("Their world", persona.context),
        ):
            if cells:
                shortest = min(columns, key=lambda column: sum(s.height + 42 for s in column))
                shortest.insert(
                    max(0, len(shortest) - 1) if shortest is columns[2] else len(shortest),
                    self._list(title, cells),
                )
        out: list[Item] = []
        first = max((column[0].height for column in columns if column), default=0.0)
        bottom = top
        for number, column in enumerate(columns):
            x = MARGIN + number * (COLUMN + GUTTER)
            y = top
            for index, section in enumerate(column):
                parts: list[Item] = [
                    Box(x, y, COLUMN, 1.6, fill="ink"),
                    write(x, y + 15, section.title, TITLE),
                ]
                if section.side:
                    parts.append(write(x + COLUMN, y + 15, section.side, SOURCE, anchor="end"))
                parts += _shifted(section.items, x, y + 20)
                out.append(
                    Group(
                        tuple(parts),
                        role="section",
                        title=section.title,
                        box=(x, y, COLUMN, section.height + 24),
                    )
                )
                self.used |= section.used
                y += 25 + (first if index == 0 else section.height) + 24
            bottom = max(bottom, y - 14)
        return out, bottom

    def _list(self, title: str, cells: Sequence[Cell], *, side: str = "") -> _Section:
        out: list[Item] = []
        used: set[str] = set()
        y = 0.0
        for cell in cells:
            grade, n = graded(cell, self.content.journey, self.persona, self.content.atlas, today=self.today)  # type: ignore[arg-type]
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
        return _Section(title, side if cells else "", y, tuple(out), frozenset(used))

    def _sliders(self, sliders: Sequence[Slider]) -> _Section:
        out: list[Item] = []
        y = 0.0
        for slider in sliders:
            cell = Cell(text="", evidence=slider.evidence)
            grade, _ = graded(cell, self.content.journey, self.persona, self.content.atlas, today=self.today)  # type: ignore[arg-type]
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
        return _Section("How they are", side, y, tuple(out))

    def _channels(self) -> _Section:
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
        return _Section("Where we meet", "of 100 walks" if shares else "", y, tuple(out))

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

    def _ends(self, ends: Sequence[End]) -> _Section:
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
        return _Section(
            "How the walks end",
            f"of {words.count(total, self.content.language)}" if ends else "",
            y,
            tuple(out),
        )

    def _unknown(self) -> _Section:
        text = " ".join(clean(one).rstrip(".") + "." for one in self.persona.unknown if clean(one))
        text = text or "Nobody has written it down. What would change this card if we knew it?"
        laid = wrap(text, NOTE.face, NOTE.size, COLUMN, lines=9)
        items = tuple(
            write(0, 12 + i * NOTE.leading, line, NOTE) for i, line in enumerate(laid.lines) if line
        )
        return _Section("What we do not know yet", "", len(laid.lines) * NOTE.leading + 2, items)


def _shifted(items: Sequence[Item], dx: float, dy: float) -> list[Item]:
    """Return items moved: sections are laid out from their own corner."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Group | Link):
            out.append(replace(item, items=tuple(_shifted(item.items, dx, dy))))
        elif isinstance(item, Path):
            moved = tuple(
                (c[0], *(v + (dx if i % 2 == 0 else dy) for i, v in enumerate(c[1:]))) for c in item.commands
            )
            out.append(replace(item, commands=moved))
        else:
            out.append(replace(item, x=item.x + dx, y=item.y + dy))
    return out
