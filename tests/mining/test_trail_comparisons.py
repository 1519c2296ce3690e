"""Comparison, conversion, times to an outcome and segments over a trail: as the portable forms have them."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, MINUTE
from footpath.mining import (
    Groups,
    Period,
    compare,
    conversion,
    follow,
    goal,
    mean_of,
    named,
    outcomes,
    overlaps,
    segments,
    sum_of,
)
from footpath.mining.drawn import draws
from footpath.mining.question import kernel_of
from footpath.mining.segments.portable import portable
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"cmp_trail_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agreeing = _load("agreeing")
FEW = settings(max_examples=4)
RULES = (
    "often: count(event = 'a') >= 2",
    "ads: channel = 'ads'",
    "late: last(event = 'b') > 1970-01-01T00:10Z or not first() > 1970-01-01T00:05Z",
    "recent: count(event != 'c') within 10 minutes > 1",
    "odd: case_id missing or event = 'b' or channel like 'm*'",
)


def over_customers(*texts):
    return tuple(named(text, over="customers") for text in texts)


MEASURES = (goal("a"), follow("a > b"), sum_of("arrival"), mean_of("sequence"), sum_of("late"))
GROUPS = [
    Groups(by="channel"),
    Groups(by="sequence"),
    Groups(by="late"),
    Groups(rules=over_customers(RULES[0], RULES[1])),
    Groups(rules=over_customers(*RULES[2:])),
    Groups(periods=(Period("one", 0, 12 * MINUTE), Period("two", 8 * MINUTE, 20 * MINUTE))),
    Groups(by="case_id", is_test=True, split=(("k1", 1), ("k2", 2))),
    Groups(by="channel", is_test=True, exposure=rule('event = "a" or case_id = "k1"')),
]


@pytest.mark.parametrize("groups", GROUPS, ids=range(len(GROUPS)))
@FEW
@given(events=agreeing.event_lists(), part=st.sampled_from(agreeing.PARTS))
def test_every_measure_of_every_kind_of_group(groups, events, part):
    agreeing.agree(compare(MEASURES, groups, least=1, gap_us=3 * MINUTE), events, part)


@pytest.mark.parametrize(
    "groups", [None, *GROUPS[:5]], ids=["all", "channel", "sequence", "late", "rules", "more rules"]
)
@FEW
@given(
    events=agreeing.event_lists(),
    part=st.sampled_from(agreeing.PARTS),
    how=st.sampled_from(
        [{}, {"window_us": 6 * MINUTE}, {"until_us": 15 * MINUTE}, {"window_us": 1, "until_us": 0}]
    ),
    ends=st.sampled_from([("a", "b"), ("a", "a"), ("ads: channel = 'ads'", "b"), ("a", "never")]),
    curve=st.booleans(),
)
def test_times_to_an_outcome(groups, events, part, how, ends, curve):
    agreeing.agree(outcomes(*ends, groups=groups, curve=curve, **how), events, part)


@FEW
@given(
    events=agreeing.event_lists(),
    part=st.sampled_from(agreeing.PARTS),
    how=st.sampled_from(
        [{}, {"early_us": 3 * MINUTE}, {"properties": ("sequence", "late", "event")}, {"properties": ()}]
    ),
    window=st.sampled_from([4 * MINUTE, 10 * MINUTE]),
)
def test_what_goes_with_conversion(events, part, how, window):
    asked = conversion("c", window_us=window, least=1, **{"properties": ("channel", "case_id"), **how})
    agreeing.agree(asked, events, part)


def test_values_of_more_kinds_than_are_looked_up_in_place():
    events = agreeing.many_events(600, customers=80, names=[f"page {n:03}" for n in range(300)] + ["c"] * 40)
    rows = agreeing.agree(conversion("c", window_us=DAY, least=2, properties=("arrival",)), events)
    assert len(rows) > 10


@pytest.mark.parametrize("how", [{}, {"of": "transitions"}, {"properties": ("sequence", "late")}], ids=str)
@settings(max_examples=2)
@given(events=agreeing.event_lists(), part=st.sampled_from(agreeing.PARTS))
def test_what_journeys_are_made_of(how, events, part):
    asked = segments(**{"properties": ("channel", "case_id"), "least_events": 2, "least": 1, **how})
    for detail in (False, True):
        agreeing.agree(replace(asked, detail=detail), events, part)


@pytest.mark.parametrize("of", ["events", "transitions"])
def test_the_same_customers_are_drawn_and_the_most_frequent_values_kept(of, monkeypatch):
    from footpath.mining.segments import portable as form
    from footpath.mining.segments import trail

    for module in (form, trail):
        monkeypatch.setattr(module, "MOST_VALUES", 2)
    table = agreeing.table_of(agreeing.many_events())
    asked = segments(of=of, sample=20, properties=("channel", "arrival"))
    wanted = agreeing.TABLES.fetch(portable(asked, table)).to_pylist()
    found = kernel_of(asked)(asked, agreeing.TABLES.view(table)).to_pylist()
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))
    assert len({row["customer_key"] for row in found} - {None}) == 20


def test_keys_that_draw_the_same_number_are_taken_in_their_order():
    import numpy as np

    keys = np.array([-5, (1 << 31) - 5, 7, -(1 << 62)])
    assert draws(keys)[0] == draws(keys)[1]
    events = [
        {**event, "customer": event["customer"] - 5 + (1 << 31) * (i % 3)}
        for i, event in enumerate(agreeing.many_events())
    ]
    table = agreeing.table_of(events)
    for sample in (11, 12):
        asked = segments(sample=sample, least_events=2, properties=())
        wanted = agreeing.TABLES.fetch(portable(asked, table)).to_pylist()
        found = kernel_of(asked)(asked, agreeing.TABLES.view(table)).to_pylist()
        assert sorted(map(repr, found)) == sorted(map(repr, wanted))


@FEW
@given(events=agreeing.event_lists(), part=st.sampled_from(agreeing.PARTS))
def test_segments_of_rules_and_their_overlaps(events, part):
    agreeing.agree(overlaps(RULES), events, part)


@pytest.mark.parametrize(
    "asked",
    [
        compare(MEASURES, GROUPS[0], least=1),
        compare(MEASURES, Groups(periods=(Period("one", 0, DAY), Period("two", DAY, 3 * DAY))), least=1),
        compare(MEASURES, GROUPS[6], least=1),
        conversion("c", window_us=DAY, least=1, properties=("channel", "case_id", "sequence")),
    ],
    ids=["column", "periods", "test", "conversion"],
)
def test_m159_blocks_and_threads_change_no_number(asked, monkeypatch):
    agreeing.agree_in_blocks(asked, agreeing.many_events(), monkeypatch)


def test_what_the_trail_cannot_say_is_left_to_others():
    view = agreeing.TABLES.view(agreeing.table_of(agreeing.many_events(20)))
    late = Groups(by="nothing")
    for asked in (
        compare([goal("a")], late),
        compare([sum_of("channel")], Groups(by="channel")),
        outcomes("a", "b", groups=late),
        outcomes("a", "x: channel = event"),
        conversion("a", properties=("nothing",)),
        segments(properties=("nothing",)),
        overlaps(["a: nothing = 1"]),
    ):
        assert kernel_of(asked)(asked, view) is None
    for asked in (conversion("a"), segments()):
        assert not asked.forms  # which columns there are only the source can tell


def test_files_with_duplicates_and_a_filter(tmp_path):
    questions = [
        compare([goal("a"), sum_of("price"), mean_of("price")], Groups(by="device"), least=1),
        compare([goal("a")], Groups(rules=over_customers("x: count() > 9", "y: device = 'k1'")), least=1),
        outcomes("a", "c", groups=Groups(by="channel")),
        conversion("c", window_us=2 * DAY, least=1),
        segments(sample=12, detail=True, least=1),
        overlaps(["x: count() > 9", "y: last(event = 'a') > 1970-01-02"]),
    ]
    agreeing.agree_on_files(questions, tmp_path)
    agreeing.agree_on_files(questions, tmp_path, where=rule('event != "d" and price missing'))
