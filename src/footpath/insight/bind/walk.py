"""From a journey of an atlas to the walk that `mining` understands: rules, steps, beginnings, ends, silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.atlas import Atlas, Boundary, Journey
from footpath.base import BadInputError, Problem, parse_duration

if TYPE_CHECKING:
    from footpath.mining import Walk


def walk_of(atlas: Atlas, journey: Journey, *, gap: str = "30m") -> Walk:
    """Return the walk of a journey.

    Touchpoints keep the order of the library, so that the first wins where rules overlap. Steps without a bound
    touchpoint stay in the walk: nobody is ever seen there, and the map shows that.

    Raises
    ------
    BadInputError
        Where no touchpoint of the journey has a rule (unbound-journey).
    """
    from footpath.mining import Binding, End, Step, Walk
    from footpath.rules import rule

    wanted = [touchpoint for step in journey.steps() for touchpoint in step.touchpoints()]
    ends = [("wanted", boundary) for boundary in journey.ends.wanted]
    ends += [("unwanted", boundary) for boundary in journey.ends.unwanted]
    wanted += [
        b.touchpoint for b in (journey.begins, *(b for _, b in ends)) if b is not None and b.touchpoint
    ]
    used = set(wanted)
    bindings = tuple(
        Binding(str(touchpoint.id), rule(touchpoint.when))
        for touchpoint in atlas.touchpoints
        if touchpoint.id in used and touchpoint.when
    )
    if not bindings:
        raise BadInputError(
            Problem(
                code="unbound-journey",
                message=f"nothing of journey {journey.id} can be found in events: none of its touchpoints has a rule",
                help='In touchpoints.yaml give a touchpoint a rule, for example  when: event = "delivered"',
            )
        )
    bound = {binding.touchpoint for binding in bindings}
    begins: tuple[str, ...] = ()
    if journey.begins is not None and journey.begins.touchpoint in bound:
        begins = (str(journey.begins.touchpoint),)
    silence = journey.horizon.silence if journey.horizon else None
    return Walk(
        bindings=bindings,
        begins=begins,
        ends=tuple(
            End(
                id=end_id(boundary),
                kind=kind,  # type: ignore[arg-type]  # "wanted" or "unwanted", from the two lists above
                touchpoint=str(boundary.touchpoint) if boundary.touchpoint in bound else None,
                when=rule(boundary.when) if boundary.when else None,
                status=boundary.value,
            )
            for kind, boundary in ends
            if boundary.value is not None or boundary.when or boundary.touchpoint in bound
        ),
        silence_us=parse_duration(silence) if silence else None,
        follows="customer" if journey.follows == "customer" else "case",
        steps=tuple(
            Step(str(step.id), tuple(str(t) for t in step.touchpoints() if t in bound))
            for step in journey.steps()
        ),
        gap_us=parse_duration(gap),
        begins_when=rule(journey.begins.when) if journey.begins is not None and journey.begins.when else None,
    )


def end_id(boundary: Boundary) -> str:
    """Return the name by which an outcome is counted: its text, else what recognises it."""
    return boundary.text or str(boundary.touchpoint or boundary.value or boundary.when or "end")
