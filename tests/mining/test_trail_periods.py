"""Questions by periods over a trail: they answer as the portable form does, over random events, zones, parts and ends."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, HOUR, datetime_to_us
from footpath.mining import (
    Calendar,
    Scope,
    brackets,
    cohorts,
    lifecycle,
    lifecycle_states,
    retention,
    stickiness,
)
from footpath.mining.passes import blocks as blocked
from footpath.mining.passes import counts as counting
from footpath.mining.passes import periods as cutting
from footpath.mining.periods import Span
from footpath.mining.question import kernel_of
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(
        f"trail_periods_{name}", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
A, B = rule('event = "a"'), rule('event = "b"')
BIG = rule("promised_us > 30")
ZONES = ["UTC", "Europe/Berlin", "Asia/Beirut", "America/St_Johns", "Pacific/Apia"]


def near(zone):
    """Return an instant near which the clock of a zone changes."""
    day = {"Pacific/Apia": "2011-12-29", "America/St_Johns": "2010-11-06", "Asia/Beirut": "2025-03-29"}
    return datetime_to_us(datetime.fromisoformat(day.get(zone, "2025-03-29")).replace(tzinfo=ZoneInfo(zone)))


def crowd(seed, zone, people=25, lacking=0.05):
    """Customers about a change of the clock: some within hours of it, some over months; ties, duplicates, nobody's."""
    dice = Random(seed)
    events = []
    for customer in range(dice.choice((1, people))):
        steps = dice.choice(((0, HOUR // 2, HOUR), (0, HOUR, DAY), (DAY, 5 * DAY, 20 * DAY)))
        at = near(zone) + dice.randrange(-40, 40) * HOUR
        for _ in range(dice.randint(0, 9)):
            at += dice.choice(steps)
            who = None if dice.random() < lacking else customer
            one = tables.event(
                who,
                at,
                dice.choice("abc"),
                case=dice.choice((None, "DE", "PT")),
                status=dice.choice(("x", "y")),
                sequence=dice.choice((None, 0, 1)),
                promised=dice.choice((None, *range(-60, 90, 10))),
            )
            events += [one] * dice.choice((1, 1, 1, 2))
    dice.shuffle(events)
    return [{**one, "arrival": i} for i, one in enumerate(events)]


def held_against(question, events, where=None):
    """Return the trail's answer, after the portable form gave the same, both having looked for themselves."""
    table = TABLES.events(events)
    view = TABLES.view(table)
    scanned = SimpleNamespace(events=table, customers=None, fetch=TABLES.fetch)
    on_trail = SimpleNamespace(**vars(scanned), view=lambda *_, **__: view)
    one = question.looked(scanned, where=where, zone="Europe/Berlin")
    other = question.looked(on_trail, where=where, zone="Europe/Berlin")
    assert one == other
    wanted = one.finish(TABLES.fetch(one.portable(table))).to_pylist()
    for size, in_place, threads in ((blocked.SIZE, 1 << 18, 1), (20, 7, 3)):
        with pytest.MonkeyPatch.context() as patch:
            cut = partial(blocked.blocks, size=size)
            kernel = kernel_of(other)
            patch.setitem(kernel.__globals__, "blocks", lambda customers, cut=cut: cut(customers))
            patch.setattr(counting, "_IN_PLACE", in_place)
            assert other.finish(kernel(other, replace(view, threads=threads))).to_pylist() == wanted
    return wanted


QUESTIONS = {
    "retention": retention(period="day", upto=5),
    "retention by week": retention(period="week"),
    "retention by month": retention(period="month", upto=2),
    "first and again": retention(first=A, again=B, upto=9),
    "again": retention(period="week", again=B),
    "on or after": retention(kind="on-or-after", upto=4),
    "on or after, by rules": retention(kind="on-or-after", period="week", first=B, again=A),
    "brackets": retention(kind="bracket", brackets=brackets("0,1-3,5-")),
    "brackets by rules": retention(kind="bracket", brackets=brackets("1-2,4-6"), first=A, again=BIG),
    "stickiness": stickiness(),
    "stickiness of months": stickiness(period="month", summary=True),
    "life cycle": lifecycle(),
    "life cycle by day": lifecycle(period="day"),
    "life cycle by month": lifecycle(period="month"),
    "states": lifecycle_states(["many: count() >= 4", 'b: count(event = "b") within 3 days >= 1']),
    "moves": lifecycle_states(
        [
            'fresh: first() >= 2025-03-29 and not count(event = "c") >= 2',
            "lately: last(promised_us > 0) within 30 hours < 2030-01-01",
            "lost: count() within 10 days = 0",
            'late b: not (last(event = "b") within 2 days > 1970-01-01)',
        ],
        period="day",
        moves=True,
    ),
    "states by month": lifecycle_states(
        ['b: count(event = "b") within 40 days > 1'], period="month", moves=True
    ),
    "cohorts": cohorts(["size", "mean(promised_us)", "median(promised_us)", 'share(event = "b")'], by="week"),
    "cohorts with a window": cohorts(
        ["mean(promised_us)", "share(promised_us > 20)"], by="day", first=B, window_us=3 * DAY
    ),
    "cohorts by property": cohorts(["median(sequence)", "size"], by="case_id", window_us=0),
    "cohorts by a number": cohorts(['share(event = "a")'], by="sequence", first=A),
    "cohorts by a truth": cohorts(["mean(delay_us)"], by="late"),
}


@pytest.mark.parametrize("name", QUESTIONS)
@settings(max_examples=2)
@given(st.data())
def test_a_trail_answers_by_periods_as_the_portable_form(name, data):
    question = QUESTIONS[name]
    zone = data.draw(st.sampled_from(ZONES))
    scope = Scope(zone=zone)
    lacking = 0.05
    if data.draw(st.booleans()):
        # The end of the data amid them: of what is nobody's a trail cannot tell how much lies after it.
        lacking = data.draw(st.sampled_from([0.0, 0.05]))
        scope = replace(scope, now_us=near(zone) + data.draw(st.integers(-50, 200)) * HOUR)
    elif data.draw(st.booleans()):
        scope = replace(scope, until_us=near(zone) + data.draw(st.integers(-50, 2000)) * HOUR)
    where = data.draw(st.sampled_from([None, A, BIG, rule("occurred_us >= 2025-03-30")]))
    held_against(
        replace(question, scope=scope),
        crowd(data.draw(st.integers(0, 1 << 30)), zone, lacking=lacking),
        where,
    )


def test_of_no_events_nothing_is_counted():
    for name in ("brackets by rules", "stickiness", "life cycle", "moves", "cohorts"):
        question = QUESTIONS[name]
        assert held_against(question, []) == []
        alone = [tables.event(None, 0, "a")]
        held_against(question, alone)
        late = replace(question, scope=Scope(now_us=-DAY))
        assert held_against(late, [tables.event(1, 0, "a")]) == []


def test_what_the_trail_cannot_say_is_left_to_others():
    table = TABLES.events([tables.event(1, 0, "a")])
    view = replace(TABLES.view(table), trail=replace(TABLES.view(table).trail, column=lambda _: None))
    looked = Scope(span=Span(0, 0), part=BIG)
    for question in QUESTIONS.values():
        asked = replace(question, scope=looked)
        assert kernel_of(asked)(asked, view) is None


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("period", ["day", "week", "month"])
@settings(max_examples=10)
@given(st.data())
def test_instants_fall_into_periods_as_the_calendar_says(zone, period, data):
    calendar = Calendar(period, zone)
    around = [near(zone) + n for n in data.draw(st.lists(st.integers(-400 * DAY, 400 * DAY), min_size=1))]
    # And just before, at and after the periods' beginnings.
    around += [calendar.start_us(calendar.number_of(us) + 1) + more for us in around for more in (-1, 0, 1)]
    scope = Scope(zone=zone, span=Span(min(around), max(around)))
    cut = cutting.Cut.of(calendar, scope)
    found = cut.places(np.array(around, np.int64)) + cut.first
    assert found.tolist() == [calendar.number_of(us) for us in around]
