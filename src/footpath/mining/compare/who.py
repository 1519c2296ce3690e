"""Who is behind the counts of a comparison: the customers of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.mining.compare.portable import customers_in
from footpath.mining.compare.question import MIXED
from footpath.mining.groups import ALL
from footpath.mining.who import choice, no_cell, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.compare.question import Compare
    from footpath.mining.who import Cell


def who(question: Compare, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the customers of a ``group``; with a ``measure`` that is a share, those who ``reached`` it: yes or no.

    The measure ``(several variants)`` are the customers who met more than one; of a test ``(all)`` is everybody in it.
    """
    parts = parts_of(cell, "group", "measure", "reached")
    people = customers_in(question, events)
    if parts.get("measure") == MIXED:
        return people.filter(people.mixed).select("customer_key")
    if "group" not in parts:
        raise no_cell("which count is meant needs 'group'", "group, measure, reached")
    is_everyone = question.groups.is_test and parts["group"] == ALL
    here = people if is_everyone else people.filter(people.group == parts["group"])
    if "reached" in parts:
        reached = choice(parts, "reached", "yes", "no")
        shares = [one.name for one in question.measures if one.is_share]
        name = parts.get("measure", shares[0] if len(shares) == 1 else "")
        if name not in shares:
            raise no_cell(f"the share meant is not {name!r}", ", ".join(shares) or "no measure is a share")
        number = [one.name for one in question.measures].index(name)
        here = here.filter(here[f"y_{number}"] == (1 if reached == "yes" else 0))
    return here.select("customer_key")
