"""Comparison, conversion, outcomes and who is behind a count agree with slow, plain-Python references."""

from __future__ import annotations

import importlib.util
import warnings
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import (
    Groups,
    compare,
    conversion,
    follow,
    funnel,
    goal,
    named,
    outcomes,
    overlaps,
    paths,
    segments,
    sum_of,
    transitions,
    who,
)


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"estimates_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow_estimates"), _load("tables")
TABLES = tables.Tables()
GAP = 3 * MINUTE
FEW = settings(max_examples=8)


@st.composite
def event_lists(draw, most=40):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 2, 2, 3, 4, 5, 6, None]),
                st.integers(0, 12),
                st.sampled_from("abcd"),
                st.sampled_from([None, "k1", "k2", "k3"]),
                st.sampled_from([None, 0, 1]),
            ),
            min_size=1,
            max_size=most,
        )
    )
    return [
        tables.event(customer, minute * MINUTE, name, case=case, sequence=sequence, arrival=i)
        for i, (customer, minute, name, case, sequence) in enumerate(rows)
    ]


class Workspace(SimpleNamespace):
    """What `who` and `run` need of a workspace."""

    def __init__(self, table):
        super().__init__(events=table, customers=None, forms=("portable",))

    def fetch(self, expr):
        return TABLES.fetch(expr)

    def load(self, rows):
        TABLES.connection.register("loaded_here", rows)
        TABLES.connection.execute("CREATE OR REPLACE TEMP TABLE loaded AS FROM loaded_here")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Ibis 12 calls DuckDB 2 by an old name
            return TABLES.backend.table("loaded")


def people(question, table, **cell):
    found = who(question, Workspace(table), cell)
    rows = [tuple(row.values()) for row in found.to_pylist()]
    assert len(set(rows)) == len(rows)
    return rows


def is_(name):
    return lambda event: event["event"] == name


@FEW
@given(event_lists())
def test_groups_by_a_column(events):
    table = TABLES.events(events)
    asked = compare(
        [goal("a"), follow("a > b"), sum_of("arrival")], Groups(by="case_id"), least=1, gap_us=GAP
    )
    wanted = slow.compared(events, "case", goal=is_("a"), number="arrival", pair=("a", "b"), gap=GAP)
    rows = TABLES.ask(asked, table).to_pylist()
    base = min(wanted, key=lambda g: (-wanted[g][0], g), default=None)
    assert {row["group"] for row in rows} == set(wanted) - {base}
    for row in rows:
        for group, n, value in (
            (row["group"], row["customers"], row["value"]),
            (row["base"], row["base_customers"], row["base_value"]),
        ):
            customers, _, goals, total, firsts, followed = wanted[group]
            told = {
                "a": goals / customers,
                "a > b": followed / firsts if firsts else None,
                "sum of arrival": total / customers,
            }[row["measure"]]
            assert n == customers
            assert value == (None if told is None else pytest.approx(told, rel=1e-11))
        assert len(people(asked, table, group=row["group"])) == row["customers"]
        if row["measure"] == "a":
            cell = {"group": row["group"], "measure": "a"}
            assert len(people(asked, table, **cell, reached="yes")) == wanted[row["group"]][2]


@FEW
@given(event_lists())
def test_variants_and_what_came_before_the_exposure(events):
    table = TABLES.events(events)
    groups = Groups(by="case_id", is_test=True, exposure=named("c").when, split=(("k1", 1), ("k2", 1)))
    rows = TABLES.ask(compare([goal("a")], groups, least=1), table).to_pylist()
    wanted = slow.compared(events, "case", is_test=True, exposed=is_("c"), goal=is_("a"))
    split = {row["group"]: row["customers"] for row in rows if row["measure"] == "(sample ratio)"}
    assert split == {"k1": 0, "k2": 0} | {group: told[0] for group, told in wanted.items()}
    mixed = next(row for row in rows if row["measure"] == "(several variants)")
    assert mixed["customers"] == sum(told[1] for told in wanted.values())
    for row in rows:
        if row["measure"] == "a" and row["value"] is not None:
            customers, _, goals, *_ = wanted[row["group"]]
            assert (row["customers"], row["value"]) == (customers, pytest.approx(goals / customers))


@FEW
@given(event_lists(), st.sampled_from([MINUTE, 4 * MINUTE]), st.sampled_from([None, MINUTE]))
def test_what_was_had_before_the_goal(events, window, early):
    table = TABLES.events(events)
    asked = conversion("a", window_us=window, properties=["case_id"], least=1, early_us=early)
    plain = [{**event, "case_id": event["case"]} for event in events]
    wanted, states = slow.conversion(plain, is_("a"), window, ["event", "case_id"], early)
    total, goals = states.get("(all)", (0, 0))
    rows = TABLES.ask(asked, table).to_pylist()
    got = {
        (r["property"], r["value"]): (r["customers_with"], round(r["rate_with"] * r["customers_with"]))
        for r in rows
    }
    assert got == {what: tuple(n) for what, n in wanted.items() if n[0] < total}
    for row in rows:
        assert row["customers_without"] == total - row["customers_with"]
        rest = goals - round(row["rate_with"] * row["customers_with"])
        assert row["rate_without"] == pytest.approx(rest / row["customers_without"])
        cell = {"property": row["property"], "value": row["value"]}
        assert len(people(asked, table, **cell)) == row["customers_with"]
        assert len(people(asked, table, **cell, side="without")) == row["customers_without"]


