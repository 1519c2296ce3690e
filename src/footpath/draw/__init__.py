"""Pictures: an atlas laid out to a scene, and a scene painted as SVG or as one self-contained page.

`draw` gives the scene, `to_svg` the picture, `to_html` the page. No browser is needed to lay out: fonts and their
metrics come along. Nothing here reads a file of the user's or the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from footpath.atlas.types import Atlas, Journey, Persona
from footpath.base import BadInputError, Problem, Registry, did_you_mean
from footpath.draw import codes as _codes
from footpath.draw.forms.form import Form
from footpath.draw.html import to_html
from footpath.draw.scene import Box, Dot, Group, Item, Link, Mark, Path, Scene, Text, text_box
from footpath.draw.svg import to_svg
from footpath.draw.themes import THEMES

FORMS: Registry[Form] = Registry(
    "form",
    {
        "grid": "footpath.draw.forms.grid:grid",
        "card": "footpath.draw.forms.card:card",
    },
    group="footpath.forms",
)
"""The forms by name; installed packages add theirs under the entry-point group ``footpath.forms``."""


def draw(
    atlas: Atlas,
    journey: str,
    *,
    form: str = "grid",
    theme: str = "light",
    paper: str = "A3",
    persona: str | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
) -> Scene:
    """Return a journey drawn in a form, as a scene; of more than 24 steps the grid is an overview with further pages.

    Parameters
    ----------
    atlas, journey
        The atlas and the id of the journey.
    form
        A name of `FORMS`.
    theme
        light, dark, contrast or print.
    paper
        A5 to A0; kept where the map fits, else the next larger one; a smaller one where this one would stay empty.
    persona
        Whose map (or card); the journey's first where it is left out.
    lanes
        Only these lanes (ids or roles), in the journey's order, whole and even where nothing stands in them. Left out:
        all lanes in which something stands, those under a fifth full folded to a line of marks.
    today
        The day against which old numbers are stale, by the atlas's review cadence; None: none is stale by age.

    Raises
    ------
    BadInputError
        For a form, theme, paper, journey, persona or lane that does not exist; the nearest are named.
    """
    _ = _codes.CODES
    make = FORMS.get(form)
    if theme not in THEMES:
        raise _unknown(theme, THEMES, code="unknown-name", what="theme")
    found = _journey(atlas, journey)
    chosen = _persona(atlas, found, persona)
    if lanes is not None:
        known = {str(name) for lane in found.shown_lanes() for name in (lane.id, lane.role)}
        for lane in lanes:
            if lane not in known:
                raise _unknown(lane, known, code="unknown-lane", what="lane")
    return make(atlas, found, theme=theme, paper=paper, persona=chosen, lanes=lanes, today=today)


def _journey(atlas: Atlas, id_: str) -> Journey:
    try:
        return atlas.journey(id_)
    except KeyError:
        raise _unknown(
            id_, [str(j.id) for j in atlas.journeys], code="unknown-journey", what="journey"
        ) from None


def _persona(atlas: Atlas, journey: Journey, id_: str | None) -> Persona | None:
    known = {str(persona.id): persona for persona in atlas.personas}
    if id_ is not None:
        if id_ not in known:
            raise _unknown(id_, known, code="unknown-persona", what="persona")
        return known[id_]
    return next((known[p] for p in journey.personas if p in known), None)


def _unknown(value: str, known: Iterable[str], *, code: str, what: str) -> BadInputError:
    return BadInputError(
        Problem(
            code=code,
            message=f"there is no {what} {value!r}",
            value=value,
            help=did_you_mean(value, known, what="there are"),
        )
    )


__all__ = [
    "FORMS",
    "THEMES",
    "Box",
    "Dot",
    "Form",
    "Group",
    "Item",
    "Link",
    "Mark",
    "Path",
    "Scene",
    "Text",
    "draw",
    "text_box",
    "to_html",
    "to_svg",
]
