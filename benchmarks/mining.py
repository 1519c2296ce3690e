"""Every counting question beside hand-written SQL, polars, pm4py and retentioneering, cold and warm, at several sizes.

    python benchmarks/mining.py [--events 1_000_000 10_000_000] [--runs 5] [--data DIR] [--questions a b] [--no-peers]

*Cold* is a whole process from Parquet, nothing prepared: start, imports, reading, the question; ours also gives the facts
of the source (rows, customers, period, ties) and keeps the trail for later. *Kept* is the same with the trail found in
the cache. *Warm* is the question asked again in the process that has asked it. All ways of a question take turns, round by
round, so that whatever else the machine does falls on all. Printed: medians, ratios within the round (their median),
the peak of memory. Answers are compared before a time is printed: SQL, polars and ours to the last count, the peers where
their definition is the same.

Events are made by make_events.py in DIR/SIZE (a temporary folder where no DIR is named); raw numbers stay in
DIR/mining-SIZE.json. Environments with polars, pm4py and retentioneering are made in DIR/environments from PyPI.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from ways.common import COUNTING, ESTIMATING, alike
from ways.environments import python_of

PEERS = {
    "pm4py": ("transitions", "paths"),
    "retentioneering": ("transitions", "funnel", "sessions"),
}
"""The peers and the questions that they can answer; retentioneering's retention is another thing (states a day)."""

VARIANTS: dict[str, dict[str, Any]] = {
    "text ids": {"argument": ["--user-id", "str"], "asked": []},
    "late rows": {"argument": ["--late-rate", "0.02"], "asked": []},
    "equal times": {"argument": ["--tie-rate", "0.05"], "asked": []},
    "duplicates": {"argument": ["--dup-rate", "0.02"], "asked": ["--changes", '{"event_id": "event_id"}']},
    "filter": {"argument": None, "asked": ["--where", "device = mobile"]},
}
"""What makes the trail's work harder, each beside the plain events: how the events are made, what is asked."""

Numbers = dict[str, Any]


