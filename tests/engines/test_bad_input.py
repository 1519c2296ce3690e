"""Events as they come: at one instant, out of order, twice, in the future, over clock changes, of nobody.

Each has one stated answer (rules M240 to M249).
"""

from __future__ import annotations

import csv
import importlib.util
import itertools
import json
import os
import random
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import DAY, HOUR, MINUTE, datetime_to_us
from footpath.cli import main
from footpath.engines import open_engine
from footpath.evidence import prepare
from footpath.mining import (
    ALL,
    ATTRIBUTION_MODELS,
    Scope,
    attribution,
    cohorts,
    conversion,
    flows,
    funnel,
    lifecycle,
    loops,
    outcomes,
    paths,
    retention,
    run,
    sequences,
    sessions,
    stickiness,
    transitions,
    waits,
)

EMBEDDED = ("duckdb://", "trail://")
ENGINES = tuple(os.environ.get("FOOTPATH_ENGINES", "").replace(",", " ").split()) or EMBEDDED

ASKED = {
    "sessions": sessions(),
    "transitions": transitions(),
    "transitions in sessions": transitions(within="session"),
    "funnel": funnel(["a", "b", "c"]),
    "funnel directly": funnel(["a", "b"], order="directly"),
    "funnel, lost": funnel(["a", "b", "c"], show="lost"),
    "paths": paths(),
    "flows": flows(),
    "sequences": sequences("a, b within 3d"),
    "loops": loops(),
    "waits": waits(),
    "attribution": attribution("c", model=ATTRIBUTION_MODELS),
    "retention": retention(),
    "lifecycle": lifecycle(),
    "stickiness": stickiness(),
    "cohorts": cohorts(["size", "median(value)"]),
    "outcomes": outcomes("a", "c"),
    "conversion": conversion("c", window_us=3 * DAY, least=3),
}
"""Every counting question."""
BY_PERIOD = ("retention", "lifecycle", "stickiness", "cohorts")


@pytest.fixture(scope="module", params=ENGINES)
def url(request):
    if "://" in request.param:
        return request.param
    if "every" not in sys.modules:
        spec = importlib.util.spec_from_file_location("every", Path(__file__).with_name("every.py"))
        sys.modules["every"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["every"])
    return sys.modules["every"].open_for(request.param)


@pytest.fixture
def given(url, tmp_path, monkeypatch):
    """Return a function that reads a file of events as people bring it and opens it; what is said of it goes beside."""
    monkeypatch.chdir(tmp_path)
    made = []

    def open_(file, *, zone="UTC", **columns):
        source = Source(
            id="s",
            files=(file,),
            customer="who",
            time="at",
            event="event",
            channel="channel",
            value="length",
            pseudonyms=False,
            **columns,
        )
        prepared = prepare(source, tmp_path, zone=zone, now_us=NOW)
        workspace = open_engine(url, temp=tmp_path / "spill").workspace([prepared])
        made.append(workspace)
        return workspace, [problem.code for problem in prepared.report.problems]

    yield open_
    for workspace in made:
        workspace.close()


@pytest.fixture
def mine(url, tmp_path, monkeypatch, capsys):
    """Return a function that asks a file on the command line: the answer, and what was said beside it."""
    monkeypatch.chdir(tmp_path)

    def ask(*words):
        capsys.readouterr()
        columns = ("--customer", "who", "--time", "at", "--event", "event")
        assert main(["mine", *words, *columns, "--json", "--engine", url]) == 0, capsys.readouterr().err
        said = capsys.readouterr()
        return json.loads(said.out), said.err + said.out

    return ask


NOW = 1_767_225_600_000_000
"""The beginning of 2026: later is the future."""
HEADER = ("who", "at", "event", "channel", "length")


def write(name, rows, header=HEADER):
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return name


def walks(people=30, events=300, seed=4):
    """Events of some customers at different instants, in the order of time."""
    chance = random.Random(seed)
    at, rows = 1_741_000_000, []
    for _ in range(events):
        at += chance.choice((7, 61, 1_800, 4_000, 40_000))
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
        row = (f"c{chance.randrange(people)}", when, chance.choice("abcd"), chance.choice("xyz"))
        rows.append((*row, chance.randrange(9)))
    return rows


def answers(workspace):
    """Return the results of every counting question."""
    return {name: run(question, workspace) for name, question in ASKED.items()}


