"""Hand-written DuckDB SQL for each question, as an analyst who knows DuckDB well would write it.

Two quantiles stand in one list: as two aggregates DuckDB 2.0 takes ten times as long, which would flatter us.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ways.chain import moves_of
from ways.common import GAP_US, GOAL, STEPS, WINDOW_US

FILES = "read_parquet('{files}')"
_US = 'epoch_us("timestamp")'

SCAN = f"select count(*), max(user_id), max({_US}), max(event) from {FILES}"

TRANSITIONS = f"""
with x as (
  select user_id, event, lead(event) over w as following, epoch_us(lead("timestamp") over w) - {_US} as wait
  from {FILES} window w as (partition by user_id order by "timestamp", event_id)
)
select event, coalesce(following, '(end)'), count(distinct user_id), count(*), quantile_cont(wait, [0.5, 0.9])
from x group by all
"""

_CUT = f"""
with x as (
  select user_id, event, channel, {_US} as t, event_id, {_US} - lag({_US}) over w as since
  from {FILES} window w as (partition by user_id order by "timestamp", event_id)
), s as (
  select *, sum(case when since is null or since > {GAP_US} then 1 else 0 end)
            over (partition by user_id order by t, event_id rows unbounded preceding) as session
  from x
)
"""

SESSIONS = (
    _CUT
    + """, g as (select user_id, session, count(*) as n, max(t) - min(t) as length from s group by all)
select count(*), count(distinct user_id), quantile_cont(n, 0.5), quantile_cont(length, 0.5) from g"""
)

PATHS = (
    _CUT
    + """, p as (select list(event order by t, event_id) as path from s group by user_id, session)
