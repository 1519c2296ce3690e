"""Times to an outcome, rule by rule, and a textbook table of remission times through the engine."""

from __future__ import annotations

import dataclasses
import importlib.util
import math
import random
from pathlib import Path

import pytest

from footpath.base import DAY, BadInputError
from footpath.engines import SourceFacts
from footpath.mining import Groups, Result, named, outcomes
from footpath.mining.part import Part
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"outcomes_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event = tables.event


def ask(question, events):
    return TABLES.ask(question, TABLES.events(events)).to_pylist()


# Freireich et al. 1963, Blood 21(6), 699-716; printed in Kleinbaum and Klein, Survival Analysis (2012), table 1.1:
# weeks in remission, and whether it ended. The data are facts and in every textbook.
MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
WEEK, END = 7 * DAY, 400 * DAY


def trial():
    """The trial as events: a censored patient came in so long before the end of the data."""
    events = [event(None, END, "report")]
    arms = [("6-MP", weeks, ended) for weeks, ended in zip(MP, ENDED, strict=True)]
    arms += [("placebo", weeks, 1) for weeks in PLACEBO]
    for patient, (arm, weeks, ended) in enumerate(arms):
        start = 0 if ended else END - weeks * WEEK
        events.append(event(patient, start, "remission", case=arm))
        if ended:
            events.append(event(patient, start + weeks * WEEK, "relapse"))
    return events


def test_m193_the_curve_of_the_textbook_to_its_digits():
    """Kleinbaum and Klein 2012, section 2.II: .8571 .8067 .7529 .6902 .6275 .5378 .4482 at 6, 7, 10, 13, 16, 22, 23 weeks."""
    rows = ask(outcomes("remission", "relapse", groups=Groups(by="case_id"), curve=True), trial())
    mp = [row for row in rows if row["segment"] == "6-MP"]
    assert [row["time_s"] / (7 * 86400) for row in mp] == [6, 7, 10, 13, 16, 22, 23]
    assert [round(1 - row["reached"], 4) for row in mp] == [
        0.8571,
        0.8067,
        0.7529,
        0.6902,
        0.6275,
        0.5378,
        0.4482,
    ]
    assert [row["at_risk"] for row in mp] == [21, 17, 15, 12, 11, 7, 6]
    assert [row["goals"] for row in mp] == [3, 4, 5, 6, 7, 8, 9]
    assert (round(1 - mp[0]["high"], 3), round(1 - mp[0]["low"], 3)) == (0.620, 0.952)
    placebo = [1 - row["reached"] for row in rows if row["segment"] == "placebo"]
    assert [round(s, 2) for s in placebo] == [
        0.90,
        0.81,
        0.76,
        0.67,
        0.57,
        0.38,
        0.29,
        0.19,
        0.14,
        0.10,
        0.05,
        0,
    ]


def test_m194_the_medians_and_m195_the_log_rank_test_of_the_textbook():
    """Kleinbaum and Klein 2012, sections 2.II and 2.IV: medians 23 and 8 weeks; expected 19.25 and 10.75; 16.793, p < .0001."""
    mp, placebo = ask(outcomes("remission", "relapse", groups=Groups(by="case_id")), trial())
    assert (mp["segment"], mp["customers"], mp["goals"], mp["censored"]) == ("6-MP", 21, 9, 12)
    weeks = [
        None if row is None else row / (7 * 86400) for row in (mp["median_s"], mp["low_s"], mp["high_s"])
    ]
    assert weeks == [23, 13, None]
    assert placebo["median_s"] / (7 * 86400) == 8
    assert (round(mp["expected"], 2), round(placebo["expected"], 2)) == (19.25, 10.75)
    assert mp["p"] == placebo["p"] == pytest.approx(4.17e-5, rel=1e-3)


