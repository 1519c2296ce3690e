"""Sources of evidence: where they are and how their columns read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from footpath.atlas.types.base import Model, RuleText, SourceId


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


class Screens(Model):
    """How addresses become screens: the column, and rules such as ``/products/*`` that fold what differs by the item."""

    shorthand: ClassVar[str] = "column"
    column: str
    rules: tuple[str, ...] = ()
    views: tuple[str, ...] = Field(default=(), description="the events that are page views")
    languages: tuple[str, ...] = Field(default=(), description="first parts of a path that name a language")


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
    screens: Screens | None = None
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
