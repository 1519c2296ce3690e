"""The document: every type of an atlas, frozen, as DESIGN's section on the document says.

Field names are the keys of the YAML text with underscores for hyphens (`event_id` is written `event-id`). The types hold
the *meaning*; the text itself, with its comments and order, is kept by `atlas.yamltext` and edited by `atlas.operations`.
Types carry no positions: the loader reports places, and finds them again in the text's tree by path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NewType, Protocol, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from footpath.atlas.channels import KNOWN_CHANNELS
from footpath.atlas.roles import DEFAULT_LANES, ROLES, Role

JourneyId = NewType("JourneyId", str)
StageId = NewType("StageId", str)
StepId = NewType("StepId", str)
LaneId = NewType("LaneId", str)
PersonaId = NewType("PersonaId", str)
TouchpointId = NewType("TouchpointId", str)
SourceId = NewType("SourceId", str)
OpportunityId = NewType("OpportunityId", str)
ChannelId = NewType("ChannelId", str)

FORMAT_VERSION = 1

Origin = Literal["person", "import", "drafted"]
Grade = Literal["assumed", "reported", "measured"]
Ownership = Literal["owned", "earned", "paid", "partner", "customer"]
RuleText = Annotated[str, Field(max_length=4096)]
DurationText = Annotated[str, Field(description="a number and a unit: 30 min, 10 days")]


def _hyphens(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """The base of all document types: frozen, no unknown keys, keys with hyphens.

    Where a list is expected, a single value is a list of one; a key without a value is as if it were not there. A type with a `shorthand` may be written as a bare
    value, which is the value of that field.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_hyphens,
        populate_by_name=True,
        use_enum_values=True,
        allow_inf_nan=False,
    )
    shorthand: ClassVar[str] = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return the mapping that a bare value stands for, or the value where it stands for none."""
        return {cls.shorthand: value} if cls.shorthand else value

    @model_validator(mode="before")
    @classmethod
    def _as_written(cls, data: Any) -> Any:
        if isinstance(data, dict):
            lists, optional = written_keys(cls)
            wrong = [
                key
                for key, value in data.items()
                if value is None or (key in lists and not isinstance(value, (list, tuple)))
            ]
            if not wrong:
                return data
            data = dict(data)
            for key in wrong:
                if data[key] is not None:
                    data[key] = (data[key],)
                elif key in optional:
                    del data[key]
            return data
        return cls.from_bare(data) if isinstance(data, (str, int, float)) else data


@cache
def written_keys(cls: type[Model]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys (and names) of a type's lists of any length, and of the fields that may be left out."""
    lists: set[str] = set()
    optional: set[str] = set()
    for name, field in cls.model_fields.items():
        if get_origin(field.annotation) is tuple and get_args(field.annotation)[-1] is Ellipsis:
            lists |= {name, field.alias or name}
        if not field.is_required():
            optional |= {name, field.alias or name}
    return frozenset(lists), frozenset(optional)


# ---------------------------------------------------------------- evidence and cells


EVIDENCE_KINDS: tuple[str, ...] = ("measure", "exit", "wait", "question", "theme", "remarks")
"""The kinds of evidence that a source gives; their replay is `insight`'s."""


class Evidence(Model):
    """A typed, replayable reference from a cell to a source, or a link with a sentence.

    Exactly one of `measure`, `exit`, `wait`, `question`, `theme`, `remarks` stands beside `source`;
    or `link` stands alone with `sentence`. `on` names what is meant where it is not the cell's own step or stage,
    `among` the part of those meant (late, in-time).
    """

    source: SourceId | None = None
    measure: str | None = None
    exit: StepId | None = None
    wait: StepId | None = None
    question: str | None = None
    theme: str | None = None
    remarks: tuple[str, ...] | RuleText | None = None
    on: str | None = None
    among: str = ""
    from_: date | None = None
    to: date | None = None
    link: str | None = None
    sentence: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Evidence:
        kinds = [name for name in EVIDENCE_KINDS if getattr(self, name) is not None]
        if self.link is not None:
            if self.source is not None or kinds:
                raise ValueError("a link stands alone, with a sentence, beside no source")
            if not self.sentence:
                raise ValueError("a link with a `sentence` that says what it shows")
        elif self.source is None:
            raise ValueError("a `source`, or a `link` with a sentence")
        elif len(kinds) != 1:
            raise ValueError(f"exactly one of {', '.join(EVIDENCE_KINDS)} beside `source`")
        return self


