"""Attribution over many events, beside the plainest hand-written SQL that counts the same moves of the same paths.

    python benchmarks/attribution.py [--events 10_000_000] [--runs 5] [--data DIR] [--make PATH/make_events.py]

Each run is a process of its own (imports, reading the source, opening the engine, the query, the solve and, in ours, the
facts of the source are all in it), ours and the SQL by turns. Printed: the median of the runs, the least and the most,
the ratio to the faster SQL of the same round (its median), and the peak of memory. Every answer is checked: removal
effects of order 1 against the planted truth to 5e-7, the moves of order 3 against the SQL's effects.

The events are made in a temporary folder that is removed afterwards, or in DIR, where they and the raw numbers
(attribution-results.json) stay.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SESSIONS = {
    "window": """
      select user_id u, channel c, epoch_us("timestamp") t, epoch_us("timestamp") - lag(epoch_us("timestamp")) over w d,
             min(case when event = 'purchase' then epoch_us("timestamp") end) over (partition by user_id) g
      from read_parquet('{files}') window w as (partition by user_id order by "timestamp", event_id)
    """,
    "join": """
      select x.*, g from (
        select user_id u, channel c, epoch_us("timestamp") t, epoch_us("timestamp") - lag(epoch_us("timestamp")) over w d
        from read_parquet('{files}') window w as (partition by user_id order by "timestamp", event_id)
      ) x left join (
        select user_id u, min(epoch_us("timestamp")) g from read_parquet('{files}') where event = 'purchase' group by 1
      ) y on x.u = y.u
    """,
}
"""Each event with the silence before it and its customer's first goal, in two forms."""


def moves_sql(form: str, order: int) -> str:
    """Return the query that counts moves of an order."""
    back = ", ".join(f"lag(c, {n}) over v b{n}" for n in range(order, 0, -1))
    names = ", ".join(f"b{n}" for n in range(order, 0, -1))
    return f"""
      with x as ({SESSIONS[form]}),
      s as (select * from x where (d is null or d > 1800000000) and (g is null or t <= g)),
      m as (select {back}, c, lead(c) over v is null l, g is not null k from s window v as (partition by u order by t))
      select {names}, c, l, k, count(*) from m group by all
    """


def effects(rows: list[tuple], order: int) -> dict[str, float]:
    """Return removal effects from moves, by one solve for each channel left out."""
    import numpy as np

    moves: Counter = Counter()
    for *names, last, converted, count in rows:
        path = [str(name) for name in names if name is not None]
        here, before = tuple(path[-order:]), tuple(path[-order - 1 : -1])
        moves[before or "start", here] += count
        if last:
            moves[here, "goal" if converted else "null"] += count
    states = ["start", *sorted({one for one, _ in moves} - {"start"})]
    at = {state: i for i, state in enumerate(states)}
    chance, goal = np.zeros((len(states), len(states))), np.zeros(len(states))
    for (one, other), count in moves.items():
        if other == "goal":
            goal[at[one]] = count
        elif other != "null":
            chance[at[one], at[other]] = count
    total = np.zeros(len(states))
    for (one, _), count in moves.items():
        total[at[one]] += count
    chance, goal = chance / total[:, None], goal / total

    def reached(without: str | None) -> float:
        alive = np.array([state == "start" or state[-1] != without for state in states], float)
        return float(np.linalg.solve(np.eye(len(states)) - alive[:, None] * chance, alive * goal)[0])

    whole = reached(None)
    return {c: 1 - reached(c) / whole for c in sorted({state[-1] for state in states[1:]})}


def ask_sql(form: str, order: int, folder: Path) -> dict[str, float]:
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET memory_limit = '4GB'")
    text = moves_sql(form, order).replace("{files}", f"{folder}/events/*.parquet")
    return effects(connection.execute(text).fetchall(), order)


def ask_us(models: list[str], folder: Path) -> dict[str, float]:
    from footpath.atlas import Source
    from footpath.engines import open_engine
    from footpath.evidence import prepare
    from footpath.mining import ATTRIBUTION_MODELS, attribution, run

    source = Source(
        id="bench",
        files=(f"{folder}/events/*.parquet",),
        time="timestamp",
        event="event",
        customer="user_id",
        sequence="event_id",
        channel="channel",
        pseudonyms=False,
    )
    asked = attribution("purchase", model=list(ATTRIBUTION_MODELS) if models == ["all"] else models)
    with open_engine("duckdb://").workspace([prepare(source, folder)]) as workspace:
        rows = run(asked, workspace).to_dicts()
    shown = "markov" if models == ["all"] else models[0]
    return {row["channel"]: row["removal_effect"] for row in rows if row["model"] == shown}


