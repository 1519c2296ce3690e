"""The questions by periods agree with slow, plain Python on random event lists around both clock changes."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, HOUR, datetime_to_us
from footpath.mining import ALL, Calendar, Scope, cohorts, lifecycle, lifecycle_states, retention, stickiness
from footpath.mining.periods import PERIODS
from footpath.rules import equals, holds_for_customer


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"mining_{name}", path)
    module = sys.modules.setdefault(f"mining_{name}", importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow_periods"), _load("tables")
TABLES = tables.Tables()
FEW = settings(max_examples=25)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Asia/Kolkata",
)
PLACES = [
    datetime_to_us(datetime(*day, tzinfo=ZoneInfo("Europe/Berlin")))
    for day in (
        (2025, 3, 28),
        (2025, 3, 30),
        (2025, 3, 31),
        (2025, 4, 1),
        (2025, 10, 26),
        (2025, 10, 27),
        (2025, 11, 1),
    )
]


@st.composite
def event_lists(draw, least=1):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 2, 2, 3, 4, None]),
                st.sampled_from(PLACES),
                st.sampled_from(
                    [-1, 0, 1, HOUR - 1, HOUR, 3 * HOUR, 23 * HOUR, 24 * HOUR - 1, 24 * HOUR, 6 * DAY]
                ),
                st.sampled_from("abc"),
                st.sampled_from([None, "DE", "PT"]),
                st.sampled_from([None, 1, 2, 10]),
            ),
            min_size=least,
            max_size=30,
        )
    )
    return [
        {**tables.event(who, place + more, name, case=country, promised=value, arrival=i), "value": value}
        for i, (who, place, more, name, country, value) in enumerate(rows)
    ]


def ask(question, events, where=None):
    table = TABLES.events(events)
    table = table.mutate(value=table.promised_us, country=table.case_id)
    workspace = SimpleNamespace(events=table, customers=None, fetch=TABLES.fetch)
    question = question.looked(workspace, where=where, zone="UTC")
    made = question.finish(TABLES.fetch(question.portable(table)))
    assert tuple(made.column_names) == question.columns
    return made.to_pylist()


@given(
    st.sampled_from([*ZONES, "America/St_Johns", "Pacific/Apia", "Asia/Beirut", "Africa/Casablanca"]),
    st.sampled_from(PERIODS),
    st.integers(datetime_to_us(datetime(1971, 1, 1, tzinfo=ZoneInfo("UTC"))), PLACES[-1]),
    st.lists(st.integers(0, 900 * DAY), min_size=1, max_size=30),
)
def test_pieces_say_what_the_boundaries_say(zone, period, low, more):
    calendar = Calendar(period, zone)
    pieces = calendar.pieces(low, low + max(more))
    near = [calendar.start_us(calendar.number_of(low + m)) + d for m in more for d in (-1, 0, 1)]
    for us in [low + m for m in more] + [us for us in near if low <= us <= low + max(more)]:
        shift = next(shift for start, shift in reversed(pieces) if start <= us)
        number = calendar.number_of(low) + (us + shift) // calendar.width_us
        assert number == calendar.number_of(us)
        assert calendar.start_us(number) <= us < calendar.start_us(number + 1)
    assert [start for start, _ in pieces] == sorted({start for start, _ in pieces})
    for us in near[1::3]:
        number = calendar.number_of(us)
        last = calendar.start_us(number + 1) - 1
        shift = next(shift for start, shift in reversed(calendar.pieces(us, last)) if start <= last)
        assert last <= us or (last + shift) // calendar.width_us == 0


FITS = {None: slow.everything, "a": lambda e: e["event"] == "a", "b": lambda e: e["event"] == "b"}


def rule_of(name):
    return None if name is None else equals("event", name)


@FEW
@given(
    event_lists(),
    st.sampled_from(PERIODS),
    st.sampled_from(ZONES),
    st.sampled_from(["on", "on-or-after", "bracket"]),
    st.sampled_from([None, "a"]),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, "DE"]),
)
def test_retention(events, period, zone, kind, first, again, country):
    brackets = ((0, 0), (1, 3), (5, None)) if kind == "bracket" else ()
    asked = retention(
        period=period,
        kind=kind,
        brackets=brackets,
        first=rule_of(first),
        again=rule_of(again),
        upto=9,
        scope=Scope(zone=zone),
    )
    part = equals("country", country) if country else None
    rows = ask(asked, events, part)
    wanted = slow.retention(
        events,
        period,
        zone,
        asked.ranges,
        first=FITS[first],
        again=FITS[again],
        part=(lambda e: e["case"] == country) if country else slow.everything,
    )
    end = max(event["t"] for event in events)
    names = {
        str(low) if kind != "bracket" else ("0", "1-3", "5-")[i]: r
        for i, r in enumerate(asked.ranges)
        for low in r[:1]
    }
    cohorts_seen = set()
    for row in rows:
        if row["cohort"] == ALL:
            continue
        low, high = names[str(row["offset"])]
        cohorts_seen.add(row["cohort"])
        customers, returned = wanted[row["cohort"], low, high]
        assert row["customers"] == customers
        if row["returned"] is None:
            assert returned == 0
            assert not row["complete"]
        else:
            assert row["returned"] == returned
            assert row["low"] <= row["share"] <= row["high"]
    assert cohorts_seen == {cohort for cohort, _, _ in wanted}
    # Nothing that has begun is missing, and the sums are those of the complete rows.
    told = [row for row in rows if row["cohort"] != ALL]
    for row in rows[len(told) :]:
        over = [r for r in told if r["offset"] == row["offset"] and r["complete"]]
        assert (row["customers"], row["returned"]) == (
            sum(r["customers"] for r in over),
            sum(r["returned"] for r in over),
        )
    assert sum(row["returned"] or 0 for row in told) == sum(n for _, n in wanted.values())
    assert end >= 0


@FEW
@given(event_lists(), st.sampled_from(PERIODS), st.sampled_from(ZONES), st.booleans())
def test_lifecycle(events, period, zone, in_part):
    rows = ask(
        lifecycle(period=period, scope=Scope(zone=zone)), events, equals("event", "a") if in_part else None
    )
    wanted = slow.lifecycle(events, period, zone, FITS["a"] if in_part else slow.everything)
    if not any(counter for counter in wanted.values()):
        assert rows == []
        return
    got = [row["customers"] for row in rows]
    assert got == [
        counter[state]
        for _, counter in sorted(wanted.items())
        for state in ("new", "returning", "resurrected", "dormant")
    ]


@FEW
@given(event_lists(), st.sampled_from(["week", "month"]), st.sampled_from(ZONES))
def test_stickiness(events, period, zone):
    rows = ask(stickiness(period=period, scope=Scope(zone=zone)), events)
    wanted = slow.stickiness(events, period, zone)
    got = {}
    for row in rows:
        if row["customers"]:
            got.setdefault(row["period"], Counter())[row["days"]] = row["customers"]
    assert got == wanted
    for row in ask(stickiness(period=period, summary=True, scope=Scope(zone=zone)), events):
        days = wanted.get(row["period"], Counter())
        assert row["customers"] == sum(days.values())
        assert row["mean_daily"] == pytest.approx(sum(d * n for d, n in days.items()) / row["days"])
        if row["low"] is not None:
            assert 0 < row["low"] <= row["ratio"] <= row["high"] <= 1


STATES = (
    'loyal: count(event = "a") >= 2',
    'back: count(event = "b") within 3 days >= 1 and first() < 2025-04-01',
    'late: last(event = "c") within 12 hours >= 2025-03-30',
    "lapsed: count() within 5 days = 0",
)


@settings(max_examples=12)
@given(event_lists(), st.sampled_from(PERIODS), st.sampled_from(ZONES), st.permutations(STATES))
def test_states_are_what_their_rules_say_at_the_end_of_each_period(events, period, zone, states):
    asked = lifecycle_states(states, period=period, scope=Scope(zone=zone))
    rows = ask(asked, events)
    end = max(event["t"] for event in events)
    calendar = Calendar(period, zone)
    numbers = range(calendar.number_of(min(e["t"] for e in events)), calendar.number_of(end) + 1)
    wanted, moved, before = [], Counter(), {}
    for number in numbers:
        now = min(calendar.start_us(number + 1) - 1, end)
        counter = Counter()
        for who, found in slow.people_of(events).items():
            seen = [{"event": e["event"], "occurred_us": e["t"]} for e in found if e["t"] <= now]
            if not seen:
                continue
            state = next(
                (s.name for s in asked.states if holds_for_customer(s.when, {}, seen, now, zone=zone)),
                "(none)",
            )
            counter[state] += 1
            moved[calendar.label(number), before.get(who, "(begin)"), state] += 1
            before[who] = state
        wanted += [
            (calendar.label(number), name, counter[name])
            for name in [*(s.name for s in asked.states), "(none)"]
        ]
    got = [(row["period"], row["state"], row["customers"]) for row in rows]
    assert got == (wanted if before else [])
    rows = ask(lifecycle_states(states, period=period, moves=True, scope=Scope(zone=zone)), events)
    assert {(row["period"], row["from"], row["to"]): row["customers"] for row in rows} == dict(moved)


@FEW
@given(
    event_lists(),
    st.sampled_from([*PERIODS, "country"]),
    st.sampled_from(ZONES),
    st.sampled_from([None, 0, 2 * DAY, 30 * DAY]),
    st.sampled_from([None, "a"]),
)
def test_cohorts(events, by, zone, window, first):
    asked = cohorts(
        ["size", "mean(value)", "median(value)", 'share(event = "b")'],
        by=by,
        window_us=window,
        first=rule_of(first),
        scope=Scope(zone=zone),
    )
    rows = ask(asked, events)

    def group(event):
        return (event["case"] or "(missing)") if by == "country" else slow.label(event["t"], by, zone)

    end = max(event["t"] for event in events)
    wanted = slow.cohorts(events, group, window, end, first=FITS[first], hit="b")
    assert [row["cohort"] for row in rows[::4]] == sorted(wanted, key=lambda c: (c == "(missing)", c))
    for size, mean, median, share in zip(rows[::4], rows[1::4], rows[2::4], rows[3::4], strict=True):
        customers, n, *values = wanted[size["cohort"]]
        assert size["customers"] == size["n"] == size["value"] == customers
        assert {mean["n"], median["n"], share["n"]} == {n}
        for row, value in zip((mean, median, share), values, strict=True):
            assert row["value"] == (None if value is None else pytest.approx(value))
            if row["low"] is not None:
                assert row["low"] <= row["value"] <= row["high"]
