"""Where the peers of Footpath give wrong or silent answers: one test for each trap, on every engine.

The numbers of the traps are of the comparison of peers that the project began with (PostHog, Amplitude, Mixpanel, ClickHouse,
retentioneering, pm4py, ChannelAttribution). Each test asserts the answer, and that the definition or a note says it.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import DAY, HOUR, MINUTE, datetime_to_us
from footpath.engines import open_engine
from footpath.evidence import SCHEMAS, EventColumns
from footpath.mining import (
    ALL,
    OTHER,
    Scope,
    attribution,
    conversion,
    durations,
    flows,
    funnel,
    lifecycle,
    outcomes,
    paths,
    retention,
    run,
    sequences,
    sessions,
    stickiness,
    transitions,
    waits,
    who,
)

SECOND = 1_000_000
LONG = 100 * 365 * DAY


@pytest.fixture
def opened(tmp_path, engine_url, source_from):
    """Return a function that opens events: (customer, microseconds, name), what more there is as a dict."""
    made = []

    def open_(rows):
        schema = SCHEMAS["events"]
        table = pa.Table.from_pylist(
            [{n: row.get(n) for n in schema.names} for row in map(row_of, rows)], schema
        )
        path = tmp_path / f"events-{len(made)}.parquet"
        pq.write_table(table, path)
        made.append(open_engine(engine_url, temp=tmp_path / "spill").workspace([source_from([path])]))
        return made[-1]

    yield open_
    for workspace in made:
        workspace.close()


@pytest.fixture
def ask(opened):
    """Return a function that asks events a question and returns the result."""
    return lambda rows, question: run(question, opened(rows))


def row_of(row):
    customer, at, name, *more = row
    return {"customer_id": customer, "occurred_us": at, "event": name, **(more[0] if more else {})}


def counts(result):
    return result.rows["count"].to_pylist()


def pairs(result):
    return {(row["from"], row["to"]): row["occurrences"] for row in result.to_dicts()}


def at(text, zone="UTC"):
    return datetime_to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


# ---------------------------------------------------------------- 1 and 2: the funnel and its window


def test_c6_1_the_definition_of_a_funnel_changes_the_answer_by_a_third(plant, engine_url):
    """Five definitions of one funnel over the same million events, as measured of the peers; each says which it is."""
    truth = plant(1_000_000)
    steps = truth.exact["funnel"]["steps"]
    asked = {
        "any start counts, 7 days (ClickHouse, PostHog)": funnel(steps),
        "the first start alone (Mixpanel without re-entry)": funnel(steps, count="first"),
        "no window (retentioneering)": funnel(steps, window_us=None),
        "inside one session, sessions counted": funnel(steps, within="session"),
        "nothing between": funnel(steps, order="directly"),
    }
    with truth.opened(engine_url) as workspace:
        results = {name: run(question, workspace) for name, question in asked.items()}
        in_one = who(asked["inside one session, sessions counted"], workspace, {"step": len(steps)})
    assert [counts(result)[-1] for result in results.values()] == [5_552, 3_771, 5_566, 8_814, 0]
    assert in_one.num_rows == 8_814
    assert len(set(in_one["customer"].to_pylist())) == 5_527
    definitions = [result.definition for result in results.values()]
    assert len(set(definitions)) == len(definitions)
    for result, words in zip(
        results.values(),
        ("within 7 days of the chain's first step", "first start", "window", "session by session", "nothing"),
        strict=True,
    ):
        assert words in result.definition


def test_c6_2_the_window_counts_from_the_first_step_and_its_end_is_included(ask):
    def came(gap_us, **options):
        rows = [("eva", 0, "a"), ("eva", DAY, "b"), ("eva", gap_us, "c")]
        return counts(ask(rows, funnel(["a", "b", "c"], **options)))

    result = ask([("eva", 0, "a")], funnel(["a", "b"]))
    assert "the end included" in result.definition
    assert came(7 * DAY) == [1, 1, 1]
    assert came(7 * DAY + 1) == [1, 1, 0]
    assert came(7 * DAY + 1, window_us=None) == [1, 1, 1]
    # From step to step only where one says so, its end included as well.
    asked = funnel("a, b within 1d, c within 6d", window_us=None)
    assert counts(ask([("eva", 0, "a"), ("eva", DAY, "b"), ("eva", 7 * DAY, "c")], asked)) == [1, 1, 1]
    assert counts(ask([("eva", 0, "a"), ("eva", DAY, "b"), ("eva", 7 * DAY + 1, "c")], asked)) == [1, 1, 0]
    assert counts(ask([("eva", 0, "a"), ("eva", DAY + 1, "b"), ("eva", DAY + 2, "c")], asked)) == [1, 0, 0]


def test_c6_2_a_window_of_a_day_is_24_hours_and_no_calendar_day(ask):
    rows = [("eva", 23 * HOUR, "a"), ("eva", 47 * HOUR, "b"), ("ida", HOUR, "a"), ("ida", 25 * HOUR + 1, "b")]
    assert counts(ask(rows, funnel(["a", "b"], window_us=DAY))) == [2, 1]
    # The clock that goes back gives a calendar day 25 hours: the window stays 24.
    start = at("2025-10-26T00:00", "Europe/Berlin")
    rows = [
        ("eva", start, "a"),
        ("eva", start + 24 * HOUR, "b"),
        ("ida", start, "a"),
        ("ida", start + DAY + 1, "b"),
    ]
    assert counts(ask(rows, funnel(["a", "b"], window_us=DAY))) == [2, 1]


# ---------------------------------------------------------------- 3 and 4: equal times and repeated steps


@pytest.mark.parametrize("order", ["then", "directly"])
@pytest.mark.parametrize("count", ["latest", "first"])
def test_c6_3_at_equal_times_the_order_of_the_source_decides(ask, order, count):
    asked = funnel(["a", "b"], order=order, count=count)
    assert counts(ask([("eva", 5, "b"), ("eva", 5, "a")], asked)) == [1, 0]
    result = ask([("eva", 5, "a"), ("eva", 5, "b")], asked)
    assert counts(result) == [1, 1]
    assert result.source.ties == 2
    assert any("same instant" in note and "sequence, else of arrival" in note for note in result.notes)
    # The source's own sequence goes before arrival.
    rows = [("eva", 5, "b", {"sequence": 2}), ("eva", 5, "a", {"sequence": 1})]
    assert counts(ask(rows, asked)) == [1, 1]
    assert counts(ask([("eva", 5, "a", {"sequence": 2}), ("eva", 5, "b", {"sequence": 1})], asked)) == [1, 0]


def test_c6_3_equal_times_in_every_view_and_the_same_each_time(ask, opened):
    chance = random.Random(5)
    rows = [(f"c{chance.randrange(40)}", chance.randrange(6), chance.choice("abc")) for _ in range(2_000)]
    walks = {}
    for customer, when, name in sorted(rows, key=lambda row: row[1]):  # stable: equal times as they came
        walks.setdefault(customer, []).append((when, name))
    wanted = Counter((a, b) for walk in walks.values() for (_, a), (_, b) in itertools.pairwise(walk))
    for _ in range(3):
        found = pairs(ask(rows, transitions()))
        assert {pair: n for pair, n in found.items() if "(" not in pair[0] + pair[1]} == wanted
    walked = {tuple(row["path"]) for row in ask(rows, paths(top=99)).to_dicts()}
    assert walked == {tuple(name for _, name in walk) for walk in walks.values()}


def test_c6_3_an_excluded_step_at_the_same_instant_still_stands_between(ask):
    rows = [
        ("eva", 5, "a"),
        ("eva", 5, "x"),
        ("eva", 5, "b"),
        ("ida", 5, "a"),
        ("ida", 5, "b"),
        ("ida", 5, "x"),
    ]
    assert counts(ask(rows, funnel("a, !x, b")))[-1] == 1


def test_c6_4_one_event_is_one_step_and_a_row_that_stands_twice_is_two_unless_its_id_says_otherwise(ask):
    asked = funnel(["a", "a", "b"])
    assert counts(ask([("eva", 1, "a"), ("eva", 2, "b")], asked)) == [1, 0, 0]
    assert counts(ask([("eva", 1, "a"), ("eva", 2, "a"), ("eva", 3, "b")], asked)) == [1, 1, 1]
    # Two equal rows without an id are two events.
    assert counts(ask([("eva", 1, "a"), ("eva", 1, "a"), ("eva", 3, "b")], asked)) == [1, 1, 1]
    assert "One event is at most one step" in ask([("eva", 1, "a")], asked).definition


def test_c6_4_rows_with_one_event_id_are_one_step(tmp_path, engine_url, source_from):
    table = pa.table(
        {
            "at": pa.array([1, 1, 3], pa.timestamp("us", "UTC")),
            "who": ["eva"] * 3,
            "what": ["a", "a", "b"],
            "id": ["1", "1", "2"],
        }
    )
    pq.write_table(table, tmp_path / "e.parquet")
    columns = EventColumns(
        time="at", time_kind="timestamp", event="what", customer="who", event_id="id", pseudonyms=False
    )
    source = source_from([tmp_path / "e.parquet"], columns)
    with open_engine(engine_url, temp=tmp_path / "spill").workspace([source]) as workspace:
        result = run(funnel(["a", "a", "b"]), workspace)
    assert counts(result) == [1, 0, 0]
    assert result.source.duplicates == 1
    assert any("repeat an event_id" in note for note in result.notes)


# ---------------------------------------------------------------- 5: sessions


def test_c6_5_a_silence_of_exactly_the_gap_stays_and_a_microsecond_more_does_not(ask):
    rows = [("eva", 0, "a"), ("eva", 30 * MINUTE, "b"), ("eva", 60 * MINUTE + 1, "c")]
    result = ask(rows, sessions())
    assert result.rows["events"].to_pylist() == [2, 1]
    assert "strictly longer than 30 min" in result.definition
    assert counts(ask(rows, paths(within="session"))) == [1, 1]
    assert counts(ask(rows, funnel(["a", "b", "c"], within="session"))) == [1, 1, 0]


def test_c6_5_neither_midnight_nor_length_nor_a_new_channel_ends_a_session(ask):
    rows = [("eva", i * 30 * MINUTE, "a", {"channel": "xy"[i % 2]}) for i in range(60)]
    assert ask(rows, sessions()).rows["events"].to_pylist() == [60]  # 29 and a half hours


def test_c6_5_a_late_event_merges_two_sessions(ask):
    rows = [("eva", 0, "a"), ("eva", 50 * MINUTE, "c")]
    assert ask(rows, sessions()).rows.num_rows == 2
    merged = ask([*rows, ("eva", 25 * MINUTE, "b")], sessions()).to_dicts()
    assert [(row["session"], row["events"]) for row in merged] == [(1, 3)]


# ---------------------------------------------------------------- 6: time zones

BERLIN = "Europe/Berlin"


def test_c6_6_a_day_is_that_of_the_declared_zone_whatever_the_machine_thinks(ask, monkeypatch):
    """01:30 in Berlin on 31 March is 30 March in UTC."""
    rows = [("eva", at("2025-03-31T01:30", BERLIN), "a")]
    for machine in ("UTC", "America/New_York", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", machine)
        if hasattr(time, "tzset"):
            time.tzset()
        try:
            for zone, day in ((BERLIN, "2025-03-31"), ("UTC", "2025-03-30")):
                result = ask(rows, retention(scope=Scope(zone=zone)))
                assert result.to_dicts()[0]["cohort"] == day
                assert zone in result.definition
        finally:
            monkeypatch.delenv("TZ")
            if hasattr(time, "tzset"):
                time.tzset()
    assert os.environ.get("TZ") is None


@pytest.mark.parametrize(("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25)])
def test_c6_6_days_of_23_and_of_25_hours_are_one_day_each(ask, day, hours):
    start = at(f"{day}T00:00", BERLIN) - DAY
    rows = [("eva", start + i * HOUR, "a") for i in range(24 + hours + 24)]
    scope = Scope(zone=BERLIN)
    days = ask(rows, lifecycle(period="day", scope=scope)).to_dicts()
    active = [(row["period"], row["customers"]) for row in days if row["state"] in ("new", "returning")]
    assert sum(n for _, n in active) == 3
    assert len({name for name, n in active if n}) == len({row["period"] for row in days}) == 3
    back = [row for row in ask(rows, retention(scope=scope)).to_dicts() if row["cohort"] != ALL]
    assert [(row["offset"], row["returned"]) for row in back if row["returned"]] == [(0, 1), (1, 1), (2, 1)]
    told = ask(rows, stickiness(period="month", scope=scope)).to_dicts()
    assert sum(row["days"] * row["customers"] for row in told) == 3
    # Durations are elapsed time: the whole is as long as it is, in whichever zone.
    whole = next(r for r in ask(rows, durations()).to_dicts() if r["name"] == "(whole)")
    assert whole["median_s"] == (24 + hours + 24 - 1) * 3600


def test_c6_6_retention_is_by_calendar_day_and_not_by_24_hours(ask):
    """Two minutes over midnight are the next day; 47 hours can be the next day as well."""
    rows = [("eva", at("2025-05-01T23:59"), "a"), ("eva", at("2025-05-02T00:01"), "a")]
    rows += [("ida", at("2025-05-01T00:01"), "a"), ("ida", at("2025-05-02T23:59"), "a")]
    result = ask([*rows, ("end", at("2025-05-04T12:00"), "a")], retention())
    told = {(row["cohort"], row["offset"]): row["returned"] for row in result.to_dicts()}
    assert told["2025-05-01", 1] == 2
    assert (told["2025-05-01", 0], told["2025-05-01", 2]) == (2, 0)


def test_c6_6_a_day_of_retention_does_not_shift_east_of_utc(ask):
    zone = "Asia/Tokyo"
    rows = [("eva", at(f"2025-05-0{d}T08:00", zone), "a") for d in (1, 2)]  # the evening before in UTC
    rows += [("end", at("2025-05-05T12:00", zone), "a")]
    told = {
        (row["cohort"], row["offset"]): row["returned"]
        for row in ask(rows, retention(scope=Scope(zone=zone))).to_dicts()
    }
    assert [told["2025-05-01", n] for n in range(3)] == [1, 1, 0]


# ---------------------------------------------------------------- 7 and 8: durations, unsorted rows


def test_c6_7_a_gap_of_two_milliseconds_is_two_milliseconds(ask):
    """A difference that counts boundaries says a second where 0.999 and 1.001 are two milliseconds apart."""
    rows = [("eva", 999_000, "a"), ("eva", 1_001_000, "b"), ("ida", 0, "a"), ("ida", 1, "b")]
    asked = ask(rows, transitions()).to_dicts()
    row = next(r for r in asked if (r["from"], r["to"]) == ("a", "b"))
    assert (row["median_s"], row["p90_s"]) == pytest.approx((0.0010005, 0.0018001))
    assert ask(rows, waits()).to_dicts()[0]["total_s"] == 0.002001
    assert ask(rows, funnel(["a", "b"])).rows["median_s"].to_pylist()[1] == pytest.approx(0.0010005)


def test_c6_8_rows_in_any_order_give_the_same_answers(ask, opened):
    chance = random.Random(3)
    rows = [(f"c{i % 30}", i * 7 * MINUTE, chance.choice("abcd")) for i in range(900)]
    mixed = rows.copy()
    chance.shuffle(mixed)
    one, other = opened(rows), opened(mixed)
    for question in (
        transitions(),
        transitions(within="session"),
        paths(top=99),
        paths(within="session", top=20),
        sessions(summary=True),
        funnel(["a", "b", "c"]),
        flows(),
        waits(),
        sequences("a, b"),
        retention(),
    ):
        assert run(question, one).to_dicts() == run(question, other).to_dicts(), question.command
    assert one.facts == other.facts


# ---------------------------------------------------------------- 9: one population


def test_c6_9_paths_funnels_flows_and_transitions_speak_of_the_same_customers(opened):
    chance = random.Random(11)
    rows = [(f"c{chance.randrange(200)}", i * MINUTE, chance.choice("abcdef")) for i in range(1_500)]
    workspace = opened([*rows, (None, 5, "a")])
    customers = workspace.facts.customers
    walked = run(paths(top=10**6), workspace).to_dicts()
    assert sum(row["count"] for row in walked) == customers
    # The most walked are a part of all: what is not shown is (other), and nobody is counted in the shown ones alone.
    top = run(paths(top=3), workspace).to_dicts()
    assert top[-1]["path"] == [OTHER]
    assert sum(row["count"] for row in top) == customers
    assert sum(row["share"] for row in top) == pytest.approx(1)
    asked = funnel(["a", "b"], window_us=None)
    found = counts(run(asked, workspace))
    with_a = sum(row["count"] for row in walked if "a" in row["path"])
    with_b = sum(
        row["count"] for row in walked if "a" in row["path"] and "b" in row["path"][row["path"].index("a") :]
    )
    assert found == [with_a, with_b]
    assert run(sequences("a, b"), workspace).to_dicts()[0]["count"] == with_b
    began = [
        row["occurrences"] for row in run(transitions(), workspace).to_dicts() if row["from"] == "(begin)"
    ]
    assert sum(began) == customers
    assert sum(r["occurrences"] for r in run(flows(steps=1, top=2), workspace).to_dicts()) == customers
    # And the list behind the bar is as long as the bar.
    assert [who(asked, workspace, {"step": str(step)}).num_rows for step in (1, 2)] == found


# ---------------------------------------------------------------- 10: what is not over


def test_c6_10_periods_that_are_not_over_are_shown_as_such(ask):
    rows = [("eva", 0, "a"), ("eva", DAY, "a"), ("ida", DAY, "a"), ("end", 2 * DAY + HOUR, "a")]
    result = ask(rows, retention(upto=3))
    told = {(row["cohort"], row["offset"]): (row["returned"], row["complete"]) for row in result.to_dicts()}
    assert told["1970-01-01", 1] == (1, True)
    assert told["1970-01-01", 2] == (0, False)  # the third day has begun
    assert told["1970-01-02", 2][0] is None  # the fourth has not
    assert told[ALL, 1] == (1, True)  # of eva and ida, not of whoever came on the last day
    assert any("not complete" in note for note in result.notes)
    assert [row["complete"] for row in ask(rows, lifecycle(period="day")).to_dicts()[-4:]] == [False] * 4


def test_c6_10_open_windows_are_not_lost(ask):
    rows = [("eva", 0, "a"), ("ida", 9 * DAY, "a"), ("end", 10 * DAY, "x")]
    result = ask(rows, funnel(["a", "b"], show="lost"))
    assert {row["next"]: row["count"] for row in result.to_dicts()} == {"(end)": 1, "(open)": 1}
    assert "(open)" in result.definition
    left = ask(rows, conversion("b", window_us=7 * DAY))
    assert any("2 customers are left out: their window is not over" in note for note in left.notes)
    row = ask(rows, outcomes("a", "b")).to_dicts()[0]
    assert (row["customers"], row["goals"], row["censored"]) == (2, 0, 2)


def test_c6_10_new_is_by_the_first_event_in_all_the_data_and_not_in_the_part_shown(ask):
    rows = [("eva", 0, "a"), ("eva", 40 * DAY, "b"), ("ida", 40 * DAY, "b")]
    scope = Scope(from_us=31 * DAY)
    result = ask(rows, lifecycle(period="month", scope=scope))
    told = {row["state"]: row["customers"] for row in result.to_dicts()}
    assert (told["new"], told["returning"]) == (1, 1)
    assert "first event in all the data" in result.definition


# ---------------------------------------------------------------- 11: attribution


def test_c6_11_markov_is_solved_and_says_what_it_believes(ask):
    """Removal effects of x > y > goal, x > null and y > x > goal by hand: loops, START and 'direct' are all in."""
    journeys = {
        "a": (["x", "y"], True),
        "b": (["x"], False),
        "c": (["y", "x"], True),
        "d": (["direct", "direct", "x"], True),
    }
    rows = []
    for customer, (channels, bought) in journeys.items():
        rows += [(customer, i * HOUR, "visit", {"channel": name}) for i, name in enumerate(channels)]
        if bought:
            rows.append((customer, (len(channels) - 1) * HOUR + 1, "buy", {"channel": channels[-1]}))
    names = ["direct", "x", "y"]
    moves = Counter()
    for channels, bought in journeys.values():
        for a, b in zip(["start", *channels], [*channels, "goal" if bought else "null"], strict=True):
            moves[a, b] += 1

    def chance(without=None):
        states = ["start", *names]
        chain, hit = np.zeros((4, 4)), np.zeros(4)
        for i, state in enumerate(states):
            total = sum(n for (a, _), n in moves.items() if a == state)
            if state != without and total:
                chain[i] = [moves[state, other] / total for other in states]
                hit[i] = moves[state, "goal"] / total
        return np.linalg.solve(np.eye(4) - chain, hit)[0]

    wanted = {name: 1 - chance(name) / chance() for name in names}
    result = ask(rows, attribution("buy"))
    told = {row["channel"]: row for row in result.to_dicts()}
    assert {name: row["removal_effect"] for name, row in told.items()} == pytest.approx(wanted, abs=1e-12)
    assert sum(wanted.values()) > 1
    assert sum(row["share"] for row in told.values()) == pytest.approx(1)
    assert {row["channel"]: row["share"] for row in told.values()} == pytest.approx(
        {name: effect / sum(wanted.values()) for name, effect in wanted.items()}
    )
    assert ask(rows, attribution("buy")).to_dicts() == result.to_dicts()  # no draw, no seed
    for words in (
        "solved exactly",
        "effects overlap",
        "loops kept",
        "direct included",
        "No lookback",
        "to null",
    ):
        assert words in result.definition
    assert "Lookback" in ask(rows, attribution("buy", lookback_us=DAY)).definition


# ---------------------------------------------------------------- 12: duplicates, missing ids, denominators


def test_c6_12_events_without_a_customer_are_reported_and_refuse_nothing(ask):
    rows = [("eva", 1, "a"), (None, 2, "a"), ("eva", 3, "b"), (None, 4, "b"), ("ida", 5, "a")]
    result = ask(rows, funnel(["a", "b"]))
    assert counts(result) == [2, 1]
    assert (result.source.rows, result.source.customers, result.source.no_customer) == (5, 2, 2)
    assert any("2 events name no customer" in note for note in result.notes)
    assert "without a customer are left out" in result.definition


def test_c6_12_shares_are_of_the_first_step_and_of_all_paths_where_they_say_so(ask):
    """Of ten customers four come to the first step and one to the second: a quarter, not a tenth."""
    rows = [(f"c{i}", i, "a" if i < 4 else "z") for i in range(10)] + [("c0", 50, "b")]
    result = ask(rows, funnel(["a", "b"]))
    assert result.rows["share_of_first"].to_pylist() == [1, 0.25]
    assert result.rows["share_of_previous"].to_pylist()[1] == 0.25
    assert {tuple(r["path"]): r["share"] for r in ask(rows, paths()).to_dicts()}["z",] == 0.6
