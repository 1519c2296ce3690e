"""What is known of each kind of event, counted by the engine: how many had it, when in their walk, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footpath.insight.find.plan import EventFact

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from footpath.insight.bind.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """All kinds of event, how many customers or cases there are, what is followed, and the statuses of cases."""

    events: tuple[EventFact, ...]
    total: int
    follows: str
    statuses: tuple[tuple[str, int], ...]
    longest_p90_us: float


def gather(evidence: Evidence) -> Facts:
    """Return the facts; cases are followed where most events have one, customers where not."""
    import ibis

    workspace = evidence.workspace
    events = workspace.events
    if events is None:
        return Facts((), 0, "customer", (), 0.0)
    counted = workspace.fetch(
        events.aggregate(rows=events.count(), cases=events.case_id.notnull().sum())
    ).to_pylist()[0]
    follows = "case" if counted["rows"] and (counted["cases"] or 0) >= 0.9 * counted["rows"] else "customer"
    key = events.case_id if follows == "case" else events.customer_key
    keyed = events.mutate(walker=key).filter(lambda t: t.walker.notnull())

    firsts = keyed.group_by(["walker", "event"]).aggregate(
        first_us=keyed.occurred_us.min(), count=keyed.count(), promised=keyed.promised_us.notnull().any()
    )
    window = ibis.window(group_by="walker", order_by=["first_us", "event"])
    whole = ibis.window(group_by="walker")
    placed = firsts.mutate(
        rank=ibis.row_number().over(window),
        kinds=firsts.count().over(whole),
        begin=firsts.first_us.min().over(whole),
    )
    # where a walk has one kind of event alone, that kind stands in the middle: it tells nothing of the order
    position = ibis.ifelse(placed.kinds > 1, placed["rank"] / (placed.kinds - 1).nullif(0), 0.5)
    placed = placed.mutate(position=position, offset=placed.first_us - placed.begin)
    per_event = placed.group_by("event").aggregate(
        n=placed.count(),
        count=placed["count"].sum(),
        position=placed.position.mean(),
        offset=placed["offset"].median(),
        promised=placed.promised.any(),
    )
    total = workspace.fetch(keyed.aggregate(n=keyed.walker.nunique())).to_pylist()[0]["n"]
    facts = tuple(
        EventFact(
            event=row["event"],
            source="",
            n=row["n"],
            count=row["count"],
            position=row["position"],
            offset_us=row["offset"],
            promised=bool(row["promised"]),
        )
        for row in workspace.fetch(per_event.order_by(["position", "event"])).to_pylist()
    )
    return Facts(facts, total, follows, _statuses(evidence, keyed), _longest(evidence, keyed))


def _statuses(evidence: Evidence, keyed: ir.Table) -> tuple[tuple[str, int], ...]:
    cases = keyed.filter(keyed.case_status.notnull()).select("walker", "case_status").distinct()
    rows = evidence.workspace.fetch(cases.group_by("case_status").aggregate(n=cases.count())).to_pylist()
    return tuple(
        sorted(((row["case_status"], row["n"]) for row in rows), key=lambda pair: (-pair[1], pair[0]))
    )


def _longest(evidence: Evidence, keyed: ir.Table) -> float:
    """Return the 90th percentile of the longest silence inside a walk, in microseconds (0 where nobody has two events)."""
    import ibis

    window = ibis.window(group_by="walker", order_by="occurred_us")
    gaps = keyed.mutate(gap=keyed.occurred_us - keyed.occurred_us.lag().over(window)).filter(
        lambda t: t.gap.notnull()
    )
    longest = gaps.group_by("walker").aggregate(longest=gaps.gap.max())
    value = evidence.workspace.fetch(longest.aggregate(p=longest.longest.quantile(0.9))).to_pylist()[0]["p"]
    return float(value or 0.0)
