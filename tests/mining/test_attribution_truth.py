"""Planted channel effects: removal effects equal the generator's, at 200 thousand and a million events, ties and all."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from footpath.atlas import Source
from footpath.engines import open_engine
from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared
from footpath.mining import ATTRIBUTION_MODELS, attribution, run

DIRTY = ["--tie-rate", "0.05", "--dup-rate", "0.01", "--late-rate", "0.02", "--user-id", "str"]
COLUMNS = EventColumns(
    time="timestamp",
    time_kind="timestamp",
    event="event",
    customer="user_id",
    sequence="event_id",
    event_id="event_id",
    channel="channel",
    pseudonyms=False,
)


@pytest.fixture(
    scope="module",
    params=[("200_000", []), ("200_000", DIRTY), ("1_000_000", []), ("1_000_000", DIRTY)],
    ids=[
        "200 k",
        "200 k, ties, duplicates, late rows, text ids",
        "1 M",
        "1 M, ties, duplicates, late rows, text ids",
    ],
)
def planted(request, shared, tmp_path_factory):
    size, more = request.param
    folder = tmp_path_factory.mktemp("planted")
    make = [sys.executable, str(shared / "bench" / "make_events.py"), "--variants", "no"]
    subprocess.run([*make, "--events", size, "--out", str(folder), *more], check=True, capture_output=True)
    prepared = Prepared(
        source=Source(id="planted"),
        hash="-",
        events=EventsRef(tuple(sorted((folder / "events").glob("*.parquet"))), COLUMNS),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source="planted", in_place=True),
    )
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    with open_engine(temp=folder / "spill").workspace([prepared]) as workspace:
        rows = run(attribution("purchase", model=ATTRIBUTION_MODELS), workspace).to_dicts()
        yield {(row["model"], row["channel"]): row for row in rows}, truth


def test_m114_removal_effects_equal_the_planted_ones(planted):
    rows, truth = planted
    exact = truth["exact"]["attribution"]
    for channel, effect in exact["removal_effect"].items():
        assert rows["markov", channel]["removal_effect"] == pytest.approx(effect, abs=5e-7)
        assert rows["markov", channel]["share"] == pytest.approx(exact["share"][channel], abs=5e-7)


def test_m110_outcomes_and_last_credits_equal_the_planted_counts(planted):
    rows, truth = planted
    exact = truth["exact"]["attribution"]
    counts = np.array(exact["counts"])
    goal, start = exact["states"].index("CONV"), exact["states"].index("START")
    names = exact["states"][:8]
    # A session from which the path comes to the goal is its last.
    assert {n: rows["last", n]["credit"] for n in names} == dict(zip(names, counts[:8, goal], strict=True))
    outcomes = int(counts[:, goal].sum())
    assert exact["p_conversion"] == pytest.approx(outcomes / counts[start].sum())
    for model in ATTRIBUTION_MODELS:
        assert sum(rows[model, n]["credit"] for n in names) == pytest.approx(outcomes)


def test_m111_last_credits_are_the_planted_rates_of_sessions(planted):
    rows, truth = planted
    exact = truth["exact"]["attribution"]
    sessions = np.array(exact["counts"])[:8].sum(axis=1)
    for channel, count in zip(exact["states"][:8], sessions, strict=True):
        rate = exact["session_conversion_rate_before_first_purchase"][channel]
        assert rows["last", channel]["credit"] / count == pytest.approx(rate)
