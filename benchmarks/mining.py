"""Transitions and funnel over many events, beside the plainest hand-written SQL that gives the same answer.

    python benchmarks/mining.py [--events 10_000_000] [--runs 3] [--data DIR] [--make PATH/make_events.py]

Each run is a process of its own (imports, reading the source, opening the engine and the query are all in it), ours and
the SQL by turns, so that whatever else the machine does falls on both. Printed: the median of the runs, the least and
the most, the ratio to the faster SQL of the same round (its median), and the peak of memory. Every answer is checked:
ours against the SQL row by row, counts against the planted truth.

The events are made in a temporary folder that is removed afterwards, or in DIR, where they and the raw numbers
(mining-results.json) stay.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WINDOW_US = 7 * 86_400 * 1_000_000

# The two quantiles in one list: as two aggregates DuckDB 2.0 takes ten times as long, which would flatter us.
TRANSITIONS = """
with x as (
  select user_id, event, lead(event) over w as following,
         epoch_us(lead("timestamp") over w) - epoch_us("timestamp") as wait
  from read_parquet('{files}')
  window w as (partition by user_id order by "timestamp", event_id)
)
select event, coalesce(following, '(end)'), count(distinct user_id), count(*), quantile_cont(wait, [0.5, 0.9])
from x group by all
"""


def once(text: str) -> str:
    """Return a query that takes each event_id once."""
    return text.replace(
        "from read_parquet('{files}')",
        "from (select * from (select *, row_number() over (partition by event_id) as n from "
        "read_parquet('{files}')) where n = 1)",
    )


def funnel_windows(steps: list[str]) -> str:
    """Return the funnel by running maxima, one window a step."""
    names = ", ".join(f"'{step}'" for step in steps)
    text = (
        f"with x0 as (select user_id u, event e, epoch_us(\"timestamp\") t, event_id i, case when event = '{steps[0]}' "
        f"then epoch_us(\"timestamp\") end s1 from read_parquet('{{files}}') where event in ({names}))"
    )
    for k in range(1, len(steps)):
        text += (
            f", y{k} as (select *, max(s{k}) over (partition by u order by t, i rows between unbounded preceding and "
            f"1 preceding) p from x{k - 1}), x{k} as (select * exclude p, case when e = '{steps[k]}' and t - p <= "
            f"{WINDOW_US} then p end s{k + 1} from y{k})"
        )
    parts = ", ".join(
        f"count(s{k}) n{k}, arg_min(t - s{k}, (t, i)) filter (s{k} is not null) d{k}"
        for k in range(1, len(steps) + 1)
    )
    text += f", c as (select u, {parts} from x{len(steps) - 1} group by u) select "
    return (
        text
        + ", ".join(f"count(*) filter (n{k} > 0), quantile_cont(d{k}, 0.5)" for k in range(1, len(steps) + 1))
        + " from c"
    )


def funnel_asof(steps: list[str]) -> str:
    """Return the funnel by ASOF joins (right only where no customer has two events at one time)."""
    names = ", ".join(f"'{step}'" for step in steps)
    text = (
        'with f as (select user_id u, event e, epoch_us("timestamp") t from '
        f"read_parquet('{{files}}') where event in ({names})), "
        f"r1 as (select u, t, t s from f where e = '{steps[0]}')"
    )
    for k in range(2, len(steps) + 1):
        text += (
            f", r{k} as (select b.u, b.t, a.s from (select * from f where e = '{steps[k - 1]}') b asof join r{k - 1} a "
            f"on a.u = b.u and b.t > a.t where b.t - a.s <= {WINDOW_US})"
        )
    parts = ", ".join(
        f"c{k} as (select count(*) n, quantile_cont(d, 0.5) d from (select arg_min(t - s, t) d from r{k} group by u))"
        for k in range(1, len(steps) + 1)
    )
    columns = ", ".join(f"c{k}.n, c{k}.d" for k in range(1, len(steps) + 1))
    tables = ", ".join(f"c{k}" for k in range(1, len(steps) + 1))
    return f"{text}, {parts} select {columns} from {tables}"


def ask_sql(text: str, folder: Path) -> list[list[object]]:
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET memory_limit = '4GB'")
    return [
        list(row)
        for row in connection.execute(text.replace("{files}", f"{folder}/events/*.parquet")).fetchall()
    ]


def ask_us(question: str, folder: Path, steps: list[str], event_id: bool) -> list[dict[str, object]]:
    from footpath.atlas import Source
    from footpath.engines import open_engine
    from footpath.evidence import prepare
    from footpath.mining import funnel, run, transitions

    source = Source(
        id="bench",
        files=(f"{folder}/events/*.parquet",),
        time="timestamp",
        event="event",
        customer="user_id",
        sequence="event_id",
        event_id="event_id" if event_id else None,
        pseudonyms=False,
    )
    prepared = prepare(source, folder)
    asked = transitions() if question == "transitions" else funnel(steps, window_us=WINDOW_US)
    with open_engine("duckdb://").workspace([prepared]) as workspace:
        return run(asked, workspace).to_dicts()


def child(args: argparse.Namespace) -> None:
    """Run one way in this process and print rows, seconds and the peak of memory."""
    began = time.perf_counter()
    folder = Path(args.data)
    steps = json.loads((folder / "truth.json").read_text())["exact"]["funnel"]["steps"]
    if args.child.startswith("footpath"):
        rows: object = ask_us(args.child.split()[1], folder, steps, "ids" in args.child)
    else:
        text = {
            "sql transitions": TRANSITIONS,
            "sql transitions ids": once(TRANSITIONS),
            "sql funnel windows": funnel_windows(steps),
            "sql funnel asof": funnel_asof(steps),
            "sql funnel asof ids": once(funnel_asof(steps)),
        }[args.child]
        rows = ask_sql(text, folder)
    seconds = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"seconds": seconds, "peak": peak, "rows": rows}))


def measure(way: str, folder: Path) -> dict[str, object]:
    began = time.perf_counter()
    command = [sys.executable, __file__, "--child", way, "--data", str(folder)]
    # Compiled modules are kept, as they are for a user, but not in the checkout; the first round makes them.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return {**json.loads(done.stdout), "wall": time.perf_counter() - began}


def same(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


def check_transitions(
    ours: list[dict[str, object]], sql: list[list[object]], truth: dict[str, object]
) -> None:
    got = {(r["from"], r["to"]): r for r in ours if r["from"] != "(begin)"}
    assert len(got) == len(sql), "not the same pairs"
    for start, end, customers, occurrences, times in sql:
        row = got[start, end]
        assert (row["customers"], row["occurrences"]) == (customers, occurrences), (start, end)
        if end != "(end)":
            assert same(row["median_s"], times[0] / 1e6), (start, end, row, times)
            assert same(row["p90_s"], times[1] / 1e6), (start, end, row, times)
    counted = {f"{a}>{b}": r["occurrences"] for (a, b), r in got.items() if b != "(end)"}
    assert counted == truth["dfg_user"], "not the planted truth"


def check_funnel(ours: list[dict[str, object]], sql: list[list[object]], truth: dict[str, object]) -> None:
    flat = sql[0]
    assert [row["count"] for row in ours] == flat[0::2] == truth["funnel"]["reached_at_least"]
    for row, median in list(zip(ours, flat[1::2], strict=True))[1:]:
        assert same(row["median_s"], median / 1e6), row


RIVALS = {
    "footpath transitions": ("sql transitions",),
    "footpath transitions ids": ("sql transitions ids",),
    "footpath funnel": ("sql funnel windows", "sql funnel asof"),
    "footpath funnel ids": ("sql funnel asof ids",),
}
"""Our ways, and the SQL that does the same."""

WAYS = tuple(way for ours, sql in RIVALS.items() for way in (*sql, ours))


def ratio(way: str, walls: dict[str, list[float]]) -> float | None:
    """Return the median over the rounds of our wall by that of the faster SQL; None for SQL."""
    if way not in RIVALS:
        return None
    rivals = zip(*(walls[sql] for sql in RIVALS[way]), strict=True)
    return statistics.median(one / min(others) for one, others in zip(walls[way], rivals, strict=True))


def make(script: Path, events: int, folder: Path) -> None:
    """Make the events."""
    command = [sys.executable, str(script), "--events", str(events), "--out", str(folder), "--variants", "no"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=lambda s: int(s.replace("_", "")), default=10_000_000)
    parser.add_argument("--data", help="a folder outside the repository; events are made where it has none")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--make", default=str(Path(__file__).resolve().parents[2] / "shared/bench/make_events.py")
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args)
        return
    has_events = args.data is not None and (Path(args.data) / "truth.json").exists()
    if not has_events and not Path(args.make).exists():
        print(
            f"Not run: events are made by make_events.py, and {args.make} is not there. Name it with --make, or name "
            "a folder with its events and truth.json with --data."
        )
        return
    if args.data is not None:
        run(args, Path(args.data).resolve(), has_events)
        return
    with tempfile.TemporaryDirectory(prefix="footpath-bench-") as made:
        run(args, Path(made), False)


def run(args: argparse.Namespace, folder: Path, has_events: bool) -> None:
    """Make the events where there are none, ask all ways by turns, check the answers and print the table."""
    if not has_events:
        print(f"making {args.events:,} events in {folder}", flush=True)
        make(Path(args.make), args.events, folder)
    os.environ.setdefault("FOOTPATH_CACHE", str(folder / "cache"))
    os.environ.setdefault("FOOTPATH_STATE", str(folder / "state"))
    truth = json.loads((folder / "truth.json").read_text())["exact"]
    found: dict[str, list[dict[str, object]]] = {way: [] for way in WAYS}
    last: dict[str, object] = {}
    for number in range(args.runs + 1):  # the first round warms the disk's cache and is left out
        for way in WAYS:
            one = measure(way, folder)
            last[way] = one.pop("rows")
            if number:
                found[way].append(one)
    for way, rivals in RIVALS.items():
        check = check_transitions if "transitions" in way else check_funnel
        for sql in rivals:
            check(last[way], last[sql], truth)
    print(
        f"{truth['n_events']:,} events, {args.runs} runs, whole process, {os.cpu_count()} cores; answers equal"
    )
    print(f"{'way':28} {'median s':>9} {'least':>7} {'most':>7} {'x SQL':>6} {'peak GB':>8}")
    walls = {way: [float(one["wall"]) for one in found[way]] for way in WAYS}
    for way in WAYS:
        peak = max(float(one["peak"]) for one in found[way]) / 1e9
        times = ratio(way, walls)
        shown = "" if times is None else f"{times:.2f}"
        print(
            f"{way:28} {statistics.median(walls[way]):9.2f} {min(walls[way]):7.2f} {max(walls[way]):7.2f} "
            f"{shown:>6} {peak:8.2f}"
        )
    (folder / "mining-results.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
