"""The libraries: touchpoints, channels, departments, opportunities, and the words of the house."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.types.base import (
    ChannelId,
    DurationText,
    Model,
    OpportunityId,
    Origin,
    Ownership,
    RuleText,
    SourceId,
    StepId,
    Text,
    TouchpointId,
)
from footpath.atlas.types.cells import Attachment, Evidence

Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$", description="a colour such as #1F6FB2")]


class Touchpoint(Model):
    """An encounter; never the channel that it happens through. `when` recognises it in events."""

    id: TouchpointId
    title: Text
    channel: ChannelId | None = None
    ownership: Ownership | None = None
    kind: Literal["physical", "digital"] | None = None
    managed: bool | None = Field(default=None, description="whether we can change it")
    initiator: str = Field(default="", description="who starts it: the customer, a persona, a department")
    receiver: str = ""
    department: str | None = Field(default=None, description="who answers for it")
    when: RuleText | None = None
    source: SourceId | None = None
    picture: Attachment | None = None
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "person"


class Channel(Model):
    """The medium that encounters happen through; `icon` names one of the drawn icons."""

    id: ChannelId
    title: Text
    icon: str | None = None

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare id as the channel of that id, with the title that is usual for it."""
        return {"id": value, "title": KNOWN_CHANNELS.get(value, str(value).replace("-", " "))}


class Department(Model):
    """Who answers for contact points; a bare text is its id, and may hold spaces."""

    shorthand: ClassVar[str] = "id"
    id: str
    title: Text = ""
    typical: DurationText | None = Field(default=None, description="how long it usually takes to answer")


class Term(Model):
    """A word of the house, explained; the customers' own words are marked."""

    shorthand: ClassVar[str] = "text"
    text: Text = ""
    customers: bool = Field(default=False, description="whether customers use this word too")


class Look(Model):
    """A house theme: it may replace the inks *flow* and *carry* alone."""

    flow: Colour | None = None
    carry: Colour | None = None


class Target(Model):
    """What an opportunity is to bring: a measure at a step, from a value to a value."""

    measure: str
    step: StepId | None = None
    from_: float | None = None
    to: float


class Opportunity(Model):
    """Something the company could do about a barrier."""

    id: OpportunityId
    text: Text
    answers: tuple[str, ...] = ()
    owner: str | None = None
    effort: float | None = Field(default=None, ge=0, description="person-months")
    impact: Annotated[float, Field(ge=1, le=5)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    reach: Annotated[float, Field(ge=0)] | None = Field(
        default=None, description="customers a period, as the team believes"
    )
    importance: Annotated[float, Field(ge=0, le=10)] | None = None
    satisfaction: Annotated[float, Field(ge=0, le=10)] | None = None
    kano: Literal["must-be", "one-dimensional", "attractive", "indifferent", "reverse"] | None = None
    due: date | None = None
    link: str = Field(default="", description="where the work on it is followed: the address of a ticket")
    status: Literal["idea", "in-work", "shipped", "dropped"] = "idea"
    target: Target | None = None
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = "person"
