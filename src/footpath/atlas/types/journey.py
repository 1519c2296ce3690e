"""The map: stages, steps, lanes, boundaries, and what lies beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from footpath.atlas.roles import DEFAULT_LANES, ROLES, Role
from footpath.atlas.types.base import (
    FORMAT_VERSION,
    DurationText,
    JourneyId,
    LaneId,
    Model,
    Origin,
    PersonaId,
    RuleText,
    SourceId,
    StageId,
    StepId,
    Text,
    TouchpointId,
)
from footpath.atlas.types.cells import Attachment, CellHolder, Reference


class Next(Model):
    """Where a step leads when it does not lead to the next column: a step (branch or loop) or an outcome (exit)."""

    shorthand: ClassVar[str] = "to"
    to: str
    label: Text = ""
    when: RuleText | None = None


class Step(CellHolder):
    """One column: what the customer does at one point of a stage."""

    id: StepId
    title: Text
    optional: bool = False
    next: tuple[Next, ...] = ()
    journey: JourneyId | None = Field(default=None, description="the child journey that this step opens")
    improves: StepId | None = Field(
        default=None, description="the as-is step that this to-be step replaces, where its id differs"
    )
    typical: DurationText | None = Field(default=None, description="how long it usually takes")
    owner: str | None = None
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "person"

    def touchpoints(self) -> tuple[TouchpointId, ...]:
        """Return the ids of the touchpoints at this step."""
        return tuple(
            TouchpointId(cell.ref) for cell in self.lane("touchpoint") if isinstance(cell, Reference)
        )


class Stage(CellHolder):
    """A stretch of the journey with its steps in the order in which customers live them."""

    id: StageId
    title: Text
    steps: tuple[Step, ...] = ()
    when: RuleText | None = Field(
        default=None, description="a rule over customers: who is in this state of the life cycle"
    )
    typical: DurationText | None = Field(default=None, description="how long it usually takes")
    owner: str | None = None
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "person"


class Lane(Model):
    """A row: its role says what its cells mean; the title is free text in any language; it may be one persona's."""

    id: LaneId
    role: str
    title: Text = ""
    persona: PersonaId | None = None

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare role as the lane of that role and id."""
        return {"id": value, "role": value}

    @field_validator("role")
    @classmethod
    def _known_role(cls, value: str) -> str:
        if value not in ROLES:
            raise ValueError("one of the roles")
        return value

    @property
    def meaning(self) -> Role:
        """Return the role's entry in the table of roles."""
        return ROLES[self.role]


class Boundary(Model):
    """Where a journey begins, or one way in which it ends; only a touchpoint or a rule can be measured."""

    shorthand: ClassVar[str] = "text"
    text: Text = ""
    touchpoint: TouchpointId | None = None
    when: RuleText | None = None
    value: str | None = None

    @property
    def is_bound(self) -> bool:
        """Return whether events can tell this boundary."""
        return self.touchpoint is not None or self.when is not None or self.value is not None


class Ends(Model):
    """The outcomes of a journey."""

    wanted: tuple[Boundary, ...] = ()
    unwanted: tuple[Boundary, ...] = ()


class Horizon(Model):
    """The time scale; `silence` ends an episode."""

    typical: DurationText | None = None
    silence: DurationText | None = None


class HandOver(Model):
    """What passes from one persona to another at a step (an arrow on the map)."""

    from_: PersonaId
    to: PersonaId
    step: StepId
    text: Text = ""


class Note(Model):
    """A text or picture that nobody has put in a cell yet."""

    shorthand: ClassVar[str] = "text"
    text: Text = ""
    id: str | None = None
    picture: Attachment | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    votes: Annotated[int, Field(ge=0)] = 0
    origin: Origin = "person"


class Review(Model):
    """How often maps are looked at again."""

    cadence: DurationText | None = None


class View(Model):
    """A way in which a journey is shown: its form, its lanes, whose cells, and what the company calls each stage."""

    shorthand: ClassVar[str] = "form"
    id: str | None = None
    form: str
    title: Text = ""
    lanes: tuple[str, ...] = ()
    persona: PersonaId | None = None
    stages: Mapping[str, Text] = Field(
        default_factory=dict, description="stage to the company's word for it: lead, offer, order"
    )


class Journey(Model):
    """One map."""

    footpath: int = FORMAT_VERSION
    id: JourneyId
    title: Text
    claim: Text = ""
    kind: Literal["customer", "user", "life"] = "customer"
    state: Literal["as-is", "to-be"] | None = None
    improves: JourneyId | None = Field(default=None, description="the as-is journey of a to-be one")
    company: Text = Field(default="", description="a competitor whose journey this is; empty is ours")
    beside: JourneyId | None = Field(
        default=None, description="the journey of ours that this competitor's one stands beside"
    )
    status: Literal["draft", "in-review", "agreed", "retired"] | None = None
    purpose: Text = ""
    personas: tuple[PersonaId, ...] = ()
    scenario: Text = ""
    horizon: Horizon | None = None
    follows: str = "customer"
    begins: Boundary | None = None
    ends: Ends = Ends()
    owner: str | None = None
    lanes: tuple[Lane, ...] = ()
    stages: tuple[Stage, ...] = ()
    hands: tuple[HandOver, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: tuple[SourceId, ...] = ()
    reviewed: date | None = None
    review: Review | None = Field(default=None, description="its own cadence, else the atlas's")
    views: tuple[View, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    origin: Origin = "person"
    allow: Mapping[str, str] = Field(
        default_factory=dict, description="lint codes suppressed here, each with its reason"
    )

    def steps(self) -> Iterator[Step]:
        """Yield all steps, in order."""
        for stage in self.stages:
            yield from stage.steps

    def stage_of(self, step: str) -> Stage:
        """Return the stage that holds a step; KeyError where none does."""
        for stage in self.stages:
            if any(candidate.id == step for candidate in stage.steps):
                return stage
        raise KeyError(step)

    def step(self, step: str) -> Step:
        """Return the step of that id; KeyError where there is none."""
        for candidate in self.steps():
            if candidate.id == step:
                return candidate
        raise KeyError(step)

    def shown_lanes(self) -> tuple[Lane, ...]:
        """Return the journey's lanes, or the default ones where it names none."""
        return self.lanes or tuple(Lane(id=LaneId(role), role=role) for role in DEFAULT_LANES)
