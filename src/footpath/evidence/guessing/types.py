"""A guess, and all guesses about a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from footpath.atlas.types import Source
from footpath.base import Problem
from footpath.evidence.screens.types import Screens

OPTIONS: dict[str, str] = {
    "case": "--case COLUMN",
    "customer": "--customer COLUMN",
    "actor": "sources.yaml: actor",
    "time": "--time COLUMN",
    "event": "--event COLUMN",
    "event_name": "sources.yaml: event-name",
    "event_id": "--event-id COLUMN",
    "sequence": "--sequence COLUMN",
    "session": "--session COLUMN",
    "channel": "--channel COLUMN",
    "value": "--value COLUMN",
    "currency": "--currency COLUMN",
    "times": "--times EVENT=COLUMN",
    "promises": "--promise EVENT=COLUMN",
    "outcome": "--outcome COLUMN --wanted VALUE --unwanted VALUE",
    "said": "--said COLUMN",
    "text": "--text COLUMN",
    "score": "--score COLUMN:1-5",
    "remark_id": "sources.yaml: remark-id",
    "source_kind": "sources.yaml: source-kind",
    "language": "sources.yaml: language",
    "about": "--about COLUMN",
    "traits": "sources.yaml: traits",
    "known": "sources.yaml: known",
    "identity": "--identity ID=CUSTOMER",
    "properties": "sources.yaml: properties",
    "decimal": "--decimal ,",
    "dates": "--dates dmy",
    "zone": "--zone Europe/Berlin",
    "encoding": "--encoding NAME",
    "delimiter": "--delimiter ';'",
    "sheet": "--sheet NAME",
    "screens": "sources.yaml: screens",
    "partition": "sources.yaml: partition",
}
"""The option that sets each field of a source by hand, as the command line spells it; what has none is written in sources.yaml."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing guessed: a column's role (or how the file reads), why, and the option that changes it.

    `means` is the role in plain words ("the customer"); `examples` are up to three of the column's values; `sure` is
    False where a person should look.
    """

    role: str
    column: str
    means: str
    why: str
    examples: tuple[str, ...] = ()
    option: str = ""
    sure: bool = True

    def to_json(self) -> dict[str, Any]:
        """Return the guess as plain data."""
        return {
            "role": self.role,
            "column": self.column,
            "means": self.means,
            "why": self.why,
            "examples": list(self.examples),
            "option": self.option,
            "sure": self.sure,
        }


@dataclass(frozen=True, slots=True)
class Guessed:
    """The source that the guesses give, the guesses, and all problems met on the way (perhaps errors).

    `screens` says how addresses become screens, where the file has any; `tool` is the name of the profile that the file
    fits (``posthog``), or None.
    """

    source: Source
    guesses: tuple[Guess, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    screens: Screens | None = None
    tool: str | None = None
