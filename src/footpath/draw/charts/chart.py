"""The charts by command, and one drawn chart with its writers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from footpath.base import BadInputError, Problem, Registry, did_you_mean
from footpath.draw import codes as _codes
from footpath.draw.charts.answer import Answer
from footpath.draw.charts.frame import LEAST_WIDTH, MARGIN, MOST_WIDTH, WIDTH, Body, framed, nothing
from footpath.draw.charts.plain import plain
from footpath.draw.scene import Scene
from footpath.draw.svg import to_svg
from footpath.draw.themes import THEMES

Drawer = Callable[[Answer, float], Body]
"""A chart: an answer with rows and the width between the margins in points, to what is drawn there."""

CHARTS: Registry[Drawer] = Registry(
    "chart",
    {
        "mine transitions": "footpath.draw.charts.transitions:transitions",
        "mine funnel": "footpath.draw.charts.funnel:funnel",
        "mine paths": "footpath.draw.charts.paths:paths",
        "mine sessions": "footpath.draw.charts.sessions:sessions",
        "mine durations": "footpath.draw.charts.waits:durations",
        "mine flows": "footpath.draw.charts.flows:flows",
        "mine sequences": "footpath.draw.charts.sequences:sequences",
        "mine loops": "footpath.draw.charts.loops:loops",
        "mine waits": "footpath.draw.charts.waits:waits",
        "mine attribution": "footpath.draw.charts.attribution:attribution",
        "mine retention": "footpath.draw.charts.retention:retention",
        "mine stickiness": "footpath.draw.charts.stickiness:stickiness",
        "mine lifecycle": "footpath.draw.charts.lifecycle:lifecycle",
        "mine cohorts": "footpath.draw.charts.cohorts:cohorts",
        "mine compare": "footpath.draw.charts.compare:compare",
        "mine conversion": "footpath.draw.charts.conversion:conversion",
        "mine outcomes": "footpath.draw.charts.outcomes:outcomes",
        "mine segments": "footpath.draw.charts.segments:segments",
    },
    group="footpath.charts",
)
"""Command to chart; installed packages add theirs under the entry-point group ``footpath.charts``."""


@dataclass(frozen=True)
class Chart:
    """An answer, drawn: `scene` is the picture, `answer` the table that says the same."""

    answer: Answer
    scene: Scene

    def to_svg(self, *, embed_fonts: bool = True) -> str:
        """Return the picture as one SVG document."""
        return to_svg(self.scene, embed_fonts=embed_fonts)

    def to_html(self) -> str:
        """Return a page of one file: the picture, whose marks can be asked by pointer and key, and the table."""
        from footpath.draw.charts.page import chart_to_html

        return chart_to_html(self)

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def _repr_html_(self) -> str:
        from footpath.draw.charts.page import chart_to_fragment

        return chart_to_fragment(self)


def chart(answer: Answer, *, theme: str = "light", width: float | None = None) -> Chart:
    """Return an answer drawn; one whose command has no chart of its own is drawn as a table.

    Parameters
    ----------
    theme
        light, dark, contrast or print.
    width
        In points, 420 to 2400 (760); a picture that needs more is wider.

    Raises
    ------
    BadInputError
        unknown-name for a theme that does not exist; chart-width for a width outside its bounds.
    """
    _ = _codes.CODES
    if theme not in THEMES:
        raise BadInputError(
            Problem(
                code="unknown-name",
                message=f"there is no theme {theme!r}",
                value=theme,
                help=did_you_mean(theme, list(THEMES), what="there are"),
            )
        )
    asked = WIDTH if width is None else float(width)
    if not LEAST_WIDTH <= asked <= MOST_WIDTH:
        raise BadInputError(
            Problem(
                code="chart-width",
                message="a chart is not drawn at that width",
                value=str(width),
                expected=f"{LEAST_WIDTH:.0f} to {MOST_WIDTH:.0f} points",
            )
        )
    room = asked - 2 * MARGIN
    if not answer.rows:
        return Chart(answer, framed(answer, nothing(answer, room), theme=theme, width=asked))
    body = CHARTS.get(answer.command)(answer, room) if answer.command in CHARTS else plain(answer, room)
    return Chart(answer, framed(answer, body, theme=theme, width=asked))


def show(asked: Mapping[str, Any], *, theme: str = "light", width: float | None = None) -> Chart:
    """Return the answer that is given as plain data (command, definition, columns, rows, source, notes), drawn.

    It is what `footpath.base.SHOWERS` names: rooms that may not import this one draw by it.
    """
    answer = Answer(
        command=str(asked["command"]),
        definition=str(asked["definition"]),
        columns=tuple(asked["columns"]),
        rows=tuple(asked["rows"]),
        facts=dict(asked["source"]),
        notes=tuple(asked["notes"]),
        title=str(asked.get("title", "")),
    )
    return chart(answer, theme=theme, width=width)
