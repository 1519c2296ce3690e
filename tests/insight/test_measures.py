"""The measures against numbers counted by hand (docs/spec/measures.md, I1 to I57)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from insight_worlds import MADE, Worlds, event

from footpath.atlas import load_texts
from footpath.base import BadInputError
from footpath.insight import measure
from footpath.stats import share

ENDS = "{wanted: {text: done, touchpoint: c}}"
SILENCE = "{silence: 10 days}"

# four customers: one does all, one stops after b, one stops after a, one began yesterday (the data end on day 30)
WALKS = [
    event("ann", 0, "a"),
    event("ann", 1, "b"),
    event("ann", 3, "c"),
    event("ben", 0, "a"),
    event("ben", 4, "b"),
    event("cem", 2, "a"),
    event("dan", 29, "a"),
    event("eve", 30, "x"),
]


@pytest.fixture
def walks(world: Worlds) -> Any:
    return world(["a", "b", "c"], WALKS, horizon=SILENCE, ends=ENDS)


def test_I1_a_walk_reaches_a_step_once_however_often_it_is_there(walks: Any) -> None:
    numbers = walks.measure()
    assert numbers.steps("reach") == {"a": (4, 4), "b": (2, 2), "c": (1, 1)}
    assert numbers.of("journey", "j", "reach") == (4, 4)
    assert numbers.of("stage", "stage-b", "reach") == (2, 2)


def test_I1_a_step_that_nobody_passed_has_no_row_and_no_row_is_empty(world: Worlds) -> None:
    numbers = world(["a", "b", "z"], WALKS, horizon=SILENCE).measure()
    assert not [row for row in numbers.run.rows if row.id in ("z", "stage-z")]
    assert not [row for row in numbers.run.rows if row.value is None and not row.floor]


def test_I4_consecutive_events_within_a_session_are_one_visit(world: Worlds) -> None:
    minute = 1 / 1440
    events = [
        event("ann", 0, "a"),
        event("ann", 5 * minute, "a"),
        event("ann", 10 * minute, "b"),
        event("ann", 12 * minute, "a"),
        event("ann", 100 * minute, "a"),
    ]
    numbers = world(["a", "b"], events, horizon=SILENCE).measure()
    assert numbers.of("touchpoint", "a", "visits") == (3, 3)
    assert numbers.of("touchpoint", "b", "visits") == (1, 1)
    assert numbers.of("step", "a", "reach") == (1, 1)


def test_I5_a_touchpoint_at_two_steps_is_met_at_the_next_of_them(world: Worlds) -> None:
    events = [
        event("ann", 0, "call"),
        event("ann", 1, "order"),
        event("ann", 2, "call"),
        event("ben", 0, "call"),
        event("ben", 1, "order"),
    ]
    steps = [("ask", "call"), "order", ("complain", "call")]
    numbers = world(steps, events, horizon=SILENCE).measure()
    assert numbers.steps("reach") == {"ask": (2, 2), "order": (2, 2), "complain": (1, 1)}
    assert numbers.of("touchpoint", "call", "visits") == (3, 3)
    assert numbers.of("transition", "order>complain", "visits") == (1, 1)


def test_I6_an_event_that_only_the_rule_of_an_end_matches_is_no_visit_of_a_touchpoint(world: Worlds) -> None:
    events = [event("ann", 0, "a"), event("ann", 1, "quit")]
    ends = "{unwanted: [{text: gone, when: 'event = \"quit\"'}]}"
    numbers = world(["a", "b"], events, horizon=SILENCE, ends=ends).measure()
    assert numbers.of("touchpoint", "a", "visits") == (1, 1)
    assert numbers.of("outcome", "gone", "outcome", "unwanted") == (1.0, 1)


def test_I7_a_rule_may_begin_a_journey(world: Worlds) -> None:
    events = [event("ann", 0, "b"), event("ann", 1, "a"), event("ben", 0, "b")]
    begins = '{text: somewhere, when: \'event in ("a", "c")\'}'
    numbers = world(["a", "b"], events, horizon=SILENCE, begins=begins).measure()
    assert numbers.of("journey", "j", "reach") == (1, 1)
    assert numbers.steps("reach") == {"a": (1, 1)}


def test_I10_going_on_leaves_out_walks_that_are_still_open(walks: Any) -> None:
    numbers = walks.measure()
    # of a: ann and ben went on, cem was lost, dan is open; of b: ann went on, ben was lost
    assert numbers.steps("share-going-on") == {"a": (2 / 3, 3), "b": (0.5, 2), "c": (1.0, 1)}
    assert numbers.steps("share-lost") == {"a": (1 / 3, 3), "b": (0.5, 2), "c": (0.0, 1)}
    assert numbers.of("stage", "stage-a", "share-going-on") == (2 / 3, 3)
    assert numbers.of("journey", "j", "share-going-on") == (1 / 3, 3)
    row, told = numbers.row("step", "a", "share-lost"), share(1, 3)
    assert (row.low, row.high) == (told.low, told.high)


def test_I10_without_silence_nobody_is_lost(world: Worlds) -> None:
    numbers = world(["a", "b", "c"], WALKS, ends=ENDS).measure()
    assert numbers.steps("share-going-on") == {"a": (1.0, 2), "b": (1.0, 1), "c": (1.0, 1)}
    assert numbers.of("outcome", "censored", "outcome", "censored") == (0.75, 4)


def test_I11_whoever_goes_to_where_a_journey_is_undone_was_lost_before(world: Worlds) -> None:
    events = [*WALKS, event("fay", 0, "a"), event("fay", 1, "quit")]
    ends = "{wanted: {text: done, touchpoint: c}, unwanted: [{text: gone, touchpoint: quit}]}"
    numbers = world(["a", "b", "c", "quit"], events, horizon=SILENCE, ends=ends).measure()
    assert numbers.of("step", "a", "share-going-on") == (0.5, 4)
    assert numbers.row("step", "quit", "share-lost") is None
    assert numbers.row("stage", "stage-quit", "share-lost") is None
    assert numbers.of("transition", "a>gone", "lost-to") == (0.5, 2)
    assert numbers.of("transition", "a>silent", "lost-to") == (0.5, 2)
    assert numbers.row("transition", "quit>gone", "lost-to") is None
    assert numbers.of("step", "quit", "reach") == (1, 1)


def test_I12_without_a_wanted_end_the_last_step_and_the_journey_have_no_share(world: Worlds) -> None:
    numbers = world(["a", "b", "c"], WALKS, horizon=SILENCE).measure()
    assert set(numbers.steps("share-going-on")) == {"a", "b"}
    assert numbers.row("stage", "stage-c", "share-lost") is None
    assert numbers.row("journey", "j", "share-going-on") is None


def test_I20_times_count_from_the_beginning_and_waits_from_the_step_before(walks: Any) -> None:
    numbers = walks.measure()
    day = 86_400
    assert numbers.of("step", "b", "median-time") == (2.5 * day, 2)  # 1 and 4 days
    assert numbers.of("step", "b", "p90-time") == (3.7 * day, 2)
    assert numbers.of("step", "c", "median-time") == (3 * day, 1)
    assert numbers.of("step", "c", "median-wait") == (2 * day, 1)
    assert numbers.row("step", "a", "median-wait") is None
    assert numbers.of("journey", "j", "median-time") == (3 * day, 1)
    assert numbers.of("transition", "a>b", "median-time") == (2.5 * day, 2)
    assert numbers.of("transition", "a>b", "visits") == (2, 2)


def test_I21_a_wait_is_for_the_first_visit_of_a_step_after_the_step_that_came_before_it(
    world: Worlds,
) -> None:
    events = [event("ann", 0, "b"), event("ann", 1, "a"), event("ann", 2, "b"), event("ann", 6, "c")]
    numbers = world(["a", "b", "c"], events, horizon=SILENCE).measure()
    assert numbers.of("transition", "b>a", "median-time") == (86_400, 1)
    assert numbers.of("step", "c", "median-wait") == (5 * 86_400, 1)  # after a, the last step that was new


def test_I30_lost_to_says_how_the_walks_ended_that_went_no_further(walks: Any) -> None:
    numbers = walks.measure()
    assert numbers.of("transition", "a>silent", "lost-to") == (1.0, 1)
    assert numbers.of("transition", "b>silent", "lost-to") == (1.0, 1)
    assert not [r for r in numbers.run.rows if r.measure == "lost-to" and "c>" in r.id]


def test_I31_outcomes_add_up_to_all_walks(walks: Any) -> None:
    numbers = walks.measure()
    shares = {(r.id, r.among): (r.value, r.n) for r in numbers.run.rows if r.measure == "outcome"}
    assert shares == {
        ("done", "wanted"): (0.25, 4),
        ("silent", "silent"): (0.5, 4),
        ("censored", "censored"): (0.25, 4),
    }
    assert numbers.of("outcome", "silent", "reach", "silent") == (2, 2)


def test_I32_a_status_tells_the_end_of_a_case_and_no_time(world: Worlds) -> None:
    events = [
        event("ann", 0, "a", case="1", status="won"),
        event("ann", 1, "b", case="1", status="won"),
        event("ben", 0, "a", case="2", status="lost"),
        event("ann", 2, "a", case="3", status="open"),
        event("eve", 40, "x", case="4", status="open"),
    ]
    ends = "{wanted: [{text: won, value: won}], unwanted: [{text: lost, value: lost}]}"
    numbers = world(["a", "b"], events, horizon=SILENCE, ends=ends, follows="order").measure()
    assert numbers.of("journey", "j", "reach") == (3, 3)  # ann's two orders are two walks
    assert numbers.of("outcome", "won", "outcome", "wanted") == (1 / 3, 3)
    assert numbers.of("step", "a", "share-going-on") == (1 / 3, 3)
    assert numbers.of("transition", "a>lost", "lost-to") == (0.5, 2)
    assert numbers.of("journey", "j", "median-time") == (86_400, 1)


def test_I40_late_is_after_the_promise_and_what_never_came_is_neither(world: Worlds) -> None:
    events = []
    for i, came in enumerate([3.0, 5.0, 7.5, 9.0]):
        events += [event(f"c{i}", 0, "a", case=str(i)), event(f"c{i}", came, "b", case=str(i), promised=5)]
    events.append(event("c9", 0, "a", case="9"))
    numbers = world(["a", "b"], events, horizon=SILENCE, follows="order").measure()
    assert numbers.of("step", "b", "share-late") == (0.5, 4)
    assert numbers.of("step", "b", "median-delay") == (3.25 * 86_400, 2)  # 2.5 and 4 days
    assert numbers.row("step", "a", "share-late") is None


def test_I2_a_number_over_fewer_customers_than_the_floor_is_hidden_with_its_n(world: Worlds) -> None:
    events = [event(f"c{i}", 0, "a") for i in range(5)] + [event("c0", 1, "b"), event("c1", 1, "b")]
    hidden = world(["a", "b"], events, horizon=SILENCE).measure(floor=5)
    assert hidden.of("step", "a", "reach") == (5, 5)
    row = hidden.row("step", "b", "reach")
    assert (row.value, row.n, row.low, row.floor) == (None, 0, None, True)
    assert all(r.value is None and r.n == 0 for r in hidden.run.rows if r.id in ("b", "a>b", "stage-b"))


def test_I2_the_floor_counts_people_not_walks_and_cases_where_nobody_is_named(world: Worlds) -> None:
    same = [event("ann", i * 20, "a") for i in range(6)]
    assert world(["a", "b"], same, horizon=SILENCE).measure(floor=5).row("step", "a", "reach").floor
    named = [event("ann", i, "a", case=str(i)) for i in range(6)]
    assert world(["a", "b"], named, follows="order").measure(floor=5).row("step", "a", "reach").floor
    nameless = [event(None, i, "a", case=str(i)) for i in range(6)]
    assert world(["a", "b"], nameless, follows="order").measure(floor=5).of("step", "a", "reach") == (6, 6)
    assert world(["a", "b"], nameless[:4], follows="order").measure(floor=5).row("step", "a", "reach").floor


def test_I3_where_one_part_is_hidden_another_is_so_that_none_can_be_told_from_the_rest(world: Worlds) -> None:
    events = []
    for i in range(20):
        end = ["quit", "stop", "leave"][(i > 1) + (i > 8)]
        events += [event(f"c{i}", 0, "a"), event(f"c{i}", 1, end)]
    ends = (
        "{unwanted: [{text: q, touchpoint: quit}, {text: s, touchpoint: stop}, {text: l, touchpoint: leave}]}"
    )
    numbers = world(["a", "b"], events, touchpoints=["quit", "stop", "leave"], horizon=SILENCE, ends=ends)
    parts = {r.id: r.floor for r in numbers.measure(floor=5).run.rows if r.measure == "lost-to"}
    assert parts == {"a>q": True, "a>s": True, "a>l": False}


def test_I9_the_same_evidence_gives_the_same_record_whatever_the_order_of_its_rows(world: Worlds) -> None:
    rows = list(WALKS)
    first = world(["a", "b", "c"], rows, horizon=SILENCE, ends=ENDS).measure().run
    random.Random(3).shuffle(rows)
    assert world(["a", "b", "c"], rows, horizon=SILENCE, ends=ENDS).measure().run == first


def test_I8_periods_are_days_of_the_atlas_s_zone_and_every_number_has_one(world: Worlds) -> None:
    events = [event("ann", 0, "a"), event("ann", 3 + 22 / 24, "a")]
    numbers = world(["a", "b"], events, horizon=SILENCE, zone="Asia/Tokyo").measure()
    assert {(str(r.from_), str(r.to)) for r in numbers.run.rows} == {("1970-01-01", "1970-01-05")}
    assert {r.source for r in numbers.run.rows} == {"s"}
    assert {r.measure for r in numbers.run.rows} <= set(numbers.run.definitions)


def test_a_journey_without_rules_says_what_to_write(world: Worlds) -> None:
    opened = world(["a"], WALKS)
    texts = {**opened.loaded.texts, "touchpoints.yaml": "footpath: 1\ntouchpoints:\n  - {id: a, title: A}\n"}
    loaded = load_texts(texts)
    with pytest.raises(BadInputError, match="none of its touchpoints has a rule") as told:
        measure(loaded, opened.evidence, loaded.atlas.journeys[0], made=MADE)
    assert told.value.problems[0].code == "unbound-journey"
