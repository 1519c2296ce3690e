"""The atlas as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from pydantic import Field

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.types.base import FORMAT_VERSION, ChannelId, Model, Text
from footpath.atlas.types.journey import Journey, Lane, Review
from footpath.atlas.types.libraries import Channel, Department, Look, Opportunity, Term, Touchpoint
from footpath.atlas.types.measures import MeasureRun
from footpath.atlas.types.persona import Persona
from footpath.atlas.types.sources import Source


class Atlas(Model):
    """A folder under version control: personas, journeys, libraries, sources, and what was measured."""

    footpath: int = FORMAT_VERSION
    title: Text
    language: str = "en"
    locales: tuple[str, ...] = Field(default=(), description="further languages that its texts are given in")
    zone: str = "UTC"
    currency: str | None = None
    team: tuple[str, ...] = ()
    departments: tuple[Department, ...] = ()
    channels: tuple[Channel, ...] = ()
    glossary: Mapping[str, Term] = Field(default_factory=dict)
    lanes: tuple[Lane, ...] = ()
    review: Review | None = None
    floor: int = Field(default=5, ge=1)
    allow: Mapping[str, str] = Field(default_factory=dict)
    check: Mapping[str, Any] = Field(
        default_factory=dict,
        description="lint rules set for this atlas: a code or name, and off, a severity, or its options",
    )
    look: Look | None = None
    settings: Mapping[str, Any] = Field(default_factory=dict)
    personas: tuple[Persona, ...] = ()
    journeys: tuple[Journey, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    sources: tuple[Source, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    measures: tuple[MeasureRun, ...] = Field(default=(), description="the newest run of each journey")

    def journey(self, id_: str) -> Journey:
        """Return the journey of that id; KeyError where there is none."""
        return _by_id(self.journeys, id_)

    def persona(self, id_: str) -> Persona:
        """Return the persona of that id; KeyError where there is none."""
        return _by_id(self.personas, id_)

    def touchpoint(self, id_: str) -> Touchpoint:
        """Return the touchpoint of that id; KeyError where there is none."""
        return _by_id(self.touchpoints, id_)

    def source(self, id_: str) -> Source:
        """Return the source of that id; KeyError where there is none."""
        return _by_id(self.sources, id_)

    def opportunity(self, id_: str) -> Opportunity:
        """Return the opportunity of that id; KeyError where there is none."""
        return _by_id(self.opportunities, id_)

    def channel(self, id_: str) -> Channel:
        """Return the channel of that id, declared here or one of the known ones; KeyError where it is neither."""
        for channel in self.channels:
            if channel.id == id_:
                return channel
        return Channel(id=ChannelId(id_), title=KNOWN_CHANNELS[id_])

    def measured(self, journey: str) -> MeasureRun | None:
        """Return the newest measurement of a journey, or None."""
        for run in self.measures:
            if run.journey == journey:
                return run
        return None


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


def _by_id(things: Iterable[T], id_: str) -> T:
    for thing in things:
        if thing.id == id_:
            return thing
    raise KeyError(id_)
