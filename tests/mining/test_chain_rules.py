"""Sequences, loops, waits, flows, the funnel in full and segments: each rule by name, counted by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from footpath.base import DAY, MINUTE, SECOND, BadInputError
from footpath.mining import (
    Binding,
    ChainStep,
    Step,
    Walk,
    flows,
    funnel,
    loops,
    parse_pattern,
    sequences,
    step_of,
    transitions,
    transitions_by,
    waits,
)
from footpath.rules import equals, rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"chain_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event, journey = tables.event, tables.journey


def ask(question, events):
    return question.finish(TABLES.fetch(question.portable(TABLES.events(events)))).to_pylist()


def counts(question, events):
    return [row["count"] for row in ask(question, events)]


def found(pattern, events, **how):
    """(groups, occurrences) of a pattern."""
    row = ask(sequences(pattern, **how), events)[0]
    return row["count"], row["occurrences"]


def moves(question, events):
    return {(row["step"], row["from"], row["to"]): row["occurrences"] for row in ask(question, events)}


def problem(make):
    with pytest.raises(BadInputError) as error:
        make()
    return error.value.problems[0]


# ---------------------------------------------------------------- waits


def test_m120_time_belongs_to_the_pair_most_first_and_shares_add_up():
    events = [
        *(event(1, t * MINUTE, name, arrival=t) for t, name in ((0, "a"), (1, "b"), (10, "c"))),
        *(event(2, t * MINUTE, name, arrival=t) for t, name in ((0, "a"), (3, "b"))),
    ]
    rows = ask(waits(), events)
    assert [(r["from"], r["to"], r["customers"], r["occurrences"], r["total_s"]) for r in rows] == [
        ("b", "c", 1, 1, 540),
        ("a", "b", 2, 2, 240),
    ]
    assert [row["share"] for row in rows] == pytest.approx([540 / 780, 240 / 780])
    assert (rows[1]["median_s"], rows[1]["p90_s"]) == (120, 168)
    each = ask(waits(per="event"), events)
    assert [(row["from"], row["to"]) for row in each] == [("b", "(any)"), ("a", "(any)")]
    assert [row["total_s"] for row in ask(waits(within="session", gap_us=5 * MINUTE), events)] == [240]


def test_m121_the_interval_of_a_share_of_time_is_over_customers():
    alike = [event(c, t * MINUTE, n, arrival=t) for c in range(9) for t, n in ((0, "a"), (1, "b"), (4, "c"))]
    row = ask(waits(), alike)[1]
    assert (row["share"], row["low"], row["high"], row["n"]) == (0.25, 0.25, 0.25, 9)
    # One customer more who waits otherwise: the spread shows.
    row = ask(waits(), [*alike, event(99, 0, "a"), event(99, 9 * MINUTE, "b", arrival=1)])[1]
    assert row["low"] < row["share"] < row["high"]
    one = ask(waits(), alike[:3])
    assert [(row["low"], row["high"], row["n"]) for row in one] == [(None, None, 1)] * 2
    nothing = ask(waits(), [event(1, 0, "a"), event(1, 0, "b", arrival=1)])
    assert [(row["total_s"], row["share"]) for row in nothing] == [(0, None)]


# ---------------------------------------------------------------- loops


def test_m122_return_rework_and_repeat():
    rows = ask(loops(), journey(*"abaabca"))
    told = [(row["kind"], row["name"], row["via"], row["occurrences"]) for row in rows]
    assert told == [
        ("return", "a", None, 2),
        ("return", "b", None, 1),
        ("rework", "a", "b", 1),
        ("repeat", "a", None, 1),
    ]
    assert all(row["kind"] != "repeat" for row in ask(loops(fold=True), journey(*"abaabca")))


def test_m123_rounds_their_time_and_whose_share():
    events = [*journey(*"ababa"), *journey(*"ab", customer=2), *journey(*"b", customer=3)]
    row = next(r for r in ask(loops(), events) if (r["kind"], r["name"]) == ("return", "a"))
    assert (row["count"], row["n"], row["share"]) == (1, 2, 0.5)
    assert row["low"] < 0.5 < row["high"]
    assert (row["occurrences"], row["median_rounds"], row["most_rounds"]) == (2, 2, 2)
    assert (row["median_s"], row["total_s"]) == (120, 240)


# ---------------------------------------------------------------- flows


def test_m124_where_walks_begin_and_end():
    events = [*journey(*"xabab"), *journey(*"bc", customer=2)]
    assert moves(flows(steps=2), events) == {
        (1, "(begin)", "x"): 1,
        (1, "(begin)", "b"): 1,
        (2, "x", "a"): 1,
        (2, "b", "c"): 1,
    }
    assert moves(flows(start="a", steps=9), events) == {
        (1, "a", "b"): 1,
        (2, "b", "a"): 1,
        (3, "a", "b"): 1,
        (4, "b", "(end)"): 1,
    }
    back = moves(flows(end="b", steps=2), events)
    assert back == {(-1, "a", "b"): 1, (-1, "(begin)", "b"): 1, (-2, "b", "a"): 1}
    assert moves(flows(start="x", end="b"), events) == {(1, "x", "a"): 1, (2, "a", "b"): 1}
    assert moves(flows(backward=True, steps=1), events) == {(-1, "b", "(end)"): 1, (-1, "c", "(end)"): 1}
    assert moves(flows(start='{event in ("x", "b")}', steps=1), events) == {
        (1, 'event in ("x", "b")', "a"): 1,
        (1, 'event in ("x", "b")', "c"): 1,
    }
    twice = moves(flows(start="a", steps=3, loops=False), journey(*"aabbc"))
    assert list(twice) == [(1, "a", "b"), (2, "b", "c"), (3, "c", "(end)")]


def test_m125_rare_names_are_others_on_both_sides_and_nobody_is_lost():
    names = ["ab", "ab", "ac", "cb", "dc"]
    events = [e for n, name in enumerate(names) for e in journey(*name, customer=n)]
    got = moves(flows(steps=2, top=1), events)
    assert got == {
        (1, "(begin)", "a"): 3,
        (1, "(begin)", "(other)"): 2,
        (2, "a", "b"): 2,
        (2, "a", "(other)"): 1,
        (2, "(other)", "b"): 1,
        (2, "(other)", "(other)"): 1,
    }


# ---------------------------------------------------------------- sequences


def test_m126_a_pattern_as_people_type_it():
    made = parse_pattern(
        'search, !view-product, help? within 10m .. directly "a, b", {value > 5}, all within 1h'
    )
    assert made.within_us == 60 * MINUTE
    assert [step.name for step in made.steps] == ["search", "help", "a, b", "value > 5"]
    search, chat, quoted, ruled = made.steps
    assert search.is_plain
    assert (chat.optional, chat.within_us, [name for name, _ in chat.without]) == (
        True,
        10 * MINUTE,
        ["view-product"],
    )
    assert (quoted.directly, quoted.when.tree) == (True, equals("event", "a, b").tree)
    assert ruled.when.tree == rule("value > 5").tree
    assert parse_pattern("a, b all within 2m").within_us == 2 * MINUTE
    assert step_of('{event like "a,*"}').name == 'event like "a,*"'
    # Bounds include their ends.
    assert found("a, b within 60s", journey(*"ab")) == (1, 1)
    assert found("a, b within 59s", journey(*"ab")) == (0, 0)
    assert found("a, b, c, all within 2m", journey(*"abc")) == (1, 1)
    assert found("a, b, c, all within 119s", journey(*"abc")) == (0, 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,,b", "a step is empty"),
        ("a, !b", "nothing stands after the last step"),
        ("a, b within soon", "is no duration"),
        ("all within 2m", "a pattern needs a step"),
        ('a, "b', "is not closed"),
        ("a, {event = 'b'", "is not closed"),
        ("a, !b?, c", "what is excluded takes no"),
    ],
)
def test_m126_what_cannot_be_read_says_so(text, says):
    told = problem(lambda: parse_pattern(text))
    assert told.code == "pattern-syntax"
    assert says in told.message
    assert told.value == text


def test_m126_the_first_and_the_last_step_are_required():
    assert "cannot be optional" in problem(lambda: sequences("a?, b")).message
    assert "cannot be optional" in problem(lambda: funnel("a, b?")).message
    assert "nothing stands before the first step" in problem(lambda: sequences("!x, a, b")).message
    assert "needs two steps" in problem(lambda: sequences("a")).message
    assert problem(lambda: flows(start="a, b")).message == "one event is meant here"


def test_m127_an_optional_step_is_taken_or_not():
    assert found("a, b?, c", journey(*"ac")) == (1, 1)
    assert found("a, directly b?, directly c", journey(*"abc")) == (1, 1)
    assert found("a, directly b?, directly c", journey(*"axc")) == (0, 0)
    # The bound counts from the step that was taken: c is two minutes after a, one after b.
    assert found("a, b?, c within 60s", journey(*"abc")) == (1, 1)
    assert found("a, d?, c within 60s", journey(*"abc")) == (0, 0)
    # One event is one step at most.
    assert found("a, a", journey(*"a")) == (0, 0)
    assert found("a, a, b", journey(*"ab")) == (0, 0)
    assert found("a, a, b", journey(*"aab")) == (1, 1)


def test_m128_an_exclusion_holds_between_the_required_steps_around_it():
    assert found("a, !x, c", journey(*"axc")) == (0, 0)
    assert found("a, !x, c", journey(*"axac")) == (1, 1)
    assert found("a, !x, b?, c", journey(*"abxc")) == (0, 0)
    assert found("a, b, !x, c", journey(*"axbc")) == (1, 1)
    # What is excluded does not exclude itself as a step: no a between, and the nearest a is the start.
    assert found("a, !a, c", journey(*"aac")) == (1, 1)
    assert found("a, !x, !y, c", journey(*"ayc")) == (0, 0)


def test_m128_search_no_product_page_help_within_ten_minutes():
    at = {"search": 0, "list": 5, "help": 8}
    events = [event(1, t * MINUTE, name) for name, t in at.items()]
    events += [event(2, t * MINUTE, name) for name, t in (at | {"view-product": 6}).items()]
    events += [event(3, t * MINUTE, name) for name, t in (at | {"help": 11}).items()]
    row = ask(sequences("search, !view-product, help within 10m"), events)[0]
    assert (row["customers"], row["count"], row["n"], row["median_s"]) == (1, 1, 3, 480)
    assert (row["low"], row["share"], row["high"]) == pytest.approx((0.0615, 1 / 3, 0.7923), abs=1e-3)


def test_m129_occurrences_do_not_overlap_the_earliest_end_first():
    assert found("a, b", journey(*"abab")) == (1, 2)
    assert found("a, b", journey(*"aabb")) == (1, 1)
    # abacbc: a1 b2 c4 ends first; a3 b5 c6 began before that.
    assert found("a, b, c", journey(*"abacbc")) == (1, 1)
    assert found("a, b, c", journey(*"abacbcabc")) == (1, 2)
    # A run of three that interleave: the first and the third do not overlap.
    assert found("a, b, c", journey(*"abacbacbc")) == (1, 2)
    assert found("a, a", journey(*"aaaa")) == (1, 2)


def test_m130_neighbours_and_times_are_of_the_first_occurrence():
    events = [*journey(*"xaabyab"), *journey(*"ab", customer=2), *journey(*"c", customer=3)]
    rows = ask(sequences("a, b"), events)
    told = [(row["what"], row["name"], row["count"], row["n"], row["median_s"]) for row in rows]
    assert told == [
        ("pattern", "a, b", 2, 3, 60),
        ("before", "(begin)", 1, 2, None),
        ("before", "a", 1, 2, 60),
        ("after", "(end)", 1, 2, None),
        ("after", "y", 1, 2, 60),
    ]
    assert [row["occurrences"] for row in rows] == [3, None, None, None, None]


def test_m130_whoever_may_still_come_to_the_pattern_is_told():
    asked = sequences("a, b within 10m")
    events = [event(1, 0, "a"), event(2, 50 * MINUTE, "a"), event(3, 55 * MINUTE, "x")]
    rows = TABLES.fetch(asked.portable(TABLES.events(events)))
    import dataclasses

    from footpath.mining import Result

    result = asked.complete(Result("", "", SimpleNamespace(), asked.finish(rows)), rows)
    assert dataclasses.is_dataclass(result)
    assert result.notes[0].startswith("1 without the pattern may still come to it")
    assert [row["count"] for row in result.to_dicts()] == [0]


def test_within_episodes_steps_are_touchpoints():
    plan = Walk(
        bindings=tuple(Binding(name, equals("event", name.upper())) for name in "ab"),
        steps=tuple(Step(f"at-{name}", (name,)) for name in "ab"),
        silence_us=10 * DAY,
    )
    events = journey(*"AXBAB")
    how = {"within": "episode", "walk": plan, "of": "touchpoint"}
    assert found("a, b", events, **how) == (1, 2)
    assert moves(flows(start="a", steps=1, **how), events) == {(1, "a", "b"): 1}
    assert [row["kind"] for row in ask(loops(**how), events)] == ["return", "return", "rework", "rework"]
    assert [row["total_s"] for row in ask(waits(**how), events)] == [180, 60]
    assert counts(funnel("a, !b, b", **how), events) == [1, 1]


# ---------------------------------------------------------------- the funnel in full


def test_m131_exclusions_optional_steps_and_bounds():
    events = [
        *journey(*"abc"),
        *journey(*"axbc", customer=2),
        *journey(*"axabc", customer=3),
        *journey(*"ac", customer=4),
    ]
    assert counts(funnel("a, !x, b, c"), events) == [4, 2, 2]
    rows = ask(funnel("a, b?, c"), events)
    assert [row["count"] for row in rows] == [4, 3, 4]
    assert [row["share_of_previous"] for row in rows] == [1, 0.75, 1]
    assert counts(funnel("a, b within 60s, c"), events) == [4, 2, 2]
    assert counts(funnel("a, b, all within 60s"), events) == [4, 2]
    assert funnel("a, b, all within 60s").window_us == MINUTE
    assert "order then or directly" in problem(lambda: funnel("a, !x, b", order="any")).expected


def test_m132_a_property_held_constant():
    def bought(who, *what):
        return [event(who, i * MINUTE, name, case=lamp, arrival=i) for i, (name, lamp) in enumerate(what)]

    events = [
        *bought(1, ("view", "k1"), ("view", "k2"), ("buy", "k2")),
        *bought(2, ("view", "k1"), ("buy", "k2")),
        *bought(3, ("view", None), ("buy", None)),
    ]
    assert counts(funnel("view, buy"), events) == [3, 3]
    rows = ask(funnel("view, buy", hold=["case_id"]), events)
    assert [row["count"] for row in rows] == [2, 1]
    assert rows[1]["median_s"] == 60
    # What has another value does not exclude, but it stands between.
    assert counts(funnel("view, !view, buy", hold=["case_id"]), events) == [2, 1]
    between = bought(1, ("view", "k1"), ("view", "k2"), ("buy", "k1"))
    assert counts(funnel("view, buy", hold=["case_id"]), between) == [1, 1]
    assert counts(funnel("view, directly buy", hold=["case_id"]), between) == [1, 0]
    # Times are those of the value that came first: three minutes with k1, not the two of k2.
    order = (("view", "k1"), ("x", "k1"), ("view", "k2"), ("buy", "k1"), ("buy", "k2"))
    assert ask(funnel("view, buy", hold=["case_id"]), bought(1, *order))[1]["median_s"] == 180
    told = problem(lambda: ask(funnel("view, buy", hold=["lamp"]), events))
    assert (told.code, told.value) == ("rule-unknown-column", "lamp")


def test_m133_segments_side_by_side_add_up():
    events = [
        *(event(who, 0, "a", case=case) for who, case in ((1, "k1"), (2, "k1"), (3, "k2"), (4, None))),
        *(event(who, MINUTE, "b", case="k9", arrival=1) for who in (1, 3, 4)),
        event(5, 0, "b", case="k3"),
    ]
    rows = ask(funnel("a, b", by="case_id", top=1), events)
    told = [(row["segment"], row["step"], row["count"]) for row in rows]
    assert told == [
        ("(all)", 1, 4),
        ("(all)", 2, 3),
        ("k1", 1, 2),
        ("k1", 2, 1),
        ("(other)", 1, 2),
        ("(other)", 2, 2),
    ]
    assert list(rows[0])[:3] == ["segment", "step", "name"]


def test_m134_where_the_lost_went_and_who_is_not_lost_yet():
    events = [
        *journey(*"abx"),
        *journey(*"aby", customer=2),
        *journey(*"ab", customer=3),
        *journey(*"abc", customer=4),
        event(5, 5 * MINUTE, "a"),
        event(6, 6 * MINUTE, "z"),
    ]
    rows = ask(funnel("a, b, c", show="lost", window_us=2 * MINUTE, top=1), events)
    told = [(row["step"], row["next"], row["count"], row["lost"], row["median_s"]) for row in rows]
    assert told == [
        (1, "(open)", 1, 1, None),
        (2, "(end)", 1, 3, None),
        (2, "(other)", 1, 3, 60),
        (2, "x", 1, 3, 60),
    ]
    without = ask(funnel("a, b, c", show="lost", window_us=None), events)
    assert (without[0]["step"], without[0]["next"]) == (1, "(end)")


def test_m134_times_to_convert():
    events = [
        event(who, t * SECOND, name, arrival=t)
        for who, (b, c) in enumerate([(10, 20), (20, 60), (40, 100)])
        for t, name in ((0, "a"), (b, "b"), (c, "c"))
    ]
    rows = ask(funnel("a, b, c", show="times"), events)
    assert [(row["median_s"], row["step_median_s"]) for row in rows] == [(None, None), (20, 20), (60, 40)]
    assert (rows[2]["p25_s"], rows[2]["p75_s"], rows[2]["p90_s"]) == (40, 80, 92)


# ---------------------------------------------------------------- segments of transitions


def in_cases():
    """Nine customers of case k1 who go a, b and nine of k2 who go a, c; three of each the other way; one without."""
    events = []
    for who in range(24):
        case = "k1" if who % 2 else "k2"
        usual, other = ("b", "c") if who % 2 else ("c", "b")
        events += journey("a", usual if who < 18 else other, customer=who)
        for row in events[-2:]:
            row["case"] = case
    return [*events, *journey("a", "b", customer=99)]


def test_m53_transitions_by_segment_add_up():
    rows = ask(transitions_by("case_id", top=1), in_cases())
    assert list(dict.fromkeys(row["segment"] for row in rows)) == ["(all)", "k1", "(other)", "(none)"]
    whole = {(r["from"], r["to"]): r["occurrences"] for r in ask(transitions(), in_cases())}
    parts: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["segment"] == "(all)":
            assert whole[row["from"], row["to"]] == row["occurrences"]
        else:
            pair = (row["from"], row["to"])
            parts[pair] = parts.get(pair, 0) + row["occurrences"]
    assert parts == whole


def test_m54_the_difference_of_two_segments():
    rows = ask(transitions_by("case_id", difference=("k1", "k2")), in_cases())
    top = next(row for row in rows if (row["from"], row["to"]) == ("a", "b"))
    assert (top["share_a"], top["share_b"], top["difference"]) == (0.75, 0.25, 0.5)
    assert (top["occurrences_a"], top["occurrences_b"], top["n_a"], top["n_b"]) == (9, 3, 12, 12)
    # One move a customer: as many independent ones as moves but for n / (n - 1); Newcombe's interval of 9 and 3 of 12.
    from footpath.stats import difference_of_shares

    known = difference_of_shares(9, 12, 3, 12)
    assert (top["low"], top["high"]) == pytest.approx((known.low, known.high), abs=0.02)
    assert 0.01 < top["q"] < 0.2
    assert [abs(row["difference"]) for row in rows] == sorted(
        (abs(row["difference"]) for row in rows), reverse=True
    )
    assert problem(lambda: transitions_by("case_id", difference=("k1", "k1"))).code == "question-parameter"


# ---------------------------------------------------------------- what other tools disagree about


def test_the_definition_changes_the_answer_and_stands_with_the_number():
    events = [event(1, t * MINUTE, name) for t, name in ((0, "a"), (20, "a"), (25, "b"))]
    for how, last, says in (
        ({"window_us": 10 * MINUTE}, 1, "The deepest level over all starts counts"),
        ({"window_us": 10 * MINUTE, "count": "first"}, 0, "Only the first start counts"),
        ({"window_us": None, "count": "first"}, 1, "without a window"),
        ({"window_us": None, "count": "first", "order": "directly"}, 0, "nothing between"),
    ):
        asked = funnel(["a", "b"], **how)
        assert counts(asked, events) == [1, last], how
        assert says in asked.definition


def test_at_equal_times_the_order_of_arrival_stands_in_every_view():
    both = [event(1, 0, "b", arrival=0), event(1, 0, "a", arrival=1)]
    assert found("b, a", both) == (1, 1)
    assert found("a, b", both) == (0, 0)
    assert next(iter(moves(flows(start="b"), both))) == (1, "b", "a")
    assert counts(funnel("b, !x, a"), both) == [1, 1]
    assert counts(funnel("a, !x, b"), both) == [1, 0]


def test_one_event_that_fits_two_steps_is_one_of_them():
    steps = [ChainStep("a", equals("event", "a")), ChainStep("any", rule('event in ("a", "b")'))]
    assert counts(funnel(steps, hold=["event"]), journey(*"a")) == [1, 0]
    assert counts(funnel("a, a, b, !x, c"), journey(*"aabc")) == [1, 1, 1, 1]
    assert counts(funnel("a, a, b, !x, c"), journey(*"abc")) == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: waits(per="hour"),
        lambda: flows(steps=0),
        lambda: flows(top=0),
        lambda: flows(start="a", backward=True),
        lambda: funnel("a, b", show="all"),
        lambda: funnel("a, b", top=0),
        lambda: funnel("a, b", order="any", show="lost"),
        lambda: transitions_by("x", top=0),
    ],
)
def test_parameters_that_make_no_sense_say_so(make):
    assert problem(make).code == "question-parameter"


def test_the_plain_funnel_keeps_its_fast_forms():
    assert set(funnel("a, b").forms) >= {"asof"}
    assert funnel(["a", "b"]).is_plain
    for asked in (
        funnel("a, !x, b"),
        funnel("a, b", by="x"),
        funnel("a, b", show="lost"),
        funnel("a, b", hold=["x"]),
    ):
        assert not asked.is_plain
        assert asked.forms == {}
