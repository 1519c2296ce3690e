"""Questions on the trail beside DuckDB's forms and hand-written SQL: making the trail, asking cold, asking warm.

    python benchmarks/trail.py [--rows 1_000_000] [--runs 5] [--data DIR] [--make PATH/make_events.py]

*Cold* is a whole process of its own (imports, opening, the question); the trail is made in it (`make`), or found (`kept`).
*Warm* is the question alone, asked again in a process that has asked it before; DuckDB then still reads the files.
Ways take turns. Printed: medians, the ratio to the hand-written SQL of the same round (its median), and the peak of
memory. Rows of all engines are compared, counts with the planted truth.

The events are made in a temporary folder that is removed afterwards, or in DIR, where they and the raw numbers
(trail-results.json) stay.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from mining import TRANSITIONS, WINDOW_US, funnel_asof, make

GAP_US = 1_800_000_000

_CUT = """
with x as (
  select user_id, event, epoch_us("timestamp") as t, event_id,
         epoch_us("timestamp") - lag(epoch_us("timestamp")) over w as since
  from read_parquet('{files}')
  window w as (partition by user_id order by "timestamp", event_id)
), s as (
  select *, sum(case when since is null or since > 1800000000 then 1 else 0 end)
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

QUESTIONS = ("transitions", "funnel", "paths", "sessions")
ENGINES = {"trail": "trail://", "duckdb": "duckdb://"}


def asked(question: str, steps: list[str]) -> object:
    from footpath.mining import funnel, paths, sessions, transitions

    return {
        "transitions": transitions,
        "funnel": lambda: funnel(steps, window_us=WINDOW_US),
        "paths": lambda: paths(within="session"),
        "sessions": lambda: sessions(summary=True),
    }[question]()


def sql(question: str, steps: list[str]) -> str:
    return {"transitions": TRANSITIONS, "funnel": funnel_asof(steps), "paths": PATHS, "sessions": SESSIONS}[
        question
    ]


def opened(engine: str, folder: Path) -> object:
    from footpath.atlas import Source
    from footpath.engines import open_engine
    from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared

    columns = EventColumns(
        time="timestamp",
        time_kind="timestamp",
        event="event",
        customer="user_id",
        sequence="event_id",
        pseudonyms=False,
    )
    files = EventsRef(tuple(sorted((folder / "events").glob("*.parquet"))), columns)
    source = Source(id="bench")
    prepared = Prepared(source, "-", files, None, None, None, None, LoadReport(source="bench", in_place=True))
    return open_engine(ENGINES[engine]).workspace([prepared])


def child(args: argparse.Namespace) -> None:
    """Ask one question in one way, once and then again, and print the times, the peak of memory and the rows."""
    began = time.perf_counter()
    folder = Path(args.data)
    way, question = args.child.split(":")
    steps = json.loads((folder / "truth.json").read_text())["exact"]["funnel"]["steps"]
    warm = []
    if way == "sql":
        import duckdb

        connection = duckdb.connect(":memory:")
        connection.execute("SET memory_limit = '4GB'")
        text = sql(question, steps).replace("{files}", f"{folder}/events/*.parquet")
        rows: object = connection.execute(text).fetchall()
        cold = time.perf_counter() - began
        for _ in range(args.again):
            began = time.perf_counter()
            connection.execute(text).fetchall()
            warm.append(time.perf_counter() - began)
    else:
        from footpath.mining import run

        with opened(way, folder) as workspace:
            rows = run(asked(question, steps), workspace).to_dicts()
            cold = time.perf_counter() - began
            for _ in range(args.again):
                began = time.perf_counter()
                run(asked(question, steps), workspace)
                warm.append(time.perf_counter() - began)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"cold": cold, "warm": statistics.median(warm), "peak": peak, "rows": rows}))


def measure(way: str, question: str, folder: Path, again: int) -> dict[str, object]:
    began = time.perf_counter()
    command = [sys.executable, __file__, "--child", f"{way}:{question}", "--data", str(folder)]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [*command, "--again", str(again)], check=True, capture_output=True, text=True, env=environment
    )
    return {**json.loads(done.stdout), "wall": time.perf_counter() - began}


