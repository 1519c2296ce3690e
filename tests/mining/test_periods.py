"""The rules of questions by periods (M90 to M104), each by name, on events few enough to count by hand."""

from __future__ import annotations

import importlib.util
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from footpath.base import DAY, HOUR, BadInputError, datetime_to_us
from footpath.mining import (
    ALL,
    Calendar,
    Scope,
    brackets,
    cohorts,
    lifecycle,
    lifecycle_states,
    retention,
    stickiness,
)
from footpath.rules import equals, rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"periods_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
BERLIN = Scope(zone="Europe/Berlin")


def at(text, zone="UTC"):
    return datetime_to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def events(*rows):
    """Events of (customer, "2025-03-01 10:00", name, country, value), the last three as they are wanted."""
    made = []
    for i, (who, when, *more) in enumerate(rows):
        name, country, value = [*more, *["a", None, None][len(more) :]]
        made.append(tables.event(who, at(when), name, case=country, promised=value, arrival=i))
    return made


def look(question, rows, where=None, customers=None):
    table = TABLES.events(rows)
    table = table.mutate(value=table.promised_us, country=table.case_id)
    workspace = SimpleNamespace(events=table, customers=customers, fetch=TABLES.fetch)
    question = question.looked(workspace, where=where, zone="UTC")
    made = question.finish(TABLES.fetch(question.portable(table)))
    assert tuple(made.column_names) == question.columns
    return question, made.to_pylist()


def ask(question, rows, where=None, **more):
    return look(question, rows, where, **more)[1]