@FEW
@given(event_lists(), st.sampled_from([None, 4 * MINUTE]), st.sampled_from(["b", "a"]))
def test_times_to_an_outcome(events, window, what):
    table = TABLES.events(events)
    asked = outcomes("a", what, groups=Groups(by="case_id"), window_us=window)
    wanted = slow.waits(
        [{**event, "case_id": event["case"]} for event in events], is_("a"), is_(what), "case_id", window
    )
    rows = TABLES.ask(asked, table).to_pylist()
    assert {row["segment"]: (row["customers"], row["goals"], row["censored"]) for row in rows} == {
        segment: (len(times), sum(r for _, r in times), sum(not r for _, r in times))
        for segment, times in wanted.items()
    }
    for row in rows:
        for kind in ("customers", "goals", "censored"):
            assert len(people(asked, table, segment=row["segment"], of=kind)) == row[kind]
    curve = TABLES.ask(outcomes("a", what, groups=Groups(by="case_id"), window_us=window, curve=True), table)
    got = [(row["segment"], row["time_s"], row["reached"]) for row in curve.to_pylist()]
    assert len(got) == sum(len(slow.surviving(times)) for times in wanted.values())
    for segment, times in wanted.items():
        here = [(time, reached) for name, time, reached in got if name == segment]
        assert here == [(time / 1e6, pytest.approx(1 - share)) for time, share in slow.surviving(times)]


@FEW
@given(event_lists())
def test_segments_of_rules(events):
    table = TABLES.events(events)
    asked = overlaps(["many: count() >= 3", 'ends: count(event = "d") > 0'])
    of = slow.by_customer(events)
    many = {c for c, rows in of.items() if len(rows) >= 3}
    ends = {c for c, rows in of.items() if any(row["event"] == "d" for row in rows)}
    rows = {(r["segment"], r["other"]): r["customers"] for r in TABLES.ask(asked, table).to_pylist()}
    assert rows == {
        ("many", "(all)"): len(many),
        ("ends", "(all)"): len(ends),
        ("(none)", "(all)"): len(of) - len(many | ends),
        ("many", "ends"): len(many & ends),
    }
    assert people(asked, table, segment="many", other="ends") == [(f"c{c}",) for c in sorted(many & ends)]
    assert len(people(asked, table, segment="(none)")) == rows["(none)", "(all)"]


# ---------------------------------------------------------------- who is behind the older questions


@FEW
@given(
    event_lists(),
    st.sampled_from(["then", "directly", "any"]),
    st.sampled_from(["latest", "first"]),
    st.sampled_from(["customer", "case", "session"]),
)
def test_m199_as_many_as_a_funnel_says(events, order, count, within):
    table = TABLES.events(events)
    asked = funnel(["a", "b", "c"], window_us=5 * MINUTE, order=order, count=count, within=within, gap_us=GAP)
    counts = [row["count"] for row in TABLES.ask(asked, table).to_pylist()]
    came = [set(people(asked, table, step=n)) for n in (1, 2, 3)]
    assert [len(one) for one in came] == counts
    assert set(people(asked, table, lost=1)) == came[0] - came[1]


@FEW
@given(event_lists(), st.sampled_from(["customer", "case", "session"]), st.booleans())
def test_m199_as_many_as_a_transition_says(events, within, fold):
    table = TABLES.events(events)
    asked = transitions(within=within, gap_us=GAP, fold=fold)
    for row in TABLES.ask(asked, table).to_pylist()[:4]:
        cell = {"from": row["from"], "to": row["to"]}
        assert len(people(asked, table, **cell)) == row["customers"]


@FEW
@given(event_lists(most=25), st.sampled_from(["customer", "case", "session"]), st.booleans())
def test_m199_as_many_as_a_path_says(events, within, loops):
    table = TABLES.events(events)
    asked = paths(within=within, gap_us=GAP, loops=loops, top=2)
    rows = TABLES.ask(asked, table).to_pylist()
    found = [people(asked, table, path=row["path"]) for row in rows]
    assert [len(one) for one in found] == [row["count"] for row in rows]
    assert max(Counter(row for one in found for row in one).values(), default=1) == 1


@settings(max_examples=4)
@given(event_lists(most=60))
def test_m199_as_many_as_a_segment_says(events):
    table = TABLES.events(events)
    asked = segments(least_events=1, sample=100)
    for row in TABLES.ask(asked, table).to_pylist():
        assert len(people(asked, table, segment=row["segment"])) == row["customers"]
