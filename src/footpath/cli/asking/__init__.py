"""The questions of `footpath mine`: one file a question, with its options and how they make it; one line here each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from footpath.base import Problem, Settings
    from footpath.mining import Question, Result, Walk

VERBS: Mapping[str, str] = {
    "transitions": "what follows what, how often, and how long it takes",
    "funnel": "how many go from step to step (--steps a,b,c)",
    "paths": "the ways that customers take, most walked first",
    "sessions": "runs of events without a long silence",
    "flows": "who goes where, step by step, onward from an event or back from one",
    "sequences": "how often a pattern occurs: search, no product page, help within 10 minutes (--pattern)",
    "loops": "what is come back to, how often, and how much time that takes",
    "waits": "where the elapsed time goes, by share of the total",
    "attribution": "which channels the outcomes are owed to, by several models (--goal purchase)",
    "retention": "how many come back, by the day, week or month of their first time",
    "stickiness": "on how many days of a week or month customers are active",
    "lifecycle": "new, returning, resurrected and dormant customers, or states by rule (--state)",
    "cohorts": "customers by when, or how, they came first: how many, how much (--measure)",
    "compare": "how two segments, periods or variants differ, with intervals (--goal buy --by device)",
    "conversion": "what goes with reaching a goal (--goal buy)",
    "outcomes": "how long it takes to an outcome, those still waiting included (--start view --goal buy)",
    "segments": "customers whose journeys are alike; or sizes and overlaps of given rules (--segment)",
}
"""Question to its line in the help; each is a module of this folder with `arguments(group)` and `question(asked)`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the command line: the options, and what all questions share."""

    args: argparse.Namespace
    settings: Settings
    walk: Walk | None
    within: Any
    of: Any
    gap_us: int


@runtime_checkable
class Warns(Protocol):
    """A question that warns of its result before it is shown."""

    def warnings(self, result: Result) -> list[Problem]:
        """Return what has to be said first."""


class Asking(Protocol):
    """A module of this folder."""

    def arguments(self, group: Any) -> None:
        """Declare the question's own options."""

    def question(self, asked: Asked) -> Question:
        """Return the question that the options make."""


def asking(verb: str) -> Asking:
    """Return the module of a question."""
    return cast("Asking", import_module(f"footpath.cli.asking.{verb.replace('-', '_')}"))
