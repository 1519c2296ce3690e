"""Sources of evidence: where they are and how their columns read."""

from __future__ import annotations

import re
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


class Partition(Model):
    """The column by whose days a table is parted, and how those are written there.

    `kind` is ``date`` (dates, or text like 2025-01-31), ``day`` (text like 2025-01-31), ``month`` (2025-01) or ``int``
    (20250131).
    """

    shorthand: ClassVar[str] = "column"
    column: str
    kind: Literal["date", "day", "month", "int"] = "date"


class Source(Model):
    """Where evidence is and how its columns read; paths, patterns, a table's name and column names, never copies.

    A source has `files` (exports, folders of Parquet, folders of Delta and Iceberg tables) or a `table`, by its name in
    the engine; how to get at that is the engine's affair, and no password or key ever stands here.

    One file may give several tables: `times` (wide: one event a column) or `time` with `event` give events,
    `score` gives answers, `text` gives remarks, `traits` gives customers, `identity` gives identities.
    Column names are those of the file, as they stand there.
    """

    id: SourceId
    title: str = ""
    files: tuple[str, ...] = ()
    table: str | None = Field(
        default=None,
        description="in place of files: a table by its name in the engine, catalog.schema.events",
    )
    partition: Partition | None = Field(
        default=None, description="the column by whose days a table or folder is parted"
    )
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


TABLE_NAME = re.compile(r"[^\W\d][\w-]*(?:\.[^\W\d][\w-]*){0,2}")
"""What the name of a table in an engine looks like: up to three words with dots between."""

_SECRETS = (
    (re.compile(r"\w:/{1,2}[^/\s@]*:[^/\s@]+@"), "a password"),
    (
        re.compile(
            r"[?&;,]\s*(?:[\w-]*(?:password|passwd|pwd|secret|token|signature|credential)|(?:\w+[_-])?(?:access|api|account|shared)"
            r"[_-]?key(?:[_-]?id)?|awsaccesskeyid|sig)\s*=\s*[^&;,\s]",
            re.IGNORECASE,
        ),
        "a key or password",
    ),
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), "an access key"),
)


def secret_in(text: str) -> str | None:
    """Return in words what of a path, URL or table's name looks like a credential; None where nothing does."""
    return next((what for pattern, what in _SECRETS if pattern.search(text)), None)
