"""The page round a chart: the claim, whom and when, the picture, how it was counted, and what a reader should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from footpath.draw.charts.answer import Answer
from footpath.draw.charts.numbers import span, whole
from footpath.draw.charts.parts import LABEL, SAID, fit, line, moved, put
from footpath.draw.scene import Box, Group, Item, Scene
from footpath.draw.styles import Style, write
from footpath.draw.text import clean, wrap
from footpath.draw.themes import THEMES

MARGIN = 30.0
WIDTH = 760.0
LEAST_WIDTH, MOST_WIDTH = 420.0, 2400.0

_CLAIM = Style(18, 22, "display-600")
_SCOPE = Style(8.5, 11.5, ink="ink2")
_FOOT = Style(7.5, 10.2, ink="ink2")
_FOOT_HEAD = Style(7.5, 10.2, "sans-600", "ink2")
_NOTE = Style(7.5, 10.2, ink="ink3")
_TWO_COLUMNS = 560.0
_FOOT_LINES = 40


@dataclass(frozen=True, slots=True)
class Body:
    """What a chart draws between head and foot, from (0, 0) on.

    `left_out` says what the rows hold and the picture does not; `marks` explain what is not written on the picture.
    """

    claim: str
    items: Sequence[Item]
    height: float
    scope: str = ""
    description: str = ""
    width: float = 0.0
    left_out: tuple[str, ...] = ()
    marks: tuple[str, ...] = field(default=())


def framed(answer: Answer, body: Body, *, theme: str = "light", width: float = WIDTH) -> Scene:
    """Return the whole picture."""
    width = max(width, body.width + 2 * MARGIN)
    room = width - 2 * MARGIN
    claim = clean(answer.title or body.claim)
    items: list[Item] = []
    lines = wrap(claim, _CLAIM.face, _CLAIM.size, room, lines=3)
    y = MARGIN + 13
    items.append(
        Group(
            tuple(write(MARGIN, y + i * _CLAIM.leading, text, _CLAIM) for i, text in enumerate(lines.lines)),
            "claim",
            title=claim,
        )
    )
    y += (max(len(lines.lines), 1) - 1) * _CLAIM.leading
    scope = ". ".join(part for part in (body.scope, source_words(answer)) if part)
    if scope:
        said = wrap(scope + ".", _SCOPE.face, _SCOPE.size, room, lines=3)
        items += [
            write(MARGIN, y + 16 + i * _SCOPE.leading, text, _SCOPE) for i, text in enumerate(said.lines)
        ]
        y += 16 + (len(said.lines) - 1) * _SCOPE.leading
    y += 18
    items += [moved(item, MARGIN, y) for item in body.items]
    y += body.height + 16
    foot, height = _foot(answer, body, y, width)
    items += foot
    return Scene(
        width=round(width, 2),
        height=round(y + height + 14, 2),
        items=tuple(items),
        title=claim,
        description=clean(
            ". ".join(part for part in (body.description or body.scope, source_words(answer)) if part)
        ),
        form="chart",
        theme=theme if theme in THEMES else "light",
        paper="",
        notes=body.left_out,
    )


def source_words(answer: Answer) -> str:
    """Return how many rows and customers the source holds, and of when."""
    facts = answer.facts
    said = []
    if facts.get("rows") is not None:
        said.append(_many(facts["rows"], "event"))
    if facts.get("customers"):
        said.append(_many(facts["customers"], "customer"))
    when = span(facts.get("period"))
    return ", ".join([*said, when] if when else said)


def _many(count: int, what: str) -> str:
    return f"{whole(count)} {what}{'' if count == 1 else 's'}"


def _is_said(answer: Answer, note: str) -> bool:
    """Return whether a note only says how many events of when there are, which stands under the claim."""
    rows = answer.facts.get("rows")
    return rows is not None and bool(answer.facts.get("period")) and note.startswith(f"{rows:,} events from ")


def _foot(answer: Answer, body: Body, y: float, width: float) -> tuple[list[Item], float]:
    room = width - 2 * MARGIN
    items: list[Item] = [line(MARGIN - 8, y, width - MARGIN + 8, y)]
    notes = [*body.marks, *body.left_out, *(note for note in answer.notes if not _is_said(answer, note))]
    two = room >= _TWO_COLUMNS and bool(notes) and bool(answer.definition)
    one = (room - 24) / 2 if two else room
    bottom = top = y + 13
    blocks = [("How it is counted", [answer.definition], MARGIN, _FOOT)] if answer.definition else []
    if notes:
        blocks.append(("To know", notes, MARGIN + one + 24 if two else MARGIN, _NOTE))
    for title, texts, x, style in blocks:
        baseline = top if two else bottom
        items.append(write(x, baseline, title, _FOOT_HEAD))
        baseline += style.leading
        for text in texts:
            for part in wrap(text, style.face, style.size, one, lines=_FOOT_LINES).lines:
                items.append(write(x, baseline, part, style))
                baseline += style.leading
        bottom = max(bottom, baseline) if two else baseline + 3
    items.append(write(width - MARGIN, bottom + 4, "Footpath", _FOOT_HEAD.of(ink="ink3"), anchor="end"))
    return items, bottom + 4 - y


def nothing(answer: Answer, width: float, *, why: str = "") -> Body:
    """Return the picture of an answer without rows: a place that is drawn as empty, and why it is."""
    if not why:
        rows = answer.facts.get("rows")
        why = (
            "The source holds no events."
            if rows == 0
            else "No row came back: nothing in the source is what was asked for."
        )
    box = Box(0.4, 0.4, width - 0.8, 84, fill="hatch-rule2", stroke="rule2", line=0.8)
    lines = fit(why, SAID, width - 80, 3).lines
    plate_height = 20 + len(lines) * SAID.leading
    plate = Box(30, 42 - plate_height / 2, width - 60, plate_height, fill="paper")
    first = 42 - plate_height / 2 + 10 + 9
    said = [
        write(width / 2, first + i * SAID.leading, text, SAID, anchor="middle")
        for i, text in enumerate(lines)
    ]
    return Body("Nothing to draw", [box, plate, *said], 86, description=why)


def legend(x: float, y: float, entries: Sequence[tuple[Sequence[Item], float, str]], room: float) -> tuple[list[Item], float]:  # fmt: skip
    """Return marks with their meaning on as many lines as they need, as (items from (0, 0) on, width, meaning)."""
    items: list[Item] = []
    at, line_y = x, y
    for drawn, width, meaning in entries:
        text = fit(meaning, LABEL, room - width - 6)
        needed = width + 5 + text.width
        if at > x and at + needed > x + room:
            at, line_y = x, line_y + 13
        items += [moved(item, at, line_y) for item in drawn]
        items += put(at + width + 5, line_y + 2.6, meaning, LABEL, room - width - 5)
        at += needed + 16
    return items, line_y + 6 - y
