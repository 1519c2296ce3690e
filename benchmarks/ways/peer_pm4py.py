"""pm4py's answers, in the environment that `environments.py` makes; where it has none, the way is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CAN = ("transitions", "paths")


def ask(question: str, files: list[Path], memory: str) -> Any:
    """Return a function that answers a question from a log that is loaded as pm4py's manual says."""
    import pandas as pd
    import pm4py

    frame = pd.concat(
        [pd.read_parquet(path, columns=["user_id", "event", "timestamp", "event_id"]) for path in files]
    )
    frame = frame.sort_values(["user_id", "timestamp", "event_id"], kind="stable")
    frame["event"] = frame["event"].astype(str)
    key = {"activity_key": "event", "timestamp_key": "timestamp", "case_id_key": "case"}
    if question == "transitions":
        frame["case"] = frame["user_id"].astype(str)

        def transitions() -> Any:
            counts, _, _ = pm4py.discover_dfg(frame, **key)
            times, _, _ = pm4py.discover_performance_dfg(frame, perf_aggregation_key="median", **key)
            return {f"{a}>{b}": [n, times[a, b]] for (a, b), n in counts.items()}

        return transitions
    gap = frame["timestamp"].diff() > pd.Timedelta(minutes=30)
    frame["case"] = (gap | (frame["user_id"] != frame["user_id"].shift())).cumsum().astype(str)

    def paths() -> Any:
        variants = pm4py.get_variants(frame, **key)
        top = sorted(variants.items(), key=lambda item: (-item[1], item[0]))[:100]
        return [[list(path), n] for path, n in top]

    return paths
