"""A chart on a page of its own, and in a notebook: the picture first, the table that says the same under it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from footpath.draw.charts.plain import column_name, said
from footpath.draw.html import page_of
from footpath.draw.markup import Markup, escape

if TYPE_CHECKING:
    from footpath.draw.charts.answer import Answer
    from footpath.draw.charts.chart import Chart

ON_A_PAGE = 2000
"""How many rows the table of a page holds at most; what is over is counted, and stands in a CSV file."""
IN_A_NOTEBOOK = 30


def chart_to_html(chart: Chart) -> str:
    """Return a page of one file, without any address outside it."""

    def words(out: Markup) -> None:
        out.open("section", class_="twin", aria_label="The same as a table")
        out.open("details")
        out.leaf("summary", f"The same as a table: {len(chart.answer.rows):,} rows")
        _table(out, chart.answer, ON_A_PAGE)
        out.leaf("p", chart.answer.definition, class_="note")
        _notes(out, chart)
        out.close("details")
        out.close("section")

    return page_of(chart.scene, words, what="picture")


def chart_to_fragment(chart: Chart) -> str:
    """Return what a notebook shows: the picture as an image, whose styles touch nothing else, and the first rows."""
    out = Markup(html=True)
    svg = base64.b64encode(chart.to_svg().encode("utf-8")).decode("ascii")
    alt = f"{chart.scene.title}. {chart.scene.description}"
    out.open("details")
    out.leaf("summary", "The same as a table")
    _table(out, chart.answer, IN_A_NOTEBOOK)
    out.close("details")
    return f"{image(svg, alt)}{out.result()}"


def image(svg: str, alt: str) -> str:
    """Return the tag of an SVG document in base64 with its description; as wide as there is room, never wider than drawn."""
    style = "max-width:100%;height:auto"
    return f'<img src="data:image/svg+xml;base64,{svg}" alt="{escape(alt)}" style="{style}">'


def _table(out: Markup, answer: Answer, most: int) -> None:
    out.open("table")
    out.leaf("caption", answer.command)
    out.open("thead")
    out.open("tr")
    for name in answer.columns:
        out.leaf("th", column_name(name), scope="col")
    out.close("tr")
    out.close("thead")
    out.open("tbody")
    for row in answer.rows[:most]:
        out.open("tr")
        for name in answer.columns:
            out.leaf("td", said(name, row))
        out.close("tr")
    out.close("tbody")
    out.close("table")
    if len(answer.rows) > most:
        out.leaf("p", f"and {len(answer.rows) - most:,} rows more", class_="note")


def _notes(out: Markup, chart: Chart) -> None:
    notes = [*chart.scene.notes, *chart.answer.notes]
    if notes:
        out.open("ul")
        for note in notes:
            out.leaf("li", note, class_="note")
        out.close("ul")
