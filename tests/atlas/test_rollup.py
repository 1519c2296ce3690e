"""What a child map says of the step that opens it; expected numbers by hand. Spec: document.md, D140 to D149."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas import Atlas, Emotion, Horizon, Journey, MeasureRow, MeasureRun, Stage, Step
from footpath.atlas.rollup import MeasuredEmotion, RolledUp, WorstStep, roll_up
from footpath.base import DAY, HOUR


def step(id_: str, score: float | None = None, **more: Any) -> Step:
    cells = {"emotion": (Emotion(score=score),)} if score is not None else {}
    return Step(id=id_, title=id_.capitalize(), cells=cells, **more)


def journey(id_: str, *steps: Step, **more: Any) -> Journey:
    return Journey(id=id_, title=f"The {id_}", stages=(Stage(id="all", title="All", steps=steps),), **more)


def row(on: str, id_: str, measure: str, value: float | None, n: int, **more: Any) -> MeasureRow:
    return MeasureRow(on=on, id=id_, measure=measure, value=value, unit="", n=n, **more)


def run(id_: str, *rows: MeasureRow) -> MeasureRun:
    return MeasureRun(journey=id_, made="2026-10-01T09:00:00Z", rows=rows)


def atlas(*journeys: Journey, measures: tuple[MeasureRun, ...] = ()) -> Atlas:
    return Atlas(title="Invented", journeys=journeys, measures=measures)


PARENT = journey("parent", step("plain", 1.0), step("open", journey="child"))
CHILD = journey("child", step("find", -0.5), step("scan", 0.1), step("send", -1.4), step("hear"))
RUN = run(
    "child",
    row("journey", "child", "reach", 412, 412),
    row("journey", "child", "share-going-on", 0.71, 412),
    row("journey", "child", "reach", 90, 90, among="late"),
    row("journey", "child", "reach", 60, 60, segment="ann"),
    row("step", "find", "emotion-scores", -0.4, 60, low=-0.6, high=-0.2),
    row("step", "send", "emotion-scores", -1.3, 180, low=-1.5, high=-1.1),
    row("step", "scan", "emotion-words", -2.0, 500, low=-2.0, high=-2.0),
    row("step", "hear", "reach", None, 3, floor=True),
)


def only(made: Atlas, journey_id: str = "parent") -> RolledUp:
    (found,) = roll_up(made, journey_id).values()
    return found


def test_d140_only_steps_that_open_a_journey_have_an_entry() -> None:
    assert list(roll_up(atlas(PARENT, CHILD), "parent")) == ["open"]
    assert roll_up(atlas(PARENT), "parent") == {}  # the child is not there
    with pytest.raises(KeyError):
        roll_up(atlas(PARENT), "nobody")


def test_d141_numbers_of_the_whole_child_stand_as_they_are() -> None:
    found = only(atlas(PARENT, CHILD, measures=(RUN,)))
    assert [(r.measure, r.value, r.n) for r in found.rows] == [
        ("reach", 412, 412),
        ("share-going-on", 0.71, 412),
    ]
    assert found.title == "The child"
    assert only(atlas(PARENT, CHILD)).rows == ()


def test_d142_assumed_feeling_is_the_mean_of_the_steps_that_have_one() -> None:
    # (-0.5 + 0.1 - 1.4) / 3
    assert only(atlas(PARENT, CHILD)).assumed == pytest.approx(-0.6)


def test_d143_measured_feeling_is_weighted_by_n_with_the_weighted_bounds() -> None:
    # (-0.4*60 - 1.3*180) / 240; (-0.6*60 - 1.5*180) / 240; (-0.2*60 - 1.1*180) / 240
    found = only(atlas(PARENT, CHILD, measures=(RUN,))).measured
    assert found == MeasuredEmotion(
        "emotion-scores", pytest.approx(-1.075), 240, 2, pytest.approx(-1.275), pytest.approx(-0.875)
    )


def test_d143_without_an_interval_at_one_step_there_is_none() -> None:
    rows = (
        row("step", "find", "emotion-scores", -1.0, 10, low=-1.2, high=-0.8),
        row("step", "send", "emotion-scores", 1.0, 30),
    )
    found = only(atlas(PARENT, CHILD, measures=(run("child", *rows),))).measured
    assert found == MeasuredEmotion("emotion-scores", pytest.approx(0.5), 40, 2, None, None)


def test_d144_scores_and_words_are_never_mixed() -> None:
    words_only = run("child", row("step", "scan", "emotion-words", -0.5, 40, low=-0.7, high=-0.3))
    found = only(atlas(PARENT, CHILD, measures=(words_only,))).measured
    assert found is not None
    assert (found.measure, found.n) == ("emotion-words", 40)
    mixed = only(atlas(PARENT, CHILD, measures=(RUN,))).measured
    assert mixed is not None
    assert mixed.n == 240  # the 500 words at "scan" are not among them


def test_d145_the_worst_step_is_measured_before_assumed() -> None:
    assert only(atlas(PARENT, CHILD)).worst == WorstStep("child", "send", "Send", -1.4, False)
    some = run("child", row("step", "scan", "emotion-scores", 0.2, 50))
    assert only(atlas(PARENT, CHILD, measures=(some,))).worst == WorstStep("child", "scan", "Scan", 0.2, True)


def test_d146_coverage_counts_steps_with_a_number_of_their_own() -> None:
    found = only(atlas(PARENT, CHILD, measures=(RUN,)))
    assert (found.measured_steps, found.steps) == (3, 4)  # not "hear": it is under the floor
    assert found.coverage == pytest.approx(0.75)
    assert only(atlas(PARENT, Journey(id="child", title="Empty"))).coverage is None


def test_d147_nesting_goes_to_any_depth() -> None:
    middle = journey(
        "child", step("own", 1.0), step("deeper", journey="inner"), step("both", 0.4, journey="inner")
    )
    inner = journey("inner", step("a", -1.0), step("b", -0.2))
    inner_run = run(
        "inner",
        row("step", "a", "emotion-scores", -1.5, 30, low=-1.7, high=-1.3),
        row("step", "b", "emotion-scores", 0.5, 10, low=0.1, high=0.9),
    )
    found = only(atlas(PARENT, middle, inner, measures=(inner_run,)))
    # own 1.0; deeper the inner mean (-1.0 - 0.2) / 2; both has its own 0.4
    assert found.assumed == pytest.approx((1.0 - 0.6 + 0.4) / 3)
    # both steps that open the inner map stand for its measured feeling: (-1.5*30 + 0.5*10) / 40, twice
    assert found.measured == MeasuredEmotion(
        "emotion-scores", pytest.approx(-1.0), 80, 4, pytest.approx(-1.25), pytest.approx(-0.75)
    )
    assert found.worst == WorstStep("inner", "a", "A", -1.5, True)
    assert (found.measured_steps, found.steps) == (4, 5)  # own, and twice the two of inner


def test_d148_a_child_that_leads_back_is_a_step_of_its_own() -> None:
    ring = atlas(
        journey("parent", step("open", -1.0, journey="child")),
        journey("child", step("back", -0.5, journey="parent"), step("on", 0.5, journey="leaf")),
        journey("leaf", step("end", 1.5)),
    )
    assert roll_up(ring, "parent") == {}
    assert list(roll_up(ring, "child")) == ["on"]
    itself = atlas(journey("parent", step("open", journey="parent")))
    assert roll_up(itself, "parent") == {}


def test_d148_a_ring_below_is_counted_once() -> None:
    made = atlas(
        PARENT,
        journey("child", step("in", -1.0, journey="ring")),
        journey("ring", step("round", 0.5, journey="child")),
    )
    found = only(made)
    assert (found.steps, found.assumed) == (1, -1.0)


def test_d148_many_ways_to_one_child_take_no_time() -> None:
    chain = [
        journey(f"j{i}", step("a", journey=f"j{i + 1}"), step("b", journey=f"j{i + 1}")) for i in range(60)
    ]
    found = roll_up(atlas(*chain, journey("j60", step("end", 1.0))), "j0")
    assert found[chain[0].stages[0].steps[0].id].steps == 2**59
    assert found[chain[0].stages[0].steps[0].id].assumed == pytest.approx(1.0)


def test_d149_usual_times_add_up_where_each_stage_has_one() -> None:
    timed = Journey(
        id="child", title="Timed",
        stages=(
            Stage(id="one", title="One", typical="2 days"),
            Stage(id="two", title="Two", steps=(step("x", typical="3 h"), step("y", journey="inner"))),
        ),
    )  # fmt: skip
    inner = journey("inner", step("z", typical="1 h"))
    assert only(atlas(PARENT, timed, inner)).typical_us == 2 * DAY + 4 * HOUR
    assert only(atlas(PARENT, timed, journey("inner", step("z")))).typical_us is None
    whole = timed.model_copy(update={"horizon": Horizon(typical="1 week")})
    assert only(atlas(PARENT, whole)).typical_us == 7 * DAY


def test_another_personas_feeling_is_not_the_maps() -> None:
    both = Step(
        id="s",
        title="S",
        cells={"emotion": (Emotion(score=1.0, persona="ann"), Emotion(score=-2.0, persona="ben"))},
    )
    made = atlas(PARENT, journey("child", both, personas=("ann", "ben")))
    assert only(made).assumed == 1.0