select path, count(*) as n from p group by path order by n desc, path limit 100"""
)

# Equal events in a row within a session are one visit; then the transitions of visits.
VISITS = f"""
with x as (
  select user_id, event, {_US} as t, event_id, lag(event) over w as before, {_US} - lag({_US}) over w as since
  from {FILES} window w as (partition by user_id order by "timestamp", event_id)
), v as (select * from x where before is null or before <> event or since > {GAP_US}),
y as (
  select user_id, event, lead(event) over w as following, lead(t) over w - t as wait
  from v window w as (partition by user_id order by t, event_id)
)
select event, coalesce(following, '(end)'), count(distinct user_id), count(*), quantile_cont(wait, [0.5, 0.9])
from y group by all
"""

RETENTION = f"""
with d as (select distinct user_id u, {_US} // 86400000000 as day from {FILES}),
f as (select u, min(day) as first from d group by u)
select first, day - first as n, count(*) from d join f using (u) where day - first <= 30 group by all order by all
"""

LIFECYCLE = f"""
with d as (select distinct user_id u, ({_US} // 86400000000 + 3) // 7 as week from {FILES}),
x as (select u, week, lag(week) over w as before, lead(week) over w as after
      from d window w as (partition by u order by week))
select week, 'new' as state, count(*) from x where before is null group by week
union all select week, 'returning', count(*) from x where before = week - 1 group by week
union all select week, 'resurrected', count(*) from x where before < week - 1 group by week
union all select week + 1, 'dormant', count(*) from x where (after is null or after > week + 1)
  and week < (select max(week) from d) group by week
"""


def funnel_windows() -> str:
    """Return the funnel by running maxima, one window a step: right with ties too."""
    names = ", ".join(f"'{step}'" for step in STEPS)
    text = (
        f"with x0 as (select user_id u, event e, {_US} t, event_id i, case when event = '{STEPS[0]}' "
        f"then {_US} end s1 from {FILES} where event in ({names}))"
    )
    for k in range(1, len(STEPS)):
        text += (
            f", y{k} as (select *, max(s{k}) over (partition by u order by t, i rows between unbounded preceding and "
            f"1 preceding) p from x{k - 1}), x{k} as (select * exclude p, case when e = '{STEPS[k]}' and t - p <= "
            f"{WINDOW_US} then p end s{k + 1} from y{k})"
        )
    steps = range(1, len(STEPS) + 1)
    parts = ", ".join(
        f"count(s{k}) n{k}, arg_min(t - s{k}, (t, i)) filter (s{k} is not null) d{k}" for k in steps
    )
    ends = ", ".join(f"count(*) filter (n{k} > 0), quantile_cont(d{k}, 0.5)" for k in steps)
    return f"{text}, c as (select u, {parts} from x{len(STEPS) - 1} group by u) select {ends} from c"


def funnel_asof() -> str:
    """Return the funnel by ASOF joins: right only where no customer has two events at one time."""
    names = ", ".join(f"'{step}'" for step in STEPS)
    text = (
        f"with f as (select user_id u, event e, {_US} t from {FILES} where event in ({names})), "
        f"r1 as (select u, t, t s from f where e = '{STEPS[0]}')"
    )
    for k in range(2, len(STEPS) + 1):
        text += (
            f", r{k} as (select b.u, b.t, a.s from (select * from f where e = '{STEPS[k - 1]}') b asof join r{k - 1} a "
            f"on a.u = b.u and b.t > a.t where b.t - a.s <= {WINDOW_US})"
        )
    steps = range(1, len(STEPS) + 1)
    parts = ", ".join(
        f"c{k} as (select count(*) n, quantile_cont(d, 0.5) d from (select arg_min(t - s, t) d from r{k} group by u))"
        for k in steps
    )
    columns = ", ".join(f"c{k}.n, c{k}.d" for k in steps)
    return f"{text}, {parts} select {columns} from {', '.join(f'c{k}' for k in steps)}"


def moves(order: int) -> str:
    """Return the moves of an order over the channels of sessions, up to the session of the first goal."""
    back = ", ".join(f"lag(c, {n}) over v b{n}" for n in range(order, 0, -1))
    names = ", ".join(f"b{n}" for n in range(order, 0, -1))
    return f"""
      with x as (
        select user_id u, channel c, {_US} t, {_US} - lag({_US}) over w d
        from {FILES} window w as (partition by user_id order by "timestamp", event_id)
      ), g as (select user_id u, min({_US}) g from {FILES} where event = '{GOAL}' group by 1),
      s as (select x.u, c, t, g from x left join g using (u) where (d is null or d > {GAP_US}) and (g is null or t <= g)),
      m as (select {back}, c, lead(c) over v is null l, g is not null k from s window v as (partition by u order by t))
      select {names}, c, l, k, count(*) from m group by all
    """


QUERIES = {
    "scan": SCAN,
    "transitions": TRANSITIONS,
    "visits": VISITS,
    "funnel": funnel_asof(),
    "funnel windows": funnel_windows(),
    "paths": PATHS,
    "sessions": SESSIONS,
    "retention": RETENTION,
    "lifecycle": LIFECYCLE,
    "attribution": moves(1),
    "attribution-3": moves(3),
}


def ask(question: str, files: list[Path], memory: str) -> Any:
    """Return a function that runs the question's query and returns its answer, compared as `common.alike` does."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET max_temp_directory_size = '40GB'")
    # Each distinct file, so that no pattern meets a file that was not meant.
    listed = "[" + ", ".join(f"'{path}'" for path in files) + "]"
    text = QUERIES[question].replace("'{files}'", listed)

    def answer() -> Any:
        rows = connection.execute(text).fetchall()
        return _shaped(question.split(maxsplit=1)[0], rows)

    return answer


def _shaped(question: str, rows: list[tuple[Any, ...]]) -> Any:
    if question == "scan":
        return rows[0][0]
    if question in ("transitions", "visits"):
        return {
            f"{a}>{b}": [c, n, *([None, None] if b == "(end)" else [q / 1e6 for q in qs])]
            for a, b, c, n, qs in rows
        }
    if question == "funnel":
        return [[n, d / 1e6] for n, d in zip(rows[0][0::2], rows[0][1::2], strict=True)]
    if question == "sessions":
        one = rows[0]
        return [one[0], one[1], one[2], one[3] / 1e6]
    if question == "paths":
        return [[list(path), n] for path, n in rows]
    if question in ("retention", "lifecycle"):
        return {f"{a} {b}": n for a, b, n in rows}
    return moves_of(rows, 3 if question.endswith("3") else 1)
