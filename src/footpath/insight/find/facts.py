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
    whole = ibis.window(group_by="walker")
    placed = firsts.mutate(since_us=firsts.first_us - firsts.first_us.min().over(whole))
    per_event = placed.group_by("event").aggregate(
        n=placed.count(),
        count=placed["count"].sum(),
        since_us=placed.since_us.median(),
        promised=placed.promised.any(),
    )
    positions = _positions(evidence, firsts)
    total = workspace.fetch(keyed.aggregate(n=keyed.walker.nunique())).to_pylist()[0]["n"]
    facts = tuple(
        EventFact(
            event=row["event"],
            source="",
            n=row["n"],
            count=row["count"],
            position=positions.get(row["event"], 0.0),
            offset_us=row["since_us"],
            promised=bool(row["promised"]),
        )
        for row in workspace.fetch(per_event.order_by("event")).to_pylist()
    )
    return Facts(facts, total, follows, _statuses(evidence, keyed), _longest(evidence, keyed))


def _positions(evidence: Evidence, firsts: ir.Table) -> dict[str, float]:
    """Return where each kind of event stands among the others: how many of them most walks have before it.

    For each pair the walks that have both are asked which came first. A kind's place is the number of kinds that come
    first in most of them (Copeland's count); between equals, the mean share of walks in which the other came first
    decides. So a rare kind stands where it stands for those who had it.
    """
    other = firsts.select("walker", other="event", other_us="first_us")
    pairs = firsts.join(other, "walker").filter(lambda t: t.event != t.other)
    later = (pairs.other_us < pairs.first_us).cast("float64") + (pairs.other_us == pairs.first_us).cast(
        "float64"
    ) / 2
    shares = pairs.mutate(later=later).group_by(["event", "other"]).aggregate(share=lambda t: t.later.mean())
    behind: dict[str, list[float]] = {}
    for row in evidence.workspace.fetch(shares).to_pylist():
        behind.setdefault(row["event"], []).append(row["share"])
    return {
        event: sum(share > 0.5 for share in found) + sum(found) / (len(found) + 1)
        for event, found in sorted(behind.items())
    }


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
