"""Behind every count of every question stand exactly as many: random events, every kind of row, all of its counts."""

from __future__ import annotations

import importlib.util
import random
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

from footpath.base import HOUR, MINUTE
from footpath.mining import (
    Binding,
    End,
    Groups,
    Scope,
    Step,
    Walk,
    attribution,
    cells,
    cohorts,
    compare,
    conversion,
    durations,
    flows,
    funnel,
    goal,
    lifecycle,
    lifecycle_states,
    loops,
    named,
    outcomes,
    overlaps,
    paths,
    period,
    retention,
    segments,
    sequences,
    sessions,
    stickiness,
    transitions,
    transitions_by,
    waits,
    who,
)
from footpath.mining.question import LooksFirst
from footpath.mining.who import WHO
from footpath.rules import equals, rule

_spec = importlib.util.spec_from_file_location("every_tables", Path(__file__).with_name("tables.py"))
tables = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tables)
TABLES = tables.Tables()
START = 1_743_000_000_000_000
ROWS = 3
WALK = Walk(
    bindings=tuple(Binding(name, equals("event", name)) for name in "abc"),
    ends=(End("done", "wanted", touchpoint="c"),),
    silence_us=3 * HOUR,
    steps=(Step("first", ("a",)), Step("second", ("b",)), Step("last", ("c",))),
)
WITHIN = {
    "customer": {},
    "case": {"within": "case"},
    "session": {"within": "session"},
}
EPISODE = {"within": "episode", "walk": WALK, "of": "touchpoint"}
RULES = ["many: count() >= 6", 'b: count(event = "b") >= 1']


def asked():
    """Yield a name and a question, each way of asking that makes other counts."""
    for name, within in WITHIN.items():
        yield f"transitions {name}", transitions(**within)
        yield f"funnel {name}", funnel("a, b, c", window_us=2 * HOUR, **within)
        yield f"funnel lost {name}", funnel("a, b, c", window_us=HOUR, show="lost", top=1, **within)
        yield f"paths {name}", paths(top=4, **within)
        yield f"flows {name}", flows(steps=3, top=1, **within)
        yield f"sequences {name}", sequences("a, b, all within 1h", **within)
        yield f"loops {name}", loops(**within)
        yield f"waits {name}", waits(**within)
        yield f"durations {name}", durations(**within)
        yield f"transitions by {name}", transitions_by("kind", top=1, **within)
        yield f"funnel by {name}", funnel("a, !b, c?, a", by="kind", top=1, **within)
    # Episodes are a long query, so a few stand for all: keys and owners are found in one place.
    yield "transitions episode", transitions(**EPISODE)
    yield "funnel episode", funnel("a, b", window_us=2 * HOUR, **EPISODE)
    yield "sequences episode", sequences("a, b", **EPISODE)
    yield "transitions folded", transitions(within="session", fold=True)
    yield "difference", transitions_by("kind", difference=("x", "y"))
    yield "difference of cases", transitions_by("kind", difference=("x", "y"), within="case")
    yield "funnel any", funnel(["a", "b", "c"], order="any", by="kind")
    yield "funnel directly", funnel(["a", "b"], order="directly", count="first", show="times")
    yield "funnel held", funnel("a, b", hold=["kind"], by="kind", show="lost", window_us=None)
    yield "paths without loops", paths(top=2, loops=False, fold=True)
    yield "flows back", flows(end="c", steps=3, top=2)
    yield "flows between", flows(start="a", end="c", steps=3)
    yield "waits per event", waits(per="event", fold=True)
    yield "sessions", sessions(summary=True)
    yield "sessions one by one", sessions()
    yield "attribution", attribution("c", by="kind", model=["first", "shapley"])
    yield "retention", retention(scope=Scope(), period="day")
    yield (
        "retention later",
        retention(scope=Scope(), period="day", kind="on-or-after", first=equals("event", "a")),
    )
    yield "life cycle", lifecycle(scope=Scope(), period="day")
    yield "states", lifecycle_states(RULES, scope=Scope(), period="day", moves=True)
    yield "stickiness", stickiness(scope=Scope(), period="week")
    yield "stickiness whole", stickiness(summary=True, scope=Scope(), period="week")
    yield "cohorts", cohorts(by="day", measures=["size"], window_us=5 * HOUR, scope=Scope())
    yield "cohorts by", cohorts(by="kind", measures=["size"], scope=Scope())
    yield "compare", compare([goal("c")], Groups(by="kind"), least=1)
    yield (
        "compare rules",
        compare([goal("c")], Groups(rules=tuple(named(r, over="customers") for r in RULES))),
    )
    yield (
        "compare periods",
        compare(
            [goal("c")], Groups(periods=(period("2025-03-26..2025-03-26"), period("2025-03-27..2025-03-29")))
        ),
    )
    test = Groups(by="kind", is_test=True, split=(("x", 50), ("y", 50)))
    yield "test", compare([goal("c")], test, least=1)
    yield "conversion", conversion("c", window_us=5 * HOUR, properties=["kind"], least=1)
    yield "outcomes", outcomes("a", "c", groups=Groups(by="kind"))
    yield "outcomes curve", outcomes("a", "c", curve=True)
    yield "segments", segments(least_events=1, sample=100, most=3)
    yield "segments detail", segments(least_events=1, sample=100, most=4, detail=True, properties=["kind"])
    yield "overlaps", overlaps(RULES)


