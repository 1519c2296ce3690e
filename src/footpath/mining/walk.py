"""A journey as mining understands it: which events are its touchpoints, where it begins and ends, in which steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from footpath.base import MINUTE
from footpath.rules import Rule

SILENT = "silent"
CENSORED = "censored"


@dataclass(frozen=True, slots=True)
class Binding:
    """A touchpoint and the rule that recognises it in events."""

    touchpoint: str
    when: Rule


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the map and the touchpoints that stand there; the steps' order is the map's, left to right."""

    id: str
    touchpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One way in which a journey ends: a visit to a touchpoint, an event that a rule means, or a status of the case."""

    id: str
    kind: Literal["wanted", "unwanted"]
    touchpoint: str | None = None
    when: Rule | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """What `visits`, `episodes` and `passages` need to know of a journey.

    Attributes
    ----------
    bindings
        Touchpoints in the order of the library: where rules overlap the first wins.
    begins
        Touchpoints that begin an episode; empty is any (but those that stand only after an outcome).
    ends
        Outcomes; an event that fits several is the first of them.
    silence_us
        A silence longer than this ends an episode; None is never.
    follows
        Whether an episode is a customer's walk or a case's life.
    steps
        The map's steps, left to right.
    gap_us
        A silence longer than this begins a new session, and so a new visit.
    begins_when
        A rule that begins an episode too, where the map gives one instead of a touchpoint.
    """

    bindings: tuple[Binding, ...]
    begins: tuple[str, ...] = ()
    ends: tuple[End, ...] = ()
    silence_us: int | None = None
    follows: Literal["customer", "case"] = "customer"
    steps: tuple[Step, ...] = ()
    gap_us: int = 30 * MINUTE
    begins_when: Rule | None = None

    def places(self, touchpoint: str) -> tuple[int, ...]:
        """Return the positions (from 1) of the steps where a touchpoint stands."""
        return tuple(n for n, step in enumerate(self.steps, start=1) if touchpoint in step.touchpoints)

    def closes(self, end: End) -> bool:
        """Return whether an episode ends at this outcome: the map has no touchpoint to the right that is no outcome."""
        if end.touchpoint is None:
            return True
        places = self.places(end.touchpoint)
        if not places:
            return True
        outcomes = {other.touchpoint for other in self.ends}
        after = {t for step in self.steps[max(places) :] for t in step.touchpoints}
        return not (after - outcomes)

    def openings(self) -> tuple[str, ...]:
        """Return the touchpoints that begin an episode: those named, else all that do not stand only after an outcome."""
        if self.begins or self.begins_when is not None:
            return self.begins
        going_on = [
            min(self.places(end.touchpoint))
            for end in self.ends
            if end.touchpoint is not None and not self.closes(end)
        ]
        bound = [binding.touchpoint for binding in self.bindings]
        if not going_on:
            return tuple(bound)
        return tuple(t for t in bound if not self.places(t) or min(self.places(t)) <= min(going_on))
