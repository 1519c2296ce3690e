"""What those lost in a funnel said afterwards (``--lost-said``), beneath its rows."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from footpath.base import Problem, UsageError
from footpath.cli._options import duration
from footpath.cli._output import Output

if TYPE_CHECKING:
    from footpath.base import Settings
    from footpath.engines import Workspace
    from footpath.insight import SaidByLost
    from footpath.rules import Rule

COLUMNS = ("step", "name", "lost", "customers", "remarks", "scores", "emotion", "low", "high")


def of_lost(
    args: argparse.Namespace,
    opened: Any,
    workspace: Workspace,
    question: Any,
    where: Rule | None,
    settings: Settings,
) -> tuple[SaidByLost, ...]:
    """Return what the lost said, where it was asked; UsageError over files, which hold no words."""
    if not getattr(args, "lost_said", False):
        return ()
    if opened.evidence is None or not opened.evidence.holds & {"remarks", "answers"}:
        raise UsageError(
            Problem(
                code="bad-option",
                message="--lost-said needs remarks or scores, and there are none",
                expected="a source of an atlas (ATLAS:NAME) that has, or stands beside, a source of words or scores",
                help="footpath listen add FILE adds one; --beside NAME reads another source with it.",
            )
        )
    from footpath.insight import said_by_lost

    return said_by_lost(
        workspace,
        question,
        floor=settings["floor"],
        within_us=duration(args.said_within, "--said-within"),
        where=where,
        zone=settings["zone"],
    )


def put(said: tuple[SaidByLost, ...], args: argparse.Namespace, out: Output) -> None:
    """Add what was said to the JSON object."""
    if said:
        out.put(said=[asdict(one) for one in said], said_definition=_definition(args))


def _definition(args: argparse.Namespace) -> str:
    from footpath.insight.find import in_words

    return in_words(duration(args.said_within, "--said-within"))


def show(said: tuple[SaidByLost, ...], args: argparse.Namespace, out: Output) -> None:
    """Print what was said: a line a step, and the quotes."""
    if not said:
        return
    from footpath.mining.journals.telling import shown_text

    out.line("said by the lost")
    out.table(COLUMNS, [tuple(getattr(one, name) for name in COLUMNS) for one in said])
    for one in said:
        for quote in one.quotes:
            out.text(f"“{shown_text(quote)}”", mark=f"{shown_text(one.name)}: ")
    out.text(_definition(args))
    out.line()
