"""Pictures: an atlas laid out to a scene, and a scene painted as SVG or as one self-contained page.

`draw` gives the scene, `to_svg` the picture, `to_html` the page. No browser is needed to lay out: fonts and their
metrics come along. Nothing here reads a file of the user's or the network: pictures of the atlas come in as bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from footpath.atlas.types import Atlas
from footpath.base import Registry
from footpath.draw import codes as _codes
from footpath.draw.asking import PLANNED, Asked, asked_for
from footpath.draw.forms.form import Form
from footpath.draw.html import scene_to_html
from footpath.draw.pictures import PICTURE_LIMIT, picture_files
from footpath.draw.scene import (
    Box,
    Dot,
    Group,
    Item,
    Link,
    Mark,
    Overflow,
    Path,
    Picture,
    Scene,
    Text,
    text_box,
)
from footpath.draw.svg import to_svg
from footpath.draw.themes import THEMES, house_inks

if TYPE_CHECKING:
    from footpath.draw.changes import Marks

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
    form: str | None = None,
    theme: str = "light",
    paper: str = "A3",
    persona: str | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
    locale: str | None = None,
    view: str | None = None,
    changes: Marks | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> Scene:
    """Return a journey drawn in a form, as a scene; of more than 24 steps the grid is an overview with further pages.

    Parameters
    ----------
    atlas, journey
        The atlas and the id of the journey.
    form
        A name of `FORMS`; None is that of the journey's first view, and the grid where it has none. A form of `PLANNED`
        is drawn as the grid, which the notes say.
    theme
        light, dark, contrast or print.
    paper
        A5 to A0; kept where the map fits, else the next larger one; a smaller one where this one would stay empty.
    persona
        Whose map (or card), with nothing of the other personas; left out, it is that of the view, else the journey's
        first with all who walk the map beside.
    lanes
        Only these lanes (ids or roles), in the journey's order, whole and even where nothing stands in them. Left out:
        those of the view, else all lanes in which something stands, those under a fifth full folded to a line of marks.
    today
        The day against which old numbers are stale, by the atlas's review cadence; None: none is stale by age.
    locale
        The language of texts; None is the atlas's. A text that is not given in it is taken from the nearest that is.
    view
        The id (or form) of one of the journey's views.
    changes
        What to mark as added, removed, changed or moved: places of the map, as `marks_of` gives them.
    pictures
        The bytes of the files that the map shows, by path (see `picture_files`); None where nobody read them.

    Raises
    ------
    BadInputError
        For a form, theme, paper, journey, persona, lane or view that does not exist (the nearest are named), and for what
        is no locale.
    """
    scene, _, _, _ = _drawn(
        atlas, journey, form=form, theme=theme, paper=paper, persona=persona, lanes=lanes, today=today,
        locale=locale, view=view, changes=changes, pictures=pictures,
    )  # fmt: skip
    return scene


def to_html(
    atlas: Atlas,
    journey: str,
    *,
    form: str | None = None,
    theme: str = "light",
    paper: str = "A3",
    persona: str | None = None,
    lanes: Sequence[str] | None = None,
    today: date | None = None,
    locale: str | None = None,
    view: str | None = None,
    changes: Marks | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> str:
    """Return a journey as one HTML file; parameters and errors are those of `draw`.

    The page follows the reader's light or dark setting unless `theme` is another than light; it prints on the scene's
    paper (A3 lying, where the map fits it).
    """
    return scene_to_html(
        *_drawn(
            atlas, journey, form=form, theme=theme, paper=paper, persona=persona, lanes=lanes, today=today,
            locale=locale, view=view, changes=changes, pictures=pictures,
        )
    )  # fmt: skip


def _drawn(
    atlas: Atlas,
    journey: str,
    *,
    form: str | None,
    theme: str,
    paper: str,
    persona: str | None,
    lanes: Sequence[str] | None,
    today: date | None,
    locale: str | None,
    view: str | None,
    changes: Marks | None,
    pictures: Mapping[str, bytes] | None,
) -> tuple[Scene, Atlas, str, Asked]:
    """Return the scene with the atlas in its language, the journey's id, and what was asked for."""
    _ = _codes.CODES
    name, spoken, found, asked = asked_for(
        atlas, journey, form=form, known_forms=FORMS.names(), theme=theme, paper=paper, persona=persona, lanes=lanes,
        today=today, locale=locale, view=view, changes=changes, pictures=pictures,
    )  # fmt: skip
    return FORMS.get(name)(spoken, found, asked), spoken, journey, asked


__all__ = [
    "FORMS",
    "PICTURE_LIMIT",
    "PLANNED",
    "THEMES",
    "Asked",
    "Box",
    "Dot",
    "Form",
    "Group",
    "Item",
    "Link",
    "Mark",
    "Overflow",
    "Path",
    "Picture",
    "Scene",
    "Text",
    "draw",
    "house_inks",
    "picture_files",
    "text_box",
    "to_html",
    "to_svg",
]
