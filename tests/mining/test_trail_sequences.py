"""Sequences and transitions by segment over a trail: as the portable form has them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import DAY, MINUTE
from footpath.mining import sequences, transitions_by
from footpath.mining.question import kernel_of
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"seq_trail_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agreeing = _load("agreeing")
FEW = settings(max_examples=4)
PATTERNS = [
    "a, b",
    "a, a, a",
    "a, !d, b within 10m",
    "a, b?, c, all within 15m",
    "a, directly b, c within 4m",
    "a, b? within 3m, c?, !d, b, all within 20m",
    '{channel = "ads"}, b, {event = "c" and channel missing}',
]
WITHIN = [{}, {"within": "session"}, {"fold": True}, {"within": "session", "fold": True}]


@pytest.mark.parametrize("pattern", PATTERNS)
@FEW
@given(
    events=agreeing.event_lists(),
    within=st.sampled_from(WITHIN),
    part=st.sampled_from(agreeing.PARTS),
)
def test_patterns_with_gaps_bounds_exclusions_and_steps_that_may_be_missing(pattern, events, within, part):
    agreeing.agree(sequences(pattern, gap_us=3 * MINUTE, **within), events, part)


def test_long_runs_of_chains_that_overlap(monkeypatch):
    from footpath.mining.sequences import trail

    events = agreeing.many_events(300, customers=2, names="ab")
    (row, *_) = agreeing.agree(sequences("a, a"), events)
    assert row["occurrences"] > 60
    monkeypatch.setattr(trail, "_LONG", 3)
    agreeing.agree(sequences("a, b, a"), events)


@pytest.mark.parametrize(
    "asked",
    [
        sequences("a, b?, c within 2d", fold=True),
        sequences("a, !d, b, all within 1d", within="session", gap_us=DAY),
        transitions_by("channel", difference=("ads", "mail")),
    ],
    ids=["folded", "session", "difference"],
)
def test_m159_blocks_and_threads_change_no_number(asked, monkeypatch):
    agreeing.agree_in_blocks(asked, agreeing.many_events(), monkeypatch)


def test_a_pattern_that_nobody_has_and_events_that_are_called_as_the_ends_are():
    (row,) = agreeing.agree(sequences("a, nothing"), agreeing.many_events(50))
    assert (row["count"], row["occurrences"]) == (0, 0)
    view = agreeing.TABLES.view(agreeing.table_of(agreeing.many_events(50, names=["a", "(begin)"])))
    for asked in (sequences("a, a"), transitions_by("channel")):
        assert kernel_of(asked)(asked, view) is None


SEGMENTS = [
    {"by": "channel"},
    {"by": "channel", "top": 1},
    {"by": "case_id", "within": "session"},
    {"by": "sequence", "fold": True},
    {"by": "channel", "difference": ("ads", "mail")},
    {"by": "channel", "difference": ("ads", "(none)"), "within": "session"},
    {"by": "case_id", "difference": ("k1", "nobody"), "fold": True},
]


@pytest.mark.parametrize("how", SEGMENTS, ids=str)
@FEW
@given(events=agreeing.event_lists(), part=st.sampled_from(agreeing.PARTS))
def test_transitions_by_segment_and_their_difference(how, events, part):
    agreeing.agree(transitions_by(**how, gap_us=3 * MINUTE), events, part)


def test_more_names_than_pairs_are_counted_in_place(monkeypatch):
    from footpath.mining.transitions import segments_trail

    monkeypatch.setattr(segments_trail, "_IN_PLACE", 3)
    agreeing.agree(transitions_by("case_id", difference=("k1", "k2")), agreeing.many_events(200))


def test_files_with_duplicates_and_a_filter(tmp_path):
    questions = [
        sequences("a, !d, b within 1d, c?, a"),
        sequences("a, b", within="session", gap_us=DAY, fold=True),
        transitions_by("device"),
        transitions_by("channel", difference=("ads", "mail"), within="session", gap_us=DAY),
    ]
    agreeing.agree_on_files(questions, tmp_path)
    agreeing.agree_on_files(questions, tmp_path, where=rule('event != "d" and price missing'))
