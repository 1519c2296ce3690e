"""The persona card: who is meant, in words and numbers, and what we do not know yet. No photo of a real person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from footpath.atlas.types import Atlas, Cell, Journey, Persona
from footpath.base import BadInputError, Problem, did_you_mean
from footpath.draw import words
from footpath.draw.asking import Asked
from footpath.draw.content import Content, gather
from footpath.draw.finish import finished
from footpath.draw.forms.card_sections import (
    ABOUT,
    BIG,
    COLUMN,
    COUNT,
    GUTTER,
    HEIGHT,
    LABEL,
    LINE,
    MARGIN,
    NAME,
    SAID,
    SOURCE,
    TITLE,
    WIDTH,
    Section,
    Sections,
)
from footpath.draw.forms.foot import Foot, foot_text
from footpath.draw.forms.frames import portrait
from footpath.draw.forms.page import PAPERS, Columns, known_paper
from footpath.draw.pictures import shot
from footpath.draw.scene import Box, Group, Item, Link, Mark, Path, Scene
from footpath.draw.styles import Style, measure, write
from footpath.draw.text import clean, one_line, wrap


def card(atlas: Atlas, journey: Journey, asked: Asked, /) -> Scene:
    """Return the card of a persona, with the numbers of the journey where there are any.

    Raises
    ------
    BadInputError
        Where no persona was named and the journey has none.
    """
    persona = asked.persona
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
    paper = known_paper(asked.paper)
    content = gather(atlas, journey, replace(asked, lanes=None))
    maker = _Card(content, persona, asked.today)
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
        language=content.language, form="card", theme=asked.theme, paper=paper, scale=max(scale, 1.0),
    )  # fmt: skip
    return finished(scene, content)


class _Card:
    def __init__(self, content: Content, persona: Persona, today: date | None) -> None:
        self.content, self.persona, self.today = content, persona, today
        self.used: set[str] = set()
        self.sections = Sections(content, persona, today)
        self.titles = {row.lane.role: row.title for row in (*content.rows, *content.empty)}

    # ------------------------------------------------------------ head

    def head(self) -> tuple[list[Item], float]:
        persona = self.persona
        out: list[Item] = [Mark("person", MARGIN, 38, width=88, height=88)]
        if persona.portrait is not None:
            shown = shot(self.content.asked.pictures, persona.portrait.file, clean(persona.portrait.text))
            out = portrait(shown, MARGIN, 38, 88)
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
        columns: list[list[Section]] = [
            [
                self.sections.cells(
                    self.titles.get("goal", "What they want"), (*persona.goals, *persona.needs)
                ),
                self.sections.sliders(persona.sliders),
            ],
            [
                self.sections.cells(
                    self.titles.get("barrier", "What gets in the way"), persona.pains, side="of 5"
                ),
                self.sections.channels(),
            ],
            [
                self.sections.cells(self.titles.get("driver", "What carries them on"), persona.drivers),
                self.sections.ends(self.content.ends),
                self.sections.unknown(),
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
                    self.sections.cells(title, cells),
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
