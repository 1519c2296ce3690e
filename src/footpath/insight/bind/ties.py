"""Answers and remarks tied to the steps of a journey: by what they say they are about, by their case, by the clock.

In that order (I60 to I64). A remark about a case belongs to the step that the case came to last, whenever it was written:
most reviews of late orders are older than the delivery that they complain of. Without a case, a customer's remark belongs
to the last step that they had passed when they wrote it, if that was within the journey's silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from footpath.insight.bind.bound import Bound
    from footpath.mining import Walk


def tie(bound: Bound, said: ir.Table, said_us: str) -> ir.Table:
    """Return the rows of `said` that belong to a step, with `step`, `tied_by`, `episode` and `late`.

    Parameters
    ----------
    said
        Answers or remarks of a workspace; `said_us` names its time column. Rows that belong to no step are left out.
    """
    import ibis

    steps = {str(step.id): str(step.id) for step in bound.journey.steps()}
    for step in bound.journey.steps():
        for touchpoint in step.touchpoints():
            steps.setdefault(str(touchpoint), str(step.id))
    said = said.mutate(told=said.about.cases(*steps.items(), else_=None) if steps else ibis.null("string"))
    columns = [*said.columns, "step", "tied_by", "episode", "late"]
    by_told = said.filter(said.told.notnull()).mutate(
        step=ibis._.told, tied_by=ibis.literal("about"), episode=ibis.null("int64"), late=ibis.null("boolean")
    )
    if bound.walk is None:
        return by_told.select(columns)
    rest = said.filter(said.told.isnull())
    cases = _case_steps(bound, bound.walk)
    by_case = rest.join(cases, "case_id").mutate(tied_by=ibis.literal("case"))
    parts = [by_told.select(columns), by_case.select(columns)]
    if bound.walk.follows == "customer":
        others = rest.anti_join(cases, "case_id")
        parts.append(_by_time(bound.passages, others, said_us, bound.walk.silence_us).select(columns))
    return ibis.union(*parts)


def _case_steps(bound: Bound, walk: Walk) -> ir.Table:
    """Return one row a case: the step that it came to last, and whether that was late."""
    import ibis

    if walk.follows == "case":
        cases = bound.episodes.filter(bound.episodes.case_id.notnull()).select("episode", "case_id")
        came = cases.join(bound.passages.select("episode", "step", "late", "first_us", "position"), "episode")
    else:
        # a customer's walk may hold several cases, and a case may go on in the next walk
        placed = bound.placed()
        came = placed.group_by(["case_id", "step"]).aggregate(
            episode=placed.episode.max(),
            late=placed.late.max(),
            first_us=placed.occurred_us.min(),
            position=placed.place.min(),
        )
    last = ibis.window(
        group_by="case_id", order_by=[ibis.desc("first_us"), ibis.desc("position"), ibis.desc("episode")]
    )
    ranked = came.mutate(back=ibis.row_number().over(last))
    return ranked.filter(ranked.back == 0).select("case_id", "episode", "step", "late")


def _by_time(passages: ir.Table, said: ir.Table, said_us: str, silence_us: int | None) -> ir.Table:
    """Return customers' remarks with the last step passed before they were written, within the silence."""
    import ibis

    passed = passages.select("customer_key", "episode", "step", "late", "first_us", "last_us", "position")
    timed = said.filter(said.customer_key.notnull() & said[said_us].notnull())
    pairs = timed.join(passed, "customer_key").filter(lambda t: t.first_us <= t[said_us])
    if silence_us is not None:
        pairs = pairs.filter(lambda t: t[said_us] - t.last_us <= silence_us)
    newest = ibis.window(
        group_by="arrival", order_by=[ibis.desc("first_us"), ibis.desc("episode"), ibis.desc("position")]
    )
    return (
        pairs.mutate(back=ibis.row_number().over(newest))
        .filter(lambda t: t.back == 0)
        .mutate(tied_by=ibis.literal("time"))
    )


def who(row: Mapping[str, Any], own: str) -> str:
    """Return who said or scored something: the customer, else whose case it is, else each for itself (I2)."""
    for name, mark in (("customer_key", "k"), ("case_id", "c"), (own, "r")):
        if row[name] is not None:
            return f"{mark}{row[name]}"
    return "r"
