"""From an atlas and the name of a format to a file: looks everything up, then hands over to the one writer."""

from __future__ import annotations

from collections.abc import Sequence

from footpath.atlas.types import Atlas, Journey, Lane
from footpath.base import BadInputError, Problem, did_you_mean
from footpath.interchange.cells import lanes_in_use
from footpath.interchange.formats import FORMATS, Options
from footpath.interchange.report import Written


def write(
    atlas: Atlas,
    journey: str | None,
    to: str,
    *,
    persona: str | None = None,
    lanes: Sequence[str] | None = None,
) -> Written:
    """Return a journey in another format, with the report of what was lost.

    Parameters
    ----------
    atlas, journey
        The document, and the id of one of its journeys (None for a format of whole atlases).
    to
        A name in `FORMATS`; `format_of` tells it from a file's ending.
    persona
        Whose cells to take where several personas have one at a step; None is all of them.
    lanes
        Ids of the lanes to write, in this order; None is those that the journey shows.

    Raises
    ------
    BadInputError
        For a format, a journey or a lane that does not exist, and a format that cannot be written.
    """
    chosen = FORMATS.get(to)
    if chosen.write_atlas is not None:
        return chosen.write_atlas(atlas)
    if chosen.write is None:
        writable = [name for name in FORMATS if FORMATS.get(name).write or FORMATS.get(name).write_atlas]
        raise BadInputError(
            Problem(
                code="cannot-write",
                message=f"{chosen.title} can be read and not written",
                value=to,
                help=f"These can be written: {', '.join(writable)}.",
            )
        )
    found = next((one for one in atlas.journeys if one.id == journey), None)
    if found is None:
        raise BadInputError(
            Problem(
                code="no-such-journey",
                message=f"the atlas has no journey {journey!r}",
                value=journey,
                help=did_you_mean(journey or "", [one.id for one in atlas.journeys]),
            )
        )
    return chosen.write(atlas, found, Options(_lanes(atlas, found, lanes), persona))


def _lanes(atlas: Atlas, journey: Journey, wanted: Sequence[str] | None) -> tuple[Lane, ...]:
    shown = {str(lane.id): lane for lane in lanes_in_use(atlas, journey)}
    if wanted is None:
        return tuple(shown.values())
    for id_ in wanted:
        if id_ not in shown:
            raise BadInputError(
                Problem(
                    code="no-such-lane",
                    message=f"the journey {journey.id!r} has no lane {id_!r}",
                    value=id_,
                    help=did_you_mean(id_, shown),
                )
            )
    return tuple(shown[id_] for id_ in wanted)
