"""What people do on their way and the map does not show, counted by hand (docs/spec/measures.md, I45)."""

from __future__ import annotations

import pytest
from insight_worlds import Worlds, event

ENDS = "{wanted: {text: done, touchpoint: c}}"
SILENCE = "{silence: 10 days}"

# on their ways: ann a x a b c (one of five unknown), ben a x y b (two of four), cem b alone; elsewhere nothing counts
WAYS = [
    event("ann", 0, "x"),
    event("ann", 1, "a"),
    event("ann", 1.01, "x"),
    event("ann", 1.02, "a"),
    event("ann", 2, "b"),
    event("ann", 3, "c"),
    event("ann", 4, "x"),
    event("ben", 0, "a"),
    event("ben", 1, "x"),
    event("ben", 2, "y"),
    event("ben", 3, "b"),
    event("ben", 4, "y"),
    event("cem", 5, "b"),
    event("dan", 5, "x"),
]


def test_I45_unmapped_is_what_no_visit_holds_between_beginning_and_end(world: Worlds) -> None:
    numbers = world(["a", "b", "c"], WAYS, horizon=SILENCE, ends=ENDS).measure()
    row = numbers.row("journey", "j", "share-unmapped")
    assert row is not None
    assert (row.value, row.n, row.unit, row.low, row.high) == (0.3, 10, "share", None, None)
    assert numbers.run.definitions["share-unmapped"].startswith("Of the events of those on this way")


def test_I45_between_two_walks_nothing_counts(world: Worlds) -> None:
    days = ((0, "a"), (1, "x"), (2, "c"), (3, "x"), (4, "a"), (5, "b"))
    events = [event("ann", day, name) for day, name in days]
    numbers = world(
        ["a", "b", "c"], events, horizon=SILENCE, ends=ENDS, begins="{text: a, touchpoint: a}"
    ).measure()
    assert numbers.of("journey", "j", "share-unmapped") == (pytest.approx(1 / 5), 5)


def test_I45_a_case_counts_its_own_events(world: Worlds) -> None:
    events = [
        event("ann", 0, "a", case="1"),
        event("ann", 1, "x", case="2"),
        event("ann", 2, "x", case="1"),
        event("ann", 3, "x"),
        event("ann", 4, "c", case="1"),
    ]
    numbers = world(["a", "c"], events, ends=ENDS, follows="case").measure()
    assert numbers.of("journey", "j", "share-unmapped") == (pytest.approx(1 / 3), 3)


def test_I45_the_rule_of_an_end_stands_on_the_map(world: Worlds) -> None:
    events = [event("ann", 0, "a"), event("ann", 1, "x"), event("ann", 2, "quit")]
    ends = "{unwanted: [{text: gone, when: 'event = \"quit\"'}]}"
    numbers = world(["a"], events, horizon=SILENCE, ends=ends).measure()
    assert numbers.of("journey", "j", "share-unmapped") == (pytest.approx(1 / 3), 3)


def test_I45_a_map_that_knows_all_leaves_out_nothing_and_few_people_are_hidden(world: Worlds) -> None:
    events = [event(who, day, name) for who in ("ann", "ben") for day, name in enumerate("aabc")]
    small = world(["a", "b", "c"], events, horizon=SILENCE, ends=ENDS)
    assert small.measure().of("journey", "j", "share-unmapped") == (0.0, 8)
    hidden = small.measure(floor=3).row("journey", "j", "share-unmapped")
    assert hidden is not None
    assert (hidden.value, hidden.n, hidden.floor) == (None, 0, True)