class Cell(Model):
    """What stands at (lane, step) or (lane, stage); a cell of the text may hold several."""

    shorthand: ClassVar[str] = "text"
    text: str = ""
    id: str | None = None
    evidence: tuple[Evidence, ...] = ()
    persona: PersonaId | None = None
    origin: Origin = "person"


class Emotion(Cell):
    """How they feel: a score from -2 to +2, a word, and (by `evidence`) where it comes from."""

    score: Annotated[float, Field(ge=-2, le=2)] | None = None
    word: str = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare number as the score, a bare text as the word."""
        return {"word" if isinstance(value, str) else "score": value}


LEVELS: Mapping[str, int] = {"low": 1, "medium": 2, "high": 3}
"""The levels of criticality as they are written."""


class Criticality(Cell):
    """How much the step decides: 1 (low), 2 (medium) or 3 (high), as the team sees it."""

    shorthand: ClassVar[str] = "level"
    level: Annotated[int, Field(ge=1, le=3)] = 1
    why: str = ""

    @field_validator("level", mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:
        return LEVELS.get(value, value) if isinstance(value, str) else value


class Barrier(Cell):
    """What gets in the way: severity 1 to 5, a kind of METHOD section 5, and the rule of those who meet it."""

    severity: Annotated[int, Field(ge=1, le=5)] | None = None
    kind: str | None = None
    when: RuleText | None = None


class Reference(Cell):
    """A cell that names an entry of a library (touchpoint, channel, opportunity): `ref` is its id."""

    shorthand: ClassVar[str] = "ref"
    ref: str


_MEASURE_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class NumberCell(Cell):
    """A number typed or bound: the name of a measure, or a value with its unit."""

    measure: str | None = None
    value: float | None = None
    unit: str = ""

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare number as the value, a bare name as the measure, any other text as text."""
        if not isinstance(value, str):
            return {"value": value}
        return {"measure" if _MEASURE_NAME.fullmatch(value) else "text": value}


class ImageCell(Cell):
    """A picture by its path inside the atlas, with a description for who cannot see it (`text`)."""

    shorthand: ClassVar[str] = "picture"
    picture: str


AnyCell = Cell | Emotion | Criticality | Barrier | Reference | NumberCell | ImageCell

CELL_TYPES: Mapping[str, type[Cell]] = {
    "text": Cell,
    "emotion": Emotion,
    "criticality": Criticality,
    "barrier": Barrier,
    "reference": Reference,
    "number": NumberCell,
    "image": ImageCell,
}
"""The type of the cells of a lane, by `Role.cell`."""


class CellHolder(Model):
    """What stages and steps share: cells by lane."""

    cells: Mapping[LaneId, tuple[AnyCell, ...]] = Field(default_factory=dict)

    def lane(self, lane: str) -> tuple[AnyCell, ...]:
        """Return the cells that stand in a lane (perhaps none)."""
        return self.cells.get(LaneId(lane), ())


# ---------------------------------------------------------------- journey


class Next(Model):
    """Where a step leads when it does not lead to the next column: a step (branch or loop) or an outcome (exit)."""

    shorthand: ClassVar[str] = "to"
    to: str
    label: str = ""
    when: RuleText | None = None


class Step(CellHolder):
    """One column: what the customer does at one point of a stage."""

    id: StepId
    title: str
    optional: bool = False
    next: tuple[Next, ...] = ()
    journey: JourneyId | None = None
    owner: str | None = None
    origin: Origin = "person"

    def touchpoints(self) -> tuple[TouchpointId, ...]:
        """Return the ids of the touchpoints at this step."""
        return tuple(
            TouchpointId(cell.ref) for cell in self.lane("touchpoint") if isinstance(cell, Reference)
        )


class Stage(CellHolder):
    """A stretch of the journey with its steps in the order in which customers live them."""

    id: StageId
    title: str
    steps: tuple[Step, ...] = ()
    owner: str | None = None
    origin: Origin = "person"


