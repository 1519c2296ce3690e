"""XES: traces and their events, in the column names that process-mining tools use."""

from __future__ import annotations

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile


def _fits(columns: frozenset[str]) -> bool:
    return {"case:concept:name", "concept:name"} <= columns


def _take(take: Taking) -> None:
    take.role("case", "case:concept:name", means="the case (trace)")
    take.role("event", "concept:name")
    take.role("time", "time:timestamp")
    customer = take.first("case:customer", "case:customer:id", "case:customer_id", "case:client")
    if customer:
        take.role("customer", customer)
    take.role("value", "case:amount", "amount")


PROFILE = Profile(
    title="XES",
    fits=_fits,
    take=_take,
    needs=(("time:timestamp",),),
    help="Export the log with concept:name and time:timestamp for each event.",
    note="Where events have a lifecycle:transition (start, complete), each of them counts.",
)
