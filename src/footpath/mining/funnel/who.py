"""Who is behind the counts of a funnel: those who came to a step, or who came to it and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.funnel.extended import followed_groups, lost_rows
from footpath.mining.funnel.portable import followed_steps
from footpath.mining.segmented import ALL
from footpath.mining.who import no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel
    from footpath.mining.who import Cell
    from footpath.mining.within import Rows

sql: Any = ibis


def who(question: Funnel, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who is counted at ``step`` (a number or name), or ``lost`` there: came to it and no further.

    Of the lost ``next`` keeps those with whom that came next, as ``--show lost`` names it; ``segment`` keeps one segment.
    """
    parts = parts_of(cell, "step", "lost", "next", "segment")
    if ("step" in parts) == ("lost" in parts) or ("next" in parts and "step" in parts):
        raise no_cell("one count is meant", "step=2, lost=2, or lost=2 with next=NAME")
    if "segment" in parts and question.by is None:
        raise no_cell("there are no segments where no property is asked", "step, lost, next")
    if "next" in parts and question.order == "any":
        raise no_cell("in any order nothing comes next", "step=2, or lost=2")
    kind = "lost" if "lost" in parts else "step"
    number = _number(question, parts[kind])
    if kind == "lost" and number == len(question.steps):
        raise no_cell("nobody is lost at the last step", f"1 to {number - 1}")
    if question.is_plain and "next" not in parts:
        rows, walked = followed_steps(question, events)
        came = _came(rows, walked, number)
        if kind == "lost":
            came = came.anti_join(_came(rows, walked, number + 1), list(rows.keys))
        return _owned(rows, came)
    rows, placed, groups = followed_groups(question, events)
    keys = list(rows.keys)
    if "next" in parts:
        lost = lost_rows(question, placed, groups, keys)
        met = lost.filter((lost.step == number) & (lost.next == parts["next"]))
        if parts.get("segment", ALL) != ALL:
            met = met.filter(met.segment == parts["segment"])
        return _owned(rows, met.select(*keys))
    met = groups.filter(groups[f"took_{number}"].notnull())
    if kind == "lost":
        for later in range(number + 1, len(question.steps) + 1):
            met = met.filter(met[f"took_{later}"].isnull())
    if parts.get("segment", ALL) != ALL:
        met = met.filter(met.segment == parts["segment"])
    return _owned(rows, met.select(*keys))


def _came(rows: Rows, walked: Table, number: int) -> Table:
    return walked.filter(walked[f"took_{number}"].notnull()).select(*rows.keys).distinct()


def _owned(rows: Rows, came: Table) -> Table:
    """Return groups with whose they are: an episode's key does not tell."""
    if rows.keys != ("episode",):
        return came
    table = rows.table
    owners = table.group_by("episode").agg(customer_key=table.customer_key.min())
    return came.inner_join(owners, "episode").select("customer_key", "episode")


def _number(question: Funnel, text: str) -> int:
    names = [step.name for step in question.steps]
    number = names.index(text) + 1 if text in names else int(text) if text.isdecimal() else 0
    if not 1 <= number <= len(names):
        raise no_cell(
            f"the funnel has no step {text!r}", ", ".join(f"{n} ({name})" for n, name in enumerate(names, 1))
        )
    return number
