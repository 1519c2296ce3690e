"""The questions of `footpath mine`: one file a question, with its options and how they make it; one line here each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from footpath.base import Settings
    from footpath.mining import Question, Walk

VERBS: Mapping[str, str] = {
    "transitions": "what follows what, how often, and how long it takes",
    "funnel": "how many go from step to step (--steps a,b,c)",
    "paths": "the ways that customers take, most walked first",
    "sessions": "runs of events without a long silence",
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


class Asking(Protocol):
    """A module of this folder."""

    def arguments(self, group: Any) -> None:
        """Declare the question's own options."""

    def question(self, asked: Asked) -> Question:
        """Return the question that the options make."""


def asking(verb: str) -> Asking:
    """Return the module of a question."""
    return cast("Asking", import_module(f"footpath.cli.asking.{verb.replace('-', '_')}"))
