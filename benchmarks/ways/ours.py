"""Footpath's answers to the questions of the benchmark, in the shape in which all ways are compared."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ways.common import GAP_US, GOAL, STEPS, WINDOW_US


def question(name: str) -> Any:
    """Return a question as Footpath asks it."""
    from footpath import mining
    from footpath.rules import rule

    return {
        "transitions": mining.transitions,
        "visits": lambda: mining.transitions(fold=True, gap_us=GAP_US),
        "funnel": lambda: mining.funnel(list(STEPS), window_us=WINDOW_US),
        "paths": lambda: mining.paths(within="session", top=100),
        "sessions": lambda: mining.sessions(summary=True),
        "retention": lambda: mining.retention(period="day", upto=30),
        "lifecycle": lambda: mining.lifecycle(period="week"),
        "attribution": lambda: mining.attribution(GOAL, model=["markov"]),
        "attribution-3": lambda: mining.attribution(GOAL, model=["markov-3"]),
        "shapley": lambda: mining.attribution(GOAL, model=["shapley"]),
        "outcomes": lambda: mining.outcomes(rule(f"event = {STEPS[1]}"), rule(f"event = {GOAL}")),
        "conversion": lambda: mining.conversion(rule(f"event = {GOAL}")),
        "segments": mining.segments,
    }[name]()


def source(files: list[Path], changes: dict[str, Any]) -> Any:
    """Return the files as a source; `changes` are fields that differ."""
    from footpath.atlas import Source

    fields = {
        "time": "timestamp", "event": "event", "customer": "user_id", "sequence": "event_id", "channel": "channel",
        "pseudonyms": False, **changes,
    }  # fmt: skip
    return Source(id="bench", files=tuple(str(path) for path in files), **fields)


def open_workspace(files: list[Path], engine: str, changes: dict[str, Any], memory: str) -> Any:
    """Return a workspace of the files, read as a user's command reads them."""
    from footpath.engines import open_engine
    from footpath.evidence import prepare

    return open_engine(engine, memory=memory).workspace([prepare(source(files, changes), Path.cwd())])


def answer(name: str, rows: list[dict[str, Any]]) -> Any:
    """Return rows in the shape in which all ways are compared."""
    if name in ("transitions", "visits"):
        return {
            f"{r['from']}>{r['to']}": [r["customers"], r["occurrences"], r["median_s"], r["p90_s"]]
            for r in rows
            if r["from"] != "(begin)"
        }
    if name == "funnel":
        return [[r["count"], r["median_s"] or 0.0] for r in rows]
    if name == "sessions":
        return [rows[0][key] for key in ("sessions", "customers", "median_events", "median_s")]
    if name == "paths":
        return [[r["path"], r["count"]] for r in rows if r["path"] != ["other"]][:100]
    if name == "retention":
        cells = [r for r in rows if r["cohort"] != "(all)" and r["returned"]]
        return {f"{_days(r['cohort'])} {r['offset']}": r["returned"] for r in cells}
    if name == "lifecycle":
        return {f"{_week(r['period'])} {r['state']}": r["customers"] for r in rows if r["customers"]}
    if name.startswith("attribution"):
        return {r["channel"]: r["removal_effect"] for r in rows}
    return len(rows)


_EPOCH = date(1970, 1, 1)


def _days(name: str) -> int:
    return (date.fromisoformat(name) - _EPOCH).days


def _week(name: str) -> int:
    year, week = name.split("-W") if "-W" in name else (None, None)
    monday = date.fromisoformat(name) if year is None else date.fromisocalendar(int(year), int(week), 1)
    return ((monday - _EPOCH) + timedelta(days=3)).days // 7
