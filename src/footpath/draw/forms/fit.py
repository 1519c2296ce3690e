"""Which paper a map takes, and by what factor it is enlarged there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from footpath.draw.content import Content
from footpath.draw.forms.page import (
    FACTORS,
    MARGIN,
    Columns,
    Sheet,
    columns_of_overview,
    columns_of_roll,
    columns_on,
    lane_width,
    larger,
    sheet_of,
    smaller,
)

_AIR = 20.0
"""What a map must have left over before its type is enlarged: the curve gets it."""
_FULL = 0.8
"""A page less full than this takes a smaller paper, where the type would still be large there."""
LEAST_WIDTH = 480.0
"""What claim and foot need, however few the columns are."""


class Layout(Protocol):
    """Something laid out on a page of one width."""

    least: float
    strain: int
    """How many texts are cut, and words of heads broken: a larger type may not add to them."""

    def height(self, page: float) -> float:
        """Return how much of a page of that height is drawn on."""
        ...


L = TypeVar("L", bound=Layout)
Make = Callable[[Content, Columns, float], L]


def fitted(content: Content, paper: str, make: Make[L]) -> tuple[L, Sheet, str]:
    """Return the map laid out, the sheet that it is on, and what its maker should know about that.

    The asked paper at the largest factor at which nothing more is cut; a smaller one where even that would leave it
    empty; else the next larger one at true size; past A0 a roll.
    """
    plain = _tried(content, sheet_of(paper), make)
    if plain is not None:
        best, sheet = _enlarged(content, paper, make, plain)
        for name in smaller(paper):
            if sheet.scale < FACTORS[0] or best.height(sheet.height) >= _FULL * sheet.height:
                break
            small = _tried(content, sheet_of(name), make)
            if small is None or small.strain > plain.strain:
                break
            best, sheet = _enlarged(content, name, make, small)
        note = f"drawn on {sheet.paper}: it would leave {paper} empty" if sheet.paper != paper else ""
        return best, sheet, note
    for sheet in larger(paper)[1:]:
        laid = _tried(content, sheet, make)
        if laid is not None:
            return laid, sheet, f"drawn on {sheet.paper}: {paper} is too small for this map at 7 points"
    return _on_a_roll(content, make)


def _enlarged(content: Content, paper: str, make: Make[L], plain: L) -> tuple[L, Sheet]:
    """Return the map with the largest type that fits on that paper; `plain` fits at true size."""
    best, sheet = plain, sheet_of(paper)
    above = 0.0
    for factor in FACTORS:
        bigger = _tried(content, sheet_of(paper, factor), make, air=_AIR)
        if bigger is not None and bigger.strain <= plain.strain:
            best, sheet = bigger, sheet_of(paper, factor)
            break
        above = factor
    if above:  # between two factors of the table: as much as fits
        low = sheet.scale
        for _ in range(2):
            middle = (low + above) / 2
            bigger = _tried(content, sheet_of(paper, middle), make, air=_AIR)
            if bigger is not None and bigger.strain <= plain.strain:
                best, sheet, low = bigger, sheet_of(paper, middle), middle
            else:
                above = middle
    return best, sheet


def _tried(content: Content, sheet: Sheet, make: Make[L], *, air: float = 0.0) -> L | None:
    """Return the map on that sheet, or None where it does not fit."""
    columns = columns_for(content, sheet.width)
    if columns is None:
        return None
    # A map of very few steps does not fill the paper: the page is cut to what is drawn.
    laid = make(content, columns, min(sheet.width, max(columns.end + MARGIN, LEAST_WIDTH)))
    return laid if laid.least + air <= sheet.height else None


def columns_for(content: Content, width: float) -> Columns | None:
    """Return the columns of a map on a page of that width, or None where they would be too narrow."""
    lane = lane_width([row.title for row in content.rows])
    stage_of = [column.stage for column in content.columns]
    return (columns_of_overview if content.is_overview else columns_on)(width, stage_of, lane)


def _on_a_roll(content: Content, make: Make[L]) -> tuple[L, Sheet, str]:
    lane = lane_width([row.title for row in content.rows])
    stage_of = [column.stage for column in content.columns]
    columns, width = columns_of_roll(stage_of, lane, is_overview=content.is_overview)
    biggest = sheet_of("A0")
    if width <= biggest.width and (fitting := columns_for(content, biggest.width)) is not None:
        columns, width = fitting, biggest.width
    laid = make(content, columns, width)
    return laid, Sheet("roll", width, laid.least, 1.0), "drawn on a roll: it is larger than A0"
