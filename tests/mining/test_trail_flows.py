"""Flows, loops and waits over a trail: they answer as the portable form does, over random events in groups and blocks."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import flows, loops, waits
from footpath.mining.passes import blocks as blocked
from footpath.mining.passes import counts as counting
from footpath.mining.passes.pieces import Piece, by_key, quantiles_of
from footpath.mining.question import kernel_of
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(
        f"trail_flows_{name}", Path(__file__).with_name(f"{name}.py")
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()


def crowd(seed, people=25, names="abcd"):
    """Customers with few events each: ties, duplicates, silences that end a session, some without a customer."""
    dice = Random(seed)
    events = []
    for customer in range(dice.choice((1, people, people))):
        at = dice.randrange(0, 500) * MINUTE
        for _ in range(dice.randint(0, 12)):
            at += dice.choice((0, 1, 1, 7, 30, 31, 3000)) * MINUTE
            who = None if dice.random() < 0.04 else customer
            one = tables.event(
                who, at, dice.choice(names), case=dice.choice((None, "x")), sequence=dice.choice((None, 0, 1))
            )
            events += [one] * dice.choice((1, 1, 1, 2))
    dice.shuffle(events)
    return [{**one, "arrival": i} for i, one in enumerate(events)]


def held_against(question, events, where=None):
    """Return the trail's answer, after the portable form gave the same of the part asked for."""
    from footpath.engines import compile_rule

    table = TABLES.events(events)
    view = TABLES.view(table)
    part = table if where is None else table.filter(compile_rule(where, table))
    wanted = question.finish(TABLES.fetch(question.portable(part))).to_pylist()
    if where is not None:
        view = view.where(view.mask(where, "UTC"))
    for size, in_place, threads in ((blocked.SIZE, 1 << 18, 1), (20, 7, 3)):
        with pytest.MonkeyPatch.context() as patch:
            cut = partial(blocked.blocks, size=size)
            kernel = kernel_of(question)
            patch.setitem(kernel.__globals__, "blocks", lambda customers, _size=0, cut=cut: cut(customers))
            patch.setattr(counting, "_IN_PLACE", in_place)
            found = question.finish(kernel(question, replace(view, threads=threads))).to_pylist()
            assert found == wanted
    return wanted


C_OF_X = '{event = "c" and case_id = "x"}'
QUESTIONS = {
    "onward": flows(),
    "onward, few names": flows(top=2, steps=4),
    "back": flows(backward=True, top=3, within="session"),
    "from": flows(start="a", within="session", loops=False),
    "from a rule": flows(start=C_OF_X, fold=True, top=1),
    "to": flows(end="b", top=2),
    "to a rule": flows(end=C_OF_X, within="session", fold=True, loops=False),
    "between": flows(start="a", end="c", top=2),
    "between rules": flows(start=C_OF_X, end='{event != "c"}', within="session", steps=2),
    "loops": loops(),
    "loops of sessions": loops(within="session"),
    "loops, folded": loops(fold=True),
    "waits": waits(),
    "waits of sessions": waits(within="session"),
    "waits by event": waits(per="event"),
    "waits, folded": waits(within="session", fold=True, per="event"),
}


@pytest.mark.parametrize("name", QUESTIONS)
@settings(max_examples=3)
@given(
    st.integers(0, 1 << 30),
    st.sampled_from([None, rule('event != "b"'), rule('case_id = "x"'), rule('event = "z"')]),
)
def test_a_trail_answers_as_the_portable_form(name, seed, where):
    held_against(QUESTIONS[name], crowd(seed), where)


@pytest.mark.parametrize("name", ["onward, few names", "loops", "waits of sessions"])
def test_names_that_say_what_is_no_name_and_more_names_than_a_byte_holds(name):
    held_against(QUESTIONS[name], crowd(3, names=["(other)", "(end)", "(begin)", "a"]))
    held_against(QUESTIONS[name], crowd(4, people=90, names=[f"page {i:03}" for i in range(300)]))


def test_waits_whose_sum_no_64_bits_hold():
    year = 365 * 86_400_000_000
    events = [
        tables.event(who, at, name, arrival=2 * who + n)
        for who in range(60)
        for n, (at, name) in enumerate([(-100_000 * year, "a"), (100_000 * year, "b")])
    ]
    assert held_against(waits(), events)[0]["total_s"] == 60 * 200_000 * year / 1e6


def test_flows_whose_rules_the_trail_cannot_say_are_left_to_others():
    view = TABLES.view(TABLES.events(tables.journey("a", "b")))
    view = replace(view, trail=replace(view.trail, column=lambda _: None))
    asked = flows(start=C_OF_X)
    assert kernel_of(asked)(asked, view) is None


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1 << 40)), min_size=1), min_size=1),
    st.integers(1, 3),
)
@settings(max_examples=30)
def test_quantiles_of_pieces_are_those_of_all_values(blocks, threads):
    pieces = []
    for block in blocks:
        given_keys, values = (np.array(column) for column in zip(*block, strict=True))
        keys, at = by_key(given_keys, 6)
        assert sorted(given_keys.tolist()) == keys.tolist()
        pieces.append(Piece.of(keys, values[at]))
    keys, found = quantiles_of(pieces, (0.25, 0.5, 0.9), threads)
    for key, quantiles in zip(keys.tolist(), found, strict=True):
        values = [value for block in blocks for one, value in block if one == key]
        assert quantiles == pytest.approx(np.quantile(values, [0.25, 0.5, 0.9]).tolist(), rel=1e-12)
