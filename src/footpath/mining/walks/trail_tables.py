"""What a walk over a trail found, as Arrow tables with the columns of the portable forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from footpath.engines.trail.arrays import View, bounds
from footpath.mining.passes.blocks import blocks, each
from footpath.mining.walks.marks import NONE
from footpath.mining.walks.trail import NEVER, Array, Walked, arrivals, outcomes_of, walked

if TYPE_CHECKING:
    from footpath.mining.walk import Walk


SIZE = 1 << 20
"""Rows of a part; parts are walked on several threads, and keep what is held at a time small."""


def walk_tables(
    view: View, walk: Walk, zone: str, *, until_us: int | None, has: Sequence[str]
) -> tuple[Any, Any, Any] | None:
    """Return touchpoints, episodes and passages of a walk over a view, part by part; None where the trail cannot tell."""

    def one(part: View) -> tuple[Any, Any, Any] | None:
        made = walked(part, walk, zone, until_us=until_us, has=has)
        return None if made is None else (touchpoints_table(made), episodes_table(made), passages_table(made))

    found = [tables for tables in each(one, _parts(view, has), view.threads) if tables is not None]
    if not found:
        return None
    touchpoints, episodes, passages = (pa.concat_tables(some) for some in zip(*found, strict=True))
    counted = touchpoints.group_by("touchpoint").aggregate([("visits", "sum"), ("people", "sum")])
    named = {"touchpoint": "touchpoint", "visits_sum": "visits", "people_sum": "people"}
    return counted.rename_columns([named[name] for name in counted.column_names]), episodes, passages


def placed(view: View, walk: Walk, zone: str, *, until_us: int | None, has: Sequence[str]) -> Any:
    """Return `placed_table` of all parts."""

    def one(part: View) -> Any:
        made = walked(part, walk, zone, until_us=until_us, has=has)
        return None if made is None else placed_table(made)

    return pa.concat_tables(
        table for table in each(one, _parts(view, has), view.threads) if table is not None
    )


def _parts(view: View, columns: Sequence[str]) -> list[View]:
    for name in columns:
        view.column(name)  # read once, before threads ask for it
    parts = blocks(view.groups, SIZE)
    return [_part(view, rows) for rows in parts] if len(parts) > 1 else [view]


def _part(view: View, rows: slice) -> View:
    """Return some rows of a view, those of whole customers."""
    groups = view.groups[rows]
    chosen = np.arange(rows.start, rows.stop) if view.chosen is None else view.chosen[rows]
    return replace(
        view,
        starts=bounds(groups),
        codes=view.codes[rows],
        times=view.times[rows],
        groups=groups,
        chosen=chosen,
    )


def touchpoints_table(made: Walked) -> Any:
    """Return a row a touchpoint that was seen: touchpoint, visits int64, people int64 (customers)."""
    found, bindings = made.visits, made.walk.bindings
    rows = []
    for number, binding in enumerate(bindings):
        customers = found.customer[found.touchpoint == number]
        if len(customers):
            rows.append(
                (
                    binding.touchpoint,
                    len(customers),
                    1 + int(np.count_nonzero(customers[1:] != customers[:-1])),
                )
            )
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    kinds = {"touchpoint": pa.string(), "visits": pa.int64(), "people": pa.int64()}
    return pa.table(
        {name: pa.array(values, kind) for (name, kind), values in zip(kinds.items(), columns, strict=True)}
    )


def episodes_table(made: Walked) -> Any:
    """Return the episodes, as `episodes` does (rules M30 to M39)."""
    inside, view = made.inside, made.view
    firsts, lasts = made.starts[:-1], made.starts[1:] - 1
    ended = made.ending >= 0
    outcome_us = np.zeros(len(firsts), np.int64)
    outcome_us[ended] = view.times[inside.first[made.ending[ended]]]
    names = outcomes_of(made.walk)
    counts = np.cumsum(np.append(0, inside.events.astype(np.int64)))
    columns = {
        "episode": _ints(_ids(made)),
        **_whose(made, inside.customer[firsts], _one_case(made)),
        "begin_us": _ints(view.times[inside.first[firsts]]),
        "end_us": _ints(view.times[inside.last[lasts]]),
        "outcome": _named([name for name, _ in names], made.outcome),
        "kind": _named([kind for _, kind in names], made.outcome),
        "outcome_us": _ints(outcome_us, ended),
        "visits": _ints(np.diff(made.starts)),
        "events": _ints(inside.last[lasts].astype(np.int64) - inside.first[firsts] + 1),
        "matched": _ints(counts[made.starts[1:]] - counts[made.starts[:-1]]),
    }
    return pa.table(columns)


def passages_table(made: Walked) -> Any:
    """Return how episodes pass steps, as `passages` does (rules M40 to M42)."""
    inside, view, places = made.inside, made.view, made.passages
    episode = made.episode[places]
    step = made.step[places] - 1
    begin = view.times[inside.first[made.starts[:-1]]]
    first = view.times[inside.first[places]]
    fresh = np.ones(len(places), bool)
    np.not_equal(episode[1:], episode[:-1], out=fresh[1:])
    at = np.arange(len(places))
    since = np.maximum.accumulate(np.where(fresh, at, 0)) if len(at) else at
    last = np.append(fresh[1:], True)[: len(places)]
    wait = np.zeros(len(places), np.int64)
    np.subtract(first[1:], first[:-1], out=wait[1:])
    before = np.where(fresh, NONE, np.append(NONE, step[:-1])[: len(step)])
    after = np.where(last, NONE, np.append(step[1:], NONE)[: len(step)])
    steps = [one.id for one in made.walk.steps]
    kinds = [kind for _, kind in outcomes_of(made.walk)]
    columns = {
        "episode": _ints(_ids(made)[episode]),
        **_whose(made, inside.customer[places], None),
        "step": _named(steps, step),
        "first_us": _ints(first),
        **_at_steps(made),
        "position": _ints(at - since),
        "previous": _named(steps, before),
        "following": _named(steps, after),
        "wait_us": _ints(wait, ~fresh),
        "since_begin_us": _ints(first - begin[episode]),
        "kind": _named(kinds, made.outcome[episode]),
    }
    return pa.table(columns)


def placed_table(made: Walked) -> Any:
    """Return the visits of episodes that name a case and stand at a step: case_id, step, episode, late, occurred_us, place."""
    inside, case = made.inside, made.inside.case
    rows = np.zeros(0, np.int64) if case is None else np.flatnonzero((case >= 0) & (made.step > 0))
    columns = {
        "case_id": _named([*made.texts.get("case_id", ())], None if case is None else case[rows], 0),
        "step": _named([one.id for one in made.walk.steps], made.step[rows] - 1),
        "episode": _ints(_ids(made)[made.episode[rows]]),
        "late": _promise(None if inside.late is None else inside.late[rows], None, len(rows))["late"],
        "occurred_us": _ints(made.view.times[inside.first[rows]]),
        "place": _ints(rows),
    }
    return pa.table(columns)


def _at_steps(made: Walked) -> dict[str, Any]:
    """Return what an episode's visits to one step come to together, by passage."""
    inside, view = made.inside, made.view
    count = len(made.passages)
    number = np.zeros(len(inside), np.int32)
    number[made.passages] = np.arange(count, dtype=np.int32)
    last_us, visits, events = (np.zeros(count, np.int64) for _ in range(3))
    delay = None if inside.delay is None else np.full(count, NEVER)
    case = None if inside.case is None else np.full(count, NONE)
    for step in range(1, len(made.walk.steps) + 1):
        places = np.flatnonzero(made.step == step)
        if not len(places):
            continue
        of = made.episode[places]
        begins = np.flatnonzero(np.append(True, of[1:] != of[:-1]))
        ends = np.append(begins[1:], len(places)) - 1
        to = number[places[begins]]
        last_us[to] = view.times[inside.last[places[ends]]]
        visits[to] = ends - begins + 1
        events[to] = np.add.reduceat(inside.events[places].astype(np.int64), begins)
        if delay is not None and inside.delay is not None:
            delay[to] = np.maximum.reduceat(inside.delay[places], begins)
        if case is not None and inside.case is not None:
            own = inside.case[places]
            least = np.minimum.reduceat(np.where(own < 0, np.iinfo(own.dtype).max, own), begins)
            case[to] = np.where(least == np.iinfo(own.dtype).max, NONE, least)
    late = None if delay is None else np.where(delay == NEVER, NONE, delay > 0).astype(np.int8)
    return {
        "case_id": _named([*made.texts.get("case_id", ())], case, count),
        "last_us": _ints(last_us),
        "visits": _ints(visits),
        "events": _ints(events),
        **_promise(late, delay, count),
    }


