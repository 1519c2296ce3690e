"""Answers and remarks tied to the steps of a journey: by what they say they are about, by their case, by the clock.

In that order. A remark about a case belongs to the step that the case came to last, whenever it was written: most
reviews of late orders are older than the delivery that they complain of. Without a case, a customer's remark belongs to
the last step that they had passed when they wrote it, if that was within the journey's silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from footpath.insight.bind.bound import Bound

HOW = {
    "about": "what they say they are about",
    "case": "the case they are about: the step it came to last",
    "time": "the clock: the last step before they were written",
}


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
    said = said.mutate(
        said_row=ibis.row_number(), told=said.about.cases(*steps.items(), else_=None) if steps else None
    )
    columns = [*said.columns, "step", "tied_by", "episode", "late"]
    by_told = said.filter(said.told.notnull()).mutate(
        step=ibis._.told, tied_by=ibis.literal("about"), episode=ibis.null("int64"), late=ibis.null("boolean")
    )
    if bound.walk is None:
        return by_told.select(columns)
    passed = bound.passages
    last = ibis.window(group_by="episode", order_by=[ibis.desc("first_us"), ibis.desc("position")])
    furthest = passed.mutate(back=ibis.row_number().over(last)).filter(lambda t: t.back == 0)
    walked = bound.episodes.select("episode", "case_id", "begin_us", "end_us")

    rest = said.filter(said.told.isnull())
    cases = walked.filter(walked.case_id.notnull()).join(
        furthest.select("episode", "step", "late"), "episode"
    )
    by_case = (
        rest.filter(rest.case_id.notnull())
        .join(cases.select("case_id", "episode", "step", "late"), "case_id")
        .mutate(tied_by=ibis.literal("case"))
    )
    parts = [by_told.select(columns), by_case.select(columns)]
    if bound.walk.follows == "customer":
        parts.append(_by_time(bound.passages, rest, said_us, bound.walk.silence_us).select(columns))
    return ibis.union(*parts)


def _by_time(passages: ir.Table, said: ir.Table, said_us: str, silence_us: int | None) -> ir.Table:
    """Return customers' remarks with the last step passed before they were written, within the silence."""
    import ibis

    passed = passages.select("customer_key", "episode", "step", "late", "first_us", "position")
    timed = said.filter(said.customer_key.notnull() & said[said_us].notnull())
    pairs = timed.join(passed, "customer_key").filter(lambda t: t.first_us <= t[said_us])
    if silence_us is not None:
        pairs = pairs.filter(lambda t: t[said_us] - t.first_us <= silence_us)
    newest = ibis.window(group_by="said_row", order_by=[ibis.desc("first_us"), ibis.desc("position")])
    return (
        pairs.mutate(back=ibis.row_number().over(newest))
        .filter(lambda t: t.back == 0)
        .mutate(tied_by=ibis.literal("time"))
    )