class Lane(Model):
    """A row: its role says what its cells mean; the title is free text in any language."""

    id: LaneId
    role: str
    title: str = ""

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
    text: str = ""
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
    text: str = ""


class Note(Model):
    """A text or picture that nobody has put in a cell yet."""

    shorthand: ClassVar[str] = "text"
    text: str = ""
    id: str | None = None
    picture: str | None = None
    author: str | None = None
    origin: Origin = "person"


class Journey(Model):
    """One map."""

    footpath: int = FORMAT_VERSION
    id: JourneyId
    title: str
    claim: str = ""
    kind: Literal["customer", "user", "life"] = "customer"
    state: Literal["as-is", "to-be"] | None = None
    improves: JourneyId | None = None
    purpose: str = ""
    personas: tuple[PersonaId, ...] = ()
    scenario: str = ""
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


# ---------------------------------------------------------------- libraries


class Touchpoint(Model):
    """An encounter; never the channel that it happens through. `when` recognises it in events."""

    id: TouchpointId
    title: str
    channel: ChannelId | None = None
    ownership: Ownership | None = None
    department: str | None = None
    when: RuleText | None = None
    source: SourceId | None = None
    picture: str | None = None
    origin: Origin = "person"


class Channel(Model):
    """The medium that encounters happen through; `icon` names one of the drawn icons."""

    id: ChannelId
    title: str
    icon: str | None = None

    @classmethod
    def from_bare(cls, value: Any) -> Any:
        """Return a bare id as the channel of that id, with the title that is usual for it."""
        return {"id": value, "title": KNOWN_CHANNELS.get(value, str(value).replace("-", " "))}


class Target(Model):
    """What an opportunity is to bring: a measure at a step, from a value to a value."""

    measure: str
    step: StepId | None = None
    from_: float | None = None
    to: float


class Opportunity(Model):
    """Something the company could do about a barrier."""

    id: OpportunityId
    text: str
    answers: tuple[str, ...] = ()
    owner: str | None = None
    effort: float | None = None
    status: Literal["idea", "in-work", "shipped", "dropped"] = "idea"
    target: Target | None = None
    evidence: tuple[Evidence, ...] = ()
    origin: Origin = "person"


class Slider(Model):
    """One scale of a persona: two ends, where they stand (0 to 1), and where all customers stand."""

    low: str
    high: str
    at: Annotated[float, Field(ge=0, le=1)]
    all_at: Annotated[float, Field(ge=0, le=1)] | None = None
    evidence: tuple[Evidence, ...] = ()


class Persona(Model):
    """A card for one kind of customer, bound to a segment (a rule over customers)."""

    footpath: int = FORMAT_VERSION
    id: PersonaId
    name: str
    summary: str = ""
    age: str = ""
    occupation: str = ""
    situation: str = ""
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
    unknown: tuple[str, ...] = ()
    segment: RuleText | None = None
    portrait: str | None = None
    origin: Origin = "person"
    allow: Mapping[str, str] = Field(default_factory=dict)


# ---------------------------------------------------------------- sources


class Outcome(Model):
    """A status column whose values tell how a case ended."""

    shorthand: ClassVar[str] = "column"
    column: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


class Score(Model):
    """A column of scores with its scale; `kind` is how it is summed up."""

    column: str
    scale: tuple[float, float]
    kind: Literal["nps", "csat", "ces", "rating", "choice"] = "rating"
    question: str = ""


class Identity(Model):
    """A table that says which customer an anonymous id is."""

    id: str
    customer: str
    since: str | None = None


