"""Attribution over a trail: as the portable form has it, whatever is asked and of whichever part."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, MINUTE
from footpath.mining import ATTRIBUTION_MODELS, Costs, attribution
from footpath.mining.attribution import Cost
from footpath.mining.attribution import trail as kernel
from footpath.mining.attribution.counts import counts_of
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"att_trail_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agreeing = _load("agreeing")
SHORT = {"gap_us": 3 * MINUTE, "half_life_us": 5 * MINUTE, "model": ATTRIBUTION_MODELS}
HOW = [
    {},
    {"goals": "each"},
    {"lookback_us": 7 * MINUTE},
    {"goals": "each", "lookback_us": 4 * MINUTE, "worth": "chain"},
    {"by": "event"},
    {"by": "case_id", "gap_us": 0},
    {"by": "sequence", "goals": "each"},
    {"by": "late"},
    {"goal": rule('channel = "ads" or event = "d"')},
    {"model": "markov-2"},
]


@pytest.mark.parametrize("how", HOW, ids=str)
@settings(max_examples=4)
@given(events=agreeing.event_lists(), part=st.sampled_from(agreeing.PARTS))
def test_every_model_and_parameter(how, events, part):
    asked = {**SHORT, "goal": "c", **how}
    agreeing.agree(attribution(**asked), events, part)


@pytest.mark.parametrize("goals", ["first", "each"])
def test_more_channels_than_bits_of_one_number(goals):
    events = agreeing.many_events(400, customers=10, names="a" * 25 + "bc")
    events = [{**event, "channel": f"channel {event['arrival'] % 90:02}"} for event in events]
    rows = agreeing.agree(
        attribution("c", model=("shapley", "linear", "markov"), goals=goals, gap_us=3 * MINUTE), events
    )
    assert len({row["channel"] for row in rows}) > 63


def test_more_states_than_are_packed_into_one_number(monkeypatch):
    from footpath.mining.passes import values

    monkeypatch.setattr(values, "_MOST_PACKED", 10)
    agreeing.agree(attribution("c", **SHORT), agreeing.many_events(200))


def test_more_states_than_are_counted_in_place(monkeypatch):
    from footpath.mining.passes import values

    monkeypatch.setattr(values, "_MOST_CELLS", 0)
    events = agreeing.many_events(60, customers=5)
    agreeing.agree(attribution("c", **SHORT), events)


def test_the_period_of_the_costs_is_that_of_the_events_that_are_asked():
    costs = Costs((Cost("1970-01-01", "ads", 10.0),), "EUR")
    events = agreeing.many_events(100)
    view = agreeing.TABLES.view(agreeing.table_of(events))
    counts = counts_of(kernel.trail(attribution("c", costs=costs), view))
    times = [event["t"] for event in events]
    assert (counts.from_us, counts.to_us) == (min(times), max(times))
    nobody = view.where(view.times < 0)
    assert counts_of(kernel.trail(attribution("c", costs=costs), nobody)).from_us is None


def test_what_the_trail_cannot_say_is_left_to_others():
    view = agreeing.TABLES.view(agreeing.table_of(agreeing.many_events(20)))
    assert kernel.trail(attribution("c", by="nothing"), view) is None
    assert kernel.trail(attribution(rule("channel = event")), view) is None


def test_files_with_duplicates_and_a_filter(tmp_path):
    questions = [
        attribution("c", model=ATTRIBUTION_MODELS, gap_us=DAY // 8),
        attribution("c", model="markov-3", goals="each", gap_us=DAY // 8, by="device"),
    ]
    agreeing.agree_on_files(questions, tmp_path)
    agreeing.agree_on_files(questions, tmp_path, where=rule('event != "d" and price missing'))
