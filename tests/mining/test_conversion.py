"""What goes with conversion, rule by rule; and that nothing is found where there is nothing."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest

from footpath.base import DAY, MINUTE, BadInputError
from footpath.engines import SourceFacts
from footpath.mining import Result, conversion, named
from footpath.stats import difference_of_shares, shares_differ


def _load(name):
    spec = importlib.util.spec_from_file_location(
        f"conversion_{name}", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event = tables.event


def ask(question, events):
    return TABLES.ask(question, TABLES.events(events)).to_pylist()


END = event(99, 30 * DAY, "late")


def told(question, events):
    return {(row["property"], row["value"]): row for row in ask(question, events)}


def completed(question, events):
    rows = TABLES.fetch(question.portable(TABLES.events(events)))
    result = Result(question.command, question.definition, SourceFacts(0, 0), question.finish(rows))
    return question.complete(result, rows)


def test_m180_one_window_a_customer_and_open_ones_are_left_out():
    events = [
        event(1, 0, "a"),
        event(1, DAY, "goal"),  # at the end of the window: inside
        event(2, 0, "a"),
        event(2, DAY + 1, "goal"),
        event(3, 0, "b"),
        event(4, 29 * DAY + 1, "a"),  # its window is not over
        event(4, 29 * DAY + 2, "goal"),
        END,
    ]
    result = completed(conversion("goal", window_us=DAY, properties=[], least=1), events)
    rows = {row["value"]: row for row in result.to_dicts()}
    assert (rows["a"]["customers_with"], rows["a"]["rate_with"], rows["a"]["rate_without"]) == (2, 0.5, 0)
    assert "3 customers, 1 of whom reached the goal" in result.notes[0]
    assert result.notes[1].startswith("2 customers are left out: their window is not over")


def test_m181_only_what_comes_at_an_earlier_instant_than_the_first_goal():
    events = [
        event(1, 0, "a"),
        event(1, 5, "same instant"),
        event(1, 5, "goal"),
        event(1, 6, "after"),
        event(1, 7, "goal"),
        event(2, 0, "a"),
        event(2, DAY, "after"),
        event(2, DAY + 1, "beyond"),
        event(3, 0, "goal"),
        event(3, 1, "after"),
        event(4, 0, "x"),
        END,
    ]
    result = completed(conversion("goal", window_us=DAY, properties=[], least=1), events)
    rows = {row["value"]: (row["customers_with"], row["rate_with"]) for row in result.to_dicts()}
    assert rows == {"a": (2, 0.5), "after": (1, 0), "x": (1, 0)}
    assert any("the goal came with their first event" in note for note in result.notes)


def test_m182_an_early_part_alone():
    events = [
        event(1, 0, "a"),
        event(1, MINUTE, "b"),
        event(1, 2 * MINUTE, "goal"),
        event(2, 0, "a"),
        event(2, 1, "goal"),  # before the early part is over: left out
        event(3, 0, "c"),
        END,
    ]
    asked = conversion("goal", window_us=DAY, properties=[], least=1, early_us=MINUTE)
    rows = {row["value"]: (row["customers_with"], row["rate_with"]) for row in ask(asked, events)}
    assert rows == {"a": (1, 1), "c": (1, 0)}


def test_m183_rates_difference_interval_and_p_of_every_value():
    events = [END]
    for customer in range(40):
        events.append(event(customer, 0, "a", case="k1" if customer < 25 else None))
        if customer % 3 == 0:
            events.append(event(customer, 1, "goal"))
    asked = conversion("goal", window_us=DAY, properties=["case_id", "channel"], least=15)
    (row,) = ask(asked, events)  # "a" is of all, so nobody is without it
    hits, others = sum(c % 3 == 0 for c in range(25)), sum(c % 3 == 0 for c in range(25, 40))
    exact = difference_of_shares(hits, 25, others, 15)
    assert (row["property"], row["value"], row["customers_with"], row["customers_without"]) == (
        "case_id",
        "k1",
        25,
        15,
    )
    assert (row["rate_with"], row["rate_without"]) == (hits / 25, others / 15)
    assert (row["difference"], row["low"], row["high"]) == (exact.value, exact.low, exact.high)
    assert row["p"] == shares_differ(hits, 25, others, 15).p
    assert ask(conversion("goal", window_us=DAY, least=16), events) == []


def test_m184_q_is_over_all_tests_and_their_number_is_shown():
    rows = ask(conversion("goal", window_us=DAY, properties=[], least=5), random_journeys(7))
    assert {row["tests"] for row in rows} == {len(rows)}
    assert all(row["q"] >= row["p"] for row in rows)
    assert [row["q"] for row in rows] == sorted(row["q"] for row in rows)


def random_journeys(seed, customers=150, lift=0.0):
    """Each customer does some of six things; then, whatever they did, three of ten reach the goal (more of those with a)."""
    rng = random.Random(seed)
    events = [END]
    for customer in range(customers):
        did = [name for name in "abcdef" if rng.random() < 0.4] or ["a"]
        rng.shuffle(did)
        times = sorted(rng.randrange(10 * MINUTE) for _ in did)
        events += [event(customer, t, name) for t, name in zip(times, did, strict=True)]
        if rng.random() < 0.3 + (lift if "a" in did else 0):
            events.append(event(customer, 10 * MINUTE + rng.randrange(MINUTE), "goal"))
    return events


def test_m184_false_discoveries_are_at_most_five_percent_where_nothing_goes_with_the_goal():
    asked = conversion("goal", window_us=DAY, properties=[], least=20)
    query = TABLES.backend.compile(
        asked.portable(TABLES.events(random_journeys(0)))
    )  # once: it takes longest
    found = 0
    for seed in range(200):
        TABLES.events(random_journeys(seed))
        rows = asked.finish(TABLES.connection.sql(query).to_arrow_table())
        found += any(q <= 0.05 for q in rows["q"].to_pylist())
    assert found <= 10


def test_what_is_planted_is_found_within_its_interval():
    covered = []
    for seed in range(20):
        row = told(
            conversion("goal", window_us=DAY, properties=[], least=20), random_journeys(seed, 400, 0.3)
        )["event", "a"]
        assert row["q"] <= 0.05
        covered.append(row["low"] <= 0.3 <= row["high"])
    assert sum(covered) >= 17


def test_m185_ids_and_a_cases_status_are_not_looked_at_unless_asked_for():
    events = [event(c, 0, "a", case=f"k{c % 2}", status="done" if c % 2 else "open") for c in range(10)] + [
        END
    ]
    assert ask(conversion("goal", window_us=DAY, least=2), events) == []
    assert len(ask(conversion("goal", window_us=DAY, properties=["case_status"], least=2), events)) == 2


def test_m186_it_is_called_an_association():
    assert "associations" in conversion("goal").definition


@pytest.mark.parametrize(
    "how", [{"window_us": 0}, {"least": 0}, {"early_us": 0}, {"window_us": 1, "early_us": 2}]
)
def test_what_cannot_be_asked_is_refused(how):
    with pytest.raises(BadInputError):
        conversion("goal", **how)


def test_a_goal_may_be_a_rule():
    asked = conversion(named('big: event = "buy" and arrival > 1'), window_us=DAY, properties=[], least=1)
    events = [event(1, 0, "a"), event(1, 1, "buy"), event(2, 0, "b"), event(2, 1, "buy"), END]
    rows = {row["value"]: row["rate_with"] for row in ask(asked, events)}
    assert rows == {"a": 0, "b": 1, "buy": 0}
