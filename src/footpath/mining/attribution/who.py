"""Who is behind the counts of attribution: the paths to the goal, those that touch a channel, and all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem
from footpath.mining.attribution.portable import path_keys, touches_of
from footpath.mining.who import choice, parts_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.attribution.question import Attribution
    from footpath.mining.who import Cell


sql: Any = ibis


def who(question: Attribution, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return the paths that touch ``channel`` and came to the goal; with ``reached`` no those that did not, or all.

    Without a channel all paths to the goal, which the credits add up to. A customer has one path, where each goal ends one
    several: then path tells which, from 1.

    Raises
    ------
    BadInputError
        question-without-who for a credit: it is a sum of parts of paths, and nobody is behind a part.
    """
    parts = parts_of(cell, "channel", "model", "reached", "credit", "of")
    if "model" in parts or "credit" in parts or parts.get("of") == "credit":
        raise BadInputError(
            Problem(
                code="question-without-who",
                message="a credit is a sum of parts of paths: no list is as long as it says",
                expected="channel=NAME (the paths to the goal that touch it), or reached=yes",
                help="Leave the model out.",
            )
        )
    reached = choice(parts, "reached", "yes", "no", "all")
    touches = touches_of(question, events)
    if "channel" in parts:
        keys = path_keys(question)
        here = touches.filter(touches.channel == parts["channel"])
        # By a text, since a path without a goal has no time of one and nothing equals that.
        here = here.select(met=_named(here, keys)).distinct()
        touches = touches.mutate(name=_named(touches, keys))
        touches = touches.semi_join(here, touches["name"] == here.met)
    if reached != "all":
        touches = touches.filter(touches.goal_us.notnull() if reached == "yes" else touches.goal_us.isnull())
    if question.goals == "first":
        return touches.select("customer_key").distinct()
    # Numbered among all paths of the customer, so that a path has one number whatever is asked.
    every = touches_of(question, events).select("customer_key", "goal_us").distinct()
    order = sql.window(group_by="customer_key", order_by=every.goal_us.asc(nulls_first=False))
    every = every.mutate(path_no=sql.row_number().over(order) + 1)
    met = touches.select("customer_key", "goal_us").distinct()
    met = met.select(name=_named(met, path_keys(question)))
    numbered = every.mutate(name=_named(every, path_keys(question)))
    return numbered.semi_join(met, "name").select("customer_key", "path_no")


def _named(table: Table, keys: Sequence[str]) -> Any:
    parts = [table[key].cast("string").fill_null("-") for key in keys]
    return reduce(lambda one, other: one + " " + other, parts)
