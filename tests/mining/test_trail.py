"""Kernels over a trail: what only they could get wrong; that they answer as the other forms do, every other test shows."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest

from footpath.base import MINUTE
from footpath.mining import funnel, paths, sessions, transitions
from footpath.mining.passes import blocks as blocked
from footpath.mining.passes.quantiles import of_runs, quantile
from footpath.mining.paths import trail as paths_trail
from footpath.mining.transitions import trail as transitions_trail


def _load(name):
    spec = importlib.util.spec_from_file_location(f"trail_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
QUESTIONS = [
    transitions(),
    transitions(within="session", fold=True),
    funnel(["a", "b", "c"]),
    funnel(["a", "b", "c"], order="any", within="session"),
    funnel(["a", "b"], order="directly", count="first"),
    paths(top=3),
    paths(top=2, within="session", loops=False),
    sessions(),
    sessions(summary=True),
]


def some_events(count=400, names="abcd", seed=7):
    chance = random.Random(seed)
    return [
        tables.event(chance.randrange(30), chance.randrange(4000) * MINUTE, chance.choice(names), arrival=i)
        for i in range(count)
    ]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: f"{q.command} {getattr(q, 'within', '')}")
def test_m159_blocks_and_threads_change_no_number(asked, monkeypatch):
    from dataclasses import replace
    from functools import partial

    from footpath.mining.funnel import trail as funnel_trail

    cut = partial(blocked.blocks, size=50)
    for module in (transitions_trail, paths_trail, funnel_trail):
        monkeypatch.setattr(module, "blocks", lambda customers, _size=0: cut(customers))
    table = TABLES.events(some_events())
    view = TABLES.view(table)
    assert len(cut(view.groups)) > 5
    wanted = asked.finish(TABLES.fetch(asked.portable(table))).to_pylist()
    from footpath.mining.question import kernel_of

    for threads in (1, 3):
        rows = kernel_of(asked)(asked, replace(view, threads=threads))
        assert asked.finish(rows).to_pylist() == wanted


def test_m160_paths_with_one_sign_are_told_apart(monkeypatch):
    table = TABLES.events(
        [
            event
            for who, names in enumerate(
                ["abcabcabcabcabc", "cbacbacbacbacba", "abcabcabcabcabc", "aab", "baa"]
            )
            for event in tables.journey(*names, customer=who, start=who * 1000)
        ]
    )

    def all_alike(rows, _bits, _threads):
        return np.full(len(rows.starts) - 1, 1 << 60, np.uint64)

    monkeypatch.setattr(paths_trail, "_signs", all_alike)
    found = TABLES.ask(paths(), table).to_pylist()
    assert [row["count"] for row in found] == [2, 1, 1, 1]
    assert found[0]["path"] == list("abcabcabcabcabc")


def test_the_least_of_many_equally_walked_paths_are_shown():
    chance = random.Random(3)
    walks = {"".join(chance.choice("abc") for _ in range(chance.randrange(1, 9))) for _ in range(60)}
    events = [
        event
        for who, names in enumerate(sorted(walks))
        for event in tables.journey(*names, customer=who, start=who)
    ]
    found = TABLES.ask(paths(top=7), TABLES.events(events)).to_pylist()
    assert [row["path"] for row in found[:-1]] == [list(names) for names in sorted(walks)[:7]]


def test_more_pairs_than_are_counted_in_place(monkeypatch):
    monkeypatch.setattr(transitions_trail, "_MOST_CELLS", 3)
    TABLES.ask(transitions(), TABLES.events(some_events()))
    TABLES.ask(transitions(within="session"), TABLES.events(some_events(3)))
    assert TABLES.ask(transitions(), TABLES.events([])).to_pylist() == []


@pytest.mark.parametrize("kinds", [200, 300])
def test_more_names_than_fit_one_byte(kinds):
    names = [f"page {i:03}" for i in range(kinds)]
    events = some_events(900, names)
    TABLES.ask(transitions(), TABLES.events(events))
    TABLES.ask(paths(), TABLES.events(events))
    TABLES.ask(funnel(names[:6]), TABLES.events(events))


def test_waits_too_long_for_one_number_with_their_pair():
    year = 365 * 86_400_000_000
    events = [
        tables.event(1, t, name, arrival=i)
        for i, (t, name) in enumerate([(-200_000 * year, "a"), (0, "b"), (3, "a"), (50_000 * year, "b")])
    ]
    TABLES.ask(transitions(), TABLES.events(events))


def test_a_funnel_of_more_steps_than_bits_is_left_to_others():
    view = TABLES.view(TABLES.events(tables.journey("a", "b")))
    from footpath.mining.question import kernel_of

    asked = funnel(["a"] * 64)
    assert kernel_of(asked)(asked, view) is None


def test_quantiles_are_exact():
    assert quantile(np.array([40, 10, 80, 20]), 0.5) == 30
    assert quantile(np.array([], np.int64), 0.5) is None
    runs = of_runs(np.array([1, 3, 5, 7, 9]), np.array([0, 2, 2, 5]), (0.5, 0.9))
    assert runs == [[2.0, 2.8], [None, None], [7.0, pytest.approx(8.6)]]