def same(one, other):
    """Assert that two sets of answers have the same rows."""
    for name, result in one.items():
        assert result.to_dicts() == other[name].to_dicts(), name


# ---------------------------------------------------------------- order


def test_m240_at_equal_times_every_question_keeps_the_order_of_arrival(given):
    """b came before the a's, at one instant: nobody went from a to b."""
    at = "2025-03-03T10:00:00Z"
    rows = [("eva", at, "b", "x", 1), ("eva", at, "a", "y", 1), ("eva", at, "a", "y", 1)]
    for order, path, last in ((rows, ["b", "a", "a"], 0), (rows[::-1], ["a", "a", "b"], 1)):
        workspace, _ = given(write(f"{path[0]}.csv", order))
        walked = run(paths(), workspace)
        assert walked.to_dicts()[0]["path"] == path
        assert walked.source.ties == 3
        assert any("same instant" in note and "else of arrival" in note for note in walked.notes)
        for asked in (
            funnel(["a", "b"]),
            funnel(["a", "b"], order="directly"),
            funnel(["a", "b"], count="first"),
        ):
            assert run(asked, workspace).rows["count"].to_pylist() == [1, last]
        assert run(sequences("a, b"), workspace).to_dicts()[0]["count"] == last
        pairs = {(r["from"], r["to"]): r["occurrences"] for r in run(transitions(), workspace).to_dicts()}
        assert pairs == dict.fromkeys(itertools.pairwise(["(begin)", *path, "(end)"]), 1)
        [went] = run(flows(steps=1), workspace).to_dicts()
        assert went["to"] == path[0]
        assert run(loops(), workspace).rows["occurrences"].to_pylist() == [1]
        assert sum(run(waits(), workspace).rows["total_s"].to_pylist()) == 0
        assert run(outcomes("a", "b"), workspace).to_dicts()[0]["goals"] == last
        # A session's channel is that of its first event.
        credit = {
            r["channel"]: r["credit"] for r in run(attribution("b", model="last"), workspace).to_dicts()
        }
        assert credit == {"x" if path[0] == "b" else "y": 1}


def test_m240_a_sequence_of_the_source_goes_before_arrival(mine):
    at = "2025-03-03T10:00:00Z"
    header = ("who", "at", "event", "number")
    file = write("e.csv", [("eva", at, "b", 2), ("eva", at, "c", ""), ("eva", at, "a", 1)], header)
    assert mine("paths", file, "--sequence", "number")[0]["rows"][0]["path"] == ["a", "b", "c"]


def test_m241_rows_in_any_order_give_the_same_answers(given):
    rows = walks()
    ordered, _ = given(write("ordered.csv", rows))
    wanted = answers(ordered)
    mixed = rows.copy()
    random.Random(8).shuffle(mixed)
    workspace, _ = given(write("mixed.csv", mixed))
    same(wanted, answers(workspace))
    assert workspace.facts == ordered.facts


# ---------------------------------------------------------------- twice


def test_m242_rows_with_one_event_id_count_once_in_every_question(given):
    header = (*HEADER, "id")
    rows = [(*row, f"e{i}") for i, row in enumerate(walks())]
    once, _ = given(write("once.csv", rows, header), event_id="id")
    # The second copies lie: who comes second with an id does not count.
    late = [(who, at, "d", "z", 99, own) for who, at, *_, own in rows]
    random.Random(3).shuffle(late)
    twice, _ = given(write("twice.csv", [*rows, *late], header), event_id="id")
    told = answers(twice)
    same(answers(once), told)
    assert (once.facts.duplicates, twice.facts.duplicates) == (0, len(rows))
    assert all(any("repeat an event_id" in note for note in result.notes) for result in told.values())


def test_m242_equal_rows_without_an_id_are_events_of_their_own(given):
    rows = [("eva", "2025-03-03T10:00:00Z", "a", "x", 1)] * 2 + [("eva", "2025-03-03T10:01:00Z", "b", "x", 1)]
    workspace, _ = given(write("e.csv", rows))
    assert run(paths(), workspace).to_dicts()[0]["path"] == ["a", "a", "b"]
    assert run(funnel(["a", "a", "b"]), workspace).rows["count"].to_pylist() == [1, 1, 1]
    assert run(sessions(), workspace).rows["events"].to_pylist() == [3]
    assert (workspace.facts.duplicates, workspace.facts.ties) == (0, 2)