def _one_case(made: Walked) -> Array | None:
    """Return the case of each episode whose visits are of one, -1 for the others; visits without a case do not count."""
    case = made.inside.case
    if case is None or not len(made.ending):
        return None
    begins, most = made.starts[:-1], np.iinfo(case.dtype).max
    high = np.maximum.reduceat(case, begins)
    low = np.minimum.reduceat(np.where(case < 0, most, case), begins)
    return np.where(high == low, high, NONE)


def _ids(made: Walked) -> Array:
    """Return the number of each episode: which event its first one is, in the order of arrival."""
    return arrivals(made.view)[made.inside.first[made.starts[:-1]]].astype(np.int64)


def _whose(made: Walked, customer: Array, case: Array | None) -> dict[str, Any]:
    keys = _ints(made.view.trail.keys[customer])
    return {
        "key": keys,
        "customer_key": keys,
        "case_id": _named([*made.texts.get("case_id", ())], case, len(customer)),
    }


def _promise(late: Array | None, delay: Array | None, count: int | None = None) -> dict[str, Any]:
    nothing = len(late) if late is not None else (count or 0)
    told: Any = None if late is None else late >= 0
    return {
        "late": pa.nulls(nothing, pa.bool_()) if told is None else pa.array(late == 1, mask=~told),
        "delay_us": pa.nulls(nothing, pa.int64()) if delay is None else _ints(delay, told),
    }


def _ints(values: Array, there: Array | None = None) -> Any:
    return pa.array(values.astype(np.int64, copy=False), mask=None if there is None else ~there)


def _named(names: list[Any], codes: Array | None, count: int = 0) -> Any:
    """Return texts by code as a column that holds each once; -1 is null."""
    if codes is None:
        return pa.nulls(count, pa.string())
    indices = pa.array(codes.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))
