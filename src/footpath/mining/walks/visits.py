"""Visits: runs of events that a touchpoint's rule matched."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule, order_keys
from footpath.mining.walk import Walk
from footpath.mining.within import counted

if TYPE_CHECKING:
    from footpath.engines.types import Table

sql: Any = ibis


def visits(events: Table, walk: Walk, *, zone: str = "UTC") -> Table:
    """Return the visits of a walk, lazily: one row a visit (rules M20 to M24).

    Consecutive events of one touchpoint within a session are one visit. Events that no touchpoint and no outcome
    recognises do not stand between, but keep the session alive.

    Parameters
    ----------
    events
        Canonical events of a workspace; read once.

    Returns
    -------
    ibis.Table
        key (int64 customer_key, or str case_id where a case is followed), customer_key int64?, case_id str?,
        touchpoint str? (null where only an outcome's or the beginning's rule matched), ended str? (id of the outcome
        whose own rule matched), begun bool, occurred_us and end_us int64 (first and last event), events int64,
        late bool? (any of its events was), delay_us int64? (the longest), case_status str? (the newest),
        first_no and last_no int64 (which of the key's events its first and last are, from 0, all of them counted: M25),
        and sequence and arrival of its first event. Ordered by nothing; `engines.order_keys` orders visits as events.
    """
    key = "customer_key" if walk.follows == "customer" else "case_id"
    followed = events.filter(events[key].notnull()).mutate(key=events[key])
    if (
        "arrival" not in followed.columns
    ):  # a table by name: any number will do that orders its events like M1
        followed = followed.mutate(arrival=sql.row_number().over(sql.window(order_by=order_keys(followed))))
    marked = _marked(followed, walk, zone)
    numbered = _with_sessions(marked, walk.gap_us)
    seen = numbered.filter(numbered.touchpoint.notnull() | numbered.ended.notnull() | numbered.begun)
    runs = _with_runs(seen)
    measures: dict[str, Any] = {
        "customer_key": runs.customer_key.min(),
        "case_id": sql.ifelse(
            runs.case_id.min() == runs.case_id.max(), runs.case_id.min(), sql.null("string")
        ),
        "touchpoint": runs.touchpoint.max(),
        "ended": runs.ended.max(),
        "begun": runs.begun.max(),
        "occurred_us": runs.occurred_us.min(),
        "end_us": runs.occurred_us.max(),
        "events": runs.count(),
        "first_no": runs.number.min(),
        "last_no": runs.number.max(),
        "late": runs.late.max(),
        "delay_us": runs.delay_us.max(),
        "case_status": runs.case_status.argmax(runs.arrival, where=runs.case_status.notnull()),
        "arrival": runs.arrival.max(where=runs.is_first),
    }
    if "sequence" in runs.columns:
        measures["sequence"] = runs.sequence.max(where=runs.is_first)
    return runs.group_by("key", "run").agg(**measures).drop("run")


def _marked(events: Table, walk: Walk, zone: str) -> Table:
    touchpoint = touchpoint_of(events, walk, zone)
    ended = sql.null("string")
    for end in reversed(walk.ends):
        if end.when is not None:
            ended = sql.ifelse(compile_rule(end.when, events, zone=zone), end.id, ended)
    begun = (
        sql.literal(False) if walk.begins_when is None else compile_rule(walk.begins_when, events, zone=zone)
    )
    keep = ["key", "customer_key", "case_id", "occurred_us", "late", "delay_us", "case_status", "arrival"]
    if "sequence" in events.columns:
        keep.append("sequence")
    return events.select(*keep, touchpoint=touchpoint.cast("string"), ended=ended.cast("string"), begun=begun)


def touchpoint_of(events: Table, walk: Walk, zone: str) -> Any:
    """Return the column of the touchpoint that each event is at, null where none recognises it (rule M20)."""
    touchpoint = sql.null("string")
    for binding in reversed(walk.bindings):
        touchpoint = sql.ifelse(compile_rule(binding.when, events, zone=zone), binding.touchpoint, touchpoint)
    return touchpoint


def _with_sessions(table: Table, gap_us: int) -> Table:
    in_order = sql.window(group_by="key", order_by=order_keys(table))
    parted = table.mutate(
        parted=(table.occurred_us - table.occurred_us.lag().over(in_order) > gap_us).fill_null(False),
        number=sql.row_number().over(in_order),
    )
    in_order = sql.window(group_by="key", order_by=order_keys(parted), preceding=None, following=0)
    return parted.mutate(session=counted(parted.parted).over(in_order)).drop("parted")


def _with_runs(table: Table) -> Table:
    in_order = sql.window(group_by="key", order_by=order_keys(table))
    same = [
        table[name].lag().over(in_order).identical_to(table[name])
        for name in ("session", "touchpoint", "ended", "begun")
    ]
    changed = reduce(or_, [~one for one in same])
    flagged = table.mutate(is_first=changed | table.arrival.lag().over(in_order).isnull())
    in_order = sql.window(group_by="key", order_by=order_keys(flagged), preceding=None, following=0)
    return flagged.mutate(run=counted(flagged.is_first).over(in_order))
