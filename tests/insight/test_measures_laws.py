"""Reach, going on, lost and waits agree with a slow plain-Python count on random walks."""

from __future__ import annotations

from statistics import median
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from insight_worlds import Worlds, event

STEPS = ["a", "b", "c", "d"]
SILENCE_DAYS = 10
ENDS = "{wanted: {text: done, touchpoint: d}, unwanted: [{text: gone, touchpoint: q}]}"

lists = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 60), st.sampled_from("aabbccdqx")), min_size=3, max_size=40
)


def slow(rows: list[tuple[int, int, str]]) -> dict[str, Any]:
    """One customer after the other, one event after the other; the silence and the definitions in plain words."""
    end_of_data = max(day for _, day, _ in rows)
    walks: list[tuple[list[tuple[int, str]], str]] = []
    for customer in sorted({c for c, _, _ in rows}):
        mine = sorted(
            ((day, i, name) for i, (c, day, name) in enumerate(rows) if c == customer), key=lambda e: e[:2]
        )
        walk: list[tuple[int, str]] = []
        last_day = None
        for day, _, name in mine:
            if name == "x":
                continue  # no touchpoint: it does not even break the silence
            if walk and last_day is not None and day - last_day > SILENCE_DAYS:
                walks.append((walk, "silent"))
                walk = []
            last_day = day
            walk.append((day, name))
            if name in "dq":
                walks.append((walk, "wanted" if name == "d" else "unwanted"))
                walk = []
        if walk:
            walks.append((walk, "silent" if end_of_data - walk[-1][0] > SILENCE_DAYS else "censored"))
    found: dict[str, Any] = {"walks": len(walks), "reach": {}, "on": {}, "lost": {}, "waits": {}}
    for walk, kind in walks:
        firsts: list[tuple[int, str]] = []
        for day, name in walk:
            if name in STEPS and name not in [known for _, known in firsts]:
                firsts.append((day, name))
        for place, (day, name) in enumerate(firsts):
            found["reach"][name] = found["reach"].get(name, 0) + 1
            if place:
                found["waits"].setdefault(name, []).append((day - firsts[place - 1][0]) * 86_400)
            if place + 1 < len(firsts) or kind == "wanted":
                found["on"][name] = found["on"].get(name, 0) + 1
            elif kind != "censored":
                found["lost"][name] = found["lost"].get(name, 0) + 1
    return found


@settings(max_examples=12)
@given(rows=lists)
def test_the_measures_agree_with_the_slow_count(
    tmp_path_factory: Any, rows: list[tuple[int, int, str]]
) -> None:
    # a walk may begin at q alone: it is no step of the map, but one of its touchpoints
    from insight_worlds import Worlds as Builder

    worlds: Worlds = Builder(tmp_path_factory.mktemp("world"))
    events = [event(f"c{c}", day, name) for c, day, name in rows]
    opened = worlds(STEPS, events, touchpoints=["q"], horizon=f"{{silence: {SILENCE_DAYS} days}}", ends=ENDS)
    try:
        numbers = opened.measure()
    finally:
        for workspace in worlds.opened:
            workspace.close()
    told = slow(rows)
    assert numbers.of("journey", "j", "reach") == (told["walks"], told["walks"])
    assert numbers.steps("reach") == {step: (n, n) for step, n in told["reach"].items()}
    for step in STEPS:
        on, lost = told["on"].get(step, 0), told["lost"].get(step, 0)
        expected = (on / (on + lost), on + lost) if on + lost else None
        assert numbers.of("step", step, "share-going-on") == expected
        waits = told["waits"].get(step)
        assert numbers.of("step", step, "median-wait") == ((median(waits), len(waits)) if waits else None)
