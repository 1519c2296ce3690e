"""The numbers that pm4py and retentioneering give on public data, for tests to hold Footpath against.

    python benchmarks/agreement.py [--data ../shared/data] [--envs DIR] [--write]

Makes an environment of its own for each of the two packages (with uv where it is there, else venv and pip; in a temporary
folder that is removed afterwards, or in DIR, where they stay), asks each of the same rows, and compares what they say with
what is kept in tests/cases/agreement; with --write it is kept instead. Only counts and medians are kept, no rows of the
data. Neither package is a dependency of Footpath. Ends with 1 where a number is not the one that is kept.

Both packages order rows of one instant by their place in the table, as Footpath does by arrival. What they define
otherwise stands in tests/mining/test_agreement.py, beside the question that asks Footpath for the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "cases" / "agreement"
PEERS = {"pm4py": "2.7.23.11", "retentioneering": "5.2.4"}
MOST = 25
"""As many variants are kept by name, fewer where the next one is walked as often."""

FUNNELS = {
    "traffic_fines": [
        ["Create Fine", "Send Fine", "Insert Fine Notification", "Add penalty", "Send for Credit Collection"],
        ["Create Fine", "Payment", "Payment"],
    ],
    "rete_ecom": [
        ["product_view", "add_to_cart", "cart", "payment_details", "purchase"],
        ["catalog", "catalog", "product_view", "product_view"],
        ["purchase", "review_page", "purchase"],
    ],
    "cdnow": [["1 CD", "2 CDs", "3 CDs or more"], ["1 CD", "1 CD", "1 CD", "1 CD"]],
}
FUNNELS["rete_ecom_extract"] = FUNNELS["rete_ecom"]
WITHIN = {
    "traffic_fines": ["case_id"],
    "rete_ecom": ["user_id", "session_id"],
    "rete_ecom_extract": ["user_id", "session_id"],
    "cdnow": ["customer"],
}


def read(name: str, data: Path) -> Any:
    """Return a data set as a frame with `event`, `timestamp` and the columns of WITHIN, rows as they come."""
    import pandas as pd

    if name == "traffic_fines":
        rows = pd.read_parquet(data / "traffic_fines" / "traffic_fines.parquet")
        frame = rows[["case_id", "activity", "timestamp"]].rename(columns={"activity": "event"})
    elif name == "cdnow":
        rows = pd.read_csv(
            data / "cdnow" / "CDNOW_master.txt",
            sep=r"\s+",
            skiprows=1,
            names=["customer", "date", "cds", "value"],
            dtype={"customer": str},
        )
        frame = rows[["customer"]].assign(
            event=rows.cds.map(bought), timestamp=pd.to_datetime(rows.date.astype(str), format="%Y%m%d")
        )
    else:
        path = data / "rete_ecom" / "ecom.csv.gz" if name == "rete_ecom" else KEPT / f"{name}.csv"
        frame = pd.read_csv(path)[["user_id", "session_id", "event", "timestamp"]]
        frame["timestamp"] = pd.to_datetime(frame.timestamp)
    return frame.astype(dict.fromkeys(("event", *WITHIN[name]), str))


def bought(cds: int) -> str:
    """Return the name of a purchase of so many CDs."""
    return "1 CD" if cds == 1 else "2 CDs" if cds == 2 else "3 CDs or more"


# ---------------------------------------------------------------- inside an environment


def of_pm4py(frame: Any, key: str, _funnels: list[list[str]]) -> dict[str, Any]:
    """Return what directly follows what, beginnings, ends, and the variants."""
    import pandas as pd
    import pm4py

    assert isinstance(frame, pd.DataFrame)
    log = pm4py.format_dataframe(frame.copy(), case_id=key, activity_key="event", timestamp_key="timestamp")
    follows, start, end = pm4py.discover_dfg(log)
    variants = pm4py.get_variants(log)
    counts = {tuple(path): count for path, count in variants.items()}
    return {
        "directly_follows": {f"{a} > {b}": int(n) for (a, b), n in sorted(follows.items())},
        "start": {name: int(n) for name, n in sorted(start.items())},
        "end": {name: int(n) for name, n in sorted(end.items())},
        "variants": {
            "total": len(counts),
            "most_walked": most_walked(counts),
            "walked_so_often": {str(n): how for n, how in sorted(Counter(counts.values()).items())},
        },
    }


def most_walked(counts: dict[tuple[str, ...], int]) -> list[list[Any]]:
    """Return the most walked variants, none of which is walked as often as one that is left out."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    cut = ranked[MOST][1] if len(ranked) > MOST else 0
    return [[list(path), int(n)] for path, n in ranked if n > cut]


