"""Visits, episodes and passages agree with a slow, plain-Python reference on small random event lists and journeys."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import Binding, End, Step, Walk, episodes, passages, placed_visits, visits
from footpath.mining.walks.passages import LOOKS_BACK
from footpath.rules import one_of, rule


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"mining_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow"), _load("tables")
TABLES = tables.Tables()
GAP = 3 * MINUTE
FEW = settings(max_examples=10)
TOUCHPOINTS = {"A": "a", "B": "b", "C": "c", "D": "cd"}


@st.composite
def event_lists(draw, most=90):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 2, 3, 4, 5, None]),
                st.integers(0, 25),
                st.sampled_from("abcdxz"),
                st.sampled_from([None, "k1", "k1", "k2"]),
                st.sampled_from([None, None, 5]),
                st.sampled_from([None, None, "done", "gone", "other"]),
            ),
            max_size=most,
        )
    )
    return [
        tables.event(
            customer,
            minute * MINUTE,
            name,
            case=case,
            arrival=i,
            promised=None if promised is None else promised * MINUTE,
            status=status,
        )
        for i, (customer, minute, name, case, promised, status) in enumerate(rows)
    ]


@st.composite
def walks(draw):
    names = list(TOUCHPOINTS)
    bound = draw(st.permutations(names))[: draw(st.integers(1, 4))]
    ends = draw(
        st.lists(
            st.sampled_from(
                [
                    ("won", "wanted", "C", None, None),
                    ("won-b", "wanted", "B", None, None),
                    ("lost", "unwanted", "D", None, None),
                    ("by-rule", "unwanted", None, frozenset("z"), None),
                    ("status", "wanted", None, None, "done"),
                    ("gone", "unwanted", None, None, "gone"),
                ]
            ),
            unique=True,
            max_size=4,
        )
    )
    return {
        "bindings": [(name, set(TOUCHPOINTS[name])) for name in bound],
        "begins": draw(st.sampled_from([[], ["A"], ["A", "B"]])),
        "ends": ends,
        "silence": draw(st.sampled_from([None, 4 * MINUTE, 8 * MINUTE])),
        "follows": draw(st.sampled_from(["customer", "customer", "case"])),
        "steps": [
            (f"s{n}", draw(st.lists(st.sampled_from(names), unique=True, max_size=2)))
            for n in range(draw(st.integers(1, 5)))
        ],
        "gap": GAP,
    }


def fast(walk):
    return Walk(
        bindings=tuple(Binding(t, one_of("event", sorted(names))) for t, names in walk["bindings"]),
        begins=tuple(walk["begins"]),
        ends=tuple(
            End(id_, kind, touchpoint, one_of("event", sorted(names)) if names else None, status)
            for id_, kind, touchpoint, names, status in walk["ends"]
        ),
        silence_us=walk["silence"],
        follows=walk["follows"],
        steps=tuple(Step(id_, tuple(touchpoints)) for id_, touchpoints in walk["steps"]),
        gap_us=walk["gap"],
    )


def key_of(value):
    return str(value)


@FEW
@given(event_lists(), walks())
def test_visits(events, walk):
    got = TABLES.fetch(visits(TABLES.events(events), fast(walk))).to_pylist()
    rows = {
        (
            key_of(v["key"]),
            v["arrival"],
            v["touchpoint"],
            v["ended"],
            v["occurred_us"],
            v["end_us"],
            v["events"],
            v["late"],
            v["case_status"],
        )
        for v in got
    }
    assert len(rows) == len(got)
    assert rows == {
        (
            key_of(v["key"]),
            v["events"][0]["arrival"],
            v["touchpoint"],
            v["ended"],
            v["events"][0]["t"],
            v["events"][-1]["t"],
            len(v["events"]),
            v["late"],
            slow.newest_status(v["events"]),
        )
        for v in slow.visits(events, walk)
    }


@FEW
@given(event_lists(), walks(), st.sampled_from([25 * MINUTE, 30 * MINUTE]))
def test_episodes(events, walk, until):
    table, plan = TABLES.events(events), fast(walk)
    got = TABLES.fetch(episodes(visits(table, plan), table, plan, until)).to_pylist()
    wanted = slow.episodes(events, walk, until)
    assert len({e["episode"] for e in got}) == len(got)
    assert {
        (
            e["episode"],
            key_of(e["key"]),
            e["begin_us"],
            e["end_us"],
            e["outcome"],
            e["kind"],
            e["outcome_us"],
            e["visits"],
            e["events"],
            e["matched"],
        )
        for e in got
    } == {
        (
            e["visits"][0]["events"][0]["arrival"],
            key_of(e["visits"][0]["key"]),
            e["begin_us"],
            e["end_us"],
            e["outcome"],
            e["kind"],
            e["outcome_us"],
            len(e["visits"]),
            e["all_events"],
            sum(len(v["events"]) for v in e["visits"]),
        )
        for e in wanted
    }


@FEW
@given(event_lists(), walks())
def test_passages_and_placed_visits(events, walk):
    table, plan = TABLES.events(events), fast(walk)
    seen = visits(table, plan)
    walked = episodes(seen, table, plan, 30 * MINUTE)
    wanted = {}
    for episode in slow.episodes(events, walk, 30 * MINUTE):
        first = episode["visits"][0]["events"][0]["arrival"]
        for visit, step in slow.place(episode, walk, LOOKS_BACK):
            wanted.setdefault((first, step), []).append(visit)
    got = TABLES.fetch(passages(seen, walked, plan)).to_pylist()
    assert {(p["episode"], p["step"]): (p["first_us"], p["visits"], p["events"]) for p in got} == {
        key: (rows[0]["events"][0]["t"], len(rows), sum(len(v["events"]) for v in rows))
        for key, rows in wanted.items()
    }
    order = [(p["episode"], p["step"]) for p in sorted(got, key=lambda p: (p["episode"], p["position"]))]
    assert order == sorted(wanted, key=lambda key: key[0])
    placed = TABLES.fetch(placed_visits(seen, walked, plan)).to_pylist()
    assert sorted((v["episode"], v["step"], v["arrival"]) for v in placed if v["step"] is not None) == sorted(
        (episode, step, v["events"][0]["arrival"]) for (episode, step), rows in wanted.items() for v in rows
    )


@settings(max_examples=12)
@given(event_lists(), walks(), st.booleans())
def test_a_pass_over_the_trail_gives_the_same_walks(events, walk, by_rule):
    from footpath.mining.walks.trail import walked
    from footpath.mining.walks.trail_tables import (
        episodes_table,
        passages_table,
        placed_table,
        touchpoints_table,
    )

    asked = fast({**walk, "follows": "customer"})
    if by_rule:  # a rule that a name alone does not settle, and a beginning by rule
        rules = [binding.when for binding in asked.bindings]
        rules[0] = rule(f'{rules[0]} and (case_id is missing or case_id = "k1")')
        bindings = tuple(Binding(b.touchpoint, when) for b, when in zip(asked.bindings, rules, strict=True))
        asked = replace(asked, bindings=bindings, begins_when=rule('event = "x"'))
    table = TABLES.events(events)
    seen = visits(table, asked)
    until = max((e["t"] for e in events), default=None)
    walks_ = episodes(seen, table, asked, until_us=until)
    passed = passages(seen, walks_, asked)
    made = walked(
        TABLES.view(table), asked, "UTC", until_us=until, has={"promised_us", "case_id", "case_status"}
    )
    if made is None:  # a column without rows cannot be told from one that a trail cannot hold
        assert not any(e["customer"] is not None for e in events)
        return
    assert _rows(episodes_table(made)) == _rows(TABLES.fetch(walks_))
    assert _rows(passages_table(made)) == _rows(TABLES.fetch(passed))
    placed = placed_visits(seen, walks_, asked)
    placed = placed.filter(placed.case_id.notnull() & placed.step.notnull())
    kept = ("case_id", "step", "episode", "late", "occurred_us")
    assert _rows(placed_table(made).select(kept)) == _rows(TABLES.fetch(placed.select(*kept)))
    known = seen.filter(seen.touchpoint.notnull())
    counted = known.group_by("touchpoint").agg(visits=known.count(), people=known.key.nunique())
    assert _rows(touchpoints_table(made)) == _rows(TABLES.fetch(counted))


def _rows(table):
    names = sorted(table.column_names)
    return sorted((tuple(row[name] for name in names) for row in table.to_pylist()), key=repr), names
