"""Mermaid's `journey` diagram, out (and in by `mermaid_read`): stages as sections, steps as tasks with a face, personas as actors.

It keeps four things: stage, step, score, actor. Everything else is counted in the report. The escapes are those that the
parser of Mermaid 11 needs: `#58;` `#35;` `#59;` for `:` `#` `;`, and the same kind for whatever else it would read as its
own (a comment, a directive, a tag, a comma between actors, a keyword at the start of a task).

Source: mermaid 11, packages/mermaid/src/diagrams/user-journey (grammar), and `encodeEntities` of its utilities.
"""

from __future__ import annotations

import math
import re
import unicodedata

from footpath.atlas.types import Atlas, Emotion, Journey, Step
from footpath.interchange.formats import Format, Options
from footpath.interchange.losses import all_lanes
from footpath.interchange.mermaid_read import read
from footpath.interchange.report import Report, Written, counted, several

_ESCAPED = str.maketrans({letter: f"#{ord(letter)};" for letter in ":#;%<>{}"})
_KEYWORD = re.compile(r"(?i)(?:title|journey|section|acctitle|accdescr|accdescription)")
_NEUTRAL = 3


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the diagram and its report."""
    names = {str(persona.id): persona.name for persona in atlas.personas}
    lines = ["journey", f"    title {escape(journey.claim or journey.title) or 'Journey'}"]
    unfelt = rounded = 0
    for stage in journey.stages:
        lines.append(f"    section {escape(stage.title) or 'Stage'}")
        for step in stage.steps:
            score = _score(step, options)
            unfelt += score is None
            rounded += score is not None and not float(score).is_integer()
            who: list[str] = [options.persona] if options.persona else _who(journey, step)
            actors = ", ".join(escape(names.get(one, one), also=",") for one in who)
            face = _NEUTRAL if score is None else _face(score)
            lines.append(
                f"      {escape(step.title, starts=True) or 'Step'}: {face}"
                + (f": {actors}" if actors else "")
            )
    steps = list(journey.steps())
    scored = sum(cell.score is not None for step in steps for cell in _felt(step))
    report = Report(
        format="Mermaid journey",
        direction="out",
        kept=counted(
            [
                ("stages", sum(bool(stage.steps) for stage in journey.stages)),
                ("steps", len(steps)),
                ("scores", len(steps) - unfelt),
                ("actors", len(journey.personas) if options.persona is None else 1),
            ]
        ),
        lost=counted(
            [
                (
                    "stages without a step",
                    sum(not stage.steps for stage in journey.stages),
                    "an empty section is not drawn",
                ),
                ("title under the claim", int(bool(journey.claim)), "a diagram has one title"),
                (
                    "scores of further personas",
                    max(0, scored - (len(steps) - unfelt)),
                    "a task has one score",
                ),
                (
                    "words for feelings",
                    sum(bool(getattr(c, "word", "")) for s in steps for c in _felt(s)),
                    "a task has a score",
                ),
                *all_lanes(journey, options.lanes, "a task has a name, a score and actors"),
                (
                    "branches, loops and exits",
                    sum(len(step.next) for step in steps),
                    "tasks follow one another",
                ),
            ]
        ),
        assumed=tuple(_assumed(unfelt, rounded)),
    )
    return Written(("\n".join(lines) + "\n").encode("utf-8"), report)


def escape(text: str, *, starts: bool = False, also: str = "") -> str:
    """Return a text that the parser reads as that text and nothing else.

    Parameters
    ----------
    text
        Any text; white space is folded to single spaces, control characters go.
    starts
        Whether it stands at the start of a task, where a keyword would be read as one.
    also
        Further characters to escape.
    """
    clean = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")
    )
    safe = " ".join(clean.split()).translate(_ESCAPED)
    for letter in also:
        safe = safe.replace(letter, f"#{ord(letter)};")
    if starts and _KEYWORD.match(safe):
        safe = f"#{ord(safe[0])};{safe[1:]}"
    return safe


def _who(journey: Journey, step: Step) -> list[str]:
    """Return whose step it is: the personas whose feelings stand there, else all of the map's."""
    named = [str(cell.persona) for cell in _felt(step) if cell.persona]
    return list(dict.fromkeys(named)) or [str(one) for one in journey.personas]


def _felt(step: Step) -> list[Emotion]:
    return [cell for row in step.cells.values() for cell in row if isinstance(cell, Emotion)]


def _score(step: Step, options: Options) -> float | None:
    scores = [
        cell.score
        for cell in _felt(step)
        if cell.score is not None and (options.persona is None or cell.persona in (None, options.persona))
    ]
    return scores[0] if scores else None


def _face(score: float) -> int:
    return min(5, max(1, math.floor(score + _NEUTRAL + 0.5)))


def _assumed(unfelt: int, rounded: int) -> list[str]:
    sentences = ["how they feel, -2 to +2, became a face from 1 to 5: the score plus 3"]
    if rounded:
        sentences.append(
            f"{several(rounded, 'score was', 'scores were')} rounded to whole faces, halves upwards"
        )
    if unfelt:
        sentences.append(
            f"{several(unfelt, 'step', 'steps')} without a score got a 3, which looks the same as a feeling neither good nor bad"
        )
    return sentences


FORMAT = Format("Mermaid journey", (".mmd", ".mermaid"), write=write, read=read)
