"""The funnel in full agrees with a slow, plain-Python form that tries every choice of events."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import funnel
from footpath.mining.funnel.extended import extended


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"funnel_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, slow_chains, chains, tables = (_load(n) for n in ("slow", "slow_chains", "chain_lists", "tables"))
TABLES = tables.Tables()
GAP = 3 * MINUTE
LISTS = chains.crowds()


def fetched(question, events):
    rows = TABLES.fetch(question.portable(TABLES.events(events)))
    return question.finish(rows).to_pylist()


@settings(max_examples=40)
@given(
    LISTS,
    chains.step_lists(least=1),
    st.sampled_from(["customer", "session", "case"]),
    st.sampled_from([None, 0, 3 * MINUTE, 8 * MINUTE]),
    st.sampled_from(["latest", "first"]),
    st.booleans(),
)
def test_exclusions_optional_steps_bounds_and_held_properties(events, steps, within, window, count, hold):
    hold = hold and within != "case"
    asked = funnel(
        chains.as_chain(steps),
        window_us=window,
        count=count,
        within=within,
        gap_us=GAP,
        hold=["case_id"] if hold else [],
        by="event",
        top=99,
    )
    groups = slow.groups(events, within, GAP)
    told = slow_chains.funnel(groups, steps, window, count, hold="case" if hold else None, end_us=0)
    rows = [row for row in fetched(asked, events) if row["segment"] == "(all)"]
    took = [[one["steps"][n][1] for one in told if one["steps"][n]] for n in range(len(steps))]
    assert [row["count"] for row in rows] == [len(found) for found in took]
    for row, found in list(zip(rows, took, strict=True))[1:]:
        assert row["median_s"] == pytest.approx(slow.quantile(found, 0.5))
    required = [row["count"] for row, one in zip(rows, steps, strict=True) if not one["optional"]]
    assert required == sorted(required, reverse=True)


@settings(max_examples=20)
@given(
    LISTS,
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    st.sampled_from(["then", "directly", "any"]),
    st.sampled_from(["latest", "first"]),
    st.sampled_from([None, 2 * MINUTE]),
)
def test_the_funnel_in_full_says_of_a_plain_one_what_the_plain_forms_say(events, steps, order, count, window):
    asked = funnel(steps, order=order, count=count, window_us=window)
    plain = TABLES.fetch(asked.portable(TABLES.events(events))).to_pylist()[0]
    full = TABLES.fetch(extended(asked, TABLES.events(events))).to_pylist()
    full = full[0] if full else dict.fromkeys(plain, 0)
    for name, value in plain.items():
        assert (full[name] or 0) == pytest.approx(value or 0)


@settings(max_examples=20)
@given(LISTS, st.sampled_from(["then", "directly", "any"]), st.integers(1, 3))
def test_segments_add_up_to_all(events, order, top):
    asked = funnel(["a", "b"], order=order, window_us=None, by="case_id", top=top)
    rows = fetched(asked, events)
    told = slow_chains.funnel(
        slow.groups(events, "customer", GAP),
        [slow_chains.step("a"), slow_chains.step("b")],
        None,
        "latest",
        by="case",
        top=top,
        end_us=0,
    )
    for step in (1, 2):
        counts = {row["segment"]: row["count"] for row in rows if row["step"] == step}
        assert counts.pop("(all)") == sum(counts.values())
        if order == "then":
            assert +Counter(counts) == Counter(one["shown"] for one in told if one["steps"][step - 1])


@settings(max_examples=30)
@given(LISTS, chains.step_lists(), st.sampled_from([None, 2 * MINUTE]), st.integers(1, 3))
def test_times_and_lost(events, steps, window, top):
    groups = slow.groups(events, "customer", GAP)
    end_us = max((row["t"] for rows in groups for row in rows), default=0)
    told = slow_chains.funnel(groups, steps, window, "latest", end_us=end_us)
    asked = {"window_us": window, "top": top}
    for n, row in enumerate(fetched(funnel(chains.as_chain(steps), show="times", **asked), events)):
        found = [one["steps"][n] for one in told if one["steps"][n]]
        assert row["count"] == len(found)
        if n:
            assert row["median_s"] == pytest.approx(slow.quantile([took for _, took, _ in found], 0.5))
            assert row["p90_s"] == pytest.approx(slow.quantile([took for _, took, _ in found], 0.9))
            assert row["step_median_s"] == pytest.approx(slow.quantile([since for *_, since in found], 0.5))
    rows = fetched(funnel(chains.as_chain(steps), show="lost", **asked), events)
    wanted = []
    for n in range(len(steps) - 1):
        lost = [one for one in told if one["deepest"] == n]
        names = Counter(one["next"] for one in lost)
        plain = sorted((name for name in names if name[0] != "("), key=lambda name: (-names[name], name))
        shown = {name: [name] for name in [*plain[:top], "(end)", "(open)"]} | {"(other)": plain[top:]}
        for name, several in shown.items():
            some = [one for one in lost if one["next"] in several]
            if some:
                apart = slow.quantile([one["apart"] for one in some if one["apart"] is not None], 0.5)
                wanted.append((n + 1, name, len(some), len(lost), apart))
    wanted.sort(key=lambda row: (row[0], -row[2], row[1]))
    got = [(r["step"], r["next"], r["count"], r["lost"], r["median_s"]) for r in rows]
    chains.close(got, wanted)
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
