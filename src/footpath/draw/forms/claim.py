"""The head of a map: the claim and what it is about at the start side, whose map it is at the end side."""

from __future__ import annotations

from footpath.draw import words
from footpath.draw.content import Content
from footpath.draw.forms.page import MARGIN
from footpath.draw.scene import Group, Item, Mark, Text
from footpath.draw.styles import CLAIM, SCOPE, Style, measure, write
from footpath.draw.text import Lines, clean, wrap

NAME = Style(10.5, 12, "sans-600")
ABOUT = Style(8, 12, ink="ink2")
MARK = 32.0
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
    state = {"as-is": "As it is today", "to-be": "As it is to be"}.get(journey.state or "", "")
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
        self.claim = title_lines(content, room - beside)
        self.scope = wrap(scope(content), SCOPE.face, SCOPE.size, room - beside, lines=2)
        extra = (len(self.claim.lines) - 1) * CLAIM.leading
        extra += max(0, len(self.scope.lines) - 1) * SCOPE.leading
        height = 78.0 + extra - (0 if any(self.scope.lines) else 8)
        self.height = max(height, self.chip.bottom + 16)
        self.folds = int(self.claim.cut) + int(self.scope.cut) + self.chip.folds

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
        return [Group(tuple(out), role="claim"), *self.chip.items(self.width - MARGIN)]


class _Chip:
    """Whose map it is: mark, name, who that is, share and walks, aim. Its longest line ends where the map ends."""

    def __init__(self, content: Content, room: float) -> None:
        self.name = ""
        self.lines: list[list[tuple[str, Style]]] = []
        self.folds = 0
        persona = content.persona
        if persona is None:
            self.width = self.bottom = 0.0
            return
        self.name = clean(persona.name)
        room -= MARK + 8
        name = wrap(persona.name, NAME.face, NAME.size, room, lines=2)
        self._add(name, NAME)
        if persona.summary:
            beside = measure(clean(persona.summary), SCOPE) + 6 + name.last
            if len(name.lines) == 1 and beside <= room:
                self.lines[0].append((clean(persona.summary), SCOPE))
            else:
                self._add(wrap(persona.summary, SCOPE.face, SCOPE.size, room, lines=2), SCOPE)
        for text in (_numbers(content), _aim(content)):
            if text and len(self.lines) < 4:
                self._add(wrap(text, ABOUT.face, ABOUT.size, room, lines=2), ABOUT)
        self.width = MARK + 8 + max(_advance(line) for line in self.lines)
        self.bottom = CHIP_TOP + CHIP_LEADING * (len(self.lines) - 1)

    def _add(self, laid: Lines, style: Style) -> None:
        self.lines += [[(line, style)] for line in laid.lines if line]
        self.folds += int(laid.cut)

    def items(self, end: float) -> list[Item]:
        """Return the chip with its end at `end`."""
        if not self.lines:
            return []
        x = end - self.width
        out: list[Item] = [Mark("person", x, CHIP_TOP - 9.5, width=MARK, height=MARK)]
        for number, line in enumerate(self.lines):
            at = x + MARK + 8
            for text, style in line:
                run: Text = write(at, CHIP_TOP + number * CHIP_LEADING, text, style)
                out.append(run)
                at += run.width + 6
        return [Group(tuple(out), role="persona", title=f"Persona: {self.name}")]


def _advance(line: list[tuple[str, Style]]) -> float:
    return sum(measure(text, style) for text, style in line) + 6 * (len(line) - 1)


def _numbers(content: Content) -> str:
    """Return the persona's share and how many walks the map tells of."""
    run, persona = content.run, content.persona
    if run is None or persona is None:
        return ""
    out: list[str] = []
    share = run.find("persona", persona.id, "share") or run.find("persona", persona.id, "share-of-customers")
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