QUESTIONS = dict(asked())
EPISODES = [question for name, question in QUESTIONS.items() if name.endswith("episode")]


def workspace(seed):
    """Return random events: ties, null customers and cases, several kinds, silences short and long."""
    draw = random.Random(seed)
    times = {}
    found = []
    for arrival in range(90):
        customer = draw.choice([None, *range(1, 12)])
        at = times[customer] = times.get(customer, START) + draw.choice(
            [0, MINUTE, 20 * MINUTE, 2 * HOUR, 20 * HOUR]
        )
        case = draw.choice([None, f"k{customer}", f"l{customer}"])
        found.append(tables.event(customer, at, draw.choice("aaabbc"), case=case, arrival=arrival))
    table = TABLES.events(found)
    table = table.mutate(kind=(table.arrival % 4).cases((0, "x"), (1, "y"), (2, "z"), else_=None))

    def load(rows):
        TABLES.connection.register("footpath_loaded", rows)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return TABLES.backend.table("footpath_loaded")

    return SimpleNamespace(events=table, customers=None, fetch=TABLES.fetch, load=load)


PART = rule("kind is not missing")
ASKED = [(name, None) for name in QUESTIONS]
ASKED += [(name, PART) for name in ("transitions customer", "test", "retention", "outcomes", "waits session")]


@pytest.mark.parametrize(
    ("name", "part"), ASKED, ids=[f"{name}{' part' if part else ''}" for name, part in ASKED]
)
def test_m256_as_many_stand_behind_every_count_as_it_says(name, part):
    question, space = QUESTIONS[name], workspace(name)
    events = space.events if part is None else space.events.filter(space.events.kind.notnull())
    looked = question
    if isinstance(question, LooksFirst):
        looked, events = question.looked(space, where=part, zone="UTC"), space.events
    rows = looked.finish(TABLES.fetch(looked.portable(events))).to_pylist()
    assert rows or name == "segments detail"
    counted = 0
    most = 1 if question in EPISODES else ROWS
    for row in random.Random(name).sample(rows, min(most, len(rows))):
        for column, cell in cells(question, row).items():
            found = who(question, space, cell, where=part).to_pylist()
            assert len(found) == row[column], (column, cell)
            assert len({tuple(one.values()) for one in found}) == len(found), (column, cell)
            counted += 1
    assert counted or name in ("attribution", "sessions one by one", "segments detail")


def test_m256_every_question_is_asked_here():
    assert {type(question).__name__ for question in QUESTIONS.values()} == set(WHO)


def test_m257_behind_outcomes_stand_the_paths_that_credits_add_up_to():
    space = workspace("paths")
    for goals in ("first", "each"):
        question = attribution("c", by="kind", model="first", goals=goals)
        rows = question.finish(TABLES.fetch(question.portable(space.events))).to_pylist()
        assert cells(question, rows[0]) == {}
        reached = who(question, space, {"reached": "yes"})
        assert reached.num_rows == round(sum(row["credit"] for row in rows))
        assert (
            reached.num_rows + who(question, space, {"reached": "no"}).num_rows
            == who(question, space, {"reached": "all"}).num_rows
        )
        touched = [who(question, space, {"channel": row["channel"]}) for row in rows]
        for row, found in zip(rows, touched, strict=True):
            assert found.num_rows >= row["credit"]
        seen = {tuple(one.values()) for found in touched for one in found.to_pylist()}
        assert seen == {tuple(one.values()) for one in reached.to_pylist()}


def test_m258_of_the_lost_next_and_open_add_up_to_them():
    space = workspace("lost")
    question = funnel("a, b?, c", window_us=HOUR, show="lost", top=1)
    rows = question.finish(TABLES.fetch(question.portable(space.events))).to_pylist()
    for step in {row["step"] for row in rows}:
        here = [row for row in rows if row["step"] == step]
        assert sum(row["count"] for row in here) == here[0]["lost"]
        every = who(question, space, {"lost": step}).to_pylist()
        parts = [who(question, space, {"lost": step, "next": row["next"]}).to_pylist() for row in here]
        assert sorted(one["customer"] for part in parts for one in part) == [one["customer"] for one in every]
