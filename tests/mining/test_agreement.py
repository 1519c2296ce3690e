"""Footpath and its peers say the same of the same public rows: pm4py 2.7.23.11 and retentioneering 5.2.4.

What the packages say is kept in tests/cases/agreement (`benchmarks/agreement.py` makes it). Where they define otherwise,
Footpath is asked by their definition, and the difference stands in the test.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from footpath.atlas import Source
from footpath.base import DAY
from footpath.engines import open_engine
from footpath.evidence import prepare
from footpath.mining import BEGIN, END, OTHER, funnel, paths, run, sessions, transitions

KEPT = Path(__file__).parent.parent / "cases" / "agreement"
LONG = 100 * 365 * DAY
"""A window longer than all data: the peers' funnels have none."""


def traffic_fines(shared, _folder):
    path = shared / "data" / "traffic_fines" / "traffic_fines.parquet"
    return Source(id="fines", files=(str(path),), case="case_id", time="timestamp", event="activity")


def rete_ecom(shared, _folder):
    return clicks(shared / "data" / "rete_ecom" / "ecom.csv.gz")


def rete_ecom_extract(_shared, _folder):
    return clicks(KEPT / "rete_ecom_extract.csv")


def clicks(path):
    """The source's own sessions are cases here: what an order is within."""
    return Source(
        id="clicks",
        files=(str(path),),
        customer="user_id",
        case="session_id",
        time="timestamp",
        event="event",
        pseudonyms=False,
    )


def cdnow(shared, folder):
    """Purchases are named by the number of CDs, as `benchmarks/agreement.py` names them."""
    lines = (shared / "data" / "cdnow" / "CDNOW_master.txt").read_text("ascii").splitlines()[1:]
    path = folder / "cdnow.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("customer", "day", "bought"))
        for customer, day, cds, _ in map(str.split, lines):
            name = "1 CD" if cds == "1" else "2 CDs" if cds == "2" else "3 CDs or more"
            writer.writerow((customer, f"{day[:4]}-{day[4:6]}-{day[6:]}", name))
    return Source(
        id="cdnow", files=(str(path),), customer="customer", time="day", event="bought", pseudonyms=False
    )


SOURCES = {
    ("traffic_fines", "case_id"): (traffic_fines, "case"),
    ("rete_ecom", "user_id"): (rete_ecom, "customer"),
    ("rete_ecom", "session_id"): (rete_ecom, "case"),
    ("rete_ecom_extract", "user_id"): (rete_ecom_extract, "customer"),
    ("rete_ecom_extract", "session_id"): (rete_ecom_extract, "case"),
    ("cdnow", "customer"): (cdnow, "customer"),
}


@pytest.fixture(scope="module", params=SOURCES, ids=" ".join)
def asked(request, tmp_path_factory, engine_url):
    """A workspace over a data set, what its order is within, and what both packages say of it."""
    name, key = request.param
    make, within = SOURCES[name, key]
    folder = tmp_path_factory.mktemp(name)
    is_free = (KEPT / f"{name}.csv").is_file()
    source = make(None if is_free else request.getfixturevalue("shared"), folder)
    prepared = prepare(source, folder)
    assert not prepared.report.problems
    said = json.loads((KEPT / f"{name}.json").read_text("utf-8"))
    with open_engine(engine_url, temp=folder / "spill").workspace([prepared]) as workspace:
        yield (
            workspace,
            within,
            said["pm4py"]["within"][key],
            said["retentioneering"]["within"][key],
        )


def test_pm4py_counts_the_same_transitions_beginnings_and_ends(asked):
    workspace, within, pm4py, _ = asked
    rows = run(transitions(within=within), workspace).to_dicts()
    inner = {
        f"{r['from']} > {r['to']}": r["occurrences"] for r in rows if r["from"] != BEGIN and r["to"] != END
    }
    assert inner == pm4py["directly_follows"]
    assert {r["to"]: r["occurrences"] for r in rows if r["from"] == BEGIN} == pm4py["start"]
    assert {r["from"]: r["occurrences"] for r in rows if r["to"] == END} == pm4py["end"]


def test_pm4py_counts_the_same_variants(asked):
    workspace, within, pm4py, _ = asked
    rows = run(paths(within=within, top=10**6), workspace).to_dicts()
    variants = pm4py["variants"]
    assert len(rows) == variants["total"]
    assert [OTHER] not in [row["path"] for row in rows]
    counts = Counter(row["count"] for row in rows)
    assert {str(n): how for n, how in counts.items()} == variants["walked_so_often"]
    most = rows[: len(variants["most_walked"])]
    # Of equally walked ones both lists have the lesser name first.
    assert [[row["path"], row["count"]] for row in most] == variants["most_walked"]


def test_retentioneering_counts_the_same_transitions(asked):
    """Its path_start and path_end are (begin) and (end).

    Its medians are of whole seconds (`date_diff('second')` counts boundaries); so are all times in these data, and there
    the medians are equal.
    """
    workspace, within, _, rete = asked
    ends = {"path_start": BEGIN, "path_end": END}
    wanted = {}
    for pair, (occurrences, groups, median) in rete["transitions"].items():
        a, b = pair.split(" > ")
        wanted[ends.get(a, a), ends.get(b, b)] = (occurrences, groups, median)
    rows = run(transitions(within=within), workspace).to_dicts()
    told = {(r["from"], r["to"]): r for r in rows}
    assert {pair: r["occurrences"] for pair, r in told.items()} == {
        pair: occurrences for pair, (occurrences, _, _) in wanted.items()
    }
    inner = {pair for pair, (_, _, median) in wanted.items() if median is not None}
    assert {pair: told[pair]["median_s"] for pair in inner} == {pair: wanted[pair][2] for pair in inner}
    if within == "customer":
        # `customers` are distinct customers, also where the order is within cases; its paths are then the cases.
        assert {p: r["customers"] for p, r in told.items()} == {p: n for p, (_, n, _) in wanted.items()}


def test_retentioneering_counts_the_same_funnels(asked):
    """Its funnel has no window, and a conversion rate of all paths; ours a window, and shares of the first step.

    A window longer than the data counts the same: what comes first in order of rows is enough for both, and one event is
    one step. Within 7 days there are never more.
    """
    workspace, within, _, rete = asked
    for said in rete["funnels"]:
        rows = run(funnel(said["steps"], window_us=LONG, within=within), workspace).to_dicts()
        counts = [row["count"] for row in rows]
        assert counts == said["unique_paths"], said["steps"]
        assert [row["share_of_first"] for row in rows] == pytest.approx([n / counts[0] for n in counts])
        within_days = run(funnel(said["steps"], within=within), workspace).rows["count"].to_pylist()
        assert all(some <= n for some, n in zip(within_days, counts, strict=True))


def test_retentioneering_cuts_as_many_sessions(asked):
    workspace, within, _, rete = asked
    if within == "customer":
        row = run(sessions(summary=True), workspace).to_dicts()[0]
        assert (row["sessions"], row["customers"]) == (rete["sessions_30m"], rete["paths"])
