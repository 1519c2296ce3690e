"""Who is behind the counts of a funnel: those who came to a step, or who came to it and no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.engines import compile_rule
from footpath.mining.funnel.any_order import any_order
from footpath.mining.funnel.directly import directly
from footpath.mining.funnel.then import then
from footpath.mining.who import no_cell, parts_of
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel
    from footpath.mining.who import Cell


def who(question: Funnel, workspace: Workspace, events: Table, cell: Cell) -> Table:
    """Return who is counted at ``step`` (a number or name), or ``lost`` there: came to it and not to the next."""
    parts = parts_of(cell, "step", "lost")
    if len(parts) != 1:
        raise no_cell("one count is meant", "step=2, or lost=2")
    ((kind, text),) = parts.items()
    number = _number(question, text)
    if kind == "lost" and number == len(question.steps):
        raise no_cell("nobody is lost at the last step", f"1 to {number - 1}")
    rows = rows_within(events, question.within, gap_us=question.gap_us, walk=question.walk, of=question.of)
    table = rows.table
    fits = {
        f"fits_{n}": compile_rule(step.when, table, zone=question.zone)
        for n, step in enumerate(question.steps, start=1)
    }
    marked = rows.on(table.select(*rows.keys, *dict.fromkeys(("occurred_us", *rows.order)), **fits))
    walked = {"then": then, "directly": directly, "any": any_order}[question.order](question, marked)
    came = walked.filter(walked[f"took_{number}"].notnull()).select(*rows.keys).distinct()
    if kind == "lost":
        further = walked.filter(walked[f"took_{number + 1}"].notnull()).select(*rows.keys).distinct()
        came = came.anti_join(further, list(rows.keys))
    if question.within != "episode":
        return came
    owners = table.group_by("episode").agg(customer_key=table.customer_key.min())
    return came.inner_join(owners, "episode").select("customer_key", "episode")


def _number(question: Funnel, text: str) -> int:
    names = [step.name for step in question.steps]
    number = names.index(text) + 1 if text in names else int(text) if text.isdigit() else 0
    if not 1 <= number <= len(names):
        raise no_cell(
            f"the funnel has no step {text!r}", ", ".join(f"{n} ({name})" for n, name in enumerate(names, 1))
        )
    return number
