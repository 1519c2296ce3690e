"""Planted truth: sessions, transitions and funnel equal what the generator counted, ties and duplicates included."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from footpath.atlas import Source
from footpath.engines import open_engine
from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared
from footpath.mining import funnel, paths, run, sessions, transitions

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
    params=[[], ["--tie-rate", "0.05", "--dup-rate", "0.01", "--late-rate", "0.02", "--user-id", "str"]],
    ids=["clean", "ties, duplicates, late rows, text ids"],
)
def events(request, shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    make = [
        sys.executable,
        str(shared / "bench" / "make_events.py"),
        "--events",
        "200_000",
        "--out",
        str(folder),
    ]
    subprocess.run([*make, *request.param], check=True, capture_output=True)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))["exact"]
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
    return prepared, truth, bool(request.param), folder


@pytest.fixture(scope="module", params=["duckdb://", "trail://"])
def planted(request, events):
    prepared, truth, is_dirty, folder = events
    with open_engine(request.param, temp=folder / "spill").workspace([prepared]) as workspace:
        yield workspace, truth, is_dirty


def inner(result):
    return {
        f"{row['from']}>{row['to']}": row["occurrences"]
        for row in result.to_dicts()
        if row["from"] != "(begin)" and row["to"] != "(end)"
    }


def test_sessions(planted):
    workspace, truth, _ = planted
    row = run(sessions(summary=True), workspace).to_dicts()[0]
    assert (row["sessions"], row["customers"]) == (truth["n_sessions"], truth["n_users"])


@pytest.mark.parametrize(("within", "planted_as"), [("customer", "dfg_user"), ("session", "dfg_session")])
def test_transitions(planted, within, planted_as):
    workspace, truth, _ = planted
    assert inner(run(transitions(within=within), workspace)) == truth[planted_as]


def test_sessions_begin_and_end_where_planted(planted):
    workspace, truth, _ = planted
    rows = run(transitions(within="session"), workspace).to_dicts()
    begins = {row["to"]: row["occurrences"] for row in rows if row["from"] == "(begin)"}
    ends = {row["from"]: row["occurrences"] for row in rows if row["to"] == "(end)"}
    assert begins == {name: n for name, n in truth["session_start"].items() if n}
    assert ends == {name: n for name, n in truth["session_end"].items() if n}


def test_funnel(planted):
    workspace, truth, _ = planted
    asked = funnel(truth["funnel"]["steps"], window_us=truth["funnel"]["window_s"] * 1_000_000)
    assert run(asked, workspace).rows["count"].to_pylist() == truth["funnel"]["reached_at_least"]


def test_paths(planted):
    workspace, truth, _ = planted
    found = run(paths(within="session", top=50), workspace).to_dicts()[:50]
    assert [row["count"] for row in found] == [row["n"] for row in truth["session_variants"]["top"][:50]]


def test_facts(planted):
    workspace, truth, is_dirty = planted
    facts = workspace.facts
    assert (facts.rows, facts.customers) == (truth["n_events"], truth["n_users"])
    assert (facts.duplicates > 0) is is_dirty
    assert 0.05 < facts.share_of_ties < 0.11 if is_dirty else facts.ties == 0