def test_m190_from_the_first_start_to_the_first_goal_after_it():
    events = [
        event(1, 0, "goal"),
        event(1, 10, "start", arrival=1),
        event(1, 20, "start", arrival=2),
        event(1, 50, "goal", arrival=3),
        event(1, 60, "goal", arrival=4),
        event(2, 5, "goal", arrival=5),
        event(2, 5, "start", arrival=6),  # the goal stands before it in the order of M1
        event(3, 5, "start", arrival=7),
        event(3, 5, "goal", arrival=8),
        event(4, 5, "goal", arrival=9),
    ]
    rows = ask(outcomes("start", "goal", curve=True), events)
    assert [(row["time_s"], row["at_risk"], row["goals"]) for row in rows] == [(0, 3, 1), (40e-6, 2, 2)]
    again = ask(outcomes("start", "start", curve=True), events)
    assert [(row["time_s"], row["at_risk"]) for row in again] == [(10e-6, 3)]


def test_m191_without_a_goal_watched_to_the_end_of_the_whole_source():
    events = [event(1, 0, "start"), event(2, 0, "start"), event(2, 50, "goal"), event(None, 100, "other")]
    asked = outcomes("start", "goal")
    part = dataclasses.replace(asked, part=Part(where=rule('event != "other"')))
    for one in (asked, part):
        table = TABLES.events(events)
        rows = TABLES.fetch(one.portable(table)).to_pylist()
        assert {(r["watched_us"], r["reached"]) for r in rows if r["segment"]} == {(100, False), (50, True)}
    ended = dataclasses.replace(asked, until_us=50)
    rows = TABLES.fetch(ended.portable(TABLES.events(events))).to_pylist()
    assert [(r["watched_us"], r["reached"], r["customers"]) for r in rows if r["segment"]] == [(50, False, 2)]


def test_m192_nobody_is_watched_for_longer_than_the_window():
    events = [event(c, 0, "start") for c in range(3)]
    events += [event(0, 10, "goal"), event(1, 11, "goal"), event(None, 99, "end")]
    (row,) = ask(outcomes("start", "goal", window_us=10), events)
    assert (row["segment"], row["customers"], row["goals"], row["censored"]) == ("(all)", 3, 1, 2)
    assert row["reached"] == pytest.approx(1 / 3)
    assert (row["p"], row["expected"], row["median_s"]) == (None, None, None)


def test_m195_no_test_where_segments_overlap():
    rules = (named("all: count() >= 1", over="customers"), named("two: count() >= 2", over="customers"))
    asked = outcomes("start", "goal", groups=Groups(rules=rules))
    events = [event(1, 0, "start"), event(1, 1, "goal"), event(2, 0, "start")]
    rows = TABLES.fetch(asked.portable(TABLES.events(events)))
    result = asked.complete(Result("", "", SourceFacts(0, 0), asked.finish(rows)), rows)
    assert [(r["segment"], r["customers"], r["p"]) for r in result.to_dicts()] == [
        ("all", 2, None),
        ("two", 1, None),
    ]
    assert result.notes[0].startswith("1 customers are in several segments")


def test_long_curves_are_thinned_evenly_and_keep_their_end():
    events = [e for c in range(50) for e in (event(c, 0, "start"), event(c, c + 1, "goal"))]
    whole = ask(outcomes("start", "goal", curve=True), events)
    few = ask(outcomes("start", "goal", curve=True, points=5), events)
    assert len(whole) == 50
    assert [row["time_s"] for row in few] == [whole[i]["time_s"] for i in (0, 12, 24, 37, 49)]
    assert few[-1] == whole[-1]


def test_a_planted_wait_is_covered_by_its_interval():
    rng, covered = random.Random(1), 0
    asked = outcomes("start", "goal")
    query = None
    for _ in range(60):
        events = [event(None, 3 * DAY, "end")]
        for customer in range(60):
            start, wait = rng.randrange(2 * DAY), int(rng.expovariate(1 / DAY))
            events.append(event(customer, start, "start"))
            if start + wait <= 3 * DAY:
                events.append(event(customer, start + wait, "goal"))
        table = TABLES.events(events)
        query = query or TABLES.backend.compile(asked.portable(table))
        (row,) = asked.finish(TABLES.connection.sql(query).to_arrow_table()).to_pylist()
        high = math.inf if row["high_s"] is None else row["high_s"]
        covered += row["low_s"] <= math.log(2) * 86400 <= high
    assert covered >= 53


def test_what_cannot_be_asked_is_refused():
    for how in ({"window_us": 0}, {"points": 1}, {"groups": Groups(by="x", is_test=True)}):
        with pytest.raises(BadInputError):
            outcomes("a", "b", **how)
