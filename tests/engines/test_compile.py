"""Rules compiled to Ibis mean what the rules' own slow reference says, row by row; their text reaches no engine."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, HOUR, BadInputError
from footpath.engines import compile_rule, compile_segment, open_engine
from footpath.engines.trail.arrays import View
from footpath.engines.trail.building import build
from footpath.engines.trail.columns import read_column
from footpath.rules import holds, holds_for_customer, rule

NAN = float("nan")
ROWS = [
    {
        "who": "x",
        "at": datetime(2024, 3, 31, hour, 30, tzinfo=UTC),
        "event": name,
        "url": url,
        "n": n,
        "f": f,
        "d": d,
        "flag": flag,
        "day": day,
        "wall": wall,
    }
    for hour, name, url, n, f, d, flag, day, wall in [
        (
            0,
            "view",
            "/lamps/1?x=*",
            1,
            1.5,
            Decimal("1.500000"),
            True,
            date(2024, 3, 31),
            datetime(2024, 3, 31, 0, 30),
        ),
        (
            1,
            "View",
            "/lamps/",
            -2,
            NAN,
            Decimal("-2.000000"),
            False,
            date(2024, 4, 1),
            datetime(2024, 3, 31, 23, 59),
        ),
        (2, "order", "a\nb", None, None, None, None, None, None),
        (21, "ordér", "", 0, 0.0, Decimal("0.000000"), True, date(1969, 1, 1), datetime(2024, 4, 1)),
        (
            22,
            'the "q"',
            "/chairs/é",
            2**53 + 1,
            1e300,
            Decimal("99.100000"),
            None,
            date(2024, 3, 30),
            datetime(2024, 3, 30, 12),
        ),
        (
            23,
            "view",
            None,
            3,
            -0.5,
            Decimal("3.000000"),
            False,
            date(2024, 3, 31),
            datetime(2024, 3, 31, 2, 30),
        ),
    ]
]
CONDITIONS = [
    'event = "view"',
    'event != "view"',
    'event < "w"',
    'event >= "order"',
    'event in ("view", "order")',
    'event like "o*"',
    'event like "?iew"',
    'url like "/lamps/*"',
    'url like "*"',
    'url like "a?b"',
    'url like "*\\\\**"',
    "url missing",
    "n missing",
    "f missing",
    "n = 1",
    "n != 1",
    "n > 0",
    "n <= 0.5",
    "n in (1, 3)",
    "f > 0",
    "f != 1.5",
    "f >= -1",
    "d = 1.5",
    "d < 2",
    "n = f",
    "n > d",
    "f < d",
    "flag",
    "flag = false",
    "event = url",
    'n = "1"',
    "event > 3",
    "flag = 1",
    "day = 2024-03-31",
    "day < 2024-03-31",
    "day >= 2024-03-31",
    "wall > 2024-03-30",
    "wall = 2024-03-31",
    "wall <= 2024-03-31T02:30",
    "occurred_us = 2024-03-31",
    "occurred_us > 2024-03-31",
    "occurred_us < 2024-03-31T23:30:00+02:00",
    "n > 1 day",
    "delay_us > 2 days",
    "late",
]


@pytest.fixture(scope="module")
def table(tmp_path_factory, stands):
    folder = tmp_path_factory.mktemp("rules")
    schema = pa.schema(
        [
            ("who", pa.string()),
            ("at", pa.timestamp("us", "UTC")),
            ("event", pa.string()),
            ("url", pa.string()),
            ("n", pa.int64()),
            ("f", pa.float64()),
            ("d", pa.decimal128(18, 6)),
            ("flag", pa.bool_()),
            ("day", pa.date32()),
            ("wall", pa.timestamp("us")),
        ]
    )
    pq.write_table(pa.Table.from_pylist(ROWS, schema), folder / "x.parquet")
    source = stands.in_place(
        [folder / "x.parquet"],
        customer="who",
        event="event",
        properties=("url", "n", "f", "d", "flag", "day", "wall"),
    )
    workspace = open_engine(temp=folder / "spill").workspace([source])
    kept = workspace.keep(workspace.events)
    rows = workspace.fetch(kept.order_by("arrival")).to_pylist()
    yield workspace, kept, rows
    workspace.close()


def agrees(table, texts, zone):
    workspace, events, rows = table
    rules = [rule(text) for text in texts]
    columns = {f"r{i}": compile_rule(one, events, zone=zone) for i, one in enumerate(rules)}
    got = workspace.fetch(events.select("arrival", **columns).order_by("arrival"))
    view = trail_of(workspace, events)
    for i, one in enumerate(rules):
        wanted = [holds(one, row, zone=zone) for row in rows]
        assert got[f"r{i}"].to_pylist() == wanted, (one.text, zone)
        mask = view.mask(one, zone)
        if mask is None:  # dates and times on the wall, and texts held against texts, are not for a trail
            assert re.search("day|wall|event = url", one.text), one.text
        else:
            in_order = [wanted[row] for row in view.trail.order.tolist()]
            assert mask.tolist() == in_order, (one.text, zone)


def trail_of(workspace, events):
    trail = build(events, workspace.stream, ids_are_keys=False)
    kept = {name: read_column(events, workspace.stream, name) for name in events.columns}
    kept = {name: None if one is None else one.take(trail.order) for name, one in kept.items()}
    return View.of(replace(trail, column=kept.get))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Los_Angeles"])
def test_every_condition_agrees_with_the_reference(table, zone):
    agrees(table, CONDITIONS, zone)
    agrees(table, [f"not ({text})" for text in CONDITIONS], zone)


@settings(max_examples=15)
@given(st.data())
def test_combinations_agree_with_the_reference(table, data):
    condition = st.sampled_from(CONDITIONS)
    tree = st.recursive(
        condition,
        lambda inner: st.one_of(
            inner.map(lambda t: f"not ({t})"),
            st.tuples(inner, inner, st.sampled_from(["and", "or"])).map(
                lambda p: f"({p[0]}) {p[2]} ({p[1]})"
            ),
        ),
        max_leaves=6,
    )
    agrees(table, data.draw(st.lists(tree, min_size=5, max_size=10)), "Europe/Berlin")


def test_an_unknown_column_is_named_with_the_nearest(table):
    _, events, _ = table
    with pytest.raises(BadInputError, match="url") as error:
        compile_rule(rule('urll = "x"'), events)
    assert error.value.problems[0].code == "rule-unknown-column"


def test_counting_is_for_customers(table):
    _, events, _ = table
    with pytest.raises(BadInputError) as error:
        compile_rule(rule("count() > 1", over="customers"), events)
    assert error.value.problems[0].code == "rule-over-customers"


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE x; --", '" OR 1=1', "\\'; ATTACH 'x'", "%_\\", "$$", "{{x}}"]
)
def test_hostile_texts_are_values_and_nothing_else(table, text):
    from footpath.rules import equals

    workspace, events, _ = table
    found = workspace.fetch(events.filter(compile_rule(equals("event", text), events)))
    assert found.num_rows == 0


HOSTILE_NAME = 'x"; DROP TABLE raw_0; --'


def test_a_hostile_column_name_is_a_column_name(opened, stands, tmp_path):
    at = pa.array([1, 2], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"at": at, "who": ["a", "b"], HOSTILE_NAME: [1, 2]}), tmp_path / "x.parquet")
    workspace = opened(
        stands.in_place([tmp_path / "x.parquet"], customer="who", event_name="v", properties=(HOSTILE_NAME,))
    )
    one = rule(f"`{HOSTILE_NAME}` = 2")
    found = workspace.fetch(workspace.events.filter(compile_rule(one, workspace.events)))
    assert found["customer_id"].to_pylist() == ["b"]


SEGMENTS = [
    'count(event = "ordered") >= 2',
    "count() = 0",
    'not (count(event = "ordered") >= 1)',
    'count(event = "ordered") within 2 days = 1',
    'first(event = "ordered") < 1970-01-03',
    'last() >= 1970-01-05 and country = "PT"',
    'not (first(event = "call") > 1969-01-01)',
    'country = "PT"',
    "country missing or count() > 2",
]


def test_segments_agree_with_the_reference(opened, stands, tmp_path):
    event = stands.event
    events = [
        event("a", 0, "ordered"),
        event("a", 4 * DAY, "ordered"),
        event("a", 5 * DAY, "call"),
        event("b", 3 * DAY, "ordered"),
        event("b", 3 * DAY + HOUR, "view"),
        event("c", 1, "view"),
        event(None, 2, "ordered"),
    ]
    traits = {"a": "PT", "b": None, "d": "PT"}
    customers = [{"customer_id": name, "country": country} for name, country in traits.items()]
    workspace = opened(
        stands.prepared(
            tmp_path / "a", events=events, customers=customers, traits=[pa.field("country", pa.string())]
        )
    )
    keys = {"a": 1, "b": 2, "c": 3, "d": 4}
    for text in SEGMENTS:
        one = rule(text, over="customers")
        got = workspace.fetch(compile_segment(one, workspace.events, workspace.customers))
        wanted = [
            key
            for name, key in keys.items()
            if holds_for_customer(
                one,
                {"country": traits.get(name)},
                [e for e in events if e["customer_id"] == name],
                5 * DAY,
            )
        ]
        assert sorted(got["customer_key"].to_pylist()) == wanted, text


def test_a_segment_says_what_it_lacks(opened, stands, tmp_path):
    workspace = opened(stands.prepared(tmp_path / "a", events=[stands.event("x", 1, "v")]))
    with pytest.raises(BadInputError) as error:
        compile_segment(rule('country = "PT"', over="customers"), workspace.events, workspace.customers)
    assert error.value.problems[0].code == "rule-needs-customers"
    with pytest.raises(BadInputError) as error:
        compile_segment(rule("count() > 1", over="customers"), None, workspace.events)
    assert error.value.problems[0].code == "no-events"
