"""Family F: what the two examples of a page do not show."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from footpath.lint import check

TODAY = date(2026, 11, 22)


def said(loaded, code: str, today: date | None = TODAY) -> list[str]:
    return [finding.message for finding in check(loaded, only=[code], today=today)]


def stages(*lines: str, more: str = "") -> str:
    return f"title: T\n{more}stages:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


# ---------------------------------------------------------------- F006


@pytest.mark.parametrize(
    ("journey", "count"),
    [
        (stages("title: A", "title: B"), 1),
        (stages("title: A", "title: B", more="owner: Ines\n"), 0),
        (stages("title: A, owner: x", "title: B", more="owner: Ines\n"), 1),
        (stages("title: A, owner: x", "title: B"), 2),
        (stages("title: A, owner: x", "title: B, owner: y"), 0),
        (stages("title: A, owner: [x, y]", "title: B, owner: y"), 0),
        (stages("title: A", more="company: Other shop\n"), 0),
        (stages("title: A", more="status: retired\n"), 0),
    ],
    ids=[
        "nobody",
        "the map's",
        "one stage bare",
        "both",
        "each stage",
        "in a lane",
        "a competitor's",
        "retired",
    ],
)
def test_who_answers_for_a_map(atlas, journey: str, count: int) -> None:
    assert len(said(atlas(journey), "F006")) == count


def test_stages_without_an_owner_are_named_up_to_three() -> None:
    from footpath.atlas import load_texts

    bare = "".join(f"  - title: s{n}\n" for n in range(5))
    texts = {
        "atlas.yaml": "footpath: 1\ntitle: A\n",
        "journeys/j.yaml": "title: T\nowner: x\nstages:\n  - {title: a, owner: y}\n" + bare,
    }
    assert said(load_texts(texts), "F006") == ['5 of 6 stages have no owner: "s0", "s1", "s2" and 2 more']


# ---------------------------------------------------------------- F007

ROW = {"on": "step", "id": "a", "measure": "share-going-on", "unit": "share", "source": "s"}
ONE = "id: example\ntitle: T\nstages:\n  - title: S\n    steps:\n      - {id: a, title: I try it on}\n"


def measured(atlas, *rows: dict, journey: str = ONE, **files: str):
    run = {"footpath-measures": 1, "journey": "example", "made": "2026-11-21T09:30:00Z"}
    run["rows"] = [{**ROW, **row} for row in rows]
    return atlas.files(
        {
            "journeys/example.yaml": journey,
            "measures/2026-11-21T0930Z-1.json": json.dumps(run),
            **{name.replace("__", "/") + ".yaml": text for name, text in files.items()},
        }
    )


def two(first: float, second: float, n: int = 200, **more: object) -> tuple[dict, dict]:
    return (
        {"value": first, "n": n, "segment": "young", **more},
        {"value": second, "n": n, "segment": "old", **more},
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        # Newcombe, 100 of 200 and 120 of 200: 0.10 less 0.097 is just above 0; 100 and 119 is just below
        (two(0.5, 0.6), True),
        (two(0.5, 0.595), False),
        # significant with 20,000 each, and 4 points apart: nobody would draw two maps for that
        (two(0.50, 0.54, n=20_000), False),
        (two(0.50, 0.55, n=20_000), True),
        (two(0.2, 0.9, n=29), False),
        (two(0.2, 0.9, n=30), True),
        (two(0.2, 0.9, floor=True), False),
        ((two(0.2, 0.9)[0], {**two(0.2, 0.9)[1], "segment": ""}), False),
        ((two(0.2, 0.9)[0], {**two(0.2, 0.9)[1], "id": "b"}), False),
        ((two(0.2, 0.9)[0], {**two(0.2, 0.9)[1], "among": "late"}), False),
        (two(40, 90, unit="visits"), False),
    ],
)
def test_when_two_shares_differ(atlas, rows, found: bool) -> None:
    assert bool(said(measured(atlas, *rows), "F007")) is found


@pytest.mark.parametrize(
    ("young", "old", "found"),
    [
        ((-1.0, -0.6), (-0.5, -0.1), True),
        ((-1.0, -0.6), (-0.6, -0.1), False),
        ((None, None), (0.5, 0.9), False),
    ],
    ids=["apart", "touching", "without an interval"],
)
def test_other_numbers_differ_where_their_intervals_do_not_touch(atlas, young, old, found: bool) -> None:
    rows = [
        {
            "measure": "emotion-scores",
            "unit": "-2..+2",
            "value": -0.8 if low is None else (low + high) / 2,
            "low": low,
            "high": high,
            "n": 100,
            "segment": name,
        }
        for name, (low, high) in (("young", young), ("old", old))
    ]
    assert bool(said(measured(atlas, *rows), "F007")) is found


def test_one_difference_among_many_equal_pairs_is_chance(atlas) -> None:
    odd = two(0.50, 0.60)
    equal = [{**row, "measure": f"share-{n}"} for n in range(40) for row in two(0.5, 0.5)]
    assert said(measured(atlas, *odd), "F007")
    assert said(measured(atlas, *odd, *equal), "F007") == []


@pytest.mark.parametrize("way", ["personas in cells", "a lane each", "a map each"])
def test_who_is_told_apart_is_let_off(atlas, way: str) -> None:
    people = {f"personas__{id_}": f"id: {id_}\nname: {id_}\ngoals: [x]\n" for id_ in ("young", "old")}
    journey = ONE
    if way == "personas in cells":
        cells = "{score: 1, persona: young}, {score: -1, persona: old}"
        journey = ONE.replace("I try it on", f"I try it on, emotion: [{cells}]")
    elif way == "a lane each":
        lanes = "lanes: [{id: e1, role: emotion, persona: young}, {id: e2, role: emotion, persona: old}]\n"
        journey = ONE.replace("stages:", lanes + "stages:").replace(
            "I try it on", "I try it on, e1: 1, e2: -1"
        )
    else:
        people["journeys__old"] = "id: old\ntitle: Old\npersonas: [old]\nstages:\n  - title: S\n"
    loaded = measured(atlas, *two(0.2, 0.9), journey=journey, **people)
    assert loaded.problems == ()
    assert said(loaded, "F007") == []


# ---------------------------------------------------------------- F008


@pytest.mark.parametrize(
    ("card", "count"),
    [
        ("age: 34\n", 2),
        ("goals: [sleep]\n", 1),
        ("needs: [sleep]\n", 1),
        ("pains: [noise]\n", 1),
        ("segment: count(event = 'x') >= 1\n", 1),
        ("goals: [sleep]\nsegment: count(event = 'x') >= 1\n", 0),
        ("goals: [sleep]\nactor: guest\n", 0),
        ("goals: [{text: sleep, evidence: {link: a.md, sentence: said}}]\n", 0),
        ("goals: [sleep]\nquote: {text: x, evidence: {link: a.md, sentence: said}}\n", 0),
        ("goals: [x]\nsliders: [{low: a, high: b, at: 0.5, evidence: {link: a.md, sentence: said}}]\n", 0),
    ],
)
def test_a_card_needs_a_wish_or_a_pain_and_somebody_behind_it(atlas, card: str, count: int) -> None:
    loaded = atlas.files({"personas/p.yaml": f"footpath: 1\nid: p\nname: P\n{card}"})
    assert len(said(loaded, "F008")) == count


# ---------------------------------------------------------------- F009


def test_a_review_is_overdue_the_day_after_its_cadence(atlas) -> None:
    loaded = atlas(stages("title: A", more="reviewed: 2026-08-24\nreview: {cadence: 90 days}\n"))
    assert said(loaded, "F009", date(2026, 8, 24) + timedelta(days=90)) == []
    assert said(loaded, "F009", date(2026, 8, 24) + timedelta(days=91)) == [
        "the map was last looked at 91 days ago (2026-08-24); the cadence is 90 days"
    ]


def test_without_a_day_nothing_is_overdue(atlas) -> None:
    assert said(atlas(stages("title: A", more="review: {cadence: 1 day}\n")), "F009", None) == []


@pytest.mark.parametrize(
    ("journey", "house", "found"),
    [
        ("", "", False),
        ("", "review: {cadence: 1 year}\n", True),
        ("reviewed: 2026-11-01\n", "review: {cadence: 1 year}\n", False),
        ("reviewed: 2026-11-01\nreview: {cadence: 1 week}\n", "review: {cadence: 1 year}\n", True),
        ("reviewed: 2026-01-01\nreview: {cadence: 2 years}\n", "review: {cadence: 1 week}\n", False),
        ("status: draft\n", "review: {cadence: 1 year}\n", False),
        ("status: retired\nreviewed: 2020-01-01\n", "review: {cadence: 1 year}\n", False),
        ("origin: drafted\n", "review: {cadence: 1 year}\n", False),
        ("reviewed: 2027-01-01\n", "review: {cadence: 1 week}\n", False),
    ],
)
def test_the_journeys_own_cadence_goes_before_the_houses(atlas, journey, house, found: bool) -> None:
    loaded = atlas.files(
        {
            "atlas.yaml": f"footpath: 1\ntitle: A\n{house}",
            "journeys/example.yaml": "id: example\n" + stages("title: A", more=journey),
        }
    )
    assert bool(said(loaded, "F009")) is found
