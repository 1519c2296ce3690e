"""Attribution as lazy Ibis: one sort of the events, then small counts of what the models need.

Only the first event of each session goes on from the sort. A session belongs to the path of the next goal: the first
goal that stands at its first event or later. So a path is a customer and the time of that goal, and nothing has to
number sessions. Times tell sessions apart, since a session begins strictly later than all that is before it.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis

from footpath.base import BadInputError, Problem, did_you_mean
from footpath.engines import compile_rule
from footpath.mining.attribution.counts import NO_CHANNEL
from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.attribution.question import Attribution

sql: Any = ibis

_LONG_AGO = -(1 << 62)  # before every time: no engine has to say what stands before the first


def portable(question: Attribution, events: Table) -> Table:
    """Return the counts, one table of all parts (`counts.counts_of` reads them).

    part str ("moves", "places", "sets" or "period"), channels list of str, place int64, length int64, last bool, converted bool,
    count int64, decay float64: see `counts`.
    """
    keys = path_keys(question)
    order = max(question.markov_orders, default=0)
    placed = _placed(question, touches_of(question, events), keys, order)
    # Nothing is filtered after `_placed`: so an engine sees that all parts are made from one table, and makes it once.
    parts = [_moves(placed, order)]
    if question.needs_places:
        parts.append(_places(question, placed))
    if question.needs_sets:
        parts.append(_sets(placed, keys))
    if question.costs is not None:
        parts.append(_period(events))
    return reduce(lambda one, other: one.union(other), parts)


def path_keys(question: Attribution) -> list[str]:
    """Return the columns that tell a path from others."""
    return ["customer_key", "goal_us"] if question.goals == "each" else ["customer_key"]


def touches_of(question: Attribution, events: Table) -> Table:
    """Return the sessions of paths: customer_key, goal_us int64? (the path's goal), occurred_us, channel."""
    if question.by not in events.columns:
        raise BadInputError(
            Problem(
                code="rule-unknown-column",
                message=f"the events have no column {question.by!r}",
                value=question.by,
                help=did_you_mean(question.by, events.columns, what="there are"),
            )
        )
    rows = rows_within(events, "customer", gap_us=question.gap_us)
    table = rows.table
    reached = sql.ifelse(
        compile_rule(question.goal, table, zone=question.zone), table.occurred_us, sql.null("int64")
    )
    channel = table[question.by]
    channel = channel if channel.type().is_string() else channel.cast("string")
    marked = rows.on(table.mutate(channel_=channel.fill_null(NO_CHANNEL), reached_us=reached))
    firsts = _each(marked, question.gap_us) if question.goals == "each" else _first(marked, question.gap_us)
    return (
        firsts if question.lookback_us is None else _recent(firsts, path_keys(question), question.lookback_us)
    )


def _first(rows: Rows, gap_us: int) -> Table:
    """Return the sessions up to and with the one that holds the customer's first goal; all where there is none.

    A session that begins at the goal's time or before is of the path, ties included: within one instant nobody is
    silent, so whatever stands at the goal's time is of its session or of an earlier one.
    """
    table = rows.table
    seen = table.select(
        "customer_key",
        "occurred_us",
        channel=table.channel_,
        before_us=_before(rows),
        goal_us=table.reached_us.min().over(rows.window(preceding=None, following=None)),
    )
    begins = seen.occurred_us - seen.before_us > gap_us
    return seen.filter(begins & (seen.goal_us.isnull() | (seen.occurred_us <= seen.goal_us))).drop(
        "before_us"
    )


def _each(rows: Rows, gap_us: int) -> Table:
    """Return all sessions, each with the next goal at or after its first event."""
    table = rows.table
    seen = table.select(
        "customer_key",
        "occurred_us",
        channel=table.channel_,
        before_us=_before(rows),
        goal_us=table.reached_us.min().over(rows.window(preceding=0, following=None)),
    )
    return seen.filter(seen.occurred_us - seen.before_us > gap_us).drop("before_us")


def _before(rows: Rows) -> Any:
    """Return the time of the event before, or long ago."""
    return rows.table.occurred_us.lag(1, sql.literal(_LONG_AGO, type="int64")).over(rows.window())


def _recent(touches: Table, keys: list[str], lookback_us: int) -> Table:
    """Return the sessions within the window before the goal (or the path's last session), and the last in any case."""
    whole = sql.window(group_by=keys)
    marked = touches.mutate(last_us=touches.occurred_us.max().over(whole))
    until = marked.goal_us.fill_null(marked.last_us)
    recent = (until - marked.occurred_us <= lookback_us) | (marked.occurred_us == marked.last_us)
    return marked.filter(recent).drop("last_us")


def _placed(question: Attribution, touches: Table, keys: list[str], order: int) -> Table:
    """Return the sessions with place (from 1) and length of their path, and the channels before (back_1 the nearest)."""
    in_order = sql.window(group_by=keys, order_by=touches.occurred_us)
    whole = sql.window(group_by=keys)
    columns = {f"back_{n}": touches.channel.lag(n).over(in_order) for n in range(1, order + 1)}
    if question.needs_decay:
        # Shares depend on times between sessions alone; counted back from the path's last one they never vanish.
        age = (touches.occurred_us.max().over(whole) - touches.occurred_us).cast("float64")
        touches = touches.mutate(weight=(age * (-math.log(2) / question.half_life_us)).exp())
        columns["decay"] = touches.weight / touches.weight.sum().over(whole)
    placed = touches.select(
        *keys,
        channel=touches.channel,
        converted=touches.goal_us.notnull(),
        place=sql.row_number().over(in_order) + 1,
        length=touches.count().over(whole),
        **columns,
    )
    return placed.mutate(first=placed.place == 1, last=placed.place == placed.length)


def _moves(placed: Table, order: int) -> Table:
    """Return how often a session of each channel follows which `order` channels before it, and ends its path."""
    names = [*(f"back_{n}" for n in range(order, 0, -1)), "channel"]
    # Beyond the order all places are alike; how many of the channels before are there, the place says.
    capped = sql.ifelse(placed.place > order + 1, order + 1, placed.place).cast("int64")
    moved = placed.select(*names, "last", "converted", place=capped)
    counted = moved.group_by(*names, "place", "last", "converted").agg(count=moved.count())
    return _part(
        counted,
        "moves",
        channels=sql.array([counted[name] for name in names]),
        place=counted.place,
        last=counted["last"],
        converted=counted.converted,
    )


def _places(question: Attribution, placed: Table) -> Table:
    """Return how often each channel stands where in a path of which length, and its share by decay."""
    sums = {"decay": placed.decay.sum()} if question.needs_decay else {}
    keys = ("channel", "first", "length", "last", "converted")
    counted = placed.group_by(*keys).agg(count=placed.count(), **sums)
    return _part(
        counted,
        "places",
        channels=sql.array([counted.channel]),
        place=sql.ifelse(counted["first"], 1, 2).cast("int64"),
        length=counted.length.cast("int64"),
        last=counted["last"],
        converted=counted.converted,
        **({"decay": counted.decay} if question.needs_decay else {}),
    )


def _sets(placed: Table, keys: list[str]) -> Table:
    """Return how many paths touch which set of channels."""
    sets = placed.group_by(*keys, "converted").agg(channels=placed.channel.collect(distinct=True).sort())
    counted = sets.group_by("channels", "converted").agg(count=sets.count())
    return _part(counted, "sets", channels=counted.channels, converted=counted.converted)


def _period(events: Table) -> Table:
    """Return from when to when the events of customers are: costs of other days have brought none of them."""
    known = events.filter(events.customer_key.notnull())
    counted = known.agg(count=known.count(), from_us=known.occurred_us.min(), to_us=known.occurred_us.max())
    return _part(
        counted,
        "period",
        channels=sql.array([sql.literal("")]),
        place=counted.from_us,
        length=counted.to_us,
        converted=sql.literal(False),
    )


def _part(table: Table, name: str, **columns: Any) -> Table:
    """Return the rows of one part with the columns of all, of the same types: an engine may know some to have no nulls."""
    made = {
        "part": sql.literal(name),
        "channels": columns["channels"],
        "place": columns.get("place", sql.literal(0)),
        "length": columns.get("length", sql.literal(0)),
        "last": columns.get("last", sql.literal(False)),
        "converted": columns["converted"],
        "count": table["count"],
        "decay": columns.get("decay", sql.null("float64")),
    }
    return table.select(**{column: made[column].cast(kind) for column, kind in _KINDS.items()})


_KINDS = {
    "part": "string",
    "channels": "array<string>",
    "place": "int64",
    "length": "int64",
    "last": "boolean",
    "converted": "boolean",
    "count": "int64",
    "decay": "float64",
}