def check(question: str, rows: dict[str, object], truth: dict[str, object]) -> None:
    """Hold the engines against each other, to the last digit, and the counts against SQL and the planted truth."""
    ours = rows["trail"]
    assert ours == rows["duckdb"], f"{question}: the engines differ"
    if question == "transitions":
        counts = {(r["from"], r["to"]): r["occurrences"] for r in ours if r["from"] != "(begin)"}
        assert counts == {(r[0], r[1]): r[3] for r in rows["sql"]}
        assert truth["dfg_user"] == {f"{a}>{b}": n for (a, b), n in counts.items() if b != "(end)"}
    elif question == "funnel":
        assert [r["count"] for r in ours] == truth["funnel"]["reached_at_least"] == rows["sql"][0][0::2]
    elif question == "paths":
        assert [[r["path"], r["count"]] for r in ours[:100]] == [list(r) for r in rows["sql"]]
    else:
        assert ours[0]["sessions"] == truth["n_sessions"] == rows["sql"][0][0]


WAYS = ("sql", "duckdb", "make", "kept")
"""Hand-written SQL; our form on DuckDB; the trail made by the question; the trail found in the cache."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rows", "--events", type=lambda s: int(s.replace("_", "")), default=1_000_000, dest="rows"
    )
    parser.add_argument("--data", help="a folder outside the repository; events are made where it has none")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--make", default=str(Path(__file__).resolve().parents[2] / "shared/bench/make_events.py")
    )
    parser.add_argument("--again", type=int, default=3, help=argparse.SUPPRESS)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args)
        return
    has_events = args.data is not None and (Path(args.data) / "truth.json").exists()
    if not has_events and not Path(args.make).exists():
        print(f"Not run: events are made by make_events.py, and {args.make} is not there (--make, --data).")
        return
    with tempfile.TemporaryDirectory(prefix="footpath-bench-") as made:
        folder = Path(args.data).resolve() if args.data else Path(made)
        if not has_events:
            print(f"making {args.rows:,} events in {folder}", flush=True)
            make(Path(args.make), args.rows, folder)
        run(args, folder)


def run(args: argparse.Namespace, folder: Path) -> None:
    """Ask all questions in all ways by turns, check the answers and print the table."""
    cache = folder / "trail-cache"
    os.environ["FOOTPATH_CACHE"] = str(cache)
    os.environ.setdefault("FOOTPATH_STATE", str(folder / "state"))
    truth = json.loads((folder / "truth.json").read_text())["exact"]
    found: dict[str, dict[str, list[dict[str, object]]]] = {q: {w: [] for w in WAYS} for q in QUESTIONS}
    for number in range(args.runs + 1):  # the first round warms the disk's cache and is left out
        for question in QUESTIONS:
            rows = {}
            for way in WAYS:
                if way == "make":
                    shutil.rmtree(cache, ignore_errors=True)
                one = measure({"make": "trail", "kept": "trail"}.get(way, way), question, folder, args.again)
                rows[{"make": "trail", "kept": "trail"}.get(way, way)] = one.pop("rows")
                if number:
                    found[question][way].append(one)
            check(question, rows, truth)
    size = sum(path.stat().st_size for path in cache.rglob("*.npy"))
    print(
        f"{truth['n_events']:,} events, median of {args.runs} runs, {os.cpu_count()} cores; answers equal; the trail "
        f"takes {size / 1e6:,.0f} MB"
    )
    print(f"{'question':12} {'way':7} {'cold s':>8} {'x SQL':>7} {'warm s':>8} {'x SQL':>7} {'peak GB':>8}")
    for question, ways in found.items():
        for way, runs in ways.items():
            cold, warm = (statistics.median(float(one[kind]) for one in runs) for kind in ("wall", "warm"))
            shown = [ratio(runs, ways["sql"], kind) for kind in ("wall", "warm")]
            peak = max(float(one["peak"]) for one in runs) / 1e9
            print(f"{question:12} {way:7} {cold:8.3f} {shown[0]:>7} {warm:8.4f} {shown[1]:>7} {peak:8.2f}")
    (folder / "trail-results.json").write_text(json.dumps(found, indent=1))


def ratio(runs: list[dict[str, object]], sql_runs: list[dict[str, object]], kind: str) -> str:
    """Return the median over the rounds of a way's time by that of the SQL of the same round."""
    if runs is sql_runs:
        return ""
    pairs = zip(runs, sql_runs, strict=True)
    return f"{statistics.median(float(one[kind]) / float(other[kind]) for one, other in pairs):.3f}"


if __name__ == "__main__":
    main()
