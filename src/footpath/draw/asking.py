"""What was asked for: a journey in one language, a form, a view, a theme, and all that a form may need, as one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from footpath.atlas.locales import localised
from footpath.atlas.types import LOCALE, Atlas, Journey, Persona, View
from footpath.base import BadInputError, Problem, did_you_mean
from footpath.draw.themes import THEMES

if TYPE_CHECKING:
    from footpath.draw.changes import Marks

PLANNED: tuple[str, ...] = (
    "curve", "road", "cycle", "blueprint", "touchpoints", "funnel", "flows", "matrix", "compare", "overview",
)  # fmt: skip
"""Forms that a view may name and that are drawn as the grid so far, which the notes say."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a journey is to be drawn.

    `persona` is whose map it is; `is_one` says that it was named, so that what is another persona's is left out. `words`
    are what the company calls stages, by stage. `pictures` are the bytes of files of the atlas by their path, or None where
    nobody read them. `notes` are what the maker of the picture should know of the asking itself.
    """

    theme: str = "light"
    paper: str = "A3"
    persona: Persona | None = None
    is_one: bool = False
    lanes: Sequence[str] | None = None
    today: date | None = None
    words: Mapping[str, str] | None = None
    changes: Marks | None = None
    pictures: Mapping[str, bytes] | None = None
    notes: tuple[str, ...] = ()


def asked_for(
    atlas: Atlas,
    journey: str,
    *,
    form: str | None,
    known_forms: Iterable[str],
    theme: str,
    paper: str,
    persona: str | None,
    lanes: Sequence[str] | None,
    today: date | None,
    locale: str | None,
    view: str | None,
    changes: Marks | None,
    pictures: Mapping[str, bytes] | None,
) -> tuple[str, Atlas, Journey, Asked]:
    """Return the form's name, the atlas in the asked language, the journey, and all else that was asked for.

    The journey's first view stands for what was not asked for: its form where none was named, and its lanes, persona and
    stage words where that form is drawn.
    """
    if theme not in THEMES:
        raise _unknown(theme, THEMES, code="unknown-name", what="theme")
    if locale is not None:
        if not LOCALE.fullmatch(locale):
            raise BadInputError(
                Problem(
                    code="unknown-locale",
                    message="that is no locale",
                    value=locale,
                    expected="a language, and perhaps a script or region: de, pt-BR, zh-Hant",
                )
            )
        atlas = localised(atlas, locale)
    found = _journey(atlas, journey)
    shown = _view(found, view, form)
    notes: list[str] = []
    name = form or (shown.form if shown is not None else "grid")
    if name not in known_forms and (name in PLANNED or form is None):
        notes.append(f"the form {name!r} is not drawn yet: this is the grid")
        name = "grid"
    if lanes is None and shown is not None and shown.lanes:
        lanes = shown.lanes
    if lanes is not None:
        known = {str(name) for lane in found.shown_lanes() for name in (lane.id, lane.role)}
        for lane in lanes:
            if lane not in known:
                raise _unknown(lane, known, code="unknown-lane", what="lane")
    whose = persona if persona is not None else (shown.persona if shown is not None else None)
    words = next((v.stages for v in ((shown, *found.views) if shown else found.views) if v.stages), None)
    return (
        name,
        atlas,
        found,
        Asked(
            theme=theme,
            paper=paper,
            persona=_persona(atlas, found, whose),
            is_one=whose is not None,
            lanes=lanes,
            today=today,
            words={str(stage): str(word) for stage, word in words.items()} if words else None,
            changes=changes,
            pictures=pictures,
            notes=tuple(notes),
        ),
    )


def _view(journey: Journey, id_: str | None, form: str | None) -> View | None:
    """Return the view of that id (or form); where none is named, the first one, unless another form was asked for."""
    if id_ is not None:
        for view in journey.views:
            if id_ in (view.id, view.form):
                return view
        raise _unknown(
            id_, [str(view.id or view.form) for view in journey.views], code="unknown-view", what="view"
        )
    if form is None:
        return journey.views[0] if journey.views else None
    return next((view for view in journey.views if view.form == form), None)


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
