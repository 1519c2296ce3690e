"""Planted truth: a million events, clean and as they come, and all that the generator counted of them is what Footpath says.

What it counted (`exact` in its truth.json) is equal, to the last count; what it drew from (`planted`) lies inside an interval.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np
import pytest

from footpath.base import DAY, us_to_datetime
from footpath.mining import (
    ALL,
    ATTRIBUTION_MODELS,
    Groups,
    attribution,
    compare,
    events_of,
    flows,
    follow,
    funnel,
    loops,
    paths,
    retention,
    run,
    sequences,
    sessions,
    transitions,
    transitions_by,
    waits,
)
from footpath.rules import rule

START_US = 1_735_689_600_000_000
"""2025-01-01, the generator's first day."""


@pytest.fixture(scope="module")
def truth(plant, options, most):
    return plant(most, options)


@pytest.fixture(scope="module")
def planted(truth, engine_url):
    with truth.opened(engine_url) as workspace:
        yield workspace, truth


def inner(rows):
    """Return the occurrences of each pair, without beginnings and ends."""
    return {
        f"{row['from']}>{row['to']}": row["occurrences"]
        for row in rows
        if row["from"] != "(begin)" and row["to"] != "(end)"
    }


def test_m8_facts_and_how_often_each_event_is(planted):
    workspace, truth = planted
    facts = workspace.facts
    assert (facts.rows, facts.customers) == (truth.exact["n_events"], truth.exact["n_users"])
    assert (facts.duplicates > 0) is truth.is_dirty
    assert 0.05 < facts.share_of_ties < 0.11 if truth.is_dirty else facts.ties == 0
    rows = run(transitions(), workspace).to_dicts()
    into = Counter()
    for row in rows:
        into[row["to"]] += row["occurrences"]
    assert into.pop("(end)") == truth.exact["n_users"]
    assert into == {name: n for name, n in truth.exact["event_counts"].items() if n}
    events = events_of(workspace)
    spent = workspace.fetch(events.agg(sum=events.value.sum()))["sum"][0].as_py()
    assert float(spent) == pytest.approx(truth.exact["revenue_sum"], abs=0.006)


def test_m10_sessions(planted):
    workspace, truth = planted
    row = run(sessions(summary=True), workspace).to_dicts()[0]
    assert (row["sessions"], row["customers"]) == (truth.exact["n_sessions"], truth.exact["n_users"])


@pytest.mark.parametrize(("within", "planted_as"), [("customer", "dfg_user"), ("session", "dfg_session")])
def test_m50_transitions(planted, within, planted_as):
    workspace, truth = planted
    rows = run(transitions(within=within), workspace).to_dicts()
    assert inner(rows) == truth.exact[planted_as]
    if within == "session":
        begins = {row["to"]: row["occurrences"] for row in rows if row["from"] == "(begin)"}
        ends = {row["from"]: row["occurrences"] for row in rows if row["to"] == "(end)"}
        assert begins == {name: n for name, n in truth.exact["session_start"].items() if n}
        assert ends == {name: n for name, n in truth.exact["session_end"].items() if n}


def test_m61_funnel(planted):
    workspace, truth = planted
    told = truth.exact["funnel"]
    asked = funnel(told["steps"], window_us=told["window_s"] * 1_000_000)
    assert run(asked, workspace).rows["count"].to_pylist() == told["reached_at_least"]


def test_m70_variants(planted):
    workspace, truth = planted
    told = truth.exact["session_variants"]
    rows = run(paths(within="session", top=2 * told["distinct"]), workspace).to_dicts()
    assert len(rows) == told["distinct"]
    assert sum(row["count"] for row in rows) == truth.exact["n_sessions"]
    assert [row["count"] for row in rows[:100]] == [row["n"] for row in told["top"]]
    counts = {tuple(row["path"]): row["count"] for row in rows}
    assert all(counts[tuple(row["variant"])] == row["n"] for row in told["top"] if row["variant"])


def test_m92_retention_by_day(planted):
    workspace, truth = planted
    rows = [row for row in run(retention(upto=60), workspace).to_dicts() if row["cohort"] != ALL]
    total, by_cohort = Counter(), defaultdict(dict)
    for row in rows:
        total[row["offset"]] += row["returned"] or 0
        by_cohort[row["cohort"]][row["offset"]] = row["returned"] or 0
    assert [total[n] for n in range(61)] == truth.exact["retention"]["total_by_day_n"]
    for day, counts in enumerate(truth.exact["retention"]["cohorts_first_30"]):
        name = f"{us_to_datetime(START_US + day * DAY):%Y-%m-%d}"
        if any(counts):
            assert [by_cohort[name][n] for n in range(61)] == counts


def test_m110_m114_channels_and_their_removal_effects(planted):
    workspace, truth = planted
    exact = truth.exact["attribution"]
    rows = {
        (row["model"], row["channel"]): row
        for row in run(attribution("purchase", model=ATTRIBUTION_MODELS), workspace).to_dicts()
    }
    for channel, effect in exact["removal_effect"].items():
        assert rows["markov", channel]["removal_effect"] == pytest.approx(effect, abs=1e-9)
        assert rows["markov", channel]["share"] == pytest.approx(exact["share"][channel], abs=1e-9)
    counts = np.array(exact["counts"])
    goal, start = exact["states"].index("CONV"), exact["states"].index("START")
    names = exact["states"][:8]
    # A session from which the path comes to the goal is its last.
    last = {name: rows["last", name]["credit"] for name in names}
    assert last == dict(zip(names, counts[:8, goal], strict=True))
    outcomes = int(counts[:, goal].sum())
    assert exact["p_conversion"] == pytest.approx(outcomes / counts[start].sum())
    for model in ATTRIBUTION_MODELS:
        assert sum(rows[model, name]["credit"] for name in names) == pytest.approx(outcomes)
    for name, count in zip(names, counts[:8].sum(axis=1), strict=True):
        rate = exact["session_conversion_rate_before_first_purchase"][name]
        assert last[name] / count == pytest.approx(rate)


