"""Life cycle and cohorts of what was planted, and CDNOW's published data counted by hand."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import DAY, datetime_to_us, us_to_datetime
from footpath.engines import open_engine
from footpath.evidence import SCHEMAS
from footpath.mining import (
    ALL,
    Scope,
    cohorts,
    lifecycle,
    lifecycle_states,
    retention,
    run,
    stickiness,
)


@pytest.fixture(scope="module")
def planted(plant, options):
    truth = plant(200_000, options)
    with truth.opened() as workspace:
        yield workspace, truth.exact


def test_everybody_is_new_once_and_in_one_cohort(planted):
    workspace, truth = planted
    for period in ("day", "week", "month"):
        rows = run(lifecycle(period=period), workspace).to_dicts()
        assert sum(row["customers"] for row in rows if row["state"] == "new") == truth["n_users"]
        sizes = run(cohorts(by=period), workspace).to_dicts()
        assert sum(row["customers"] for row in sizes) == truth["n_users"]
    moved = run(
        lifecycle_states(['bought: count(event = "purchase") >= 1'], moves=True), workspace
    ).to_dicts()
    assert sum(row["customers"] for row in moved if row["from"] == "(begin)") == truth["n_users"]


# ---------------------------------------------------------------- CDNOW


@pytest.fixture(scope="module")
def purchases(shared):
    path = shared / "data" / "cdnow" / "CDNOW_master.txt"
    if not path.is_file():
        pytest.skip("CDNOW's purchases (../shared/data/cdnow) are not here")
    with path.open(encoding="ascii") as lines:
        words = [row for row in csv.reader(lines, delimiter=" ", skipinitialspace=True) if row]
    return [(row[0], date.fromisoformat(row[1]), row[-1], row[2]) for row in words if row[0].isdigit()]


@pytest.fixture(scope="module")
def cdnow(purchases, tmp_path_factory, source_from, engine_url):
    from decimal import Decimal

    folder = tmp_path_factory.mktemp("cdnow")
    schema = SCHEMAS["events"].append(pa.field("cds", pa.int64()))
    start = date(1970, 1, 1)
    rows = [
        {
            "customer_id": who,
            "occurred_us": (day - start).days * DAY,
            "event": "bought",
            "value": Decimal(value),
            "cds": int(cds),
        }
        for who, day, value, cds in purchases
    ]
    table = pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)
    pq.write_table(table, folder / "events.parquet")
    source = source_from([folder / "events.parquet"])
    with open_engine(engine_url, temp=folder / "spill").workspace([source]) as workspace:
        yield workspace


UNTIL = Scope(until_us=datetime_to_us(us_to_datetime(0).replace(year=1998, month=7)))
"""The purchases are told up to the end of June 1998."""


def month(day):
    return day.year * 12 + day.month


def test_the_published_totals_of_cdnow_hold(cdnow, purchases):
    """69,659 purchases of 23,570 customers, who all came in the first quarter of 1997.

    The number of customers and the period are those of Fader and Hardie, "Forecasting repeat sales at CDNOW: a case study"
    (Interfaces 31, 2001); the CDs and dollars are those of the master file, added up without rounding.
    """
    assert (cdnow.facts.rows, cdnow.facts.customers) == (69_659, 23_570)
    assert us_to_datetime(cdnow.facts.from_us).date() == date(1997, 1, 1)
    assert us_to_datetime(cdnow.facts.to_us).date() == date(1998, 6, 30)
    rows = run(cohorts(["size", "mean(cds)", "mean(value)"], scope=UNTIL), cdnow).to_dicts()
    sizes = {row["cohort"]: row["customers"] for row in rows}
    assert sizes == {"1997-01": 7_846, "1997-02": 8_476, "1997-03": 7_248}
    sums = Counter()
    for row in rows:
        sums[row["measure"]] += row["value"] * (row["customers"] if row["measure"] != "size" else 1)
    assert sums["size"] == 23_570
    assert sums["mean(cds)"] == pytest.approx(sum(int(cds) for *_, cds in purchases)) == 167_881
    assert sums["mean(value)"] == pytest.approx(2_500_315.63, abs=0.005)
    at_once = run(cohorts(["mean(value)"], by="event", scope=UNTIL), cdnow).to_dicts()[0]
    assert at_once["value"] * at_once["customers"] == pytest.approx(2_500_315.63, abs=0.005)


def test_retention_by_month_is_that_counted_by_hand(cdnow, purchases):
    first, months = {}, defaultdict(set)
    for who, day, *_ in purchases:
        first[who] = min(first.get(who, day), day)
        months[who].add(month(day))
    back = Counter()
    for who, seen in months.items():
        for one in seen:
            back[f"{first[who]:%Y-%m}", one - month(first[who])] += 1
    rows = run(retention(period="month", upto=17, scope=UNTIL), cdnow).to_dicts()
    told = {(row["cohort"], row["offset"]): row for row in rows if row["cohort"] != ALL}
    assert {key: row["returned"] for key, row in told.items() if row["returned"]} == dict(back)
    # Eighteen months from January 1997: all of them over; from March sixteen, and what comes after has no number.
    assert all(row["complete"] for row in rows if row["returned"] is not None)
    ahead = [key for key, row in told.items() if row["returned"] is None]
    assert sorted(ahead) == [("1997-02", 17), ("1997-03", 16), ("1997-03", 17)]


def test_life_cycle_and_stickiness_by_month_are_those_counted_by_hand(cdnow, purchases):
    months, days = defaultdict(set), defaultdict(lambda: defaultdict(set))
    for who, day, *_ in purchases:
        months[who].add(month(day))
        days[f"{day:%Y-%m}"][who].add(day)
    wanted = []
    for now in range(month(date(1997, 1, 1)), month(date(1998, 6, 1)) + 1):
        states = Counter()
        for seen in months.values():
            if now in seen:
                states["new" if now == min(seen) else "returning" if now - 1 in seen else "resurrected"] += 1
            elif now - 1 in seen:
                states["dormant"] += 1
        wanted += [states[name] for name in ("new", "returning", "resurrected", "dormant")]
    rows = run(lifecycle(period="month", scope=UNTIL), cdnow).to_dicts()
    assert [row["customers"] for row in rows] == wanted
    assert all(row["complete"] for row in rows)
    told = Counter()
    for row in run(stickiness(period="month", scope=UNTIL), cdnow).to_dicts():
        told[row["period"], row["days"]] += row["customers"]
    counted = Counter((name, len(active)) for name, found in days.items() for active in found.values())
    assert {key: n for key, n in told.items() if n} == counted


def test_value_by_cohort_is_that_added_up_by_hand(cdnow, purchases):
    first, spent = {}, defaultdict(float)
    for who, day, value, _ in purchases:
        first[who] = min(first.get(who, day), day)
        spent[who] += float(value)
    rows = run(cohorts(["mean(value)"], scope=UNTIL), cdnow).to_dicts()
    for row in rows:
        sums = [total for who, total in spent.items() if f"{first[who]:%Y-%m}" == row["cohort"]]
        assert row["value"] == pytest.approx(sum(sums) / len(sums))
        assert row["low"] < row["value"] < row["high"]
