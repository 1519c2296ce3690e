"""Sessions as lazy Ibis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.sessions.question import Sessions

sql: Any = ibis


def portable(question: Sessions, events: Table) -> Table:
    """Return one row a session, or the summary of them."""
    found = sessions_of(question, events)
    if not question.summary:
        return found.order_by("customer_key", "session").select(
            "session", "customer", "start_us", "end_us", "events"
        )
    return found.agg(
        sessions=found.count(),
        customers=found.customer_key.nunique(),
        median_events=found.events.cast("float64").quantile(0.5),
        median_us=(found.end_us - found.start_us).quantile(0.5),
    )


def sessions_of(question: Sessions, events: Table) -> Table:
    """Return one row a session: customer_key, session (from 1 within a customer), customer, start_us, end_us, events."""
    return _by_source(events) if question.own else _by_silence(events, question.gap_us)


def _by_silence(events: Table, gap_us: int) -> Table:
    """Find the first event of each session; the event before the next one's first is its last.

    So only sessions are sorted a second time, not events.
    """
    rows = rows_within(events, "customer", gap_us=gap_us)
    table = rows.table
    order, whole = rows.window(), rows.window(preceding=None, following=None)
    numbered = table.select(
        "customer_key",
        "customer_id",
        "occurred_us",
        before_us=table.occurred_us.lag().over(order),
        place=sql.row_number().over(order),
        last_us=table.occurred_us.max().over(whole),
        total=table.count().over(whole),
    )
    firsts = numbered.filter(
        numbered.before_us.isnull() | (numbered.occurred_us - numbered.before_us > gap_us)
    )
    order = sql.window(group_by="customer_key", order_by="place")
    return firsts.select(
        "customer_key",
        session=sql.row_number().over(order) + 1,
        customer=firsts.customer_id,
        start_us=firsts.occurred_us,
        end_us=firsts.before_us.lead().over(order).fill_null(firsts.last_us),
        events=firsts.place.lead().over(order).fill_null(firsts.total) - firsts.place,
    )


def _by_source(events: Table) -> Table:
    known = events.filter(events.customer_key.notnull() & events.session_id.notnull())
    grouped = known.group_by("customer_key", "session_id").agg(
        customer=known.customer_id.min(),
        start_us=known.occurred_us.min(),
        end_us=known.occurred_us.max(),
        events=known.count(),
    )
    order = sql.window(group_by="customer_key", order_by=["start_us", "session_id"])
    return grouped.mutate(session=sql.row_number().over(order) + 1)
