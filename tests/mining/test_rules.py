"""Each rule of docs/spec/mining.md, by name, on journeys small enough to count by hand."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from footpath.base import DAY, HOUR, MINUTE, BadInputError
from footpath.mining import (
    Binding,
    End,
    FunnelStep,
    Step,
    Walk,
    durations,
    episodes,
    funnel,
    passages,
    paths,
    placed_visits,
    sessions,
    transitions,
    visits,
)
from footpath.rules import equals, one_of, rule

_SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec" / "mining.md"


def _load(name):
    spec = importlib.util.spec_from_file_location(f"rules_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event, journey = tables.event, tables.journey


def ask(question, events, **how):
    return TABLES.ask(question, TABLES.events(events, **how)).to_pylist()


def counts(question, events):
    return [row["count"] for row in ask(question, events)]


def pairs(rows):
    return {(row["from"], row["to"]): row["occurrences"] for row in rows}


def walk(*touchpoints, **more):
    """A walk whose touchpoints are event names, each at a step of its own."""
    return Walk(
        **{
            "bindings": tuple(Binding(name, equals("event", name)) for name in touchpoints),
            "steps": tuple(Step(f"at-{name}", (name,)) for name in touchpoints),
            "silence_us": 10 * DAY,
            **more,
        }
    )


def walked(events, plan, until=100 * DAY):
    table = TABLES.events(events)
    found = TABLES.fetch(episodes(visits(table, plan), table, plan, until)).to_pylist()
    return [
        (e["begin_us"], e["end_us"], e["outcome"], e["visits"])
        for e in sorted(found, key=lambda e: e["begin_us"])
    ]


def seen(events, plan):
    found = TABLES.fetch(visits(TABLES.events(events), plan)).to_pylist()
    return sorted(found, key=lambda v: (v["occurred_us"], v["arrival"]))


def steps_of(events, plan):
    table = TABLES.events(events)
    met = visits(table, plan)
    placed = TABLES.fetch(placed_visits(met, episodes(met, table, plan, 100 * DAY), plan)).to_pylist()
    return [v["step"] for v in sorted(placed, key=lambda v: v["place"])]


def test_every_rule_of_the_specification_has_a_test_that_names_it():
    rules = set(re.findall(r"\*\*M(\d+)", _SPEC.read_text("utf-8")))
    named = " ".join(
        name
        for room in ("mining", "engines")
        for path in (Path(__file__).parents[1] / room).rglob("test_*.py")
        for name in re.findall(r"def test_.*", path.read_text("utf-8"))
    )
    here = re.findall(r"_m(\d+)_", named)
    assert {int(number) for number in rules} == {int(number) for number in here}


# ---------------------------------------------------------------- all questions


def test_m1_order_is_time_then_sequence_then_arrival():
    events = [
        event(1, 5, "d", arrival=0),
        event(1, 0, "c", arrival=1),
        event(1, 0, "b", arrival=3, sequence=2),
        event(1, 0, "a", arrival=4, sequence=1),
        event(1, 0, "c2", arrival=2),
    ]
    assert ask(paths(), events)[0]["path"] == ["a", "b", "c", "c2", "d"]


def test_m1_rows_at_equal_times_stay_as_they_arrived():
    both = [event(1, 0, "b", arrival=0), event(1, 0, "a", arrival=1)]
    assert counts(funnel(["a", "b"]), both) == [1, 0]
    assert counts(funnel(["b", "a"]), both) == [1, 1]
    assert ask(paths(), both, sequence=False)[0]["path"] == ["b", "a"]


def test_m2_events_without_a_customer_are_left_out():
    events = [event(None, 0, "a"), event(None, 1, "b", arrival=1), event(1, 2, "a", arrival=2)]
    assert pairs(ask(transitions(), events)) == {("(begin)", "a"): 1, ("a", "(end)"): 1}
    assert counts(funnel(["a", "b"]), events) == [1, 0]
    events = [event(None, 0, "a", case="k"), event(None, 1, "b", case="k", arrival=1)]
    rows = ask(transitions(within="case"), events)
    assert pairs(rows)["a", "b"] == 1
    assert {row["customers"] for row in rows} == {0}


def test_m3_percentiles_interpolate_linearly():
    waits = [10, 20, 40, 80]
    events = [
        event(i, t, name, arrival=i)
        for i, wait in enumerate(waits)
        for t, name in ((0, "a"), (wait * 1_000_000, "b"))
    ]
    row = next(r for r in ask(transitions(), events) if (r["from"], r["to"]) == ("a", "b"))
    assert row["median_s"] == 30
    assert row["p90_s"] == pytest.approx(40 + 0.7 * 40)


def test_m6_durations_are_elapsed_time_and_never_rounded():
    # 31 March 2024, 01:30 and 03:30 on the clocks of Berlin: one hour apart, since the clock changes between.
    events = [event(1, 1_711_845_000_000_000, "a"), event(1, 1_711_848_600_002_000, "b", arrival=1)]
    row = next(r for r in ask(transitions(), events) if r["to"] == "b")
    assert row["median_s"] == 3600.002


# ---------------------------------------------------------------- sessions


def test_m10_only_a_silence_longer_than_the_gap_begins_a_session():
    at = [0, 30 * MINUTE, 60 * MINUTE + 1]
    found = ask(sessions(), [event(1, t, "a", arrival=i) for i, t in enumerate(at)])
    assert [(row["start_us"], row["end_us"], row["events"]) for row in found] == [
        (0, 30 * MINUTE, 2),
        (60 * MINUTE + 1, 60 * MINUTE + 1, 1),
    ]


def test_m11_the_sources_own_sessions_are_used_on_request():
    table = TABLES.events([event(1, t, "a", arrival=t) for t in range(4)])
    own = table.mutate(session_id=(table.arrival % 2).cast("string"))
    found = TABLES.ask(sessions(own=True), own).to_pylist()
    assert [(row["session"], row["start_us"], row["end_us"], row["events"]) for row in found] == [
        (1, 0, 2, 2),
        (2, 1, 3, 2),
    ]


def test_m12_sessions_are_numbered_within_a_customer_and_summed_up():
    events = [
        event(2, 0, "a"),
        event(1, 0, "a", arrival=1),
        event(2, 2 * HOUR, "a", arrival=2),
        event(2, 2 * HOUR + MINUTE, "b", arrival=3),
    ]
    assert [(row["customer"], row["session"]) for row in ask(sessions(), events)] == [
        ("c1", 1),
        ("c2", 1),
        ("c2", 2),
    ]
    assert ask(sessions(summary=True), events) == [
        {"sessions": 3, "customers": 2, "median_events": 1.0, "median_s": 0.0}
    ]
    assert ask(sessions(summary=True), []) == [
        {"sessions": 0, "customers": 0, "median_events": None, "median_s": None}
    ]


# ---------------------------------------------------------------- visits


def test_m20_the_first_touchpoint_that_fits_wins():
    plan = walk()
    plan = Walk((Binding("first", one_of("event", ["a", "b"])), Binding("second", equals("event", "b"))))
    assert [v["touchpoint"] for v in seen(journey("a", "b"), plan)] == ["first"]


def test_m21_a_run_within_a_session_is_one_visit():
    plan = walk("a", "b")
    met = seen(journey("a", "a", "b", "a"), plan)
    assert [(v["touchpoint"], v["events"]) for v in met] == [("a", 2), ("b", 1), ("a", 1)]
    assert (met[0]["occurred_us"], met[0]["end_us"]) == (0, MINUTE)
    apart = [event(1, 0, "a"), event(1, HOUR, "a", arrival=1)]
    assert [v["events"] for v in seen(apart, plan)] == [1, 1]


def test_m22_unknown_events_do_not_part_a_visit_but_keep_the_session_alive():
    plan = walk("a")
    assert [v["events"] for v in seen(journey("a", "x", "a"), plan)] == [2]
    alive = [event(1, 0, "a"), event(1, 25 * MINUTE, "x", arrival=1), event(1, 50 * MINUTE, "a", arrival=2)]
    assert [v["events"] for v in seen(alive, plan)] == [2]


def test_m23_a_visit_is_late_where_any_of_its_events_was():
    plan = walk("a", "b")
    events = [
        event(1, MINUTE, "a", promised=MINUTE),
        event(1, 2 * MINUTE, "a", promised=MINUTE, arrival=1),
        event(1, 3 * MINUTE, "b", arrival=2),
    ]
    assert [(v["late"], v["delay_us"]) for v in seen(events, plan)] == [(True, MINUTE), (None, None)]


def test_m24_an_event_that_an_outcomes_rule_means_is_a_visit():
    plan = walk("a", ends=(End("gone", "unwanted", when=equals("event", "z")),))
    assert [(v["touchpoint"], v["ended"]) for v in seen(journey("a", "z", "x"), plan)] == [
        ("a", None),
        (None, "gone"),
    ]


# ---------------------------------------------------------------- episodes

WON = End("won", "wanted", touchpoint="c")
LOST = End("lost", "unwanted", touchpoint="d")


def test_m25_events_are_numbered_with_those_that_nothing_recognises():
    met = seen(journey("x", "a", "x", "a", "b", "x"), walk("a", "b"))
    assert [(v["touchpoint"], v["first_no"], v["last_no"]) for v in met] == [("a", 1, 3), ("b", 4, 4)]


def test_m30_an_episode_begins_while_none_is_open():
    plan = walk("a", "b", "c", begins=("a",), ends=(WON,))
    assert walked(journey("b", "a", "b", "a", "c", "b", "a"), plan) == [
        (MINUTE, 4 * MINUTE, "won", 4),
        (6 * MINUTE, 6 * MINUTE, "silent", 1),
    ]


def test_m31_any_touchpoint_begins_where_nothing_is_bound():
    plan = walk("a", "b", "c", ends=(WON,))
    assert [e[2:] for e in walked(journey("b", "c", "a"), plan)] == [("won", 2), ("silent", 1)]
    goes_on = walk("a", "b", "c", "use", ends=(WON,))
    assert [e[2:] for e in walked(journey("use", "b", "c", "use", "use", "a"), goes_on)] == [
        ("won", 3),
        ("silent", 1),
    ]


def test_m32_the_first_outcome_is_the_outcome_and_the_end():
    plan = walk("a", "c", "d", begins=("a",), ends=(WON, LOST))
    assert walked(journey("a", "d", "c"), plan) == [(0, MINUTE, "lost", 2)]


def test_m33_where_the_map_goes_on_the_episode_does():
    plan = walk("a", "c", "use", begins=("a",), ends=(WON,))
    assert walked(journey("a", "c", "use", "c", "a"), plan) == [
        (0, 3 * MINUTE, "won", 4),
        (4 * MINUTE, 4 * MINUTE, "silent", 1),
    ]


def test_m34_silence_ends_an_episode_and_other_events_do_not_break_it():
    plan = walk("a", "b", begins=("a",), silence_us=HOUR)
    exactly = [event(1, 0, "a"), event(1, HOUR, "b", arrival=1)]
    assert walked(exactly, plan) == [(0, HOUR, "silent", 2)]
    longer = [
        event(1, 0, "a"),
        event(1, 40 * MINUTE, "x", arrival=1),
        event(1, HOUR + 1, "b", arrival=2),
        event(1, HOUR + 2, "a", arrival=3),
    ]
    assert walked(longer, plan) == [(0, 0, "silent", 1), (HOUR + 2, HOUR + 2, "silent", 1)]


def test_m35_what_is_open_at_the_end_of_the_data_is_censored():
    plan = walk("a", begins=("a",), silence_us=HOUR)
    assert walked(journey("a"), plan, until=HOUR)[0][2] == "censored"
    assert walked(journey("a"), plan, until=HOUR + 1)[0][2] == "silent"
    assert walked(journey("a"), walk("a", silence_us=None))[0][2] == "censored"


def test_m36_a_status_tells_the_outcome_but_no_time():
    status = End("cancelled", "unwanted", status="canceled")
    plan = walk("a", "b", "c", ends=(WON, status), follows="case")
    events = [
        event(1, 0, "a", case="k", status="open"),
        event(1, MINUTE, "b", case="k", status="canceled", arrival=1),
        event(1, 0, "a", case="l", status="canceled", arrival=2),
        event(1, MINUTE, "c", case="l", status="canceled", arrival=3),
    ]
    table = TABLES.events(events)
    found = TABLES.fetch(episodes(visits(table, plan), table, plan, 100 * DAY)).to_pylist()
    assert {e["case_id"]: (e["outcome"], e["kind"], e["outcome_us"]) for e in found} == {
        "k": ("cancelled", "unwanted", None),
        "l": ("won", "wanted", MINUTE),
    }


def test_m37_one_episode_a_case():
    plan = walk("a", "b", "c", begins=("a",), ends=(WON,), follows="case", silence_us=MINUTE)
    events = [
        event(1, 0, "b", case="k"),
        event(1, 5 * DAY, "a", case="k", arrival=1),
        event(1, 6 * DAY, "c", case="k", arrival=2),
        event(1, 7 * DAY, "a", case="k", arrival=3),
        event(1, 7 * DAY, "a", arrival=4),
    ]
    assert walked(events, plan) == [(0, 6 * DAY, "won", 3)]


def test_m38_journeys_are_cut_independently():
    events = journey("a", "b", "c")
    assert [len(walked(events, walk(*names))) for names in (("a", "b"), ("b", "c"))] == [1, 1]
    assert [walked(events, walk(*names))[0][3] for names in (("a", "b"), ("b", "c"))] == [2, 2]


# ---------------------------------------------------------------- passages


def test_m39_an_episode_holds_what_nothing_recognises_too():
    plan = walk("a", "b", "c", begins=("a",), ends=(End("done", "wanted", "c"),))
    table = TABLES.events(journey("x", "b", "a", "x", "y", "a", "c", "x", "a", "x"))
    found = TABLES.fetch(episodes(visits(table, plan), table, plan, 100 * DAY)).to_pylist()
    assert sorted((e["begin_us"], e["events"], e["matched"]) for e in found) == [
        (2 * MINUTE, 5, 3),
        (8 * MINUTE, 1, 1),
    ]


def test_m40_a_visit_is_at_its_touchpoints_step():
    plan = walk("a", "b")
    plan = Walk(plan.bindings, steps=(Step("only", ("b",)),), silence_us=DAY)
    assert steps_of(journey("a", "b"), plan) == [None, "only"]


def test_m41_of_several_steps_the_next_to_the_right():
    plan = walk("a", "b", "c")
    plan = Walk(
        plan.bindings,
        steps=(Step("1", ("a", "b")), Step("2", ("a",)), Step("3", ("c",)), Step("4", ("a",))),
        silence_us=DAY,
    )
    assert steps_of(journey("b", "a", "c", "a", "b", "a"), plan) == ["1", "2", "3", "4", "1", "2"]
    assert steps_of(journey("a", "b", "a"), plan) == ["1", "1", "2"]
    both = Walk(
        plan.bindings,
        steps=(Step("1", ("a", "b")), Step("2", ("b", "a")), Step("3", ("a", "b"))),
        silence_us=DAY,
    )
    assert steps_of(journey("a", "b", "a", "b", "a"), both) == ["1", "2", "3", "1", "2"]


def test_m42_a_passage_is_one_episode_at_one_step():
    plan = walk("a", "b")
    table = TABLES.events(journey("b", "a", "b", "b"))
    met = visits(table, plan)
    found = TABLES.fetch(passages(met, episodes(met, table, plan, DAY), plan)).to_pylist()
    rows = sorted(
        (p["position"], p["step"], p["first_us"], p["last_us"], p["visits"], p["events"]) for p in found
    )
    assert rows == [(0, "at-b", 0, 3 * MINUTE, 2, 3), (1, "at-a", MINUTE, MINUTE, 1, 1)]


# ---------------------------------------------------------------- transitions


def test_m50_what_follows_directly():
    events = [*journey("a", "b", "a", "b"), *journey("a", "c", customer=2)]
    assert pairs(ask(transitions(), events)) == {
        ("(begin)", "a"): 2,
        ("a", "b"): 2,
        ("b", "a"): 1,
        ("a", "c"): 1,
        ("b", "(end)"): 1,
        ("c", "(end)"): 1,
    }
    assert pairs(ask(transitions(fold=True), journey("a", "a", "b")))["a", "b"] == 1
    assert ("a", "a") not in pairs(ask(transitions(fold=True), journey("a", "a", "b")))


def test_m51_episodes_end_in_their_outcome():
    plan = walk("a", "b", "c", begins=("a",), ends=(WON,))
    events = [*journey("a", "b", "c"), *journey("a", "b", customer=2, start=HOUR)]
    rows = pairs(ask(transitions(within="episode", walk=plan), events))
    assert rows["c", "(end: won)"] == 1
    assert rows["b", "(end: censored)"] == 1
    assert rows["(begin)", "a"] == 2
    at_steps = pairs(ask(transitions(within="episode", walk=plan, of="step"), events))
    assert at_steps["at-a", "at-b"] == 2


def test_m51_every_session_begins_and_ends():
    events = [event(1, 0, "a"), event(1, HOUR, "a", arrival=1), event(1, HOUR + 1, "b", arrival=2)]
    rows = ask(transitions(within="session"), events)
    assert pairs(rows) == {("(begin)", "a"): 2, ("a", "(end)"): 1, ("a", "b"): 1, ("b", "(end)"): 1}
    assert next(row for row in rows if row["from"] == "(begin)")["customers"] == 1


def test_m52_customers_are_counted_once():
    rows = ask(
        transitions(), [*journey("a", "b", "a", "b"), *journey("a", "b", customer=2, step_us=3 * MINUTE)]
    )
    row = next(r for r in rows if (r["from"], r["to"]) == ("a", "b"))
    assert (row["customers"], row["occurrences"], row["median_s"]) == (2, 3, 60.0)
    assert rows[0]["median_s"] is not None
    assert all(
        r["median_s"] is None and r["p90_s"] is None
        for r in rows
        if "(begin)" in r.values() or "(end)" in r.values()
    )


# ---------------------------------------------------------------- funnel


def test_m60_others_may_stand_between():
    assert counts(funnel(["a", "b", "c"]), journey("a", "x", "b", "x", "c")) == [1, 1, 1]
    assert counts(funnel(["a", "b", "c"]), journey("b", "a", "c")) == [1, 0, 0]


def test_m61_the_windows_end_is_included():
    events = [event(1, 0, "a"), event(1, HOUR, "b", arrival=1)]
    assert counts(funnel(["a", "b"], window_us=HOUR), events) == [1, 1]
    assert counts(funnel(["a", "b"], window_us=HOUR - 1), events) == [1, 0]
    far = [event(1, 0, "a"), event(1, HOUR, "b", arrival=1), event(1, HOUR + 1, "c", arrival=2)]
    assert counts(funnel(["a", "b", "c"], window_us=HOUR), far) == [1, 1, 0]
    assert counts(funnel(["a", "b", "c"], window_us=None), far) == [1, 1, 1]


def test_m62_one_event_is_at_most_one_step():
    assert counts(funnel(["a", "a", "b"]), journey("a", "b")) == [1, 0, 0]
    assert counts(funnel(["a", "a", "b"]), journey("a", "a", "b")) == [1, 1, 1]
    either = FunnelStep("either", one_of("event", ["a", "b"]))
    assert counts(funnel([FunnelStep("a", equals("event", "a")), either]), journey("a")) == [1, 0]
    assert counts(funnel([FunnelStep("a", equals("event", "a")), either]), journey("a", "b")) == [1, 1]


def test_m63_the_deepest_level_over_all_starts():
    events = [
        event(1, 0, "a"),
        event(1, 2 * DAY, "a", arrival=1),
        event(1, 2 * DAY + 1, "b", arrival=2),
    ]
    assert counts(funnel(["a", "b"], window_us=DAY), events) == [1, 1]


def test_m64_times_are_of_the_first_chain_from_its_latest_start():
    minutes = [(0, "a"), (3, "a"), (10, "b"), (11, "a"), (12, "b")]
    events = [event(1, m * MINUTE, name, arrival=i) for i, (m, name) in enumerate(minutes)]
    assert ask(funnel(["a", "b"]), events)[1]["median_s"] == 7 * 60
    assert ask(funnel(["a", "b"]), events)[0]["median_s"] is None


def test_m65_the_first_start_alone_on_request():
    events = [event(1, 0, "a"), event(1, 2 * DAY, "a", arrival=1), event(1, 2 * DAY + MINUTE, "b", arrival=2)]
    assert counts(funnel(["a", "b"], window_us=DAY, count="first"), events) == [1, 0]
    assert ask(funnel(["a", "b"], window_us=None, count="first"), events)[1]["median_s"] == 2 * 86_400 + 60


def test_m66_directly_lets_nothing_stand_between():
    asked = funnel(["a", "b", "c"], order="directly")
    assert counts(asked, journey("a", "x", "b", "c")) == [1, 0, 0]
    assert counts(asked, journey("a", "b", "x", "a", "b", "c")) == [1, 1, 1]
    assert counts(funnel(["a", "a"], order="directly"), journey("a")) == [1, 0]


def test_m67_any_order_counts_different_steps_inside_one_window():
    asked = funnel(["a", "b", "c"], order="any", window_us=2 * MINUTE)
    assert counts(asked, journey("c", "a", "b")) == [1, 1, 1]
    assert counts(asked, journey("c", "a", "x", "b")) == [1, 1, 0]
    assert counts(funnel(["a", "a"], order="any"), journey("a")) == [1, 0]
    assert counts(funnel(["a", "a"], order="any"), journey("a", "x", "a")) == [1, 1]
    row = ask(asked, journey("c", "c", "a"))[1]
    assert (row["count"], row["median_s"]) == (1, 60.0)


def test_m68_counts_never_rise_even_of_nothing():
    assert counts(funnel(["a", "b"]), []) == [0, 0]
    row = ask(funnel(["a", "b"]), [])[1]
    assert (row["share_of_first"], row["share_of_previous"], row["low"], row["median_s"]) == (
        None,
        None,
        None,
        None,
    )


def test_m69_shares_and_their_interval():
    events = [e for c in range(10) for e in journey(*("a", "b", "c")[: 1 + (c < 7) + (c < 3)], customer=c)]
    rows = ask(funnel(["a", "b", "c"]), events)
    assert [row["count"] for row in rows] == [10, 7, 3]
    assert [row["share_of_first"] for row in rows] == [1, 0.7, 0.3]
    assert rows[2]["share_of_previous"] == pytest.approx(3 / 7)
    assert rows[1]["low"] == pytest.approx(0.3968, abs=1e-4)
    assert rows[1]["high"] == pytest.approx(0.8922, abs=1e-4)
    assert rows[0]["low"] is None


# ---------------------------------------------------------------- paths, durations


def test_m70_equal_paths_are_one_row():
    events = [
        *journey("a", "b"),
        *journey("a", "b", customer=2),
        *journey("b", customer=3),
        *journey("a", customer=4),
    ]
    found = ask(paths(), events)
    assert [(row["path"], row["count"]) for row in found] == [(["a", "b"], 2), (["a"], 1), (["b"], 1)]


def test_m71_the_rest_is_one_row():
    events = [
        *journey("a", "b"),
        *journey("a", "b", customer=2),
        *journey("b", customer=3),
        *journey("a", customer=4),
    ]
    found = ask(paths(top=1), events)
    assert [(row["path"], row["count"], row["share"]) for row in found] == [
        (["a", "b"], 2, 0.5),
        (["(other)"], 2, 0.5),
    ]
    assert ask(paths(), []) == []


def test_m72_loops_are_folded_on_request():
    events = [event(1, i * HOUR, name, arrival=i) for i, name in enumerate("aabba")]
    assert ask(paths(loops=False), events)[0]["path"] == ["a", "b", "a"]


def test_m80_time_belongs_to_what_it_follows():
    rows = {row["name"]: row for row in ask(durations(), journey("a", "b", "a", "c"))}
    assert (rows["a"]["occurrences"], rows["a"]["total_s"], rows["a"]["share"]) == (
        2,
        120.0,
        pytest.approx(2 / 3),
    )
    assert "c" not in rows


def test_m81_the_whole_is_from_first_to_last():
    events = [*journey("a", "b", "c"), event(2, 0, "a")]
    whole = next(row for row in ask(durations(), events) if row["name"] == "(whole)")
    assert (whole["customers"], whole["occurrences"], whole["median_s"], whole["total_s"]) == (
        2,
        2,
        60.0,
        120.0,
    )
    plan = walk("a", "b", "c", begins=("a",), ends=(WON,))
    names = [row["name"] for row in ask(durations(within="episode", walk=plan), journey("a", "b", "c"))]
    assert names[-2:] == ["(whole)", "(whole: won)"]


# ---------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: funnel([]), "question-parameter"),
        (lambda: funnel(["a"], order="backwards"), "question-parameter"),
        (lambda: funnel(["a"], count="last"), "question-parameter"),
        (lambda: funnel(["a"], window_us=-1), "question-parameter"),
        (lambda: transitions(within="week"), "question-parameter"),
        (lambda: transitions(within="episode"), "question-needs-walk"),
        (lambda: paths(top=0), "question-parameter"),
        (lambda: sessions(gap_us=-1), "question-parameter"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused(make, code):
    with pytest.raises(BadInputError) as error:
        make()
    assert error.value.problems[0].code == code


def test_a_funnels_rule_names_an_unknown_column():
    with pytest.raises(BadInputError, match="chanel"):
        ask(funnel([FunnelStep("x", rule('chanel = "web"'))]), journey("a"))
