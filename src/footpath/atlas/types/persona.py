"""The persona: a card for one kind of customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from footpath.atlas.types.base import FORMAT_VERSION, ChannelId, Model, Origin, PersonaId, RuleText, Text
from footpath.atlas.types.cells import Attachment, Barrier, Cell, Evidence


class Slider(Model):
    """One scale of a persona: two ends, where they stand (0 to 1), and where all customers stand."""

    low: Text
    high: Text
    at: Annotated[float, Field(ge=0, le=1)]
    all_at: Annotated[float, Field(ge=0, le=1)] | None = None
    evidence: tuple[Evidence, ...] = ()


class Persona(Model):
    """A card for one kind of customer, bound to a segment (a rule over customers)."""

    footpath: int = FORMAT_VERSION
    id: PersonaId
    name: Text
    summary: Text = ""
    age: Text = ""
    occupation: Text = ""
    situation: Text = ""
    quote: Cell | None = None
    interests: tuple[Cell, ...] = ()
    preferences: tuple[Cell, ...] = ()
    goals: tuple[Cell, ...] = ()
    needs: tuple[Cell, ...] = ()
    pains: tuple[Barrier, ...] = ()
    drivers: tuple[Cell, ...] = ()
    context: tuple[Cell, ...] = ()
    channels: tuple[ChannelId, ...] = ()
    sliders: tuple[Slider, ...] = ()
    unknown: tuple[Text, ...] = ()
    segment: RuleText | None = None
    actor: str | None = Field(default=None, description="the actor of the events that this persona is")
    portrait: Attachment | None = None
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "person"
    allow: Mapping[str, str] = Field(default_factory=dict)
