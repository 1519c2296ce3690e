"""Grades of cells, by the definitions of the specification."""

from __future__ import annotations

from datetime import date

import pytest

from footpath.atlas import (
    Atlas,
    Cell,
    Coverage,
    Evidence,
    Journey,
    MeasureRow,
    MeasureRun,
    Reference,
    Review,
    Stage,
    Step,
    coverage,
    grade,
)

STEP = Step(id="look", title="I look")


def atlas(
    *rows: MeasureRow, cadence: str | None = None, made: str = "2026-11-01T00:00:00Z"
) -> tuple[Atlas, Journey]:
    journey = Journey(id="gift", title="Gift", stages=(Stage(id="search", title="Search", steps=(STEP,)),))
    run = MeasureRun(journey="gift", made=made, rows=rows)
    return Atlas(
        title="T",
        review=Review(cadence=cadence) if cadence else None,
        journeys=(journey,),
        measures=(run,) if rows else (),
    ), journey


def row(measure: str, n: int, value: float | None = 0.4, **more: object) -> MeasureRow:
    return MeasureRow.model_validate(
        {
            "on": "step",
            "id": "look",
            "measure": measure,
            "value": value,
            "unit": "share",
            "n": n,
            "source": "orders",
            **more,
        }
    )


def of(
    evidence: Evidence | None, *rows: MeasureRow, cadence: str | None = None, today: date | None = None
) -> tuple[str, bool]:
    whole, journey = atlas(*rows, cadence=cadence)
    found = grade(Cell(text="x", evidence=(evidence,) if evidence else ()), journey, STEP, whole, today=today)
    return found.grade, found.stale


NUMBER = Evidence(source="orders", measure="share-lost")


@pytest.mark.parametrize(
    ("evidence", "rows", "expected"),
    [
        (None, (), "assumed"),
        (Evidence(source="reviews", theme="price"), (), "reported"),
        (Evidence(source="reviews", remarks=("r1",)), (), "reported"),
        (Evidence(link="https://example.org", sentence="a study"), (), "reported"),
        (Evidence(source="survey", question="q1"), (), "reported"),
        (NUMBER, (), "assumed"),
        (NUMBER, (row("share-lost", 30),), "measured"),
        (NUMBER, (row("share-lost", 29),), "reported"),
        (NUMBER, (row("share-lost", 4, None, floor=True),), "assumed"),
        (NUMBER, (row("share-lost", 90, among="late"),), "assumed"),
        (NUMBER, (row("share-lost", 90, source="clicks"),), "assumed"),
        (Evidence(source="orders", exit="look"), (row("share-lost", 90),), "measured"),
        (Evidence(source="orders", wait="look"), (row("median-time", 90),), "measured"),
        (Evidence(source="orders", question="q1"), (row("emotion-scores", 90),), "measured"),
    ],
)  # fmt: skip
def test_d70_to_d72_a_grade_is_computed_from_the_evidence(
    evidence: Evidence | None, rows: tuple[MeasureRow, ...], expected: str
) -> None:
    assert of(evidence, *rows) == (expected, False)


def test_d73_a_stale_number_falls_back_to_reported_and_is_marked() -> None:
    rows = (row("share-lost", 90, to="2026-08-01"),)
    assert of(NUMBER, *rows, cadence="90 days", today=date(2026, 10, 29)) == ("measured", False)
    assert of(NUMBER, *rows, cadence="90 days", today=date(2026, 10, 31)) == ("reported", True)
    assert of(NUMBER, *rows, today=date(2030, 1, 1)) == ("measured", False)


def test_d74_coverage_counts_the_cells_that_need_evidence() -> None:
    cells = {
        "action": (Cell(text="a"), Cell(text="b", evidence=(NUMBER,))),
        "thought": (Cell(text="c", evidence=(Evidence(source="r", theme="t"),)),),
        "touchpoint": (Reference(ref="web"),),
    }
    step = Step.model_validate({"id": "look", "title": "I look", "cells": cells})
    whole, journey = atlas(row("share-lost", 90))
    journey = journey.model_copy(update={"stages": (Stage(id="search", title="Search", steps=(step,)),)})
    assert coverage(journey, whole) == Coverage(cells=3, assumed=1, reported=1, measured=1, stale=0)
    assert coverage(journey, whole).share == pytest.approx(2 / 3)
    assert coverage(Journey(id="e", title="E"), whole).share is None


def test_a_touchpoint_is_as_known_as_its_visits_D75() -> None:
    for n, wanted in ((30, "measured"), (29, "reported")):
        seen = row("visits", n, float(n), on="touchpoint", id="web")
        whole, journey = atlas(seen)
        assert grade(Reference(ref="web"), journey, STEP, whole).grade == wanted
    whole, journey = atlas(row("visits", 90, 90.0, on="touchpoint", id="shop"))
    assert grade(Reference(ref="web"), journey, STEP, whole).grade == "assumed"


def test_among_means_the_number_over_a_part_D76() -> None:
    late = row("emotion-scores", 40, -1.0, among="late")
    assert of(Evidence(source="orders", measure="emotion-scores", among="late"), late) == ("measured", False)
    assert of(Evidence(source="orders", measure="emotion-scores"), late) == ("assumed", False)
