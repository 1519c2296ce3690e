"""Each question of mining agrees with a slow, plain-Python reference on small random event lists.

The lists hold ties, events without a customer or a case, sequences that some events have and some do not.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE, SECOND
from footpath.mining import FunnelStep, durations, funnel, paths, sessions, transitions
from footpath.rules import one_of


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"mining_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow"), _load("tables")
TABLES = tables.Tables()
GAP = 3 * MINUTE
FEW = settings(max_examples=20)


@st.composite
def event_lists(draw, names="abcd", most=40):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 2, 2, 3, 4, 5, None]),
                st.integers(0, 12),
                st.sampled_from(names),
                st.sampled_from([None, "k1", "k2", "k3"]),
                st.sampled_from([None, 0, 1]),
            ),
            max_size=most,
        )
    )
    return [
        tables.event(customer, minute * MINUTE, name, case=case, sequence=sequence, arrival=i)
        for i, (customer, minute, name, case, sequence) in enumerate(rows)
    ]


def close(got, wanted):
    assert len(got) == len(wanted)
    for one, other in zip(got, wanted, strict=True):
        if isinstance(other, float):
            assert one == pytest.approx(other, rel=1e-9, abs=1e-9)
        else:
            assert one == other


@FEW
@given(event_lists())
def test_sessions(events):
    got = TABLES.ask(sessions(gap_us=GAP), TABLES.events(events)).to_pylist()
    wanted = slow.sessions(events, GAP)
    rows = [(row["customer"], row["session"], row["start_us"], row["end_us"], row["events"]) for row in got]
    assert rows == [(f"c{customer}", *rest) for customer, *rest in wanted]


@FEW
@given(event_lists(), st.sampled_from(["customer", "case", "session"]), st.booleans(), st.booleans())
def test_transitions(events, within, fold, sequence):
    if not sequence:
        events = [{**event, "sequence": None} for event in events]
    table = TABLES.events(events, sequence=sequence)
    got = TABLES.ask(transitions(within=within, gap_us=GAP, fold=fold), table).to_pylist()
    wanted = slow.transitions(events, within, GAP, fold)
    assert len(got) == len(wanted)
    for row, other in zip(got, wanted, strict=True):
        close(list(row.values()), list(other))


@FEW
@given(event_lists("ab"), st.sampled_from(["customer", "case", "session"]), st.booleans())
def test_paths(events, within, loops):
    got = TABLES.ask(paths(within=within, gap_us=GAP, loops=loops), TABLES.events(events)).to_pylist()
    wanted = slow.paths(events, within, GAP, loops)
    assert [(tuple(row["path"]), row["count"]) for row in got] == wanted
    assert sum(row["share"] for row in got) == pytest.approx(1 if wanted else 0)


@FEW
@given(event_lists(), st.sampled_from(["customer", "case", "session"]))
def test_durations(events, within):
    got = TABLES.ask(durations(within=within, gap_us=GAP), TABLES.events(events)).to_pylist()
    wanted = slow.durations(events, within, GAP)
    assert {row["name"] for row in got} == set(wanted)
    for row in got:
        close([row[name] for name in list(row)[1:6]], list(wanted[row["name"]]))


@settings(max_examples=40)
@given(
    event_lists("abc", most=60),
    st.lists(st.sampled_from(["a", "ab", "abc", "bc"]), min_size=2, max_size=4),
    st.sampled_from(["latest", "first"]),
    st.sampled_from([0, 2 * MINUTE, None]),
)
def test_funnels_of_overlapping_steps_at_equal_times(events, steps, count, window):
    """One customer, few moments, rules that fit the same events: what tells the forms apart if anything does."""
    events = [{**event, "customer": 1, "t": event["t"] // (3 * MINUTE) * MINUTE} for event in events]
    asked = funnel([FunnelStep(step, one_of("event", step)) for step in steps], window_us=window, count=count)
    got = TABLES.ask(asked, TABLES.events(events)).to_pylist()
    counts, medians = slow.funnel(
        events, [set(step) for step in steps], "customer", GAP, window, "then", count
    )
    assert [row["count"] for row in got] == counts
    close([row["median_s"] for row in got], [None, *medians[1:]])


STEPS = st.lists(st.sampled_from(["a", "b", "c", "ab", "bc"]), min_size=1, max_size=4)


@settings(max_examples=40)
@given(
    event_lists("abcx", most=60),
    STEPS,
    st.sampled_from(["then", "directly", "any"]),
    st.sampled_from(["latest", "first"]),
    st.sampled_from(["customer", "session", "case"]),
    st.sampled_from([0, 2 * MINUTE, 6 * MINUTE, None]),
    st.booleans(),
)
def test_funnel(events, steps, order, count, within, window, apart):
    """All forms, since `TABLES.ask` asks each; `apart` leaves no two events at one time, which a form may use."""
    if apart:
        events = [{**event, "t": event["t"] + i * SECOND} for i, event in enumerate(events)]
    asked = funnel(
        [FunnelStep(step, one_of("event", step)) for step in steps],
        window_us=window,
        order=order,
        count=count,
        within=within,
        gap_us=GAP,
    )
    got = TABLES.ask(asked, TABLES.events(events)).to_pylist()
    counts, medians = slow.funnel(events, [set(step) for step in steps], within, GAP, window, order, count)
    assert [row["count"] for row in got] == counts
    close([row["median_s"] for row in got], [None, *medians[1:]])
    assert counts == sorted(counts, reverse=True)
    for row in got[1:]:
        if counts[0]:
            assert row["low"] <= row["share_of_first"] <= row["high"]
