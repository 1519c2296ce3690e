"""Segments, found and given, rule by rule."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest

from footpath.base import BadInputError
from footpath.engines import SourceFacts
from footpath.mining import Result, overlaps, segments
from footpath.stats import adjusted_rand


def _load(name):
    spec = importlib.util.spec_from_file_location(f"segments_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tables = _load("tables")
TABLES = tables.Tables()
event = tables.event


def ask(question, events):
    return TABLES.ask(question, TABLES.events(events)).to_pylist()


KINDS = (("view", "search"), ("help", "call"), ("buy", "review"))


def kinds_of_customers(customers=240, seed=2, noise=0.1):
    """Three kinds of customers, told apart by what they do; eight in ten of a kind are in its country."""
    rng, events = random.Random(seed), []
    for customer in range(customers):
        kind = customer % 3
        country = "ABC"[kind] if rng.random() < 0.8 else rng.choice("ABC")
        for i in range(rng.randrange(5, 12)):
            names = KINDS[kind] if rng.random() >= noise else rng.choice(KINDS)
            events.append(event(customer, i, rng.choice(names), case=country, arrival=len(events)))
    return events


def completed(question, events):
    rows = TABLES.fetch(question.portable(TABLES.events(events)))
    result = Result(question.command, question.definition, SourceFacts(0, 0), question.finish(rows))
    return question.complete(result, rows)


@pytest.mark.parametrize("of", ["events", "transitions"])
def test_m187_kinds_that_were_planted_are_found_and_always_the_same(of):
    from footpath.mining.segments.clustering import clustered

    asked, events = segments(of=of, most=5), kinds_of_customers()
    table = TABLES.events(events)
    found = clustered(asked, TABLES.fetch(asked.portable(table)))
    assert found.k == 3
    assert adjusted_rand(found.labels, found.keys % 3) > 0.9
    rows = TABLES.ask(asked, table).to_pylist()
    random.Random(1).shuffle(events)
    assert ask(asked, events) == rows or of == "transitions"
    assert TABLES.ask(asked, TABLES.events(kinds_of_customers())).to_pylist() == rows
    assert [row["segment"] for row in rows] == ["1", "2", "3"]
    assert [row["customers"] for row in rows] == sorted((row["customers"] for row in rows), reverse=True)
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert {frozenset(row["marks"].split(", ")[:2]) for row in rows} == {frozenset(kind) for kind in KINDS}


def test_m187_customers_with_few_events_are_left_out_and_a_sample_is_said():
    events = [*kinds_of_customers(), *(event(1000 + c, 0, "view") for c in range(7))]
    result = completed(segments(most=4), events)
    assert sum(row["customers"] for row in result.to_dicts()) == 240
    assert "7 customers have fewer than 5 events and are left out." in result.notes
    sampled = completed(segments(most=4, sample=90), events)
    assert sum(row["customers"] for row in sampled.to_dicts()) == 90
    assert sampled.notes[0] == "Looked at 90 of 240 customers, drawn by key."


def test_m188_as_many_as_resamples_agree_on_else_one():
    told = completed(segments(most=5), kinds_of_customers())
    (agreement,) = {row["agreement"] for row in told.to_dicts()}
    assert 0.9 < agreement <= 1
    rng = random.Random(3)
    same = [event(c, i, rng.choice("abcdefgh"), arrival=i) for c in range(150) for i in range(12)]
    result = completed(segments(most=4), same)
    assert [(row["customers"], row["agreement"], row["marks"]) for row in result.to_dicts()] == [
        (150, None, "")
    ]
    assert any("too little to tell segments" in note for note in result.notes)
    assert completed(segments(detail=True, most=4), same).to_dicts() == []


def test_m189_what_tells_them_apart_and_q_only_for_what_they_were_not_made_from():
    rows = ask(segments(detail=True, most=4, properties=["case_id"]), kinds_of_customers())
    first = {(row["property"], row["value"]): row for row in rows if row["segment"] == "1"}
    events = [row for row in rows if row["property"] == "event"]
    assert {row["p"] for row in events} == {row["q"] for row in events} == {None}
    countries = [row for (kind, _), row in first.items() if kind == "case_id"]
    own = max(countries, key=lambda row: row["share_in"])
    assert 0.7 < own["share_in"] < 0.95
    assert own["lift"] == pytest.approx(own["share_in"] / own["share_out"])
    assert own["low"] < own["difference"] < own["high"]
    assert own["q"] < 0.001
    assert {row["tests"] for row in rows} == {9}


def test_m197_sizes_of_rules_and_m198_their_overlap():
    events = [event(c, i, "buy" if c < 6 else "view", arrival=i) for c in range(10) for i in range(1 + c % 2)]
    rows = ask(overlaps(['buyers: count(event = "buy") > 0', "often: count() >= 2"]), events)
    assert [(r["segment"], r["other"], r["customers"]) for r in rows] == [
        ("buyers", "(all)", 6),
        ("often", "(all)", 5),
        ("(none)", "(all)", 2),
        ("buyers", "often", 3),
    ]
    assert [row["share"] for row in rows] == [0.6, 0.5, 0.2, 0.5]
    assert [row["lift"] for row in rows] == [None, None, None, 1]
    assert ask(overlaps(['buyers: count(event = "buy") > 0']), [])[0]["customers"] == 0


def test_nobody_at_all():
    assert ask(segments(), []) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: segments(of="words"),
        lambda: segments(most=1),
        lambda: segments(sample=3),
        lambda: segments(least_events=0),
        lambda: overlaps([]),
        lambda: overlaps(["a: count() > 1", "a: count() > 2"]),
    ],
)
def test_what_cannot_be_asked_is_refused(make):
    with pytest.raises(BadInputError):
        make()
