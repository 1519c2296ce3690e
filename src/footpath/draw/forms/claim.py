"""The head of a map: the claim and what it is about at the start side, whose map it is at the end side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footpath.atlas.types import Persona
from footpath.draw import words
from footpath.draw.content import Content
from footpath.draw.forms.frames import portrait
from footpath.draw.forms.marked import Changes
from footpath.draw.forms.page import MARGIN
from footpath.draw.marks import WAY
from footpath.draw.pictures import Shot, shot
from footpath.draw.scene import Group, Item, Mark, Text
from footpath.draw.styles import CLAIM, SCOPE, Style, measure, write
from footpath.draw.text import Lines, clean, wrap

NAME = Style(10.5, 12, "sans-600")
ABOUT = Style(8, 12, ink="ink2")
MARK = 32.0
SMALL_MARK = 22.0
"""Where several walk the map, each has a smaller mark."""
_FACES = 4
"""So many marks stand beside the names at most; the names are all there."""
CHIP_TOP = 33.0
"""The first baseline of the persona's lines."""
CHIP_LEADING = 12.0


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
    others = {str(j.id): j for j in content.atlas.journeys}
    if journey.company:
        ours = others.get(str(journey.beside or ""))
        beside = f", beside our “{clean(ours.title)}”" if ours is not None else ""
        parts.append(f"Customers of {clean(journey.company)}, a competitor{beside}")
    state = {"as-is": "As it is today", "to-be": "As it is to be"}.get(journey.state or "", "")
    before = others.get(str(journey.improves or ""))
    if before is not None:
        state = f"{state or 'It is to be'}, improving “{clean(before.title)}”"
    if journey.status in ("draft", "in-review", "retired"):
        word = {"draft": "a draft", "in-review": "in review", "retired": "no longer kept"}[journey.status]
        state = f"{state}, {word}" if state else word.capitalize()
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
        room = width - 2 * MARGIN
        self.chip = _Chip(content, room * 0.3)
        beside = self.chip.width + 24 if self.chip.lines else 0
        self.change = Changes(content).at("journey") if not content.is_further else None
        self.claim = title_lines(content, room - beside - (18 if self.change is not None else 0))
        self.scope = wrap(scope(content), SCOPE.face, SCOPE.size, room - beside, lines=2)
        extra = (len(self.claim.lines) - 1) * CLAIM.leading
        extra += max(0, len(self.scope.lines) - 1) * SCOPE.leading
        height = 78.0 + extra - (0 if any(self.scope.lines) else 8)
        self.height = max(height, self.chip.bottom + 16)
        self.folds = int(self.claim.cut) + int(self.scope.cut) + self.chip.folds

    def overflows(self) -> Iterator[tuple[str, str]]:
        """Yield the texts that are cut, as (where, text)."""
        journey = self.content.journey
        if self.claim.cut:
            yield "claim", journey.claim or journey.title
        if self.scope.cut:
            yield "line under the claim", scope(self.content)
        if self.chip.folds:
            yield "persona", self.chip.name

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
        if self.change is not None and self.claim.lines:
            at = MARGIN + self.claim.widths[0] + 7
            out.append(Mark("change", at, 43.5 - 11.5, self.change.kind, WAY, WAY))
        return [Group(tuple(out), role="claim"), *self.chip.items(self.width - MARGIN)]


class _Chip:
    """Whose map it is: mark, name, who that is, share and walks, aim. Its longest line ends where the map ends.

    Where several personas walk the map and none was asked for, it names them all, and tells of none of them alone.
    """

    def __init__(self, content: Content, room: float) -> None:
        self.lines: list[list[tuple[str, Style]]] = []
        self.folds = 0
        walkers = content.walkers
        self.name = ", ".join(clean(one.name) for one in walkers)
        self.faces = [_face(content, one) for one in walkers[:_FACES]]
        self.mark = MARK if len(walkers) < 2 else SMALL_MARK
        if not walkers:
            self.width = self.bottom = 0.0
            return
        self.beside = len(self.faces) * (self.mark + 2) + 6
        room -= self.beside
        name = wrap(self.name, NAME.face, NAME.size, room, lines=2)
        self._add(name, NAME)
        summary = clean(walkers[0].summary) if len(walkers) < 2 else ""
        if summary:
            beside = measure(summary, SCOPE) + 6 + name.last
            if len(name.lines) == 1 and beside <= room:
                self.lines[0].append((summary, SCOPE))
            else:
                self._add(wrap(summary, SCOPE.face, SCOPE.size, room, lines=2), SCOPE)
        for text in (_numbers(content, walkers), _aim(content)):
            if text and len(self.lines) < 4:
                self._add(wrap(text, ABOUT.face, ABOUT.size, room, lines=2), ABOUT)
        self.width = self.beside + max(_advance(line) for line in self.lines)
        self.bottom = CHIP_TOP + CHIP_LEADING * (len(self.lines) - 1)

    def _add(self, laid: Lines, style: Style) -> None:
        self.lines += [[(line, style)] for line in laid.lines if line]
        self.folds += int(laid.cut)

    def items(self, end: float) -> list[Item]:
        """Return the chip with its end at `end`."""
        if not self.lines:
            return []
        x, top, size = end - self.width, CHIP_TOP - 9.5, self.mark
        out: list[Item] = []
        for number, face in enumerate(self.faces):
            at = x + number * (size + 2)
            if face is None:
                out.append(Mark("person", at, top, width=size, height=size))
                continue
            out += portrait(face, at, top, size)
            if face.problem:
                inset = size * 5 / MARK
                out.append(
                    Mark("person", at + inset, top + inset, width=size - 2 * inset, height=size - 2 * inset)
                )
        for number, line in enumerate(self.lines):
            at = x + self.beside
            for text, style in line:
                run: Text = write(at, CHIP_TOP + number * CHIP_LEADING, text, style)
                out.append(run)
                at += run.width + 6
        what = "Personas" if len(self.faces) > 1 else "Persona"
        return [Group(tuple(out), role="persona", title=f"{what}: {self.name}")]


def _face(content: Content, persona: Persona) -> Shot | None:
    """Return the persona's portrait, where it has one."""
    found = persona.portrait
    return shot(content.asked.pictures, found.file, clean(found.text)) if found is not None else None


def _advance(line: list[tuple[str, Style]]) -> float:
    return sum(measure(text, style) for text, style in line) + 6 * (len(line) - 1)


def _numbers(content: Content, walkers: Sequence[Persona]) -> str:
    """Return the share of the one persona, and how many walks the map tells of."""
    run = content.run
    if run is None:
        return ""
    out: list[str] = []
    for one in walkers if len(walkers) < 2 else ():
        share = run.find("persona", one.id, "share") or run.find("persona", one.id, "share-of-customers")
        if share is not None and share.value is not None:
            out.append(f"{words.percent(share.value, content.language)} of customers")
    whole = run.find("journey", content.journey.id, "reach")
    if whole is not None and whole.value is not None:
        out.append(f"{words.count(whole.value, content.language)} walks")
    return ", ".join(out)


def _aim(content: Content) -> str:
    purpose = clean(content.journey.purpose or "")
    if not purpose:
        return ""
    return f"Aim: {purpose[:1].lower()}{purpose[1:]}" if purpose[1:2].islower() else f"Aim: {purpose}"
