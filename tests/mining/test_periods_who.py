"""Behind each count of the questions by periods stand exactly as many customers; and all of them compile elsewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import ibis
import pytest

from footpath.base import DAY, BadInputError
from footpath.mining import (
    Scope,
    brackets,
    cohorts,
    lifecycle,
    lifecycle_states,
    retention,
    stickiness,
    who,
)
from footpath.rules import equals

_spec = importlib.util.spec_from_file_location("who_tables", Path(__file__).with_name("tables.py"))
tables = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tables)
TABLES = tables.Tables()
START = 1_743_000_000_000_000  # 26 March 2025, before the clock of Berlin changes
EVENTS = [
    tables.event(
        None if i % 17 == 0 else i * i % 23,
        START + (i * 7919 % 61) * DAY // 2 + i,
        "abc"[i % 3],
        case=[None, "DE", "PT"][i % 3],
        arrival=i,
    )
    for i in range(160)
]
BERLIN = Scope(zone="Europe/Berlin")
QUESTIONS = {
    "on": (retention(scope=BERLIN), ("cohort", "offset"), "returned"),
    "first and return": (
        retention(period="week", first=equals("event", "a"), again=equals("event", "b"), scope=BERLIN),
        ("cohort", "offset"),
        "returned",
    ),
    "on or after": (
        retention(period="week", kind="on-or-after", scope=BERLIN),
        ("cohort", "offset"),
        "returned",
    ),
    "bracket": (
        retention(kind="bracket", brackets=brackets("0,1-7,8-"), scope=BERLIN),
        ("cohort", "offset"),
        "returned",
    ),
    "life cycle": (lifecycle(scope=BERLIN), ("period", "state"), "customers"),
    "states": (
        lifecycle_states(["many: count() >= 4", 'b: count(event = "b") within 10 days >= 1'], scope=BERLIN),
        ("period", "state"),
        "customers",
    ),
    "moves": (
        lifecycle_states(
            ["many: count() >= 4", 'b: count(event = "b") within 10 days >= 1'], moves=True, scope=BERLIN
        ),
        ("period", "from", "to"),
        "customers",
    ),
    "stickiness": (stickiness(scope=BERLIN), ("period", "days"), "customers"),
    "stickiness, whole": (stickiness(summary=True, scope=BERLIN), ("period",), "customers"),
    "cohorts": (cohorts(by="week", scope=BERLIN), ("cohort",), "customers"),
    "cohorts by property": (cohorts(by="case_id", scope=BERLIN), ("cohort",), "customers"),
}


def workspace():
    table = TABLES.events(EVENTS)
    return SimpleNamespace(events=table, customers=None, fetch=TABLES.fetch)


@pytest.mark.parametrize("where", [None, equals("event", "a")], ids=["all", "a part"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_as_many_stand_behind_each_count_as_it_says(name, where):
    question, cell, count = QUESTIONS[name]
    space = workspace()
    looked = question.looked(space, where=where, zone="UTC")
    rows = looked.finish(TABLES.fetch(looked.portable(space.events))).to_pylist()
    rows = [row for row in rows if row[count] is not None]
    assert rows
    for row in rows[:: 1 + len(rows) // 7]:
        people = who(question, space, {part: row[part] for part in cell}, where=where).to_pylist()
        assert len(people) == len({one["customer"] for one in people}) == row[count]


def test_a_cohort_alone_is_all_its_customers():
    space = workspace()
    question = retention(period="month", scope=BERLIN)
    looked = question.looked(space, where=None, zone="UTC")
    row = looked.finish(TABLES.fetch(looked.portable(space.events))).to_pylist()[0]
    assert who(question, space, {"cohort": row["cohort"]}).num_rows == row["customers"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("on", {"cohort": "2025-W13"}),
        ("on", {"cohort": "2025-03-26", "offset": "99"}),
        ("life cycle", {"period": "2025-W13"}),
        ("life cycle", {"period": "2025-W13", "state": "asleep"}),
        ("states", {"period": "2025-W13", "state": "(begin)"}),
        ("stickiness", {"period": "2025-W13", "days": "some"}),
    ],
)
def test_a_count_that_is_not_there_is_said(name, cell):
    with pytest.raises(BadInputError) as caught:
        who(QUESTIONS[name][0], workspace(), cell)
    assert [problem.code for problem in caught.value.problems] == ["question-cell"]


@pytest.mark.parametrize("dialect", ["pyspark", "clickhouse", "trino", "bigquery", "snowflake"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_m90_other_engines_get_integers_and_no_date_function(name, dialect):
    question, _, _ = QUESTIONS[name]
    plain = ibis.table(
        {
            "customer_key": "int64",
            "occurred_us": "int64",
            "event": "string",
            "case_id": "string",
            "arrival": "int64",
        },
        name="events",
    )
    looked = question.looked(workspace(), where=equals("event", "a"), zone="UTC")
    text = ibis.to_sql(looked.portable(plain), dialect=dialect)
    assert not re.search(
        r"(?i)\b(date_trunc|extract|todate|datediff|dayof\w*|week\(|from_unixtime|epoch)", text
    )
