"""What is known of each kind of event, counted by the engine: how many had it, when in their walk, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footpath.base import DAY, parse_duration
from footpath.insight.find.plan import EventFact

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from footpath.insight.bind.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """The kinds of event that most had, how many customers or cases there are, what is followed, statuses of cases.

    `kinds` is how many kinds of event there are in all; `silence_us` how long one must be silent until most who are
    will not come back, before rounding.
    """

    events: tuple[EventFact, ...]
    total: int
    follows: str
    statuses: tuple[tuple[str, int], ...]
    silence_us: float
    kinds: int = 0


MOST_KINDS = 60
"""Of more kinds of event (the pages of a site), those that most came to are looked at; a map holds fewer yet."""


def gather(evidence: Evidence) -> Facts:
    """Return the facts; cases are followed where most events have one and tell more than one thing, else customers."""
    import ibis

    workspace = evidence.workspace
    events = workspace.events
    if events is None:
        return Facts((), 0, "customer", (), 0.0)
    counted = workspace.fetch(
        events.aggregate(
            rows=events.count(),
            cases=events.case_id.notnull().sum(),
            customers=events.customer_key.notnull().sum(),
            kinds=events.event.nunique(),
        )
    ).to_pylist()[0]
    rows, cases, customers = (counted[name] or 0 for name in ("rows", "cases", "customers"))
    # a till's baskets are cases of one event each: only their customers go a way
    tells = counted["kinds"] > 1 or not customers
    follows = "case" if rows and cases >= 0.9 * rows and tells else "customer"
    key = events.case_id if follows == "case" else events.customer_key
    keyed = events.mutate(walker=key).filter(lambda t: t.walker.notnull())
    total = workspace.fetch(keyed.aggregate(n=keyed.walker.nunique())).to_pylist()[0]["n"]

    firsts = workspace.keep(
        keyed.group_by(["walker", "event"]).aggregate(
            first_us=keyed.occurred_us.min(),
            count=keyed.count(),
            times=keyed.occurred_us.nunique(),
            promised=keyed.promised_us.notnull().any(),
        )
    )
    whole = ibis.window(group_by="walker")
    placed = firsts.mutate(since_us=firsts.first_us - firsts.first_us.min().over(whole))
    per_event = placed.group_by("event").aggregate(
        n=placed.count(),
        count=placed["count"].sum(),
        since_us=placed.since_us.median(),
        promised=placed.promised.any(),
        first=(placed.since_us == 0).sum(),
        again=(placed.times >= 2).sum(),
        thrice=(placed.times >= 3).sum(),
    )
    most = per_event.order_by(ibis.desc("n"), "event").limit(MOST_KINDS)
    found = sorted(workspace.fetch(most).to_pylist(), key=lambda row: str(row["event"]))
    positions = _positions(evidence, firsts, [row["event"] for row in found])
    facts = tuple(
        EventFact(
            event=row["event"],
            source="",
            n=row["n"],
            count=int(row["count"]),
            position=positions.get(row["event"], 0.0),
            offset_us=row["since_us"],
            promised=bool(row["promised"]),
            first=int(row["first"]),
            again=int(row["again"]),
            thrice=int(row["thrice"]),
        )
        for row in found
    )
    silence = _silence(evidence, keyed, follows)
    return Facts(facts, total, follows, _statuses(evidence, keyed), silence, counted["kinds"])


def _positions(evidence: Evidence, firsts: ir.Table, events: list[str]) -> dict[str, float]:
    """Return where each kind of event stands among the others: how many of them most walks have before it.

    For each pair the walks that have both are asked which came first. A kind's place is the number of kinds that come
    first in most of them (Copeland's count); between equals, the mean share of walks in which the other came first
    decides. So a rare kind stands where it stands for those who had it.
    """
    firsts = firsts.filter(firsts.event.isin(events))
    other = firsts.select("walker", other="event", other_us="first_us")
    pairs = firsts.join(other, "walker").filter(lambda t: t.event != t.other)
    later = (pairs.other_us < pairs.first_us).cast("float64") + (pairs.other_us == pairs.first_us).cast(
        "float64"
    ) / 2
    shares = pairs.mutate(later=later).group_by(["event", "other"]).aggregate(share=lambda t: t.later.mean())
    behind: dict[str, list[float]] = {}
    rows = evidence.workspace.fetch(shares).to_pylist()
    for row in sorted(rows, key=lambda row: (row["event"], row["other"])):  # sums of floats know an order
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


def _silence(evidence: Evidence, keyed: ir.Table, follows: str) -> float:
    """Return how long a silence must be to end a walk, in microseconds (0 where nobody has two events).

    A case is given twice the longest silence that 9 of 10 cases have. Of customers who come back, 9 of 10 do so within
    it, looking at gaps between sessions; in a click-stream (most gaps lie within sessions) 3 of 4, and no more than a
    month: there a walk is one errand, not the whole relation.
    """
    import ibis

    window = ibis.window(
        group_by="walker", order_by="occurred_us"
    )  # of equal times the gap is 0, whichever is first
    gaps = keyed.mutate(gap=keyed.occurred_us - keyed.occurred_us.lag().over(window)).filter(
        lambda t: t.gap > 0
    )
    if follows == "case":
        longest = gaps.group_by("walker").aggregate(longest=gaps.gap.max())
        asked = longest.aggregate(p=longest.longest.quantile(0.9))
        return 2 * float(evidence.workspace.fetch(asked).to_pylist()[0]["p"] or 0.0)
    between = gaps.gap > parse_duration(evidence.settings["gap"])
    asked = gaps.aggregate(
        n=gaps.count(),
        between=between.sum(),
        p75=gaps.gap.quantile(0.75, where=between),
        p90=gaps.gap.quantile(0.9, where=between),
    )
    row = evidence.workspace.fetch(asked).to_pylist()[0]
    if (row["between"] or 0) * 2 < row["n"]:
        return min(float(row["p75"] or 0.0), 30.0 * DAY)
    return float(row["p90"] or 0.0)
