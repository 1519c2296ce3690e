"""The funnel in full: exclusions, optional steps, bounds, a property held constant, segments, times, where the lost went.

Other than the plain forms it keeps a row a group until the end, from which every view of it is made. Chains are followed
as those of patterns are; the order ``any`` has its own file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ibis

from footpath.engines import compile_rule
from footpath.mining.chains.follow import followed, placed_rows
from footpath.mining.funnel.any_order import any_order
from footpath.mining.quantiles import quantiles
from footpath.mining.segmented import ALL, check_properties, with_most_frequent, with_segments
from footpath.mining.transitions.question import END
from footpath.mining.within import Rows, rows_within

if TYPE_CHECKING:
    from footpath.engines.types import Table
    from footpath.mining.funnel.question import Funnel

sql: Any = ibis

OPEN = "(open)"
SPREAD = (0.1, 0.25, 0.5, 0.75, 0.9)


def extended(question: Funnel, events: Table) -> Table:
    """Return the rows of the question's view, by segment where it has one (segment str; ``(all)`` over all of them).

    ``steps``: reached_N int64 and median_N float64 (us) for each step; ``times``: reached_N, took_N and since_N
    (arrays, us: from the chain's start, and from the step before); ``lost``: step int64, next str, count int64, times
    (array of one, us), lost int64 (all who came no further than that step).
    """
    rows, placed, groups = followed_groups(question, events)
    if question.show == "lost":
        return _lost_summed(lost_rows(question, placed, groups, list(rows.keys)))
    parts = [_summed(question, groups.mutate(segment=sql.literal(ALL)))]
    if question.by is not None:
        parts.append(_summed(question, groups))
    return sql.union(*parts) if len(parts) > 1 else parts[0]


def followed_groups(question: Funnel, events: Table) -> tuple[Rows, Table, Table]:
    """Return the rows, the same with their places, and one row a group that came to step 1.

    Of a group: its keys, took_N int64?, and (but for the order ``any``) place_N and since_N int64?, started_us int64 (its last
    start); with a property segment str.
    """
    rows = rows_within(events, question.within, gap_us=question.gap_us, walk=question.walk, of=question.of)
    check_properties(rows.table, [*question.hold, *([question.by] if question.by is not None else [])])
    placed = placed_rows(rows)
    keys = list(rows.keys)
    groups = _any(question, rows) if question.order == "any" else _chains(question, placed, keys)
    if question.by is not None:
        started = groups.filter(groups.took_1.notnull())
        groups = with_most_frequent(
            with_segments(started, placed, keys, question.by), "segment", question.top
        )
    return rows, placed, groups


# ---------------------------------------------------------------- one row a group


def _any(question: Funnel, rows: Rows) -> Table:
    table = rows.table
    fits = {
        f"fits_{n}": compile_rule(step.when, table, zone=question.zone)
        for n, step in enumerate(question.steps, start=1)
    }
    return any_order(question, rows.on(table.mutate(**fits)))


def _chains(question: Funnel, placed: Table, keys: list[str]) -> Table:
    """Return the groups that came to step 1: keys, and for each step place_n, took_n, since_n; started_us (the last)."""
    held = [*keys, *(f"held_{n}" for n in range(len(question.hold)))]
    for n, name in enumerate(question.hold):
        placed = placed.filter(placed[name].notnull()).mutate(**{f"held_{n}": placed[name]})
    steps = [
        replace(step, directly=step.directly or (question.order == "directly" and n > 0))
        for n, step in enumerate(question.steps)
    ]
    came = followed(
        placed,
        held,
        steps,
        within_us=question.window_us,
        first_start=question.count == "first",
        zone=question.zone,
    )
    # Of the rows where chains come to a step the first has the least time, start and step before (see chains/follow.py).
    firsts: dict[str, Any] = {"started_us": came.start_1.max()}
    for n in range(1, len(steps) + 1):
        there = came[f"start_{n}"].notnull()
        at_us = came.occurred_us.min(where=there)
        firsts[f"place_{n}"] = came.place.min(where=there)
        firsts[f"took_{n}"] = at_us - came[f"start_{n}"].min()
        firsts[f"since_{n}"] = at_us - came[f"last_{n}"].min() if n > 1 else sql.null("int64")
    groups = came.group_by(held).agg(**firsts)
    if not question.hold:
        return groups
    # Of the values of what is held, the one whose chain came to the step first tells the times.
    best: dict[str, Any] = {"started_us": groups.started_us.max()}
    for n in range(1, len(steps) + 1):
        place = groups[f"place_{n}"]
        best[f"place_{n}"] = place.min()
        for name in (f"took_{n}", f"since_{n}"):
            best[name] = groups[name].argmin(place, where=place.notnull())
    return groups.group_by(keys).agg(**best)


# ---------------------------------------------------------------- views


def _summed(question: Funnel, groups: Table) -> Table:
    measures = {}
    for n in range(1, len(question.steps) + 1):
        took = groups[f"took_{n}"]
        measures[f"reached_{n}"] = took.count()
        if question.show == "steps":
            measures[f"median_{n}"] = took.quantile(0.5).cast("float64")
        else:
            measures[f"took_{n}"] = quantiles(took, list(SPREAD))
            measures[f"since_{n}"] = quantiles(groups[f"since_{n}"], list(SPREAD))
    summed = groups.group_by("segment").agg(**measures)
    return summed.select("segment", *measures)


def lost_rows(question: Funnel, placed: Table, groups: Table, keys: list[str]) -> Table:
    """Return one row a group that came no further than a step.

    Its keys, step int64, segment str, next str (``(other)`` beyond the top of its step and segment, ``(end)``, ``(open)``),
    lost_us int64 (when it came to the step), apart_us int64? (until the next).
    """
    deepest, place = sql.literal(0, type="int64"), sql.null("int64")
    for n in range(1, len(question.steps) + 1):
        there = groups[f"place_{n}"].notnull()
        deepest = sql.ifelse(there, n, deepest)
        place = sql.ifelse(there, groups[f"place_{n}"], place)
    by = [] if question.by is None else ["segment"]
    lost = groups.select(*keys, *by, "started_us", step=deepest.cast("int64"), deep_place=place)
    lost = lost.filter(lost.step < len(question.steps))
    met = placed.select(
        *keys,
        "place",
        "name_after",
        lost_us=placed.occurred_us,
        apart_us=placed.us_after - placed.occurred_us,
    )
    joined = lost.inner_join(met, [*keys, ("deep_place", "place")])
    following = joined.name_after.fill_null(END)
    if question.window_us is not None:
        last_us = placed.agg(last_us=placed.occurred_us.max())
        joined = joined.cross_join(last_us)
        is_open = joined.started_us + question.window_us >= joined.last_us
        following = sql.ifelse(is_open, OPEN, joined.name_after.fill_null(END))
    segment = joined.segment if by else sql.literal(ALL)
    named = joined.select(*keys, "step", "lost_us", segment=segment, next=following, apart_us=joined.apart_us)
    return with_most_frequent(named, "next", question.top, within=["step", "segment"], stays=(END, OPEN))


def _lost_summed(named: Table) -> Table:
    summed = named.group_by("segment", "step", "next").agg(
        count=named.count(), times=quantiles(named.apart_us, [0.5])
    )
    whole = sql.window(group_by=["segment", "step"])
    return summed.mutate(lost=summed["count"].sum().over(whole).cast("int64"))