def test_m120_the_bottleneck(planted):
    workspace, truth = planted
    rows = run(waits(within="session"), workspace).to_dicts()
    assert {f"{r['from']}>{r['to']}": r["occurrences"] for r in rows} == truth.exact["dfg_session"]
    often = [row for row in rows if row["occurrences"] > 100]
    slowest = max(often, key=lambda row: row["median_s"])
    assert f"{slowest['from']}>{slowest['to']}" == truth.planted["bottleneck"]["transition"]
    told = truth.exact["bottleneck_observed"]
    assert (slowest["occurrences"], slowest["median_s"]) == (told["n"], pytest.approx(told["median_s"]))


def test_the_bottleneck_takes_as_long_as_planted_and_twice_as_long_in_one_country(planted):
    """A median of n log-normal waits is off by 1.2533 sigma / sqrt(n), in logarithms."""
    workspace, truth = planted
    told = truth.planted["bottleneck"]
    a, b = told["transition"].split(">")
    for where, factor in (
        (f'country = "{told["slow_country"]}"', told["factor"]),
        (f'country != "{told["slow_country"]}"', 1),
    ):
        rows = run(transitions(within="session"), workspace, where=rule(where)).to_dicts()
        row = next(r for r in rows if (r["from"], r["to"]) == (a, b))
        # Equal times take one in twenty waits away, and lengthen those after: the planted median is of clean data.
        if not truth.is_dirty:
            off = math.log(row["median_s"] / (told["median_s"] * factor))
            assert abs(off) < 4 * 1.2533 * 0.25 / math.sqrt(row["occurrences"])


def test_m122_planted_loops(planted):
    workspace, truth = planted
    rows = run(loops(within="session"), workspace).to_dicts()
    repeats = {row["name"]: row["occurrences"] for row in rows if row["kind"] == "repeat"}
    assert repeats == {
        pair.split(">")[0]: n
        for pair, n in truth.exact["dfg_session"].items()
        if len(set(pair.split(">"))) == 1
    }
    rework = {(row["name"], row["via"]): row for row in rows if row["kind"] == "rework"}
    for loop in truth.planted["loops"]:
        name, via, _ = loop.split(">")
        there, back = truth.exact["dfg_session"][f"{name}>{via}"], truth.exact["dfg_session"][f"{via}>{name}"]
        assert 0 < rework[name, via]["occurrences"] <= min(there, back)
    # A loop goes on with the chance that was planted, whoever walks it: .62, and .95 on the way there.
    for pair, chance in (("payment_error>payment_info", 0.62), ("search>search_results", 0.95)):
        name = pair.split(">")[0]
        n, went = truth.exact["event_counts"][name], truth.exact["dfg_session"][pair]
        assert abs(went / n - chance) < 4 * math.sqrt(chance * (1 - chance) / n)


def test_m54_m172_the_effect_of_the_segment(planted):
    workspace, truth = planted
    told, seen = truth.planted["segment_effect"], truth.exact["segment_observed_p_payment_to_review"]
    a, b = told["transition"].split(">")
    asked = transitions_by("device", difference=("desktop", "mobile"), within="session")
    row = next(r for r in run(asked, workspace).to_dicts() if (r["from"], r["to"]) == (a, b))
    assert (row["share_a"], row["share_b"]) == pytest.approx((seen["desktop"], seen["mobile"]))
    assert row["low"] < told["desktop"] - told["mobile"] < row["high"]
    assert row["q"] < 0.001
    asked = compare([follow(f"{a} > {b}")], Groups(by="device"), base="desktop")
    row = run(asked, workspace).to_dicts()[0]
    assert (row["value"], row["base_value"]) == pytest.approx((seen["mobile"], seen["desktop"]))
    assert row["low"] < told["mobile"] - told["desktop"] < row["high"]


def test_m125_flows_begin_and_end_where_planted(planted):
    workspace, truth = planted
    for backward, of, side in ((False, "session_start", "to"), (True, "session_end", "from")):
        rows = run(flows(within="session", steps=1, top=99, backward=backward), workspace).to_dicts()
        told = {name: n for name, n in truth.exact[of].items() if n}
        assert {row[side]: row["occurrences"] for row in rows} == told


def test_m130_the_funnel_as_a_pattern_counts_as_many(planted):
    workspace, truth = planted
    told = truth.exact["funnel"]
    row = run(sequences(", ".join(told["steps"]) + ", all within 7d"), workspace).to_dicts()[0]
    assert (row["count"], row["n"]) == (told["reached_at_least"][-1], truth.exact["n_users"])


def test_m133_the_funnel_by_segment_adds_up(planted):
    workspace, truth = planted
    told = truth.exact["funnel"]
    rows = run(funnel(told["steps"], by="device"), workspace).to_dicts()
    by = {name: [r["count"] for r in rows if r["segment"] == name] for name in ("(all)", "desktop", "mobile")}
    assert by["(all)"] == told["reached_at_least"]
    assert [sum(both) for both in zip(by["desktop"], by["mobile"], strict=True)] == told["reached_at_least"]
