"""Random event lists and steps of chains, for the property tests of patterns and of the funnel in full."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from random import Random

import pytest
from hypothesis import strategies as st

from footpath.base import MINUTE
from footpath.mining import ChainStep
from footpath.rules import one_of


def _load(name):
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"lists_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow_chains, tables = _load("slow_chains"), _load("tables")


@st.composite
def event_lists(draw, names="abcd", most=40, customers=(1, 1, 2, 2, 3, 4, 5, None)):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(customers),
                st.integers(0, 12),
                st.sampled_from(names),
                st.sampled_from([None, "k1", "k2", "k3"]),
                st.sampled_from([None, 0, 1]),
            ),
            max_size=most,
        )
    )
    return [
        tables.event(customer, minute * MINUTE, name, case=case, sequence=sequence, arrival=i)
        for i, (customer, minute, name, case, sequence) in enumerate(rows)
    ]


@st.composite
def crowds(draw, names="abcx", people=30, most=11):
    """Many customers in one list, since asking takes longer than counting: each with few events, ties among them."""
    dice = Random(draw(st.integers(0, 1 << 30)))
    events = []
    for customer in range(people):
        at = 0
        for _ in range(dice.randint(0, most)):
            at += dice.choice((0, 1, 1, 2, 5)) * MINUTE
            case = dice.choice((None, f"k{customer}", f"l{customer}"))
            who = None if dice.random() < 0.02 else customer
            name = dice.choice(names)
            events.append(tables.event(who, at, name, case=case, sequence=dice.choice((None, 0, 1))))
    dice.shuffle(events)
    return [{**event, "arrival": i} for i, event in enumerate(events)]


@st.composite
def step_lists(draw, names=("a", "b", "c", "ab", "bc"), least=2, most=4):
    """Steps for both: dicts of the slow form, and the same as steps of chains."""
    count = draw(st.integers(least, most))
    steps = []
    for n in range(count):
        inner = 0 < n < count - 1
        steps.append(
            slow_chains.step(
                draw(st.sampled_from(names)),
                optional=inner and draw(st.booleans()),
                directly=n > 0 and draw(st.sampled_from([False, False, True])),
                within=draw(st.sampled_from([None, None, 0, 2 * MINUTE])) if n else None,
                without=draw(st.sampled_from(["", "", "x", "xb", "a"])) if n else "",
            )
        )
    return steps


def as_chain(steps):
    return tuple(
        ChainStep(
            "".join(sorted(one["names"])),
            one_of("event", sorted(one["names"])),
            one["optional"],
            one["directly"],
            one["within"],
            (("out", one_of("event", sorted(one["without"]))),) if one["without"] else (),
        )
        for one in steps
    )


def close(got, wanted):
    assert len(got) == len(wanted)
    for row, other in zip(got, wanted, strict=True):
        assert len(row) == len(other)
        for one, two in zip(row, other, strict=True):
            if isinstance(two, float):
                assert one == pytest.approx(two, rel=1e-6, abs=1e-8)
            else:
                assert one == two
