"""retentioneering's answers, in the environment that `environments.py` makes; where it has none, the way is left out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ways.common import STEPS

CAN = ("transitions", "funnel", "sessions", "retention")

os.environ["RETENTIONEERING_NO_TRACK"] = "1"  # it reports its use to its makers otherwise


def ask(question: str, files: list[Path], memory: str) -> Any:
    """Return a function that answers a question from an eventstream that is loaded as its manual says."""
    import pandas as pd
    from retentioneering import Eventstream

    frame = pd.concat(
        [pd.read_parquet(path, columns=["user_id", "event", "timestamp", "event_id"]) for path in files]
    )
    frame = frame.sort_values(["timestamp", "event_id"], kind="stable").drop(columns="event_id")
    frame["event"] = frame["event"].astype(str)
    stream = Eventstream(
        frame, {"path_cols": ["user_id"], "event_col": "event", "timestamp_col": "timestamp"}
    )

    def transitions() -> Any:
        counts = stream.transition_graph_data(edge_weight="count")
        times = stream.transition_graph_data(edge_weight="time_median")
        return {
            f"{a}>{b}": [int(counts.loc[a, b]), times.loc[a, b].total_seconds()]
            for a in counts.index
            for b in counts.columns
            if counts.loc[a, b] and a != "path_start" and b != "path_end"
        }

    def funnel() -> Any:
        return [step["unique_paths"] for step in stream.funnel_data(steps=list(STEPS))["steps"]]

    def sessions() -> Any:
        cut = stream.split_sessions(timeout="30m").to_dataframe()
        return int(cut["session_id"].nunique())

    def retention() -> Any:
        return len(stream.to_daily_states().df)

    return {"transitions": transitions, "funnel": funnel, "sessions": sessions, "retention": retention}[
        question
    ]
