"""Each rule of attribution (docs/spec/mining.md, M105 to M119), on paths small enough to solve by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pyarrow as pa
import pytest

from footpath.base import DAY, HOUR, MINUTE, BadInputError
from footpath.mining import ATTRIBUTION_MODELS, Costs, attribution
from footpath.mining.attribution.counts import Counts, Move
from footpath.mining.attribution.markov import chain_of
from footpath.mining.attribution.shapley import over_chain
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"att_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow_attribution"), _load("tables")
TABLES = tables.Tables()


def session(customer, at, channel, *names, sequence=None):
    """A session of a minute between its events; `view` where no name is given."""
    return [
        {**tables.event(customer, at + i * MINUTE, name, sequence=sequence), "channel": channel}
        for i, name in enumerate(names or ("view",))
    ]


def numbered(*sessions):
    return [{**event, "arrival": i} for i, event in enumerate(event for run in sessions for event in run)]


# ada: A, B, A to the goal, a week apart; bob: B to the goal; cleo: A, C to null.
THREE = numbered(
    session(1, 0, "A"),
    session(1, 7 * DAY, "B"),
    session(1, 14 * DAY, "A", "view", "buy"),
    session(2, DAY, "B", "buy"),
    session(3, DAY, "A"),
    session(3, 2 * DAY, "C"),
)


def ask(events, goal="buy", **how):
    question = attribution(goal, **{"model": "last", **how})
    rows = TABLES.ask(question, slow.with_channels(TABLES, events)).to_pylist()
    assert all(tuple(row) == question.columns for row in rows)
    return rows


def credits_of(events, model, **how):
    return {row["channel"]: row["credit"] for row in ask(events, model=model, **how)}


def effects_of(events, model="markov", **how):
    return {row["channel"]: row["removal_effect"] for row in ask(events, model=model, **how)}


def approx(**values):
    return pytest.approx(values, abs=1e-12)


# ---------------------------------------------------------------- paths


def test_m105_a_path_is_the_channel_of_each_sessions_first_event():
    events = numbered(
        session(1, 0, "ads"),
        session(1, 10 * MINUTE, "mail"),  # the same session: no silence of over 30 minutes
        session(1, 2 * HOUR, "mail", "view", "buy"),
    )
    assert credits_of(events, "linear") == {"ads": 0.5, "mail": 0.5}
    assert credits_of(events, "linear", gap_us=5 * MINUTE) == approx(mail=2 / 3, ads=1 / 3)


def test_m105_loops_are_kept():
    events = numbered(session(1, 0, "ads"), session(1, DAY, "ads"), session(1, 2 * DAY, "mail", "buy"))
    assert credits_of(events, "linear") == approx(ads=2 / 3, mail=1 / 3)


def test_m105_equal_times_stand_in_the_order_of_sequence_then_arrival():
    both = [
        {**tables.event(1, 0, "view", arrival=0), "channel": "late"},
        {**tables.event(1, 0, "buy", arrival=1), "channel": "early"},
    ]
    assert credits_of(both, "first") == {"late": 1.0}
    both[1]["sequence"] = 1
    assert credits_of(both, "first") == {"early": 1.0}


def test_m105_whatever_stands_at_the_instant_of_the_goal_is_of_its_session():
    events = numbered(
        session(1, 0, "ads"), session(1, 0, "mail", "buy"), session(1, 0, "tv"), session(1, DAY, "tv")
    )
    assert credits_of(events, "linear") == {"ads": 1.0}
    assert credits_of(events, "linear", gap_us=0) == {"ads": 1.0}


def test_m105_any_property_can_be_credited_and_the_goal_may_be_a_rule():
    events = [{**event, "case": "k" + event["channel"]} for event in THREE]
    assert credits_of(events, "last", by="case_id") == {"kA": 1.0, "kB": 1.0, "kC": 0.0}
    assert credits_of(events, "last", by="customer_key") == {"1": 1.0, "2": 1.0, "3": 0.0}
    # ada's first session is of A already
    assert credits_of(events, "last", goal=rule('channel = "A" or event = "buy"')) == {"A": 2.0, "B": 1.0}
    with pytest.raises(BadInputError) as error:
        ask(events, by="chanel")
    assert error.value.problems[0].code == "rule-unknown-column"
    assert "channel" in error.value.problems[0].help


def test_m106_the_first_goal_ends_the_path_and_the_rest_counts_in_nothing():
    events = numbered(
        session(1, 0, "ads"),
        session(1, DAY, "mail", "view", "buy", "buy", "view"),
        session(1, 2 * DAY, "tv", "buy"),
        session(2, 0, "ads"),
        session(2, DAY, "radio"),
    )
    assert credits_of(events, "linear") == {"ads": 0.5, "mail": 0.5, "radio": 0.0}
    # ads: mail follows once, radio once. Whoever takes out mail loses all.
    assert effects_of(events) == approx(ads=1, mail=1, radio=0)


def test_m106_customers_of_one_session_and_without_a_goal():
    one = numbered(session(1, 0, "ads", "buy"), session(2, 0, "ads"), session(3, 0, "mail"))
    for model in ATTRIBUTION_MODELS:
        assert credits_of(one, model) == approx(ads=1, mail=0)
    assert effects_of(one) == {"ads": 1.0, "mail": 0.0}


def test_m107_on_request_each_goal_ends_a_path():
    events = numbered(
        session(1, 0, "ads", "buy", "buy"),
        session(1, DAY, "mail"),
        session(1, 2 * DAY, "tv", "buy"),
        session(1, 3 * DAY, "radio"),
    )
    assert credits_of(events, "first") == {"ads": 1.0}
    assert credits_of(events, "first", goals="each") == {"ads": 1.0, "mail": 1.0, "radio": 0.0, "tv": 0.0}
    assert effects_of(events, goals="each") == approx(ads=0.5, mail=0.5, tv=0.5, radio=0)


def test_m108_a_missing_channel_and_direct_are_names_as_others():
    events = numbered(
        session(1, 0, None),
        session(1, DAY, "direct"),
        session(1, 2 * DAY, "ads", "buy"),
        session(None, 0, "tv", "buy"),
    )
    assert credits_of(events, "linear") == approx(**{"(none)": 1 / 3, "direct": 1 / 3, "ads": 1 / 3})
    events = numbered([*session(1, 0, None), *session(1, MINUTE, "ads", "buy")])
    assert credits_of(events, "first") == {"(none)": 1.0}


def test_m109_the_lookback_leaves_out_what_is_longer_before_its_end_included():
    events = numbered(
        session(1, 0, "ads"),
        session(1, DAY, "mail"),
        session(1, 8 * DAY - MINUTE, "tv", "view", "buy"),  # the goal is 7 days after the mail
        session(2, 0, "ads"),
        session(2, 7 * DAY, "tv"),
        session(2, 14 * DAY, "radio"),
    )
    assert credits_of(events, "linear") == approx(ads=1 / 3, mail=1 / 3, tv=1 / 3, radio=0)
    assert credits_of(events, "linear", lookback_us=7 * DAY) == {"mail": 0.5, "tv": 0.5, "radio": 0.0}
    # bob's ads are left out too, 14 days before his last session; nobody begins there.
    assert "ads" not in effects_of(events, lookback_us=7 * DAY)
    assert credits_of(events, "linear", lookback_us=0) == {"tv": 1.0, "radio": 0.0}


def test_m110_credits_of_every_model_sum_to_the_outcomes():
    for worth in ("paths", "chain"):
        rows = ask(THREE, model=ATTRIBUTION_MODELS, worth=worth)
        for model in ATTRIBUTION_MODELS:
            of = [row for row in rows if row["model"] == model]
            assert [row["channel"] for row in of] == [
                row["channel"] for row in sorted(of, key=lambda r: (-round(r["credit"], 6), r["channel"]))
            ]
            assert sum(row["credit"] for row in of) == pytest.approx(2)
            assert sum(row["share"] for row in of) == pytest.approx(1)
    assert [row["model"] for row in rows[::3]] == list(ATTRIBUTION_MODELS)


def test_m110_without_an_outcome_there_is_nothing_to_share():
    for worth in ("paths", "chain"):
        rows = ask(THREE, goal="never", model=ATTRIBUTION_MODELS, worth=worth)
        assert {(row["credit"], row["share"], row["removal_effect"]) for row in rows} == {(0.0, None, None)}
        assert len(rows) == 3 * len(ATTRIBUTION_MODELS)
    assert ask([], model=ATTRIBUTION_MODELS) == []


# ---------------------------------------------------------------- models by place


def test_m111_first_last_and_linear():
    assert credits_of(THREE, "first") == {"A": 1.0, "B": 1.0, "C": 0.0}
    assert credits_of(THREE, "last") == {"A": 1.0, "B": 1.0, "C": 0.0}
    assert credits_of(THREE, "linear") == approx(A=2 / 3, B=4 / 3, C=0)


def test_m112_position_gives_40_20_40_and_can_be_set():
    assert credits_of(THREE, "position") == approx(A=0.8, B=1.2, C=0)
    assert credits_of(THREE, "position", position=(0.5, 0.3, 0.2)) == approx(A=0.7, B=1.3, C=0)
    four = numbered(
        *(session(1, i * DAY, name) for i, name in enumerate("abc")), session(1, 3 * DAY, "d", "buy")
    )
    assert credits_of(four, "position") == approx(a=0.4, b=0.1, c=0.1, d=0.4)
    two = numbered(session(1, 0, "a"), session(1, DAY, "b", "buy"))
    assert credits_of(two, "position", position=(0.6, 0.2, 0.2)) == approx(a=0.75, b=0.25)
    assert credits_of(two, "position", position=(0, 1, 0)) == approx(a=0.5, b=0.5)


def test_m113_a_session_counts_half_as_much_as_one_a_half_life_later():
    # ada: 1/4, 1/2, 1 of 7/4.
    assert credits_of(THREE, "time-decay") == approx(A=5 / 7, B=2 / 7 + 1, C=0)
    assert credits_of(THREE, "time-decay", half_life_us=14 * DAY) == approx(
        A=1.5 / (1.5 + 0.5**0.5), B=0.5**0.5 / (1.5 + 0.5**0.5) + 1, C=0
    )
    # A thousand half-lives before are nothing, and no trouble.
    old = numbered(session(1, 0, "a"), session(1, 7000 * DAY, "b", "buy"))
    assert credits_of(old, "time-decay") == approx(a=0, b=1)


# ---------------------------------------------------------------- chains


def test_m114_removal_effects_of_order_1_are_solved_exactly():
    # From A: B, the goal, C, one of three each. From B: A or the goal. p(A) = 3/5, p(B) = 4/5; begin A 2/3, B 1/3.
    # All: 2/3. Without A: 1/3 * 1/2 = 1/6. Without B: 2/3 * 1/3 = 2/9.
    assert effects_of(THREE) == approx(A=3 / 4, B=2 / 3, C=0)
    found = slow.paths(THREE, "buy", 30 * MINUTE)
    assert slow.chance(found, 1, set("ABC")) == slow.chance(found, 3, set("ABC")) == pytest.approx(2 / 3)


def test_m114_a_channel_of_every_path_loses_all_and_the_only_one_has_all():
    every = numbered(
        *(session(i, 0, f"only-{i}") for i in range(1, 4)),
        *(session(i, DAY, "mail", *(["buy"] if i < 3 else [])) for i in range(1, 4)),
    )
    for model in ("markov", "markov-2", "markov-3"):
        assert effects_of(every, model)["mail"] == pytest.approx(1)
    only = numbered(session(1, 0, "ads"), session(1, DAY, "ads", "buy"), session(2, 0, "ads"))
    for model in ATTRIBUTION_MODELS:
        assert credits_of(only, model) == approx(ads=1)
    assert effects_of(only) == approx(ads=1)


def test_m115_effects_overlap_and_credits_are_shared_in_proportion():
    assert credits_of(THREE, "markov") == approx(A=2 * 9 / 17, B=2 * 8 / 17, C=0)


def test_m116_a_state_of_order_2_is_the_last_two_channels():
    # (A) goes to (A,B) or (A,C); (A,B) to (B,A) to the goal; (B) to the goal.
    assert effects_of(THREE, "markov-2") == approx(A=1 / 2, B=1, C=0)
    assert credits_of(THREE, "markov-2") == approx(A=2 / 3, B=4 / 3, C=0)


def test_m116_order_3_remembers_what_order_2_forgets():
    # Only who came over X converts after A, B. Order 2 sees (A,B) alone and gives Y a part.
    events = numbered(
        *(session(1, i * DAY, name) for i, name in enumerate("XAB")),
        session(1, 3 * DAY, "Z", "buy"),
        *(session(2, i * DAY, name) for i, name in enumerate("YABZ")),
    )
    assert effects_of(events, "markov-2")["Y"] == pytest.approx(0.5)
    assert effects_of(events, "markov-3") == approx(A=1, B=1, X=0.5, Y=0.5, Z=1)
    for model, order in (("markov", 1), ("markov-2", 2), ("markov-3", 3)):
        wanted, _ = slow.removal(slow.paths(events, "buy", 30 * MINUTE), order)
        assert effects_of(events, model) == pytest.approx({k: float(v) for k, v in wanted.items()})


def test_m116_more_states_than_a_laptop_holds_are_refused():
    moves = {Move((f"c{i}",), True, True, i == 0): 1 for i in range(5_001)}
    with pytest.raises(BadInputError) as error:
        chain_of(Counts(moves, {}, {}, {}), 1)
    assert error.value.problems[0].code == "question-too-large"


# ---------------------------------------------------------------- Shapley


def test_m117_shapley_over_paths_divides_equally_among_different_channels():
    assert credits_of(THREE, "shapley") == approx(A=1 / 2, B=3 / 2, C=0)


def test_m118_shapley_over_the_chain_is_exact_up_to_12_channels():
    # v(A) = 2/9, v(B) = 1/6, v(A,B) = 2/3, C adds nothing; three outcomes for the whole chance, 2 of 2/3.
    rows = {row["channel"]: row for row in ask(THREE, model="shapley", worth="chain")}
    assert {name: row["credit"] for name, row in rows.items()} == approx(A=3 * 13 / 36, B=3 * 11 / 36, C=0)
    assert {(row["low"], row["high"]) for row in rows.values()} == {(None, None)}


def many_channels():
    """Channels c00 to c13: each alone converts one of two; c00, c01 and c02 together always."""
    sessions = [
        session(100 * i + k, 0, f"c{i:02}", *(["buy"] if k else [])) for i in range(14) for k in range(2)
    ]
    for who in range(5000, 5006):
        sessions += [session(who, 0, "c00"), session(who, DAY, "c01"), session(who, 2 * DAY, "c02", "buy")]
    return numbered(*sessions)


def test_m118_beyond_12_channels_orders_are_drawn_with_a_seed_and_an_interval():
    events = many_channels()
    how = {"model": "shapley", "worth": "chain", "orders": 200}
    rows = ask(events, **how)
    assert rows == ask(events, **how)
    assert rows != ask(events, **how, seed=1)
    assert sum(row["credit"] for row in rows) == pytest.approx(20)
    exact = slow_shapley_of_three(events)
    for row in rows:
        if row["channel"] in exact:
            assert row["low"] < row["credit"] < row["high"]
            assert row["low"] <= exact[row["channel"]] <= row["high"]
        else:  # whoever works alone adds the same in every order: nothing to be unsure of
            assert row["low"] == pytest.approx(row["credit"], abs=1e-9) == pytest.approx(1)


def slow_shapley_of_three(events):
    """The exact values of c00, c01 and c02, which alone work together, from the paths of those three."""
    found = [
        path for path in slow.paths(events, "buy", 30 * MINUTE) if path[0][0][0] in ("c00", "c01", "c02")
    ]
    return {name: float(value) for name, value in slow.shapley(found, "chain").items()}


def test_m118_drawing_converges_on_the_exact_values():
    found = slow.paths(THREE, "buy", 30 * MINUTE)
    moves = {
        Move(("A",), True, False, True): 1,
        Move(("A", "B"), False, False, True): 1,
        Move(("B", "A"), False, True, True): 1,
        Move(("B",), True, True, True): 1,
        Move(("A",), True, False, False): 1,
        Move(("A", "C"), False, True, False): 1,
    }
    chain = chain_of(Counts(moves, {}, {}, {}), 1)
    from footpath.mining.attribution import shapley

    drawn = shapley._drawn(chain, ("A", "B", "C"), 3.0, 50, 0)
    exact = over_chain(chain, ("A", "B", "C"), 2, orders=2, seed=0)
    wanted = {name: float(value) for name, value in slow.shapley(found, "chain").items()}
    assert exact.credits == pytest.approx(wanted)
    # Of two channels that count, an order and its reverse hold all that there is to see.
    assert drawn.credits == pytest.approx(wanted)


# ---------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    "how",
    [
        {"model": []},
        {"model": ["last", "last"]},
        {"model": "markow"},
        {"goals": "some"},
        {"worth": "money"},
        {"position": (0.5, 0.5, 0.5)},
        {"position": (1.5, -0.5, 0)},
        {"position": (float("nan"), 0.5, 0.5)},
        {"half_life_us": 0},
        {"lookback_us": -1},
        {"gap_us": -1},
        {"orders": 1},
    ],
)
def test_parameters_that_cannot_be_used_say_what_can(how):
    with pytest.raises(BadInputError) as error:
        attribution("buy", **how)
    assert error.value.problems[0].code == "question-parameter"
    assert error.value.problems[0].expected


def test_the_definition_prints_what_was_set():
    said = attribution(
        "buy",
        model=["position", "time-decay"],
        position=(0.3, 0.4, 0.3),
        half_life_us=3 * DAY,
        lookback_us=30 * DAY,
        goals="each",
    ).definition
    for words in (
        "30 %",
        "40 %",
        "3 days later",
        "30 days before the goal",
        "Each goal ends a path",
        "(none)",
    ):
        assert words in said
    assert "No lookback" in attribution("buy").definition


def test_columns_are_those_of_the_design():
    assert attribution("buy").columns == ("channel", "model", "credit", "share", "removal_effect")
    assert [str(kind) for kind in _types()] == ["string", "string", "double", "double", "double"]


def _types():
    question = attribution("buy", model="markov")
    table = TABLES.ask(question, slow.with_channels(TABLES, THREE))
    assert isinstance(table, pa.Table)
    return table.schema.types


@pytest.mark.parametrize("dialect", ["duckdb", "clickhouse", "trino", "bigquery"])
@pytest.mark.parametrize("goals", ["first", "each"])
def test_the_form_compiles_whatever_an_engine_knows_of_nulls(dialect, goals):
    """An engine whose columns have no nulls (ClickHouse) gives other types to what counts and what looks back."""
    import ibis

    kinds = {"customer_key": "!int64", "occurred_us": "!int64", "event": "!string", "channel": "!string"}
    table = ibis.table({**kinds, "arrival": "!int64"}, name="events")
    asked = attribution(
        "buy", model=ATTRIBUTION_MODELS, goals=goals, lookback_us=DAY, costs=Costs(())
    ).portable(table)
    assert "events" in ibis.to_sql(asked, dialect=dialect)
