"""Comparison, rule by rule, on events small enough to count by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from footpath.base import DAY, HOUR, MINUTE, BadInputError
from footpath.engines import SourceFacts
from footpath.mining import (
    Groups,
    Period,
    Result,
    compare,
    follow,
    goal,
    mean_of,
    named,
    period,
    sum_of,
)
from footpath.stats import difference_of_shares, shares_differ


def _load(name):
    spec = importlib.util.spec_from_file_location(f"compare_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event = tables.event


def ask(question, events):
    return TABLES.ask(question, TABLES.events(events)).to_pylist()


def shop(buyers, n, kind, start=0):
    """n customers of a kind who look, so many of whom buy a minute later."""
    events = []
    for i in range(n):
        events.append(event(start + i, i * HOUR, "look", case=kind))
        if i < buyers:
            events.append(event(start + i, i * HOUR + MINUTE, "buy", case=kind))
    return events


def completed(question, events, to_us=None):
    """The result as `run` makes it, with its notes."""
    table = TABLES.events(events)
    rows = TABLES.fetch(question.portable(table))
    facts = SourceFacts(rows=len(events), customers=0, to_us=to_us)
    result = Result(question.command, question.definition, facts, question.finish(rows))
    return question.complete(result, rows)


def test_m170_a_customer_is_where_the_first_event_that_has_it_says():
    events = [
        event(1, 0, "look"),
        event(1, 1, "look", case="a", arrival=1),
        event(1, 2, "buy", case="b", arrival=2),
        event(2, 0, "look", case="b", arrival=3),
        event(3, 0, "look", arrival=4),
        event(None, 0, "buy", case="b", arrival=5),
    ]
    (row,) = ask(compare([goal("buy")], Groups(by="case_id"), base="b", least=1), events)
    assert (row["group"], row["customers"], row["base_customers"]) == ("a", 1, 1)
    assert (row["value"], row["base_value"]) == (1, 0)


def test_m170_rules_over_customers_may_overlap_and_name_properties():
    events = shop(2, 3, "a") + shop(1, 2, "b", start=10)
    rules = Groups(
        rules=(named("all: count() >= 1", over="customers"), named('case_id = "a"', over="customers"))
    )
    (row,) = ask(compare([goal("buy")], rules, least=1), events)
    assert (row["base"], row["group"]) == ("all", 'case_id = "a"')
    assert (row["customers"], row["base_customers"]) == (3, 5)
    assert (row["value"], row["base_value"]) == (pytest.approx(2 / 3), pytest.approx(3 / 5))


def test_m171_the_four_measures():
    events = [
        event(1, 0, "look", case="a"),
        event(1, 10 * MINUTE, "buy", case="a", arrival=1),
        event(1, 20 * MINUTE, "look", case="a", arrival=2),
        event(2, 0, "look", case="b", arrival=3),
        event(2, HOUR, "buy", case="b", arrival=4),
    ]
    asked = compare(
        [goal("buy"), sum_of("arrival"), mean_of("arrival"), follow("look > buy")],
        Groups(by="case_id"),
        least=1,
    )
    rows = {row["measure"]: (row["value"], row["base_value"]) for row in ask(asked, events)}
    assert rows["buy"] == (1, 1)
    assert rows["sum of arrival"] == (7, 3)
    assert rows["mean of arrival"] == (3.5, 1)
    assert rows["look > buy"] == (0, 0.5)  # an hour is another session


def test_m172_the_base_is_the_one_named_else_the_first_else_the_largest():
    events = shop(1, 2, "small") + shop(1, 3, "large", start=10)
    assert ask(compare([goal("buy")], Groups(by="case_id"), least=1), events)[0]["base"] == "large"
    row = ask(compare([goal("buy")], Groups(by="case_id"), base="small", least=1), events)[0]
    assert (row["base"], row["group"]) == ("small", "large")
    assert row["difference"] == pytest.approx(1 / 3 - 1 / 2)


def test_m173_shares_have_newcombes_interval_and_sums_welchs():
    events = shop(20, 50, "a") + shop(30, 60, "b", start=100)
    share, total = ask(compare([goal("buy"), sum_of("arrival")], Groups(by="case_id"), base="b"), events)
    exact = difference_of_shares(20, 50, 30, 60)
    assert [share[name] for name in ("difference", "low", "high")] == pytest.approx(
        [exact.value, exact.low, exact.high]
    )
    assert share["p"] == pytest.approx(shares_differ(20, 50, 30, 60).p)
    sums = {}
    for e in (e | {"arrival": i} for i, e in enumerate(events)):
        sums.setdefault(e["case"], {}).setdefault(e["customer"], 0)
        sums[e["case"]][e["customer"]] += e["arrival"]
    a, b = (np.array(list(sums[name].values()), float) for name in "ab")
    error = (a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)) ** 0.5
    assert total["difference"] == pytest.approx(a.mean() - b.mean())
    assert (total["high"] - total["difference"]) / error == pytest.approx(
        1.99, abs=0.02
    )  # t with about 100 degrees


def test_m174_the_same_customers_in_both_are_not_counted_as_others():
    events = [
        e
        for customer in range(60)
        for e in (
            event(customer, customer, "look"),
            event(customer, customer + 1, "buy" if customer % 2 else "go"),
            event(customer, DAY + customer, "look"),
            event(customer, DAY + customer + 1, "buy" if customer % 2 else "go"),
        )
    ]
    one, two = Period("one", 0, DAY), Period("two", DAY, 2 * DAY)
    (row,) = ask(compare([goal("buy")], Groups(periods=(one, two))), events)
    assert (row["value"], row["base_value"], row["difference"]) == (0.5, 0.5, 0)
    assert (row["low"], row["high"]) == (pytest.approx(0, abs=1e-6), pytest.approx(0, abs=1e-6))


def test_m175_small_groups_are_shown_and_not_looked_at_and_the_smallest_sample_is_said():
    events = shop(10, 40, "a") + shop(20, 50, "b", start=100) + shop(1, 29, "c", start=200)
    asked = compare([goal("buy"), goal("look")], Groups(by="case_id"))
    result = completed(asked, events)
    few = [row for row in result.to_dicts() if row["group"] == "c"]
    assert [row["customers"] for row in few] == [29, 29]
    assert {row[name] for row in few for name in ("difference", "low", "p", "q")} == {None}
    compared = next(row for row in result.to_dicts() if row["group"] == "a" and row["measure"] == "buy")
    assert compared["q"] == pytest.approx(2 * compared["p"])
    assert result.notes[0].startswith("Looked at 2 differences")
    assert "the smallest sample has 40 customers" in result.notes[0]
    assert "1 groups are not compared" in result.notes[1]


def test_m176_exposure_counts_once_and_nothing_before_it():
    events = [
        event(1, 0, "buy"),
        event(1, 1, "seen", case="a", arrival=1),
        event(1, 2, "seen", case="b", arrival=2),
        event(1, 3, "seen", case="a", arrival=3),
        event(2, 0, "seen", case="b", arrival=4),
        event(2, 1, "buy", arrival=5),
        event(3, 0, "look", case="a", arrival=6),
    ]
    test = Groups(by="case_id", is_test=True, exposure=named("seen").when)
    mixed, row = ask(compare([goal("buy")], test, least=1, base="a"), events)
    assert (mixed["measure"], mixed["customers"], mixed["base_customers"]) == ("(several variants)", 1, 2)
    assert (row["customers"], row["base_customers"], row["value"], row["base_value"]) == (1, 1, 1, 0)


def test_m177_a_split_that_is_not_as_planned_is_said_before_any_result():
    events = shop(50, 400, "a") + shop(50, 300, "b", start=1000)
    asked = compare([goal("buy")], Groups(by="case_id", is_test=True, split=(("a", 50), ("b", 50))))
    result = completed(asked, events)
    rows = result.to_dicts()
    assert [row["measure"] for row in rows] == ["(sample ratio)"] * 2 + ["(several variants)", "buy"]
    assert (rows[0]["customers"], rows[0]["value"], rows[0]["base_value"]) == (400, pytest.approx(4 / 7), 0.5)
    assert rows[0]["p"] == pytest.approx(0.000157, abs=1e-6)
    assert "sample ratio mismatch" in result.notes[0]
    (problem,) = asked.warnings(result)
    assert problem.code == "sample-ratio-mismatch"
    fair = completed(asked, shop(50, 400, "a") + shop(50, 390, "b", start=1000))
    assert asked.warnings(fair) == []
    assert fair.notes[0].startswith("The split is as planned")
    unplanned = completed(asked, events + shop(1, 1, "c", start=5000))
    assert unplanned.to_dicts()[0]["p"] == 0


def test_m178_a_period_that_is_not_over_is_marked():
    periods = (period("1970-01-01..1970-01-01"), period("1970-01-02..1970-01-03"))
    events = [*shop(2, 3, None), event(9, DAY, "buy")]
    result = completed(compare([goal("buy")], Groups(periods=periods), least=1), events, to_us=2 * DAY)
    assert (periods[1].from_us, periods[1].to_us) == (DAY, 3 * DAY)
    assert "The period 1970-01-02..1970-01-03 is not over" in result.notes[0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: compare([], Groups(by="case_id")),
        lambda: compare([goal("a")], Groups()),
        lambda: compare([goal("a"), goal("a")], Groups(by="case_id")),
        lambda: compare([goal("a")], Groups(by="x", rules=(named("y = 1", over="customers"),))),
        lambda: compare([goal("a")], Groups(by="x", is_test=True, split=(("a", 0.0),))),
        lambda: compare([goal("a")], Groups(periods=(Period("p", 0, 1), Period("p", 1, 2)))),
        lambda: compare([goal("a")], Groups(by="x", is_test=True, split=(("a", 1.0),)), base="z"),
        lambda: period("2024-01-01"),
        lambda: period("2024-02-01..2024-01-01"),
        lambda: follow("view"),
    ],
)
def test_what_cannot_be_compared_is_refused(make):
    with pytest.raises(BadInputError) as error:
        make()
    assert error.value.problems[0].code == "question-parameter"


def test_a_column_that_is_not_there_or_holds_no_numbers():
    with pytest.raises(BadInputError) as error:
        ask(compare([goal("a")], Groups(by="chanel")), shop(1, 1, "a"))
    assert "channel" in str(error.value)
    with pytest.raises(BadInputError, match="holds no numbers"):
        ask(compare([sum_of("channel")], Groups(by="case_id")), shop(1, 1, "a"))


def test_traits_of_customers_stand_before_properties_of_events():
    table = TABLES.events(shop(1, 4, "a"))
    traits = (
        table.select("customer_key")
        .distinct()
        .mutate(country=(table.select("customer_key").distinct().customer_key % 2).cast("string"))
    )
    asked = compare(
        [goal("buy")],
        Groups(rules=(named('country = "0"', over="customers"), named('country = "1"', over="customers"))),
        least=1,
    )
    workspace = SimpleNamespace(customers=traits)
    asked = asked.looked(workspace, where=None, zone="UTC")
    (row,) = TABLES.ask(asked, table).to_pylist()
    assert (row["customers"], row["base_customers"], row["base_value"]) == (2, 2, 0.5)
