"""What a reader of the grid must find, and what must not be there."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas import Atlas, Cell, Stage
from footpath.base import BadInputError
from footpath.draw import FORMS, THEMES, Box, Group, Mark, Path, Scene, draw


def _texts(scene: Scene) -> list[str]:
    return [text.text for text in scene.texts()]


def _marks(scene: Scene, kind: str) -> list[Mark]:
    return [item for item in scene.walk() if isinstance(item, Mark) and item.kind == kind]


def _cell(scene: Scene, title: str) -> Group:
    return next(group for group in scene.groups() if title in group.title)


def _mark(group: Group, kind: str) -> Mark:
    return next(item for item in group.items if isinstance(item, Mark) and item.kind == kind)


@pytest.mark.parametrize(
    ("title", "grade"),
    [
        ("Puts a note in her calendar", "assumed"),
        ("Sends three links to a group chat", "reported"),
        ("Zooms into two pictures", "measured"),
        ("The box needs no wrapping", "stale"),
    ],
)
def test_the_edge_tells_the_evidence(sample: Any, title: str, grade: str) -> None:
    assert _mark(_cell(draw(sample.atlas(), "gift"), title), "edge").value == grade


def test_a_measured_cell_carries_its_number_and_where_it_is_from(sample: Any) -> None:
    cell = _cell(draw(sample.atlas(), "gift"), "Zooms into two pictures")
    assert "5,130" in [item.text for item in cell.items if hasattr(item, "text")]
    facts = dict(cell.facts)
    assert facts["walks that came here"] == "5,130; from 5,130"
    assert facts["Definition"] == "walks with at least one visit to the stage or step"
    assert facts["Source"] == "Clicks, 1 September to 15 November 2026"


def test_a_severe_barrier_has_a_field_and_five_ticks(sample: Any) -> None:
    scene = draw(sample.atlas(), "gift")
    severe = _cell(scene, "Shipping shows only in the basket")
    assert _mark(severe, "ticks").value == 5
    assert _mark(severe, "edge").ink == "trouble"
    assert any(isinstance(item, Box) and item.fill == "trouble-soft" for item in severe.items)
    mild = _cell(scene, "Results show vases, not gifts")
    assert not any(isinstance(item, Box) for item in mild.items)


def test_opportunities_are_ranked_by_criticality_severity_and_effort(sample: Any) -> None:
    # by hand: level x severity / effort; 3x5/2, 2x3/1, 3x4/2, 2x2/1, 2x3/2, 2x4/4, 1x2/3
    scene = draw(sample.atlas(), "gift")
    order = [
        (int(str(_mark(group, "rank").value)), group.title.split(": ")[1])
        for group in scene.groups("cell")
        if any(isinstance(item, Mark) and item.kind == "rank" for item in group.items)
    ]
    assert [title for _, title in sorted(order)] == [
        "Show the full price on the product page",
        "Mark the dates that meet the birthday",
        "Promise a day only where it holds for 19 of 20",
        "Keep the basket for a week",
        "Show the vase beside a hand",
        "Answer at once with a time",
        "Group results by occasion",
    ]


def test_the_strip_shows_counts_losses_and_what_is_not_in_the_data(sample: Any) -> None:
    scene = draw(sample.atlas(), "gift")
    titles = [group.title for group in scene.groups() if "funnel" in group.role]
    assert titles[0] == "Noticing the need: not in the data"
    assert titles[1] == "Looking for an idea: 8,412, 39 % lost"
    assert titles[6] == "Contact with support: 118"
    texts = _texts(scene)
    assert {"−39 %", "−41 %", "−48 %", "−12 %"} <= set(texts)
    assert "8 in 100" in texts  # support is a branch: of those before it, not part of the fall
    hatched = {item.fill for item in scene.walk() if isinstance(item, Path) and item.fill.startswith("hatch")}
    assert hatched == {"hatch-trouble", "hatch-rule2"}


def test_time_is_told_in_words_at_the_stage_starts(sample: Any) -> None:
    texts = _texts(draw(sample.atlas(), "gift"))
    assert {
        "day 0",
        "day 1",
        "day 2",
        "43 min later",
        "day 4",
        "day 7",
        "day 9",
        "day 14",
        "typical: 10 days",
    } <= set(texts)


def test_how_walks_end_is_told_with_what_is_still_open(maps: Any) -> None:
    ends = [group.title for group in draw(maps.drafted(), "m").groups("end")]
    assert ends == [
        "delivered: 9,648, 97 %",
        "canceled: 60, 0.6 %",
        "nothing more seen: 120, 1.2 %",
        "still open: 113, 1.1 %",
    ]


def test_a_number_under_the_floor_is_said_to_be_too_few(maps: Any) -> None:
    texts = _texts(draw(maps.under_floor(), "m"))
    assert "too few to show" in texts
    assert "0" not in texts


def test_nothing_measured_draws_no_head_rows(maps: Any) -> None:
    texts = _texts(draw(maps.by_hand(), "m"))
    assert "Time that passes" not in texts
    assert "How many go on" not in texts
    assert "Nothing here was measured yet: all of it is what the team assumes." in texts


def test_the_legend_has_only_marks_that_occur(sample: Any, maps: Any) -> None:
    (full,) = draw(sample.atlas(), "gift").groups("legend")
    (small,) = draw(maps.by_hand(), "m").groups("legend")
    said = {text.text for text in full.items if hasattr(text, "text")}
    assert {"a dip", "left us", "no data", "was measured, now too old"} <= said
    few = {text.text for text in small.items if hasattr(text, "text")}
    assert "assumed by the team" in few
    assert not few & {"a dip", "left us", "measured: 30 or more", "from how many"}


def test_the_foot_names_sources_floor_notes_and_review(sample: Any) -> None:
    foot = " ".join(_texts(draw(sample.atlas(), "gift")))
    assert "From 8,412 walks, Clicks (61,204 rows of 7,930 customers)" in foot
    assert "Counts below 5 customers are not shown." in foot
    assert "All of it is invented." in foot
    assert "Reviewed 14 November 2026 by marketing." in foot


def test_a_step_that_decides_says_so(sample: Any) -> None:
    scene = draw(sample.atlas(), "gift")
    assert len(_marks(scene, "decides")) == 2
    said = [
        item
        for group in scene.groups("cell step")
        for item in group.items
        if getattr(item, "text", "") == "decides"
    ]
    assert len(said) == 2


def test_estimates_say_when_they_cannot_tell(sample: Any) -> None:
    texts = _texts(draw(sample.atlas(), "gift"))
    assert "−19" in texts
    assert texts.count("unclear") == 2
    assert "24: too few to tell" in texts


def test_folds_are_counted_in_the_foot_and_in_the_notes(maps: Any) -> None:
    scene = draw(maps.long_words(), "m")
    assert scene.folds > 0
    assert any("texts are cut" in note for note in scene.notes)
    assert any("texts are cut here to fit" in text for text in _texts(scene))
    whole = _cell(scene, "many words many words")
    assert whole.title.count("many words") == 60


def test_a_larger_paper_is_taken_and_said(maps: Any) -> None:
    scene = draw(maps.large(6, 24), "m", paper="A3")
    assert scene.paper == "A2"
    assert any("A3 is too small" in note for note in scene.notes)


def test_a_small_map_is_enlarged_by_one_factor(maps: Any) -> None:
    scene = draw(maps.by_hand(), "m")
    assert scene.paper == "A3"
    assert scene.scale > 1.2
    assert scene.width * scene.scale == pytest.approx(1190.55)


def test_lanes_can_be_chosen_by_id_or_role(sample: Any) -> None:
    scene = draw(sample.atlas(), "gift", lanes=["action", "barrier"])
    assert [group.title for group in scene.groups("lane")] == [
        "Lane: What she does",
        "Lane: What gets in the way",
    ]


def test_characters_without_a_font_are_reported(maps: Any) -> None:
    scene = draw(maps.scripts(), "m")
    assert any("not in the fonts" in note for note in scene.notes)
    assert any(text.estimated for text in scene.texts())


def test_a_stage_cell_spans_its_stage(sample: Any) -> None:
    scene = draw(sample.atlas(), "gift")
    goal = _cell(scene, "Find something personal")
    step = _cell(scene, "Searches for “warm tall vase gift”")
    assert goal.box is not None
    assert step.box is not None
    assert goal.box[2] == pytest.approx(2 * step.box[2], abs=3)


def test_other_personas_lines_are_named(sample: Any) -> None:
    from footpath.atlas import Emotion, Persona

    journey = sample.GIFT
    steps = {"look": 1.0, "see": -1.0}
    stages = tuple(
        stage.model_copy(
            update={
                "steps": tuple(
                    s.model_copy(
                        update={
                            "cells": {
                                **s.cells,
                                "emotion": (*s.lane("emotion"), Emotion(score=steps[s.id], persona="tom")),
                            }
                        }
                    )
                    if s.id in steps
                    else s
                    for s in stage.steps
                )
            }
        )
        for stage in journey.stages
    )
    both = sample.atlas(journey.model_copy(update={"stages": stages, "personas": ("marta", "tom")}))
    both = both.model_copy(update={"personas": (*both.personas, Persona(id="tom", name="Tom"))})
    assert "Tom" in _texts(draw(both, "gift"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"form": "gird"}, "unknown-name"),
        ({"theme": "drak"}, "unknown-name"),
        ({"paper": "A33"}, "unknown-name"),
        ({"persona": "nadja"}, "unknown-persona"),
        ({"lanes": ["actoin"]}, "unknown-lane"),
    ],
)
def test_a_name_that_does_not_exist_is_refused_with_the_nearest(
    sample: Any, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        draw(sample.atlas(), "gift", **given)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.help


def test_an_unknown_journey_is_refused(sample: Any) -> None:
    with pytest.raises(BadInputError, match="gfit") as caught:
        draw(sample.atlas(), "gfit")
    assert "'gift'" in str(caught.value.problems[0].help)


def test_a_card_needs_a_persona(maps: Any) -> None:
    with pytest.raises(BadInputError) as caught:
        draw(maps.tiny(), "m", form="card")
    assert caught.value.problems[0].code == "unknown-persona"


def test_the_card_never_leaves_out_what_is_not_known(sample: Any) -> None:
    atlas = sample.atlas()
    nobody = atlas.personas[0].model_copy(update={"unknown": (), "goals": (), "pains": ()})
    texts = _texts(draw(atlas.model_copy(update={"personas": (nobody,)}), "gift", form="card"))
    assert "What we do not know yet" in texts
    assert any("Nobody has written it down" in text for text in texts)


def test_forms_and_themes_are_listed() -> None:
    assert FORMS.names()[:2] == ["grid", "card"]
    assert list(THEMES) == ["light", "dark", "contrast", "print"]


def _contrast(a: str, b: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", list(THEMES))
def test_every_ink_reads_on_every_ground(name: str) -> None:
    theme = THEMES[name]
    for ink in ("ink", "ink2", "ink3", "flow", "trouble", "carry"):
        for ground in ("paper", "warm", "cool"):
            assert _contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    assert _contrast(theme["ink"], theme["trouble-soft"]) >= 7
    assert _contrast(theme["on-colour"], theme["carry"]) >= 4.5


def test_a_stage_without_steps_is_a_column_of_its_own() -> None:
    from footpath.atlas import Journey

    stage = Stage(id="a", title="A", cells={"action": (Cell(text="Waits"),)})
    scene = draw(Atlas(title="x", journeys=(Journey(id="m", title="M", stages=(stage,)),)), "m")
    assert _cell(scene, "Waits").title == "What they do, A: Waits"
