"""Sequences, loops, waits and flows agree with slow, plain-Python forms on small random event lists.

The lists hold ties, events without a customer or a case, sequences that some events have and some do not.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import Pattern, flows, funnel, loops, paths, sequences, waits


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"chains_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, slow_chains, lists, tables = (_load(n) for n in ("slow", "slow_chains", "chain_lists", "tables"))
event_lists, crowds, step_lists = lists.event_lists, lists.crowds, lists.step_lists
as_chain, close = lists.as_chain, lists.close
TABLES = tables.Tables()
GAP = 3 * MINUTE
FEW = settings(max_examples=12)
WITHIN = st.sampled_from(["customer", "case", "session"])


def ask(question, events):
    return question.finish(TABLES.fetch(question.portable(TABLES.events(events)))).to_pylist()


@settings(max_examples=40)
@given(
    crowds(),
    step_lists(),
    WITHIN,
    st.sampled_from([None, None, 0, 3 * MINUTE, 8 * MINUTE]),
)
def test_sequences(events, steps, within, whole):
    asked = sequences(Pattern(as_chain(steps), whole, "as typed"), within=within, gap_us=GAP)
    got = ask(asked, events)
    wanted = slow_chains.sequences(slow.groups(events, within, GAP), steps, whole)
    names = ("count", "n", "occurrences", "median_s", "p90_s")
    close([[got[0][name] for name in names]], [wanted[0][1:]])
    names = ("what", "name", "count", "n", "median_s", "p90_s")
    close([[row[name] for name in names] for row in got[1:]], wanted[1:])


@settings(max_examples=10)
@given(crowds("abc", people=20, most=24), st.sampled_from(["abc", "aba", "abab", "aaa", "abca"]))
def test_occurrences_that_interleave(events, pattern):
    """Patterns whose chains overlap in long runs: the earliest end counts first, again and again."""
    steps = [slow_chains.step(name) for name in pattern]
    got = ask(sequences(", ".join(pattern)), events)
    groups = slow.groups(events, "customer", GAP)
    assert got[0]["occurrences"] == slow_chains.sequences(groups, steps)[0][3]


@FEW
@given(event_lists(), WITHIN, st.booleans(), st.sampled_from(["pair", "event"]))
def test_waits(events, within, fold, per):
    got = ask(waits(per=per, within=within, gap_us=GAP, fold=fold), events)
    groups = slow.named_groups(events, within, GAP, fold)
    close(
        [list(row.values()) for row in got],
        slow_chains.waits(groups, per, "case" if within == "case" else "customer"),
    )
    if got and got[0]["share"] is not None:
        assert sum(row["share"] for row in got) == pytest.approx(1)
        assert all(row["low"] is None or row["low"] <= row["share"] <= row["high"] for row in got)


@FEW
@given(crowds("abc"), WITHIN, st.booleans())
def test_loops(events, within, fold):
    got = ask(loops(within=within, gap_us=GAP, fold=fold), events)
    names = [name for name in got[0] if name not in ("share", "low", "high")] if got else []
    names = ["kind", "name", "via", "customers", "count", "n", "occurrences", *names[7:]] if got else []
    close(
        [[row[name] for name in names] for row in got],
        slow_chains.loops(slow.named_groups(events, within, GAP, fold)),
    )
    assert all(row["share"] == row["count"] / row["n"] for row in got)


@settings(max_examples=20)
@given(
    crowds("abcde"),
    WITHIN,
    st.sampled_from(
        [
            (None, None, False),
            (None, None, True),
            ("a", None, False),
            (None, "a", False),
            ("a", "b", False),
            ("a", "a", False),
        ]
    ),
    st.integers(1, 5),
    st.integers(1, 3),
    st.booleans(),
)
def test_flows(events, within, anchors, steps, top, loops):
    start, end, backward = anchors
    asked = flows(
        start=start, end=end, backward=backward, steps=steps, top=top, within=within, gap_us=GAP, loops=loops
    )
    got = ask(asked, events)
    groups = slow.groups(events, within, GAP)
    wanted = slow_chains.flows(groups, start, end, backward, steps, top, loops)
    assert [tuple(row.values()) for row in got] == wanted


@FEW
@given(event_lists("abc"), WITHIN, st.integers(2, 4), st.integers(1, 3))
def test_flows_tie_up_with_paths_and_with_themselves(events, within, steps, top):
    """What comes into a name at one step goes out of it at the next; the first step is all paths."""
    got = ask(flows(steps=steps, top=top, within=within, gap_us=GAP), events)
    walked = ask(paths(top=1000, within=within, gap_us=GAP), events)
    assert sum(r["occurrences"] for r in got if r["step"] == 1) == sum(r["count"] for r in walked)
    for step in range(1, steps):
        into = {}
        out = {}
        for row in got:
            if row["step"] == step and row["to"] != "(end)":
                into[row["to"]] = into.get(row["to"], 0) + row["occurrences"]
            if row["step"] == step + 1:
                out[row["from"]] = out.get(row["from"], 0) + row["occurrences"]
        assert into == out


@FEW
@given(crowds("abc"), WITHIN)
def test_flows_tie_up_with_the_funnel(events, within):
    """From a, then b, then c, directly, from the first a on: the flow and the funnel count the same walks."""
    asked = funnel(
        ["a", "b", "c"], order="directly", count="first", window_us=None, within=within, gap_us=GAP
    )
    first, second, third = (row["count"] for row in ask(asked, events))
    got = ask(flows(start="a", steps=2, top=9, within=within, gap_us=GAP), events)
    cells = {(row["step"], row["from"], row["to"]): row["occurrences"] for row in got}
    assert sum(n for (step, _, _), n in cells.items() if step == 1) == first
    assert cells.get((1, "a", "b"), 0) == second
    assert cells.get((2, "b", "c"), 0) == third


@FEW
@given(crowds(), WITHIN, st.sampled_from([None, 3 * MINUTE]))
def test_a_plain_pattern_counts_what_the_funnel_counts(events, within, whole):
    steps = [slow_chains.step(name) for name in "abc"]
    got = ask(sequences(Pattern(as_chain(steps), whole), within=within, gap_us=GAP), events)[0]
    last = ask(funnel(["a", "b", "c"], window_us=whole, within=within, gap_us=GAP), events)[-1]
    assert (got["count"], got["median_s"]) == (last["count"], last["median_s"])
