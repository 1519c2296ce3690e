"""Runs of events without a long silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footpath.cli.asking import Asked

if TYPE_CHECKING:
    from footpath.mining import Question


def arguments(group: Any) -> None:
    """Declare the options."""
    group.add_argument("--summary", action="store_true", help="one row over all sessions")


def question(asked: Asked) -> Question:
    """Return the question."""
    from footpath import mining

    return mining.sessions(gap_us=asked.gap_us, summary=asked.args.summary)
