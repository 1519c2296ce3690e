"""Attribution agrees with a slow, plain-Python reference, and keeps its laws, on small random event lists.

The lists hold ties, events without a customer or a channel, customers without a goal and with several.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import ATTRIBUTION_MODELS, attribution


def _load(name):
    path = Path(__file__).resolve().parent.parent / "mining" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"attribution_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow_attribution"), _load("tables")
TABLES = tables.Tables()
GAP = 3 * MINUTE
HOW = {"position": (0.5, 0.2, 0.3), "half_life_us": 5 * MINUTE, "gap_us": GAP}


@st.composite
def event_lists(draw, most=40):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 2, 2, 3, 4, 5, None]),
                st.integers(0, 40),
                st.sampled_from(["view", "view", "view", "buy"]),
                st.sampled_from(["ads", "mail", "direct", "(none)", None]),
                st.sampled_from([None, 0, 1]),
            ),
            max_size=most,
        )
    )
    return [
        {**tables.event(who, minute * MINUTE, name, sequence=sequence, arrival=i), "channel": channel}
        for i, (who, minute, name, channel, sequence) in enumerate(rows)
    ]


def asked(question, events):
    rows = TABLES.ask(question, slow.with_channels(TABLES, events)).to_pylist()
    return {(row["model"], row["channel"]): row for row in rows}


def wanted(found, model, worth):
    """Return the reference's credits and removal effects."""
    if model.startswith("markov"):
        return slow.removal(found, {"markov": 1, "markov-2": 2, "markov-3": 3}[model])[::-1]
    if model == "shapley":
        return slow.shapley(found, worth), {}
    credits_ = slow.by_place(found, model, position=HOW["position"], half_life=HOW["half_life_us"])
    return credits_, {}


@settings(max_examples=25)
@given(
    event_lists(),
    st.sampled_from(["first", "each"]),
    st.sampled_from([None, 0, 8 * MINUTE]),
    st.sampled_from(["paths", "chain"]),
)
def test_every_model(events, goals, lookback, worth):
    question = attribution(
        "buy", model=ATTRIBUTION_MODELS, goals=goals, lookback_us=lookback, worth=worth, **HOW
    )
    got = asked(question, events)
    found = slow.paths(events, "buy", GAP, goals, lookback)
    names, outcomes = slow.channels(found), slow.outcomes(found)
    assert set(got) == {(model, name) for model in ATTRIBUTION_MODELS for name in names}
    for model in ATTRIBUTION_MODELS:
        credits_, effects = wanted(found, model, worth)
        for name in names:
            row = got[model, name]
            assert row["credit"] == pytest.approx(float(credits_.get(name, 0)), abs=1e-9)
            if effects.get(name) is None:
                assert row["removal_effect"] is None
            else:
                assert row["removal_effect"] == pytest.approx(float(effects[name]), abs=1e-9)
        if names:
            assert sum(got[model, name]["credit"] for name in names) == pytest.approx(outcomes)
            shares = [got[model, name]["share"] for name in names]
            assert sum(shares) == pytest.approx(1) if outcomes else shares == [None] * len(names)


@settings(max_examples=4)
@given(event_lists())
def test_a_model_says_the_same_alone_and_beside_others(events):
    together = asked(attribution("buy", model=ATTRIBUTION_MODELS, **HOW), events)
    for model in ATTRIBUTION_MODELS:
        alone = asked(attribution("buy", model=model, **HOW), events)
        assert set(alone) == {key for key in together if key[0] == model}
        for key, row in alone.items():
            for column, value in row.items():
                assert value == (
                    pytest.approx(together[key][column], abs=1e-12) if isinstance(value, float) else value
                )


@settings(max_examples=8)
@given(event_lists(), st.integers(1, 1000))
def test_renamed_channels_keep_their_credits(events, seed):
    """Names mean nothing: (none) and direct are channels as all others."""
    names = {"ads": f"z{seed}", "mail": "a", "direct": "m", "(none)": "direct", None: "direct"}
    renamed = [{**event, "channel": names[event["channel"]]} for event in events]
    one = asked(attribution("buy", model=ATTRIBUTION_MODELS, **HOW), events)
    other = asked(attribution("buy", model=ATTRIBUTION_MODELS, **HOW), renamed)
    assert len(one) == len(other)
    for (model, channel), row in one.items():
        assert other[model, names[channel]]["credit"] == pytest.approx(row["credit"], abs=1e-9)
