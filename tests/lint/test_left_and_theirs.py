"""What a merge left open is found; what stands on a competitor's journey is nothing for us to answer."""

from __future__ import annotations

import pytest

from footpath.atlas import load_texts, merge
from footpath.lint import check

ATLAS = {"atlas.yaml": "footpath: 1\ntitle: A shop\n"}
BASE = """\
footpath: 1
id: gift
title: A gift
stages:
  - id: buying
    title: Buying
    steps:
      - id: compare
        title: I compare
        thought: Which one?
      - id: pay
        title: I pay
      - id: wrap
        title: I wrap it
"""


def found(journey: str, code: str, **others: str) -> list[tuple[int | None, str]]:
    texts = {**ATLAS, "journeys/gift.yaml": journey, **others}
    return [(one.place.line, one.message) for one in check(load_texts(texts), only=[code])]


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        (
            BASE.replace("Which one?", "Too many"),
            BASE.replace("Which one?", "None fits"),
            'theirs says "None fits"',
        ),
        (
            BASE.replace("Which one?", "Too many"),
            BASE.replace("        thought: Which one?\n", ""),
            "theirs removed this",
        ),
        (
            BASE.replace("        thought: Which one?\n", ""),
            BASE.replace("Which one?", "None fits"),
            "ours removed thought; theirs: None fits",
        ),
    ],
)
def test_what_a_merge_left_open_is_found_where_it_stands(ours: str, theirs: str, said: str) -> None:
    sides = ({**ATLAS, "journeys/gift.yaml": text} for text in (BASE, ours, theirs))
    merged = merge(*sides)
    assert merged.conflicts
    text = merged.texts["journeys/gift.yaml"]
    lines = [n for n, line in enumerate(text.splitlines(), 1) if "# conflict: " in line]
    assert found(text, "A005") == [(line, f"a merge left a conflict open here: {said}") for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "# conflict: none that we know of",
        "# the two are in conflict: theirs is a guess",
        'thought: "# conflict: theirs: a text that only looks so"',
        "thought: |\n          # conflict: theirs: nor this one",
    ],
)
def test_what_people_write_is_no_conflict(line: str) -> None:
    assert found(BASE.replace("thought: Which one?", line), "A005") == []


def test_a_conflict_is_an_error_that_a_reason_can_excuse() -> None:
    text = BASE.replace("        thought", "        # conflict: theirs: None fits\n        thought")
    (finding,) = check(load_texts({**ATLAS, "journeys/gift.yaml": text}), only=["A005"])
    assert (finding.severity, finding.place.column, finding.operation) == ("error", 9, None)
    assert finding.source == "        # conflict: theirs: None fits"
    excused = text.replace("stages:", "allow: {A005: both come to the meeting on Monday}\nstages:", 1)
    assert found(excused, "A005") == []


def test_what_gets_in_the_way_at_a_competitors_is_theirs_to_answer() -> None:
    grave = BASE.replace(
        "thought: Which one?", "barrier: {text: Nothing can be sent back from there, severity: 5}"
    )
    assert len(found(grave, "O001")) == 1
    assert found(grave.replace("title: A gift", "title: A gift\ncompany: Allesda24", 1), "O001") == []


def test_nobody_measures_a_competitors_journey() -> None:
    journey = BASE.replace("thought: Which one?", "opportunity: chart")
    others = {
        "opportunities.yaml": "opportunities: [{id: chart, text: A chart, status: shipped}]\n",
        "sources.yaml": "sources: [{id: till, files: till.csv, customer: who, time: at, event: what}]\n",
    }
    assert len(found(journey, "O006", **others)) == 1
    assert (
        found(journey.replace("title: A gift", "title: A gift\ncompany: Allesda24", 1), "O006", **others)
        == []
    )