# ---------------------------------------------------------------- the future


def test_m243_what_lies_in_the_future_is_told_and_periods_leave_it_out(given):
    rows = walks()
    scope = Scope(now_us=NOW)
    whole, _ = given(write("now.csv", rows))
    more, problems = given(write("later.csv", [*rows, ("c1", "2199-01-01T10:00:00Z", "a", "x", 1)]))
    assert "times-in-future" in problems
    for name in BY_PERIOD:
        asked = replace(ASKED[name], scope=scope)
        one, other = run(asked, whole), run(asked, more)
        assert one.to_dicts() == other.to_dicts(), name
        assert any("1 events lie after that (in the future" in note for note in other.notes)
    # It is an event all the same: elsewhere it counts.
    assert sum(run(sessions(), more).rows["events"].to_pylist()) == len(rows) + 1


def test_m243_on_the_command_line_where_the_data_end_can_be_said(mine):
    """The window of ida's start is not over on 21 March, whatever somebody wrote down for the year 2199."""
    rows = [
        ("eva", "2025-03-03T10:00:00Z", "a", "x", 1),
        ("ida", "2025-03-20T10:00:00Z", "a", "x", 1),
        ("dora", "2199-01-01T10:00:00Z", "d", "x", 1),
    ]
    file = write("later.csv", rows)
    asked = ("funnel", file, "--steps", "a,b", "--show", "lost")
    said, beside = mine(*asked)
    assert {row["next"]: row["count"] for row in said["rows"]} == {"(end)": 2}
    assert "1 of 3 events lie in the future" in beside
    said, _ = mine(*asked, "--until", "2025-03-21")
    assert {row["next"]: row["count"] for row in said["rows"]} == {"(end)": 1, "(open)": 1}


# ---------------------------------------------------------------- clock changes


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        # 01:50 and 03:10 are 20 minutes apart: the hour between was skipped.
        ("2025-03-30T01:50:00+01:00", "2025-03-30T03:10:00+02:00", "2025-03-30"),
        # 02:50 in summer time and 02:10 in winter time too: the clock went back.
        ("2025-10-26T02:50:00+02:00", "2025-10-26T02:10:00+01:00", "2025-10-26"),
    ],
)
def test_m244_over_both_clock_changes_time_is_elapsed_and_days_are_the_zones(given, before, after, day):
    offset = "+02:00" if day < "2025-10" else "+01:00"
    rows = [
        ("eva", before, "a", "x", 1),
        ("eva", after, "b", "x", 1),
        ("eva", f"{day}T23:30:00{offset}", "c", "x", 1),
    ]
    workspace, _ = given(write("e.csv", rows), zone="Europe/Berlin")
    pairs = {(r["from"], r["to"]): r for r in run(transitions(), workspace).to_dicts()}
    assert pairs["a", "b"]["median_s"] == 20 * 60
    assert run(sessions(), workspace).rows["events"].to_pylist() == [2, 1]
    assert run(funnel(["a", "b"], window_us=20 * MINUTE), workspace).rows["count"].to_pylist() == [1, 1]
    assert run(funnel(["a", "b"], window_us=20 * MINUTE - 1), workspace).rows["count"].to_pylist() == [1, 0]
    assert run(sequences("a, b within 20m"), workspace).to_dicts()[0]["count"] == 1
    # All of it is one day there, of 23 or 25 hours.
    scope = Scope(zone="Europe/Berlin")
    told = run(retention(scope=scope), workspace).to_dicts()
    assert [(r["cohort"], r["returned"]) for r in told if r["cohort"] != ALL] == [(day, 1)]
    days = run(stickiness(period="month", scope=scope), workspace).to_dicts()
    assert {row["days"]: row["customers"] for row in days if row["customers"]} == {1: 1}


def test_m244_local_times_that_do_not_exist_or_exist_twice_have_one_reading(mine):
    """02:30 on 30 March moves on by the hour that was skipped; 02:30 on 26 October is the first of the two."""
    rows = [
        ("eva", "2025-03-30 02:30:00", "a", "x", 1),
        ("eva", "2025-03-30 03:45:00", "b", "x", 1),
        ("ida", "2025-10-26 02:30:00", "a", "x", 1),
        ("ida", "2025-10-26 03:30:00", "b", "x", 1),
    ]
    said, _ = mine("sessions", write("e.csv", rows), "--zone", "Europe/Berlin")
    told = {(row["customer"], row["session"]): (row["start_us"], row["end_us"]) for row in said["rows"]}
    spring = 1_743_298_200_000_000  # 03:30 in summer time
    assert told["eva", 1] == (spring, spring + 15 * MINUTE)
    autumn = 1_761_438_600_000_000  # 02:30 in summer time, two hours before 03:30 in winter time
    assert (told["ida", 1][0], told["ida", 2][0]) == (autumn, autumn + 2 * HOUR)


