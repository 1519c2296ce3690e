"""One customer with a million events, a million customers with one event: answers, and time that grows as the events do."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import DAY, HOUR
from footpath.engines import open_engine
from footpath.mining import (
    ATTRIBUTION_MODELS,
    Groups,
    attribution,
    compare,
    conversion,
    durations,
    flows,
    follow,
    funnel,
    goal,
    lifecycle,
    loops,
    outcomes,
    paths,
    retention,
    run,
    segments,
    sequences,
    sessions,
    stickiness,
    transitions,
    transitions_by,
    waits,
)

EMBEDDED = ("duckdb://", "trail://")
ENGINES = tuple(os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()) or EMBEDDED
MANY = os.environ.get("FOOTPATH_MANY")
"""Another number of customers with one event each: 10000000 was asked by hand."""


@pytest.fixture(scope="module", params=ENGINES)
def url(request):
    if "://" in request.param:
        return request.param
    if "every" not in sys.modules:
        spec = importlib.util.spec_from_file_location("every", Path(__file__).with_name("every.py"))
        sys.modules["every"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["every"])
    return sys.modules["every"].open_for(request.param)


NAMES = np.array(["a", "b", "c", "d", "e", "f", "buy", "help"])
ONE = {
    "sessions": sessions(),
    "transitions": transitions(),
    "transitions in sessions": transitions(within="session", fold=True),
    "transitions by": transitions_by("channel"),
    "funnel": funnel(["a", "b", "help"]),
    "funnel in any order": funnel(["a", "b", "help"], order="any"),
    "funnel with exclusions": funnel("a, !d, b, help within 1h"),
    "funnel, lost": funnel(["a", "b", "nothing"], show="lost"),
    "funnel, held": funnel(["a", "b", "help"], hold=("channel",), show="times"),
    "paths": paths(),
    "paths in sessions": paths(within="session"),
    "flows": flows(start="help", steps=3),
    "sequences": sequences("a, !d, buy within 10m, all within 1h"),
    "loops": loops(),
    "waits": waits(),
    "durations": durations(),
    "attribution": attribution("help", model=ATTRIBUTION_MODELS),
    "attribution, each goal": attribution("buy", model=ATTRIBUTION_MODELS, goals="each", lookback_us=DAY),
    "retention": retention(),
    "lifecycle": lifecycle(),
    "stickiness": stickiness(period="month"),
    "compare": compare([goal("buy"), follow("a > b")], Groups(by="channel")),
    "conversion": conversion("buy", window_us=7 * DAY),
    "outcomes": outcomes("a", "help"),
    "segments": segments(),
}
"""Every counting question, with what could take a time or a memory that grows faster than the events."""


def one_customer(path, events, *, tied=False):
    """Write a customer with so many events, half of them sessions of their own; or all at one instant."""
    chance = np.random.default_rng(1)
    gaps = np.zeros(events, np.int64) if tied else chance.integers(1, HOUR, events)
    rare = [0.2, 0.2, 0.2, 0.15, 0.1, 0.1, 0.0499, 0.0001]
    return write_columns(
        path, np.zeros(events, np.int64), np.cumsum(gaps), NAMES[chance.choice(8, events, p=rare)]
    )


def one_event_each(path, customers):
    """Write as many customers with one event each, in no order."""
    chance = np.random.default_rng(1)
    times = chance.integers(0, 90 * DAY, customers)
    return write_columns(path, chance.permutation(customers), times, NAMES[chance.integers(0, 8, customers)])


def write_columns(path, customers, times, names):
    chance = np.random.default_rng(2)
    table = pa.table(
        {
            "who": customers,
            "at": pa.array(1_735_689_600_000_000 + times, pa.timestamp("us", "UTC")),
            "event": names,
            "channel": np.array(["x", "y", "z"])[chance.integers(0, 3, len(names))],
        }
    )
    pq.write_table(table, path)
    return path


def opened(url, path, stands):
    source = stands.in_place([path], customer="who", event="event", channel="channel")
    return open_engine(url, temp=path.parent / "spill", memory="2GB").workspace([source])


@pytest.mark.parametrize("tied", [False, True], ids=["at different times", "all at one instant"])
def test_m246_a_customer_with_a_million_events_is_one_customer_in_time(url, tmp_path, stands, tied):
    """Four times as many events take less than ten times as long; what grows with the square takes sixteen times."""
    events = 1_000_000 if url in EMBEDDED and not tied else 200_000
    took: dict[str, list[float]] = {name: [] for name in ONE}
    for part in (4, 1):
        path = one_customer(tmp_path / f"{part}.parquet", events // part, tied=tied)
        with opened(url, path, stands) as workspace:
            assert workspace.facts.customers == 1
            assert workspace.facts.ties == (events // part if tied else 0)
            for name, question in ONE.items():
                began = time.process_time()
                result = run(question, workspace)
                took[name].append(time.process_time() - began)
                counted = [row.get("customers", row.get("count")) for row in result.to_dicts()]
                if name != "paths in sessions":  # which counts sessions
                    assert all(count is None or count <= 1 for count in counted), name
            [path_row] = run(paths(), workspace).to_dicts()
            assert (path_row["count"], len(path_row["path"])) == (1, events // part)
    grown = {name: (few, many) for name, (few, many) in took.items() if many > 10 * few + 1}
    assert not grown


def test_m247_a_million_customers_with_one_event_each(url, tmp_path, stands):
    customers = int(MANY) if MANY else 1_000_000 if url in EMBEDDED else 200_000
    path = one_event_each(tmp_path / "each.parquet", customers)
    with opened(url, path, stands) as workspace:
        facts = workspace.facts
        assert (facts.rows, facts.customers, facts.ties) == (customers, customers, 0)
        row = run(sessions(summary=True), workspace).to_dicts()[0]
        assert (row["sessions"], row["customers"], row["median_events"]) == (customers, customers, 1)
        pairs = run(transitions(), workspace).to_dicts()
        assert sum(r["occurrences"] for r in pairs if r["from"] == "(begin)") == customers
        assert all(r["from"] == "(begin)" or r["to"] == "(end)" for r in pairs)
        walked = run(paths(), workspace).to_dicts()
        assert sum(r["count"] for r in walked) == customers
        assert all(len(r["path"]) == 1 for r in walked)
        first, second = run(funnel(["a", "b"]), workspace).rows["count"].to_pylist()
        assert (first, second) == (next(r["count"] for r in walked if r["path"] == ["a"]), 0)
        told = {(r["cohort"], r["offset"]): r for r in run(retention(upto=7), workspace).to_dicts()}
        assert told["(all)", 1]["returned"] == 0
        sizes = [r["customers"] for (cohort, offset), r in told.items() if cohort != "(all)" and offset == 0]
        assert sum(sizes) == customers
        states = run(lifecycle(), workspace).to_dicts()
        assert sum(r["customers"] for r in states if r["state"] == "new") == customers
        credit = run(attribution("buy", model=("linear", "markov", "shapley")), workspace).to_dicts()
        bought = next(r["count"] for r in walked if r["path"] == ["buy"])
        assert sum(r["credit"] for r in credit) == pytest.approx(3 * bought)
        assert run(loops(), workspace).rows.num_rows == 0