WAYS = {
    "sql window, order 1": lambda folder: ask_sql("window", 1, folder),
    "sql join, order 1": lambda folder: ask_sql("join", 1, folder),
    "footpath markov": lambda folder: ask_us(["markov"], folder),
    "sql window, order 3": lambda folder: ask_sql("window", 3, folder),
    "sql join, order 3": lambda folder: ask_sql("join", 3, folder),
    "footpath markov-3": lambda folder: ask_us(["markov-3"], folder),
    "footpath all models": lambda folder: ask_us(["all"], folder),
}
RIVALS = {
    "footpath markov": ("sql window, order 1", "sql join, order 1"),
    "footpath markov-3": ("sql window, order 3", "sql join, order 3"),
    "footpath all models": ("sql window, order 1", "sql join, order 1"),
}
"""Our ways, and the SQL that does the same (all models: the SQL of order 1 alone)."""


def child(way: str, folder: Path) -> None:
    """Run one way in this process and print effects and the peak of memory."""
    found = WAYS[way](folder)
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, "effects": found}))


def measure(way: str, folder: Path) -> dict[str, object]:
    """Return what a way said, and how long its process took."""
    began = time.perf_counter()
    command = [sys.executable, __file__, "--child", way, "--data", str(folder)]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return {**json.loads(done.stdout), "wall": time.perf_counter() - began}


def alike(one: dict[str, float], other: dict[str, float]) -> bool:
    """Return whether removal effects are equal to 5e-7."""
    return one.keys() == other.keys() and all(abs(one[c] - other[c]) < 5e-7 for c in one)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=lambda s: int(s.replace("_", "")), default=10_000_000)
    parser.add_argument("--data", help="a folder outside the repository; events are made where it has none")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--make", default=str(Path(__file__).resolve().parents[2] / "shared/bench/make_events.py")
    )
    parser.add_argument("--child", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.child, Path(args.data))
        return
    has_events = args.data is not None and (Path(args.data) / "truth.json").exists()
    if not has_events and not Path(args.make).exists():
        print(
            f"Not run: events are made by make_events.py, and {args.make} is not there (--make, or --data)."
        )
        return
    with tempfile.TemporaryDirectory(prefix="footpath-bench-") as made:
        folder = Path(made) if args.data is None else Path(args.data).resolve()
        if not has_events:
            command = [sys.executable, args.make, "--events", str(args.events), "--out", str(folder)]
            subprocess.run([*command, "--variants", "no"], check=True, stdout=subprocess.DEVNULL)
        run(args.runs, folder)


def run(runs: int, folder: Path) -> None:
    """Ask all ways by turns, check the answers and print the table."""
    os.environ.setdefault("FOOTPATH_CACHE", str(folder / "cache"))
    os.environ.setdefault("FOOTPATH_STATE", str(folder / "state"))
    truth = json.loads((folder / "truth.json").read_text())["exact"]
    found: dict[str, list[dict[str, object]]] = {way: [] for way in WAYS}
    last: dict[str, dict[str, float]] = {}
    for number in range(runs + 1):  # the first round warms the disk's cache and is left out
        for way in WAYS:
            one = measure(way, folder)
            last[way] = one.pop("effects")
            if number:
                found[way].append(one)
    for way in WAYS:
        wanted = last["sql window, order 3"] if "3" in way else truth["attribution"]["removal_effect"]
        assert alike(last[way], wanted), way
    print(f"{truth['n_events']:,} events, {runs} runs, whole process, {os.cpu_count()} cores; answers equal")
    print(f"{'way':22} {'median s':>9} {'least':>7} {'most':>7} {'x SQL':>6} {'peak GB':>8}")
    walls = {way: [float(one["wall"]) for one in found[way]] for way in WAYS}
    for way in WAYS:
        peak = max(float(one["peak"]) for one in found[way]) / 1e9
        shown = ""
        if way in RIVALS:
            rounds = zip(walls[way], *(walls[sql] for sql in RIVALS[way]), strict=True)
            shown = f"{statistics.median(own / min(others) for own, *others in rounds):.2f}"
        print(
            f"{way:22} {statistics.median(walls[way]):9.2f} {min(walls[way]):7.2f} {max(walls[way]):7.2f} "
            f"{shown:>6} {peak:8.2f}"
        )
    (folder / "attribution-results.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