def of_retentioneering(frame: Any, key: str, funnels: list[list[str]]) -> dict[str, Any]:
    """Return transitions (how often, of how many paths, median seconds), funnels, and sessions at 30 minutes."""
    from retentioneering.eventstream.eventstream import Eventstream
    from retentioneering.tools.funnel import Funnel

    stream = Eventstream(
        frame.copy(), {"path_cols": [key], "event_col": "event", "timestamp_col": "timestamp"}
    )
    matrices = {
        name: stream.transition_graph_data(edge_weight=weight)
        for name, weight in (
            ("occurrences", "count"),
            ("paths", "unique_paths"),
            ("median_s", "time_median"),
        )
    }
    cells = [
        (a, b)
        for a in matrices["occurrences"].index
        for b in matrices["occurrences"].columns
        if matrices["occurrences"].loc[a, b] > 0
    ]
    transitions = {}
    for a, b in sorted(cells):
        median = matrices["median_s"].loc[a, b]
        inner = not {a, b} & {"path_start", "path_end"}
        transitions[f"{a} > {b}"] = [
            int(matrices["occurrences"].loc[a, b]),
            int(matrices["paths"].loc[a, b]),
            median.total_seconds() if inner else None,
        ]
    split = stream.split_sessions(
        timeout="30m", session_col="cut_session", session_index_col="cut_index"
    ).to_dataframe()
    return {
        "transitions": transitions,
        "funnels": [
            {"steps": steps, "unique_paths": [s["unique_paths"] for s in Funnel(stream).fit(steps)["steps"]]}
            for steps in funnels
        ],
        "paths": int(frame[key].nunique()),
        "sessions_30m": int(split["cut_session"].nunique()),
    }


def answer(peer: str, name: str, data: Path) -> dict[str, Any]:
    """Return what a package says of a data set."""
    ask = {"pm4py": of_pm4py, "retentioneering": of_retentioneering}[peer]
    frame = read(name, data)
    return {key: ask(frame, key, FUNNELS[name]) for key in WITHIN[name]}


# ---------------------------------------------------------------- outside


def environment(folder: Path, package: str, version: str) -> Path:
    """Return the Python of an environment with the package in it, made where it is not there."""
    home = folder / package
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = f"{package}=={version}"
    uv = shutil.which("uv")
    if not python.exists():
        make = [uv, "venv", "-q"] if uv else [sys.executable, "-m", "venv"]
        subprocess.run([*make, str(home)], check=True)
    install = (
        [uv, "pip", "install", "-q", "--python", str(python)]
        if uv
        else [str(python), "-m", "pip", "install", "-q"]
    )
    subprocess.run([*install, wanted, "pyarrow"], check=True)
    return python


def asked(python: Path, peer: str, name: str, data: Path) -> dict[str, Any]:
    """Return what a package says, from a process of its own environment; nothing is reported to its makers."""
    command = [str(python), __file__, "--data", str(data), "--ask", peer, name]
    env = {**os.environ, "RETENTIONEERING_NO_TRACK": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Ask both packages of each data set that is there; compare or keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--envs", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the numbers instead of comparing them")
    parser.add_argument("--ask", nargs=2, metavar=("PACKAGE", "DATA"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.ask:
        peer, name = args.ask
        print(json.dumps(answer(peer, name, args.data)))
        return 0
    names = [name for name in WITHIN if name == "rete_ecom_extract" or (args.data / name).is_dir()]
    wrong = 0
    with tempfile.TemporaryDirectory() as made:
        folder = args.envs or Path(made)
        pythons = {peer: environment(folder, peer, version) for peer, version in PEERS.items()}
        for name in names:
            found = {
                "command": "python benchmarks/agreement.py --write",
                **{
                    peer: {"version": PEERS[peer], "within": asked(python, peer, name, args.data)}
                    for peer, python in pythons.items()
                },
            }
            path = KEPT / f"{name}.json"
            if args.write:
                path.write_text(laid_out(found), "utf-8")
            same = path.is_file() and json.loads(path.read_text("utf-8")) == found
            wrong += not same
            print(f"{name:<20} {'as kept' if same else 'NOT as kept'}  {told(found)}")
    return 1 if wrong else 0


def laid_out(found: dict[str, Any]) -> str:
    """Return JSON of which each innermost list stands in one line."""
    text = json.dumps(found, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+[^\[\]{}]*\]", lambda m: re.sub(r"\s*\n\s*", " ", m[0]), text) + "\n"


def told(found: dict[str, Any]) -> str:
    """Return a line of what the packages said."""
    parts = []
    for key, said in found["pm4py"]["within"].items():
        follows = said["directly_follows"]
        parts.append(
            f"{key}: {len(follows)} pairs, {sum(follows.values()):,} times; {said['variants']['total']:,} variants"
        )
    for key, said in found["retentioneering"]["within"].items():
        parts.append(f"{key}: funnels {[one['unique_paths'] for one in said['funnels']]}")
    return "; ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