# ---------------------------------------------------------------- nobody, nothing


def test_m245_events_of_nobody_change_no_answer_and_are_counted(given):
    rows = walks()
    chance = random.Random(2)
    mixed = list(rows)
    for blank in ("", "  ", ""):
        mixed.insert(chance.randrange(1, len(mixed)), (blank, *chance.choice(rows[1:-1])[1:]))
    without, _ = given(write("without.csv", rows))
    workspace, _ = given(write("with.csv", mixed))
    told = answers(workspace)
    same(answers(without), told)
    for name, result in told.items():
        assert (result.source.rows, result.source.no_customer) == (len(rows) + 3, 3), name
        assert any("3 events name no customer" in note for note in result.notes), name
        assert (
            "without a customer are left out" in result.definition
            or "without a customer" in result.definition
        ), name


def test_m245_where_nobody_is_a_customer_there_are_no_counts_and_no_fault(given):
    rows = [("", "2025-03-03T10:00:00Z", "a", "x", 1), ("", "2025-03-03T10:01:00Z", "b", "x", 1)]
    workspace, problems = given(write("e.csv", rows))
    assert "customer-empty" in problems
    for name, result in answers(workspace).items():
        for row in result.to_dicts():
            keys = ("count", "customers", "occurrences", "returned", "credit", "sessions", "goals")
            assert not any(row.get(key) for key in keys), (name, row)


def test_m248_rows_without_a_time_or_a_name_are_no_events(given):
    rows = walks()
    odd = [*rows, ("c1", "", "a", "x", 1), ("c2", rows[5][1], "", "x", 1), ("c3", "soon", "b", "x", 1)]
    whole, _ = given(write("whole.csv", rows))
    workspace, _ = given(write("odd.csv", odd))
    same(answers(whole), answers(workspace))
    assert workspace.facts.rows == len(rows)


@pytest.mark.parametrize("what", ["time", "name", "customer"])
def test_m248_nor_are_they_in_parquet_that_stays_where_it_is(given, what):
    """What is blank is missing, whichever file it stands in."""
    rows = walks()
    times = [datetime_to_us(datetime.fromisoformat(row[1])) for row in rows]

    def file(name, more):
        people, at, names = zip(
            *[(r[0], t, r[2]) for r, t in zip(rows, times, strict=True)], *more, strict=True
        )
        table = pa.table(
            {
                "who": pa.array(people, pa.string()),
                "at": pa.array(at, pa.timestamp("us", "UTC")),
                "event": pa.array(names, pa.string()),
                "channel": [*(row[3] for row in rows), *("x" for _ in more)],
                "length": [*(row[4] for row in rows), *(1 for _ in more)],
            }
        )
        pq.write_table(table, name)
        return name

    odd = {"time": ("c1", None, "a"), "name": ("c2", times[5], None), "customer": (" ", times[9], "a")}[what]
    whole, _ = given(file("whole.parquet", []))
    workspace, _ = given(file("odd.parquet", [odd]))
    for asked in (transitions(), loops(), sessions(), cohorts(["size"])):
        assert run(asked, whole).to_dicts() == run(asked, workspace).to_dicts()


def test_m249_one_event_has_an_answer_to_everything(given):
    workspace, _ = given(write("e.csv", [("eva", "2025-03-03T10:00:00Z", "a", "x", 1)]))
    told = answers(workspace)
    assert told["paths"].to_dicts() == [{"path": ["a"], "count": 1, "share": 1.0}]
    assert told["funnel"].rows["count"].to_pylist() == [1, 0, 0]
    assert told["sessions"].rows["events"].to_pylist() == [1]
    assert told["waits"].rows.num_rows == told["loops"].rows.num_rows == 0
    assert [row["credit"] for row in told["attribution"].to_dicts()] == [0] * len(ATTRIBUTION_MODELS)
    assert told["outcomes"].to_dicts()[0]["censored"] == 1