class Source(Model):
    """Where evidence is and how its columns read; paths, patterns and column names, never copies.

    One file may give several tables: `times` (wide: one event a column) or `time` with `event` give events,
    `score` gives answers, `text` gives remarks, `traits` gives customers, `identity` gives identities.
    Column names are those of the file, as they stand there.
    """

    id: SourceId
    title: str = ""
    files: tuple[str, ...] = ()
    sheet: str | None = None
    # how the bytes read
    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal[".", ","] | None = None
    dates: Literal["ymd", "dmy", "mdy"] | None = None
    zone: str | None = None
    # who
    case: str | None = None
    customer: str | None = None
    actor: str | None = None
    # events
    time: str | None = None
    event: str | None = None
    event_name: str | None = Field(default=None, description="the event's name where no column gives one")
    event_id: str | None = None
    sequence: str | None = None
    session: str | None = None
    channel: str | None = None
    value: str | None = None
    currency: str | None = None
    times: Mapping[str, str] = Field(
        default_factory=dict, description="wide tables: event name to time column"
    )
    promises: Mapping[str, str] = Field(
        default_factory=dict, description="event name to the column that promises it"
    )
    outcome: Outcome | None = None
    derive: Mapping[str, RuleText] = Field(default_factory=dict)
    properties: tuple[str, ...] = ()
    # words and scores
    said: str | None = None
    text: tuple[str, ...] = ()
    score: Score | None = None
    remark_id: str | None = None
    source_kind: Literal["review", "social", "sales", "support", "interview", "diary", "survey"] | None = None
    language: str | None = None
    about: str | None = Field(default=None, description="a column that names a stage, step or touchpoint")
    # customers
    traits: tuple[str, ...] = ()
    known: str | None = None
    identity: Identity | None = None
    # keeping
    pseudonyms: bool = True
    days: int | None = Field(default=None, ge=1, description="rows older than this are not read")
    note: str = Field(
        default="", description="what a reader must know about these data; printed under every map"
    )


# ---------------------------------------------------------------- measures


class MeasureRow(Model):
    """A named number with unit, n, interval, period and source.

    `on` and `id` say what it is about; a transition's id is ``from>to``. `value` is None where n is under the
    privacy floor or there is nothing to count; `floor` is then True. Shares are 0..1, times are seconds.
    """

    on: Literal["journey", "stage", "step", "touchpoint", "persona", "transition", "barrier", "outcome"]
    id: str
    measure: str
    value: float | None
    unit: str
    n: int
    low: float | None = None
    high: float | None = None
    from_: date | None = None
    to: date | None = None
    source: str = ""
    among: str = Field(default="", description="a part of those meant: late, in-time; empty is all")
    floor: bool = False


class SourceState(Model):
    """What a source was when it was measured: enough to tell changed data from a changed number."""

    id: SourceId
    hash: str
    rows: int = 0
    customers: int = 0
    cases: int = 0
    from_: date | None = None
    to: date | None = None


class QuoteRow(Model):
    """A remark chosen for the map, masked, with what it is an example of."""

    step: StepId
    text: str
    remark: str
    source: SourceId
    said: date | None = None
    score: float | None = None
    kind: Literal["typical", "extreme"] = "typical"
    alike: int = 0
    of: int = 0


class MeasureRun(Model):
    """One run of `footpath measure`: a file in `measures/`, never overwritten or edited by hand."""

    footpath_measures: int = 1
    journey: JourneyId
    made: str = Field(description="UTC, 2026-11-21T09:30:00Z")
    zone: str = "UTC"
    sources: tuple[SourceState, ...] = ()
    definitions: Mapping[str, str] = Field(
        default_factory=dict, description="measure to its definition in words"
    )
    rows: tuple[MeasureRow, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()
    notes: tuple[str, ...] = ()

    def find(self, on: str, id_: str, measure: str, *, among: str = "") -> MeasureRow | None:
        """Return the row for that thing and measure, or None."""
        for row in self.rows:
            if row.measure == measure and row.id == id_ and row.on == on and row.among == among:
                return row
        return None


# ---------------------------------------------------------------- the atlas


class Review(Model):
    """How often maps are looked at again."""

    cadence: DurationText | None = None


class Atlas(Model):
    """A folder under version control: personas, journeys, libraries, sources, and what was measured."""

    footpath: int = FORMAT_VERSION
    title: str
    language: str = "en"
    zone: str = "UTC"
    currency: str | None = None
    team: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    glossary: Mapping[str, str] = Field(default_factory=dict)
    lanes: tuple[Lane, ...] = ()
    review: Review | None = None
    floor: int = Field(default=5, ge=1)
    allow: Mapping[str, str] = Field(default_factory=dict)
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
