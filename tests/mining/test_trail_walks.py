"""Walks found by a pass over the trail: the same tables as the engine of tables makes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from footpath.base import DAY, HOUR, MINUTE
from footpath.engines import open_engine
from footpath.mining import Binding, End, Step, Walk, walk_tables
from footpath.rules import rule

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
from stands import event, prepared

NAMES = ("view", "search", "basket", "pay", "bought", "help", "noise")
WALK = Walk(
    bindings=tuple(
        Binding(name, rule(f'event = "{name}"'))
        for name in ("view", "search", "basket", "pay", "bought", "help")
    ),
    begins=("view",),
    ends=(
        End("bought", "wanted", "bought"),
        End("gave up", "unwanted", when=rule('event = "help" and channel = "phone"')),
    ),
    silence_us=3 * DAY,
    steps=(
        Step("look", ("view", "search")),
        Step("choose", ("basket",)),
        Step("look again", ("view",)),
        Step("pay", ("pay",)),
        Step("done", ("bought",)),
    ),
)


def events(seed=3, customers=60):
    chance = random.Random(seed)
    made = []
    for who in range(customers):
        at = chance.randrange(20) * DAY
        for _ in range(chance.randrange(40)):
            at += chance.choice([0, MINUTE, 20 * MINUTE, 2 * HOUR, 4 * DAY])
            made.append(
                event(
                    f"c{who}" if chance.random() < 0.97 else None,
                    at,
                    chance.choice(NAMES),
                    channel=chance.choice(["web", "phone", None]),
                    case_id=chance.choice([None, f"k{who}", f"k{who}b"]),
                    promised_us=at + chance.choice([-HOUR, HOUR]) if chance.random() < 0.1 else None,
                )
            )
    return made


def rows(workspace, table):
    names = sorted(table.columns)
    found = workspace.fetch(table.select(*names)).to_pylist()
    for row in found:
        row.pop("episode", None)  # a number that stands for the episode, not the same on every engine
    return sorted(found, key=repr)


@pytest.mark.parametrize("walk", [WALK], ids=["a shop"])
def test_m238_the_trail_finds_the_same_walks_as_the_tables(tmp_path, walk):
    source = prepared(tmp_path / "s", events=events())
    tables = {}
    for engine in ("duckdb://", "trail://"):
        with open_engine(engine, temp=tmp_path / "spill").workspace([source]) as workspace:
            if engine == "trail://":
                assert workspace.trail is not None
            made = walk_tables(workspace, walk, zone="UTC")
            placed = made.placed().select("case_id", "step", "late", "occurred_us")
            tables[engine] = [
                rows(workspace, table) for table in (made.touchpoints, made.episodes, made.passages, placed)
            ]
    assert tables["trail://"] == tables["duckdb://"]
    assert all(len(table) > 4 for table in tables["trail://"])
    kinds = {row["kind"] for row in tables["trail://"][1]}
    assert kinds == {"wanted", "unwanted", "silent", "censored"}


def test_m238_parts_of_a_trail_change_no_walk(tmp_path, monkeypatch):
    from footpath.mining.walks import trail_tables

    source = prepared(tmp_path / "s", events=events(seed=9))
    with open_engine("trail://", temp=tmp_path / "spill").workspace([source]) as workspace:
        whole = walk_tables(workspace, WALK)
        before = [rows(workspace, table) for table in (whole.touchpoints, whole.episodes, whole.passages)]
        monkeypatch.setattr(trail_tables, "SIZE", 50)
        parts = walk_tables(workspace, WALK)
        assert [
            rows(workspace, table) for table in (parts.touchpoints, parts.episodes, parts.passages)
        ] == before