def make(script: Path, events: int, folder: Path, *more: str) -> None:
    """Make the events where they are not there."""
    if (folder / "truth.json").exists():
        return
    print(f"making {events:,} events in {folder}", flush=True)
    command = [
        sys.executable,
        str(script),
        "--events",
        str(events),
        "--out",
        str(folder),
        "--variants",
        "no",
        *more,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Runner:
    """Runs ways in processes of their own."""

    def __init__(self, folder: Path, environments: Path, memory: str) -> None:
        self.folder, self.environments, self.memory = folder, environments, memory
        self.cache = folder / "cache"
        self.files = sorted(str(path) for path in (folder / "events").glob("*.parquet"))

    def run(self, way: str, question: str, again: int, *more: str) -> Numbers | None:
        """Return what a way took and answered; None where it failed, which is said."""
        tool, _, how = way.partition(" ")
        if how == "cold":
            shutil.rmtree(self.cache, ignore_errors=True)
        python = {"ours": lambda: Path(sys.executable), "sql": lambda: self._other("plain"),
                  "polars": lambda: self._other("plain")}.get(tool, lambda: self._other(tool))()  # fmt: skip
        asked = f"{question} windows" if how == "windows" else question
        command = [python, Path(__file__).parent / "ways/child.py", tool, asked, "--again", str(again)]
        command += ["--memory", self.memory, *more, "--files", *self.files]
        environment = {
            **os.environ,
            "FOOTPATH_CACHE": str(self.cache),
            "FOOTPATH_STATE": str(self.folder / "state"),
            "PYTHONPYCACHEPREFIX": str(
                self.folder / "pycache"
            ),  # kept, as for a user, but not in the checkout
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        began = time.perf_counter()
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, env=environment, check=False
        )
        wall = time.perf_counter() - began
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
            print(f"  {way} {question}: FAILED, {last[:160]}", flush=True)
            return None
        told = json.loads(done.stdout.splitlines()[-1])
        return {**told, "wall": wall - told["again"]}  # asking again, warm, is no part of the cold process

    def _other(self, name: str) -> Path:
        return python_of(name, self.environments)


def ways_of(question: str, peers: bool) -> list[str]:
    """Return the ways that answer a question; ours cold goes before ours kept, which finds what it left."""
    plain = ["sql", *(["sql windows"] if question == "funnel" else []), "polars"]
    others = [name for name, can in PEERS.items() if question in can] if peers else []
    return [*others, *plain, "ours cold", "ours kept"]


def check(question: str, answers: dict[str, Any]) -> None:
    """Hold the answers against each other."""
    ours = answers.get("ours cold")
    for way, other in answers.items():
        if way in PEERS:
            assert _as_peer(way, question, ours, other), f"{question}: {way} differs"
        else:
            assert alike(ours, other), f"{question}: {way} and ours differ"


def _as_peer(way: str, question: str, ours: Any, theirs: Any) -> bool:
    if question == "transitions":
        counts = {pair: row[1] for pair, row in ours.items() if not pair.endswith(">(end)")}
        return counts == {pair: row[0] for pair, row in theirs.items()}
    if question == "paths":
        return alike(ours, theirs)
    if question == "sessions":
        return bool(ours[0] == theirs)
    return question == "funnel"  # theirs has no window: another number by definition


def measure(
    runner: Runner, questions: list[str], runs: int, again: int, peers: bool
) -> dict[str, dict[str, list[Numbers]]]:
    """Ask all questions in all ways by turns; the first round warms the disk's cache and is left out where there are more."""
    found: dict[str, dict[str, list[Numbers]]] = {q: {w: [] for w in ways_of(q, peers)} for q in questions}
    for number in range(runs + (runs > 1)):
        for question, ways in found.items():
            answers = {}
            for way in ways:
                one = runner.run(way, question, 0 if way in PEERS else again)
                if one is None:
                    continue
                answers[way] = one.pop("answer")
                if number or runs == 1:
                    ways[way].append(one)
            check(question, answers)
        print(f"  round {number} done", flush=True)
    return found


def ratio(ways: dict[str, list[Numbers]], way: str, others: list[str], kind: str) -> float | None:
    """Return the median over the rounds of a way's number by the least of others' in the same round."""
    rivals = [ways[name] for name in others if ways.get(name) and len(ways[name]) == len(ways[way])]
    if not rivals or not ways[way] or ways[way][0][kind] is None:
        return None
    rounds = [min(one[kind] for one in each if one[kind] is not None) for each in zip(*rivals, strict=True)]
    return statistics.median(one[kind] / other for one, other in zip(ways[way], rounds, strict=True))


def shown(value: float | None, form: str = ".2f") -> str:
    return "" if value is None else format(value, form)


def table(found: dict[str, dict[str, list[Numbers]]]) -> None:
    """Print a line a question and way."""
    print(
        f"{'question':14} {'way':16} {'cold s':>8} {'x plain':>8} {'warm s':>8} {'x plain':>8} {'peak MB':>8} {'cold: times faster than':>24}"
    )
    for question, ways in found.items():
        plain = [way for way in ways if way.split()[0] in ("sql", "polars")]
        for way, runs in ways.items():
            if not runs:
                print(f"{question:14} {way:16}   failed")
                continue
            cold = statistics.median(one["wall"] for one in runs)
            warm = None if runs[0]["warm"] is None else statistics.median(one["warm"] for one in runs)
            peak = max(one["peak"] for one in runs) / 1e6
            ours = way.startswith("ours")
            cold_x, warm_x = (ratio(ways, way, plain, kind) if ours else None for kind in ("wall", "warm"))
            beside = []
            for peer in PEERS:
                if ours and ways.get(peer):
                    faster = ratio(ways, way, [peer], "wall")
                    memory = peak / (max(one["peak"] for one in ways[peer]) / 1e6)
                    beside.append(
                        f"{peer} {shown(None if faster is None else 1 / faster, '.1f')} ({memory:.2f} of its memory)"
                    )
            print(
                f"{question:14} {way:16} {cold:8.3f} {shown(cold_x):>8} {shown(warm, '.4f'):>8} {shown(warm_x, '.3f'):>8} "
                f"{peak:8.0f} {', '.join(beside)}"
            )


def builds(runner: Runner, runs: int) -> None:
    """Print what the scan of the columns takes, and making the trail."""
    scans: dict[str, list[Numbers]] = {way: [] for way in ("sql", "polars", "ours cold")}
    for _ in range(runs):
        for way, numbers in scans.items():
            one = runner.run(way, "scan" if way != "ours cold" else "open", 1 if way != "ours cold" else 0)
            if one is not None:
                numbers.append(one)
    for way, numbers in scans.items():
        if numbers:
            wall = statistics.median(one["wall"] for one in numbers)
            first = statistics.median(one["first"] for one in numbers)
            what = "the trail made and kept" if way == "ours cold" else f"bare scan, {way}"
            peak = max(one["peak"] for one in numbers) / 1e6
            print(f"{what:26} whole process {wall:7.3f} s, inside {first:7.3f} s, peak {peak:,.0f} MB")


def estimates(runner: Runner, runs: int) -> None:
    """Print what the questions that estimate take: they have no plain rival that gives the same."""
    for question in ESTIMATING:
        both = [
            [one for one in (runner.run(way, question, 1) for _ in range(runs)) if one]
            for way in ("ours cold", "ours kept")
        ]
        if all(both):
            cold, kept = (statistics.median(one["wall"] for one in runs_) for runs_ in both)
            warm = statistics.median(one["warm"] for one in both[1])
            peak = max(one["peak"] for one in both[0]) / 1e6
            print(
                f"{question:14} cold {cold:7.2f} s, kept {kept:7.2f} s, warm {warm:7.3f} s, peak {peak:,.0f} MB"
            )


def variants(args: argparse.Namespace, events: int, base: Path, plain: Runner) -> None:
    """Print by which factor text ids, late rows, equal times, duplicates and a filter slow ours down."""
    asked = ("transitions", "funnel", "retention")
    print(
        f"{'harder by':14} {'question':14} {'cold x':>8} {'warm x':>8}   (beside the plain events, same rounds)"
    )
    for name, variant in VARIANTS.items():
        runner = plain
        if variant["argument"] is not None:
            folder = base / f"{events}-{name.replace(' ', '-')}"
            make(Path(args.make), events, folder, *variant["argument"])
            runner = Runner(folder, plain.environments, plain.memory)
        for question in asked:
            pairs: list[tuple[Numbers, Numbers]] = []
            for _ in range(args.runs):
                one, other = (
                    plain.run("ours cold", question, 3),
                    runner.run("ours cold", question, 3, *variant["asked"]),
                )
                if one and other:
                    pairs.append((one, other))
            if pairs:
                cold, warm = (
                    statistics.median(b[kind] / a[kind] for a, b in pairs) for kind in ("wall", "warm")
                )
                print(f"{name:14} {question:14} {cold:8.2f} {warm:8.2f}", flush=True)


def main() -> None:
    here = Path(__file__).resolve()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=lambda s: int(s.replace("_", "")), nargs="+", default=[1_000_000])
    parser.add_argument(
        "--data", type=Path, help="a folder outside the repository for events, caches and raw numbers"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--again", type=int, default=3, help="how often a question is asked again, warm")
    parser.add_argument("--questions", nargs="+", default=list(COUNTING), choices=COUNTING)
    parser.add_argument(
        "--no-peers", dest="peers", action="store_false", help="leave pm4py and retentioneering out"
    )
    parser.add_argument("--only", choices=("counting", "builds", "estimates", "variants"))
    parser.add_argument("--memory", default="4GB", help="what DuckDB may use, ours and the SQL")
    parser.add_argument("--make", default=str(here.parents[2] / "shared/bench/make_events.py"))
    args = parser.parse_args()
    if not Path(args.make).exists() and args.data is None:
        print(
            f"Not run: events are made by make_events.py, and {args.make} is not there. Name it with --make."
        )
        return
    with tempfile.TemporaryDirectory(prefix="footpath-bench-") as temporary:
        base = Path(temporary) if args.data is None else args.data.resolve()
        for events in args.events:
            run(args, events, base)


def run(args: argparse.Namespace, events: int, base: Path) -> None:
    """Measure at one size."""
    folder = base / str(events)
    make(Path(args.make), events, folder)
    runner = Runner(folder, base / "environments", args.memory)
    for name in ("plain", *(PEERS if args.peers else ())):
        python_of(name, runner.environments)
    truth = json.loads((folder / "truth.json").read_text())["exact"]
    print(
        f"== {truth['n_events']:,} events of {truth['n_users']:,} customers, {args.runs} runs, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    wanted = [args.only] if args.only else ["builds", "counting", "estimates", "variants"]
    if "builds" in wanted:
        builds(runner, args.runs)
    if "counting" in wanted:
        found = measure(runner, args.questions, args.runs, args.again, args.peers)
        table(found)
        (base / f"mining-{events}.json").write_text(json.dumps(found, indent=1))
    if "estimates" in wanted:
        estimates(runner, min(args.runs, 3))
    if "variants" in wanted:
        variants(args, events, base, runner)


if __name__ == "__main__":
    main()
