"""One way to answer one question, in a process of its own: prints times, the peak of memory and the answer as JSON."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=("sql", "polars", "ours", "pm4py", "retentioneering"))
    parser.add_argument("question")
    parser.add_argument("--files", nargs="+", type=Path, required=True)
    parser.add_argument("--again", type=int, default=0, help="how often the question is asked again, warm")
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--engine", default="trail://")
    parser.add_argument("--where", help="a rule that filters events")
    parser.add_argument("--changes", type=json.loads, default={}, help="fields of the source that differ")
    args = parser.parse_args()
    began = time.perf_counter()
    asked = _ours(args) if args.way == "ours" else _other(args)
    found = asked()
    first = time.perf_counter() - began
    warm = []
    for _ in range(args.again):
        began = time.perf_counter()
        asked()
        warm.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    told = {
        "first": first,
        "again": sum(warm),
        "warm": statistics.median(warm) if warm else None,
        "peak": max(peak, children),
    }
    print(json.dumps({**told, "answer": found}))


def _other(args: argparse.Namespace) -> object:
    import importlib

    module = importlib.import_module(
        {"sql": "ways.sql", "polars": "ways.polar"}.get(args.way, f"ways.peer_{args.way}")
    )
    return module.ask(args.question, args.files, args.memory)


def _ours(args: argparse.Namespace) -> object:
    from footpath.mining import run
    from footpath.rules import rule
    from ways import ours

    workspace = ours.open_workspace(args.files, args.engine, args.changes, args.memory)
    where = rule(args.where) if args.where else None
    if args.question == "open":
        import atexit

        atexit.register(workspace.close)
        return lambda: workspace.facts.rows
    question = ours.question(args.question)

    def ask() -> object:
        return ours.answer(args.question, run(question, workspace, where=where).to_dicts())

    import atexit

    atexit.register(workspace.close)
    return ask


if __name__ == "__main__":
    main()