def named(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Ibis 12 calls DuckDB 2 by an old name
        return TABLES.backend.table(name)


def triangle(rows):
    return {
        (row["cohort"], row["offset"]): (row["customers"], row["returned"], row["complete"]) for row in rows
    }


# ---------------------------------------------------------------- periods


def test_m90_a_day_is_the_zones_and_has_23_or_25_hours():
    days = Calendar("day", "Europe/Berlin")
    lengths = {
        days.label(n): (days.start_us(n + 1) - days.start_us(n)) // HOUR
        for day in ("2025-03-30", "2025-03-31", "2025-10-26")
        for n in [days.number_of(at(day, "Europe/Berlin"))]
    }
    assert lengths == {"2025-03-30": 23, "2025-03-31": 24, "2025-10-26": 25}
    weeks, months = Calendar("week", "Europe/Berlin"), Calendar("month", "Europe/Berlin")
    assert weeks.start_us(weeks.number_of(at("2025-03-30 22:00"))) == at("2025-03-30 22:00")
    assert weeks.label(weeks.number_of(at("2024-12-30"))) == "2025-W01"
    assert months.label(months.number_of(at("2025-10-31 23:00"))) == "2025-11"


@pytest.mark.parametrize(
    ("zone", "night", "first"),
    [
        # At midnight the clock goes on to one: the day begins there and then.
        ("Asia/Beirut", "2025-03-30", "2025-03-29 22:00"),
        # At one minute past midnight it goes back to the day before, which is over all the same.
        ("America/St_Johns", "2010-11-07", "2010-11-07 02:30"),
    ],
)
def test_m90_a_day_begins_when_the_clock_first_shows_midnight(zone, night, first):
    days = Calendar("day", zone)
    number = days.number_of(at(first))
    assert days.label(number) == night
    assert days.start_us(number) == at(first)
    assert days.number_of(at(first) + 30 * 60 * 1_000_000) == number
    assert days.number_of(at(first) - 1) == number - 1


def test_m90_a_day_that_a_zone_skips_is_nobodys():
    days = Calendar("day", "Pacific/Apia")  # the island went from 29 to 31 December 2011
    number = days.number_of(at("2011-12-30 10:00"))
    assert days.label(number) == "2011-12-31"
    assert days.label(days.number_of(at("2011-12-30 09:59"))) == "2011-12-29"


def test_m90_both_clock_changes_are_counted_right_and_utc_would_be_wrong():
    # Berlin's 30 March is from 23:00 to 22:00 UTC, its 26 October from 22:00 to 23:00.
    spring = events(
        (1, "2025-03-29 22:59"), (1, "2025-03-29 23:00"), (1, "2025-03-30 21:59"), (1, "2025-03-30 22:00")
    )
    autumn = events(
        (1, "2025-10-25 21:59"), (1, "2025-10-25 22:00"), (1, "2025-10-26 22:59"), (1, "2025-10-26 23:00")
    )
    for rows in (spring, autumn):
        told = triangle(ask(retention(scope=BERLIN), rows))
        assert [offset for (cohort, offset), (_, back, _) in told.items() if back and cohort != ALL] == [
            0,
            1,
            2,
        ]
        told = triangle(ask(retention(), rows))
        assert [offset for (cohort, offset), (_, back, _) in told.items() if back and cohort != ALL] == [0, 1]
    # A week with the 25-hour day, and the month of October, end an hour later than UTC's less two.
    assert [r["customers"] for r in ask(stickiness(scope=BERLIN), autumn) if r["customers"]] == [1, 1]


def test_m90_the_last_hour_of_a_long_day_week_and_month_belongs_to_it_also_where_the_data_end_there():
    for day in ("2025-10-26 22:59:59.999999", "2025-10-31 22:59:59.999999"):
        rows = events((1, day), (2, "2025-10-26 00:30"))
        for period in ("day", "week", "month"):
            name = Calendar(period, "Europe/Berlin")
            told = ask(lifecycle(period=period, scope=BERLIN), rows)
            last = name.label(name.number_of(at(day)))
            assert [row["period"] for row in told if row["state"] == "new" and row["customers"]][-1] == last
    only = events((1, "2025-10-31 22:59:59.999999"))
    assert [row["customers"] for row in ask(stickiness(period="month", scope=BERLIN), only)] == [1]


def test_m90_unknown_zones_and_periods_are_said():
    with pytest.raises(BadInputError, match="Europe/Berlinn"):
        retention(scope=Scope(zone="Europe/Berlinn"))
    with pytest.raises(BadInputError, match="quarter"):
        lifecycle(period="quarter")
    with pytest.raises(BadInputError, match="285 years"):
        ask(retention(), events((1, "1601-01-01"), (1, "2025-01-01")))


def test_m91_the_data_tell_up_to_the_last_event_or_until_the_moment_named():
    rows = events((1, "1998-05-30"), (2, "1998-06-30"))
    told = triangle(ask(retention(period="month"), rows))
    assert told["1998-05", 1] == (1, 0, False)
    until = Scope(until_us=at("1998-07-01"))
    told = triangle(ask(retention(period="month", scope=until), rows))
    assert told["1998-05", 1] == (1, 0, True)
    assert told["1998-06", 0] == (1, 1, True)
    # And a moment further on: periods without events are over, and empty.
    later = Scope(until_us=at("1998-08-01"))
    states = [(r["period"], r["customers"]) for r in ask(lifecycle(period="month", scope=later), rows)]
    assert [count for period, count in states if period == "1998-07"] == [0, 0, 0, 1]


@pytest.mark.parametrize("scope", [Scope(now_us=at("2026-02-01")), Scope(until_us=at("2026-02-01"))])
def test_m91_events_in_the_future_are_left_out_and_counted(scope):
    rows = events((1, "2026-01-01"), (1, "2026-01-02"), (1, "2099-01-01"), (2, "2099-01-01"))
    question, told = look(retention(scope=scope), rows)
    assert triangle(told)["2026-01-01", 1][:2] == (1, 1)
    assert {row["cohort"] for row in told} == {"2026-01-01", ALL}
    assert any("2 events lie after that" in note for note in question.notes)
    # The last event before is the end of the data; a moment named is one too.
    assert len(told) == (3 if scope.until_us is None else 62)
    assert sum(row["customers"] for row in ask(lifecycle(scope=scope), rows) if row["state"] == "new") == 1
    assert [row["customers"] for row in ask(cohorts(scope=scope), rows)] == [1]


def test_m91_counts_by_period_are_complete_from_its_first_day_to_its_end():
    rows = events((1, "2025-01-08 09:00"), (1, "2025-01-14"), (1, "2025-01-23"))
    marks = {row["period"]: row["complete"] for row in ask(lifecycle(), rows)}
    assert marks == {"2025-W02": False, "2025-W03": True, "2025-W04": False}


def test_m91_without_events_there_are_no_rows():
    nobody = events((None, "2025-01-01"))
    for rows in ([], nobody):
        for question in (
            retention(),
            retention(kind="on-or-after"),
            lifecycle(),
            lifecycle_states(["x: count() > 0"]),
            stickiness(),
            stickiness(summary=True),
            cohorts(["size", "mean(value)"]),
        ):
            assert ask(question, rows) == []
    early = Scope(until_us=at("2024-01-01"))
    assert ask(retention(scope=early), events((1, "2025-01-01"))) == []


def test_m104_the_part_asked_for_moves_no_first_event():
    rows = events((1, "2025-01-05"), (1, "2025-03-05"), (2, "2025-03-06"), (3, "2025-01-07"))
    march = rule("occurred_us >= 2025-03-01")
    question, told = look(retention(period="month"), rows, march)
    assert triangle(told)["2025-01", 2][:2] == (1, 1)  # the customer of January, not a new one of March
    assert triangle(told)["2025-03", 0][:2] == (1, 1)
    assert any("--from and --to" in note for note in question.notes)
    after = triangle(ask(retention(period="month", kind="on-or-after"), rows, march))
    assert after["2025-01", 2][:2] == (1, 1)
    states = {(r["period"], r["state"]): r["customers"] for r in ask(lifecycle(period="month"), rows, march)}
    assert (states["2025-03", "new"], states["2025-03", "resurrected"]) == (1, 1)


def test_m104_from_and_to_choose_what_is_shown_and_change_no_number():
    rows = events((1, "2025-01-05"), (1, "2025-02-05"), (2, "2025-02-06"), (2, "2025-03-06"))
    shown = Scope(from_us=at("2025-02-01"), to_us=at("2025-03-01"))
    whole, part = (
        [r for r in ask(lifecycle(period="month", scope=scope), rows) if r["period"] == "2025-02"]
        for scope in (Scope(), shown)
    )
    assert part == whole == ask(lifecycle(period="month", scope=shown), rows)
    assert {r["cohort"] for r in ask(retention(period="month", scope=shown), rows)} == {"2025-02", ALL}
    assert {r["period"] for r in ask(stickiness(period="month", scope=shown), rows)} == {"2025-02"}
    assert {r["cohort"] for r in ask(cohorts(scope=shown), rows)} == {"2025-02"}


# ---------------------------------------------------------------- retention

THREE = events(
    (1, "2025-01-01 10:00"),
    (1, "2025-01-02 09:00"),
    (1, "2025-01-04 09:00"),
    (2, "2025-01-01 23:00"),
    (2, "2025-01-03 01:00"),
    (3, "2025-01-02 12:00"),
    (None, "2025-01-03 12:00"),
)


def test_m92_a_cohort_is_the_period_of_the_first_event():
    told = triangle(ask(retention(), THREE))
    assert told == {
        ("2025-01-01", 0): (2, 2, True),
        ("2025-01-01", 1): (2, 1, True),
        ("2025-01-01", 2): (2, 1, True),
        ("2025-01-01", 3): (2, 1, False),
        ("2025-01-02", 0): (1, 1, True),
        ("2025-01-02", 1): (1, 0, True),
        ("2025-01-02", 2): (1, 0, False),
        ("2025-01-02", 3): (1, None, False),
        (ALL, 0): (3, 3, True),
        (ALL, 1): (3, 1, True),
        (ALL, 2): (2, 1, True),
    }


def test_m93_on_or_after_counts_who_came_so_late_or_later():
    told = triangle(ask(retention(kind="on-or-after"), THREE))
    assert [told["2025-01-01", n][1] for n in range(4)] == [2, 2, 2, 1]
    assert told["2025-01-02", 1][1] == 0


def test_m93_a_bracket_counts_whoever_came_in_one_of_its_periods():
    told = triangle(ask(retention(kind="bracket", brackets=brackets("0,1-2,3-")), THREE))
    assert told == {
        ("2025-01-01", "0"): (2, 2, True),
        ("2025-01-01", "1-2"): (2, 2, True),
        ("2025-01-01", "3-"): (2, 1, False),
        ("2025-01-02", "0"): (1, 1, True),
        ("2025-01-02", "1-2"): (1, 0, False),
        ("2025-01-02", "3-"): (1, None, False),
        (ALL, "0"): (3, 3, True),
        (ALL, "1-2"): (2, 2, True),
    }


@pytest.mark.parametrize("text", ["7-1", "1-7,5-9", "1-,8-9", "", "a-b", "-3"])
def test_m93_brackets_that_are_none_are_said(text):
    with pytest.raises(BadInputError, match=r"bracket"):
        retention(kind="bracket", brackets=brackets(text))


def test_m94_a_return_is_not_before_the_first_event():
    rows = events(
        (1, "2025-01-01 08:00", "login"),
        (1, "2025-01-01 09:00", "ordered"),
        (2, "2025-01-01 09:00", "ordered"),
        (2, "2025-01-01 09:00", "login"),
        (3, "2025-01-01 09:00", "ordered"),
        (3, "2025-01-02 10:00", "login"),
        (4, "2024-12-31 09:00", "login"),
        (4, "2025-01-01 10:00", "ordered"),
        (5, "2025-01-01 10:00", "login"),
    )
    asked = retention(first=equals("event", "ordered"), again=equals("event", "login"))
    told = triangle(ask(asked, rows))
    assert told["2025-01-01", 0][:2] == (4, 1)
    assert told["2025-01-01", 1][:2] == (4, 1)
    same = retention(first=equals("event", "ordered"), again=equals("event", "ordered"))
    assert triangle(ask(same, rows))["2025-01-01", 0][:2] == (4, 4)


def test_m95_what_has_not_begun_is_never_zero_and_what_is_not_over_is_marked():
    rows = ask(retention(), THREE)
    ahead = [row for row in rows if row["returned"] is None]
    assert [(row["cohort"], row["offset"]) for row in ahead] == [("2025-01-02", 3)]
    assert (ahead[0]["share"], ahead[0]["low"], ahead[0]["high"]) == (None, None, None)
    row = next(r for r in rows if (r["cohort"], r["offset"]) == ("2025-01-01", 1))
    assert (row["share"], round(row["low"], 4), round(row["high"], 4)) == (0.5, 0.0945, 0.9055)
    # A cohort whose own period is not over can still grow: nothing of it is complete.
    assert not any(r["complete"] for r in ask(retention(period="month"), THREE))


# ---------------------------------------------------------------- life cycle

FOUR = events(
    (1, "2025-01-06"),
    (1, "2025-01-13"),
    (1, "2025-01-27"),
    (2, "2025-01-07"),
    (3, "2025-01-14"),
    (3, "2025-01-15"),
    (2, "2025-02-02"),
)


def test_m96_new_returning_resurrected_dormant():
    rows = ask(lifecycle(), FOUR)
    assert [(row["period"], row["state"], row["customers"]) for row in rows[:4]] == [
        ("2025-W02", "new", 2),
        ("2025-W02", "returning", 0),
        ("2025-W02", "resurrected", 0),
        ("2025-W02", "dormant", 0),
    ]
    assert [row["customers"] for row in rows[4:]] == [1, 1, 0, 1, 0, 0, 0, 2, 0, 0, 2, 0]


def test_m97_the_states_add_up_to_the_active_of_the_period_and_of_the_one_before():
    rows = ask(lifecycle(), FOUR)
    weeks = [[row["customers"] for row in rows[i : i + 4]] for i in range(0, len(rows), 4)]
    active = [sum(week[:3]) for week in weeks]
    assert active == [2, 2, 0, 2]
    assert [week[1] + week[3] for week in weeks[1:]] == active[:-1]


STATES = (
    'loyal: count(event = "ordered") >= 3',
    "lapsed: count() within 60 days = 0",
    'repeat: count(event = "ordered") = 2',
    'first-time: count(event = "ordered") = 1',
    'prospect: count(event = "asked") >= 1',
)
SHOP = events(
    (1, "2025-01-10", "asked"),
    (1, "2025-02-10", "ordered"),
    (1, "2025-02-11", "ordered"),
    (1, "2025-03-10", "ordered"),
    (2, "2025-01-20", "ordered"),
    (3, "2025-02-01", "saw"),
    (3, "2025-04-30 23:00", "asked"),
)


def by_month(rows):
    found = {}
    for row in rows:
        if row["customers"]:
            found.setdefault(row["period"], {})[row.get("state") or (row["from"], row["to"])] = row[
                "customers"
            ]
    return found


def test_m98_states_are_those_of_the_first_rule_that_holds_at_the_end_of_the_period():
    # 60 days before 31 March is 30 January: customer 2, seen last on 20 January, has lapsed by then.
    assert by_month(ask(lifecycle_states(STATES, period="month"), SHOP)) == {
        "2025-01": {"prospect": 1, "first-time": 1},
        "2025-02": {"repeat": 1, "first-time": 1, "(none)": 1},
        "2025-03": {"loyal": 1, "lapsed": 1, "(none)": 1},
        "2025-04": {"loyal": 1, "lapsed": 1, "prospect": 1},
    }


def test_m98_within_looks_back_from_the_end_of_the_period_both_ends_included():
    rows = events((1, "2025-01-01 00:00"), (2, "2025-01-11"))
    asked = lifecycle_states(["fresh: count() within 1 days >= 1"], period="day")
    told = [(row["period"], row["customers"]) for row in ask(asked, rows) if row["state"] == "fresh"]
    # The last moment of 1 January is a day less a microsecond after its first.
    assert [day for day, n in told if n] == ["2025-01-01", "2025-01-11"]
    asked = lifecycle_states(["fresh: last() within 2 days > 2000-01-01"], period="day")
    told = [(row["period"], row["customers"]) for row in ask(asked, rows) if row["state"] == "fresh"]
    assert [day for day, n in told if n] == ["2025-01-01", "2025-01-02", "2025-01-11"]


def test_m98_a_state_may_ask_for_traits_and_says_what_it_cannot():
    people = pa.table({"customer_key": pa.array([1, 2], pa.int64()), "period": ["PT", "DE"]})
    TABLES.connection.register("people", people)
    customers = named("people")
    asked = lifecycle_states(['here: period = "PT"'], period="month")
    assert by_month(ask(asked, SHOP, customers=customers))["2025-04"] == {"here": 1, "(none)": 2}
    with pytest.raises(BadInputError, match="no source gives a table of customers"):
        ask(asked, SHOP)
    for text in ("x", ": count() > 1", "x:", "(none): count() > 1"):
        with pytest.raises(BadInputError):
            lifecycle_states([text])
    with pytest.raises(BadInputError, match="within"):
        lifecycle_states(["x: first() within 3 days > 2025-01-01"])


def test_m99_moves_are_between_states_from_period_to_period():
    assert by_month(ask(lifecycle_states(STATES, period="month", moves=True), SHOP)) == {
        "2025-01": {("(begin)", "prospect"): 1, ("(begin)", "first-time"): 1},
        "2025-02": {("prospect", "repeat"): 1, ("first-time", "first-time"): 1, ("(begin)", "(none)"): 1},
        "2025-03": {("repeat", "loyal"): 1, ("first-time", "lapsed"): 1, ("(none)", "(none)"): 1},
        "2025-04": {("loyal", "loyal"): 1, ("lapsed", "lapsed"): 1, ("(none)", "prospect"): 1},
    }


# ---------------------------------------------------------------- stickiness


def test_m100_on_how_many_days_customers_are_active():
    rows = events(
        (1, "2025-01-06 01:00"),
        (1, "2025-01-06 20:00"),
        (1, "2025-01-07"),
        (1, "2025-01-12"),
        (2, "2025-01-08"),
        (3, "2025-01-08"),
    )
    told = ask(stickiness(), rows)
    assert [(row["days"], row["customers"]) for row in told] == [
        (1, 2),
        (2, 0),
        (3, 1),
        (4, 0),
        (5, 0),
        (6, 0),
        (7, 0),
    ]
    assert [round(row["share"], 3) for row in told[:3]] == [0.667, 0, 0.333]
    assert round(told[0]["low"], 3) == 0.208


def test_m101_the_ratio_is_of_customers_a_day_and_of_the_period():
    rows = events(
        (1, "2025-01-06"), (1, "2025-01-07"), (1, "2025-01-12"), (2, "2025-01-08"), (2, "2025-01-13")
    )
    first, second = ask(stickiness(summary=True), rows)
    assert (first["period"], first["customers"], first["days"], first["complete"]) == ("2025-W02", 2, 7, True)
    assert first["mean_daily"] == pytest.approx(4 / 7)
    assert first["ratio"] == pytest.approx(2 / 7)
    assert 1 / 7 <= first["low"] <= first["ratio"] <= first["high"] <= 1
    # Of the second week the data tell of one day.
    assert (second["customers"], second["days"], second["ratio"], second["complete"]) == (1, 1, 1.0, False)
    with pytest.raises(BadInputError):
        stickiness(period="day")


# ---------------------------------------------------------------- cohorts

BUYERS = events(
    (1, "2025-01-05", "ordered", "DE", 100),
    (1, "2025-02-05", "ordered", "PT", 50),
    (2, "2025-01-20", "ordered", "PT", 10),
    (3, "2025-02-01", "saw", None, None),
    (3, "2025-02-02", "ordered", "DE", 30),
    (4, "2025-02-28", "saw", "DE", None),
)
MEASURES = ["size", "mean(value)", "median(value)", 'share(event = "ordered")']


def values(rows):
    found = {}
    for row in rows:
        found.setdefault(row["cohort"], []).append((row["n"], row["value"]))
    return found


def test_m102_cohorts_are_made_by_period_or_by_a_property_of_the_first_event():
    assert values(ask(cohorts(MEASURES), BUYERS)) == {
        "2025-01": [(2, 2), (2, 80), (2, 80), (2, 1)],
        "2025-02": [(2, 2), (2, 15), (2, 15), (2, 0.5)],
    }
    assert values(ask(cohorts(MEASURES, by="country"), BUYERS)) == {
        "DE": [(2, 2), (2, 75), (2, 75), (2, 0.5)],
        "PT": [(1, 1), (1, 10), (1, 10), (1, 1)],
        "(missing)": [(1, 1), (1, 30), (1, 30), (1, 1)],
    }
    by_order = cohorts(["size"], by="country", first=equals("event", "ordered"))
    assert values(ask(by_order, BUYERS)) == {"DE": [(2, 2)], "PT": [(1, 1)]}
    with pytest.raises(BadInputError, match="no column 'land'"):
        ask(cohorts(by="land"), BUYERS)


def test_m103_a_window_makes_cohorts_of_different_age_comparable():
    rows = ask(cohorts(MEASURES, window_us=31 * DAY), BUYERS)
    # The end included: 5 February is 31 days after 5 January. Nobody's window of February is over.
    assert values(rows) == {
        "2025-01": [(2, 2), (2, 80), (2, 80), (2, 1)],
        "2025-02": [(2, 2), (0, None), (0, None), (0, None)],
    }
    assert [row["complete"] for row in rows] == [True] * 4 + [False] * 4
    assert values(ask(cohorts(["mean(value)"], window_us=31 * DAY - 1), BUYERS))["2025-01"] == [(2, 55)]
    for text in ("sum(value)", "mean", "share", "mean()"):
        with pytest.raises(BadInputError):
            cohorts([text])
    with pytest.raises(BadInputError, match="no numbers"):
        ask(cohorts(["mean(event)"]), BUYERS)


# ---------------------------------------------------------------- hard input


def test_a_customer_with_a_million_events_is_one_customer():
    start = at("2025-03-01")
    n = 1_000_000
    TABLES.connection.execute(
        f"CREATE OR REPLACE TABLE many AS SELECT 1::BIGINT AS customer_key, ({start} + i * 5000000)::BIGINT AS occurred_us, "
        f"'a' AS event, 1.5::DECIMAL(18, 6) AS value, i::BIGINT AS arrival FROM range({n}) t(i)"
    )
    many = named("many")
    workspace = SimpleNamespace(events=many, customers=None, fetch=TABLES.fetch)
    began = time.monotonic()

    def answer(question):
        question = question.looked(workspace, where=None, zone="UTC")
        return question.finish(TABLES.fetch(question.portable(many))).to_pylist()

    told = triangle(answer(retention(upto=100, scope=BERLIN)))
    # A million events five seconds apart are 57 days and 20 hours and 53 minutes, and the clock of Berlin changed.
    days = Calendar("day", "Europe/Berlin")
    last = days.number_of(start + (n - 1) * 5_000_000) - days.number_of(start)
    assert [offset for (cohort, offset), (_, back, _) in told.items() if cohort != ALL and back == 1] == list(
        range(last + 1)
    )
    assert last == 57
    assert {row["customers"] for row in answer(lifecycle(scope=BERLIN))} == {0, 1}
    assert [row["value"] for row in answer(cohorts(["mean(value)"]))] == [1_500_000]
    assert time.monotonic() - began < 60


def test_ten_thousand_customers_with_one_event_each_never_return():
    rows = [tables.event(i, at("2025-01-01") + i * 1000, "a", arrival=i) for i in range(10_000)]
    scope = Scope(until_us=at("2025-01-03"))
    assert triangle(ask(retention(scope=scope), rows))[ALL, 1] == (10_000, 0, True)


def test_equal_times_and_rows_that_stand_twice_change_no_count_by_period():
    once = ask(lifecycle(), FOUR), ask(retention(), FOUR), ask(stickiness(), FOUR)
    twice = [dict(e) for e in FOUR for _ in range(2)]
    assert (ask(lifecycle(), twice), ask(retention(), twice), ask(stickiness(), twice)) == once


def test_now_is_not_looked_at_unless_it_is_given():
    far = datetime.now(UTC).year + 50
    rows = events((1, "2025-01-01"), (1, f"{far}-01-01"))
    assert ask(cohorts(["size"]), rows)[0]["customers"] == 1
    assert ask(lifecycle(period="month"), rows)[-1]["period"] == f"{far}-01"
