"""Transitions by segment as lazy Ibis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from footpath.mining.quantiles import quantiles
from footpath.mining.segmented import ALL, check_properties, with_most_frequent, with_segments
from footpath.mining.transitions.question import BEGIN, END
from footpath.mining.within import rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.transitions.segments import SegmentTransitions

sql: Any = ibis


def portable(question: SegmentTransitions, events: Table) -> Table:
    """Return one row a segment and pair: segment, from, to, customers, occurrences, times (array of median and p90, us).

    With a difference, of its two segments alone: segment, from, to str? (null in the row of all that follows `from`),
    occurrences, n (who were at `from`), squares and products float64 (sums of x * x and of x * m over them, x being
    one's moves to `to` and m all of one's moves from `from`).
    """
    if question.difference is not None:
        return _spread(question, _moves(question, events))
    both = moves_shown(question, events)
    return both.group_by("segment", "from", "to").agg(
        customers=both.customer_key.nunique(),
        occurrences=both.count(),
        times=quantiles(both.wait_us, [0.5, 0.9]),
    )


def moves_shown(question: SegmentTransitions, events: Table) -> Table:
    """Return each move, as `_moves` does: once in its segment, or ``(other)``, and once in ``(all)``; of a difference alone as it is."""
    moves = _moves(question, events)
    if question.difference is not None:
        return moves
    moves = with_most_frequent(moves, "segment", question.top)
    return moves.mutate(segment=sql.literal(ALL)).select(moves.columns).union(moves)


def _moves(question: SegmentTransitions, events: Table) -> Table:
    """Return each move: segment, who, customer_key, from, to, wait_us int64?; beginnings and ends are moves too."""
    rows = rows_within(
        events,
        question.within,
        gap_us=question.gap_us,
        walk=question.walk,
        of=question.of,
        fold=question.fold,
    )
    check_properties(rows.table, [question.by])
    table, order, keys = rows.table, rows.window(), list(rows.keys)
    follows_customer = question.walk is None or question.walk.follows == "customer"
    by_customer = question.within == "episode" and follows_customer
    last: Any = sql.literal(END)
    if question.within == "episode":
        last = sql.literal("(end: ") + table.outcome + ")"
    placed = table.mutate(
        place=sql.row_number().over(order),
        who=table.customer_key if by_customer else table[keys[0]],
        to=table.name.lead().over(order),
        last=last,
        wait_us=table.occurred_us.lead().over(order) - table.occurred_us,
    )
    told = with_segments(
        placed.select(
            *dict.fromkeys((*keys, "who", "customer_key", "place", "name", "to", "last", "wait_us"))
        ),
        placed,
        keys,
        question.by,
    )
    onward = told.select(
        "segment",
        "who",
        "customer_key",
        "wait_us",
        **{"from": told.name, "to": told.to.fill_null(told["last"])},
    )
    first = told.filter(told.place == 0)
    begins = first.select(
        "segment",
        "who",
        "customer_key",
        wait_us=sql.null("int64"),
        **{"from": sql.literal(BEGIN), "to": first.name},
    )
    return onward.union(begins.select(onward.columns))


def _spread(question: SegmentTransitions, moves: Table) -> Table:
    assert question.difference is not None  # noqa: S101 - asked for
    moves = moves.filter(moves.segment.isin(list(question.difference)))
    each = moves.group_by("segment", "who", "from", "to").agg(x=moves.count())
    each = each.mutate(
        m=each.x.sum().over(sql.window(group_by=["segment", "who", "from"])).cast("float64"),
        x=each.x.cast("float64"),
    )
    pairs = each.group_by("segment", "from", "to").agg(
        occurrences=each.x.sum().cast("int64"),
        n=each.count(),
        squares=(each.x * each.x).sum(),
        products=(each.x * each.m).sum(),
    )
    people = each.group_by("segment", "who", "from").agg(m=each.m.max())
    whole = people.group_by("segment", "from").agg(
        occurrences=people.m.sum().cast("int64"),
        n=people.count(),
        squares=(people.m * people.m).sum(),
        products=(people.m * people.m).sum(),
    )
    return pairs.union(whole.mutate(to=sql.null("string")).select(pairs.columns))
