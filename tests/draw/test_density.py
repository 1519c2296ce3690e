"""What is left out, folded, enlarged or put on further pages, so that a map fills its paper and stays readable."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas import (
    Atlas,
    Barrier,
    Cell,
    Lane,
    Opportunity,
    Persona,
    Reference,
    Stage,
    Step,
    Touchpoint,
)
from footpath.draw import Box, Group, Mark, Scene, Text, draw, to_html, to_svg
from footpath.draw.scene import text_box
from footpath.draw.text import wrap


def _texts(scene: Scene) -> list[str]:
    return [text.text for text in scene.texts()]


def _said(scene: Scene) -> str:
    return " ".join(_texts(scene))


def _lanes(scene: Scene) -> list[str]:
    return [group.title.removeprefix("Lane: ") for group in scene.groups("lane")]


def _end(scene: Scene) -> float:
    return max(group.box[0] + group.box[2] for group in scene.groups("stage") if group.box)


def _steps(count: int, **lanes: dict[int, tuple[Cell, ...]]) -> Atlas:
    """One stage of so many steps; each lane says in which of them something stands. Actions stand in all."""
    from footpath.atlas import Journey

    steps = tuple(
        Step(
            id=f"s{i}",
            title=f"Step {i}",
            cells={
                "action": (Cell(text=f"Does {i}"),),
                **{name.replace("_", "-"): cells[i] for name, cells in lanes.items() if i in cells},
            },
        )
        for i in range(count)
    )
    journey = Journey(
        id="m", title="M", stages=(Stage(id="one", title="One", steps=steps),),
        lanes=tuple(Lane(id=role, role=role) for role in ("goal", "action", "touchpoint", "barrier", "driver", "opportunity")),
    )  # fmt: skip
    return Atlas(
        title="x",
        journeys=(journey,),
        touchpoints=(Touchpoint(id="shop", title="The shop", channel="store"),),
        opportunities=(Opportunity(id="open", text="Open earlier"),),
    )


# ---------------------------------------------------------------- lanes


def test_a_lane_in_which_nothing_stands_is_not_drawn_and_the_foot_says_so() -> None:
    scene = draw(_steps(6), "m")
    assert _lanes(scene) == ["What they do"]
    assert "Left out, as nothing stands there yet: What they want, Where we meet" in _said(scene)


def test_a_lane_that_the_caller_names_is_drawn_though_empty() -> None:
    scene = draw(_steps(6), "m", lanes=["goal", "action"])
    assert _lanes(scene) == ["What they want", "What they do"]
    assert "Left out" not in _said(scene)


LONG = "Something that takes three lines or even four of a column"


def test_a_lane_under_a_fifth_full_is_a_line_of_marks_that_still_say_themselves() -> None:
    # 1 of 14 steps (7 %); the words would make the lane four lines high
    atlas = _steps(14, barrier={3: (Barrier(text=LONG, severity=5, id="b"),)})
    scene = draw(atlas, "m")
    cell = next(group for group in scene.groups("cell") if LONG in group.title)
    assert not [item for item in cell.items if isinstance(item, Text)]
    assert {item.kind for item in cell.items if isinstance(item, Mark)} == {"edge", "ticks"}
    assert cell.at == (1, 3)  # it can be reached by keys and opened by hovering on the page
    assert "Folded to marks, as few steps have them: What gets in the way; whole on the page." in _said(scene)


@pytest.mark.parametrize(("filled", "is_folded"), [(2, True), (3, False)])
def test_a_fifth_is_the_limit(filled: int, is_folded: bool) -> None:
    # 2 of 14 is 14 %, 3 of 14 is 21 %
    scene = draw(_steps(14, driver={i: (Cell(text=LONG),) for i in range(filled)}), "m")
    assert ("Folded to marks" in _said(scene)) is is_folded
    assert ("Something that" in _said(scene)) is not is_folded


def test_a_lane_that_would_not_get_lower_keeps_its_words() -> None:
    scene = draw(_steps(14, driver={2: (Cell(text="A tip"),)}), "m")
    assert "A tip" in _texts(scene)
    assert "Folded" not in _said(scene)


def test_a_lane_that_the_caller_names_is_never_folded() -> None:
    scene = draw(_steps(14, driver={2: (Cell(text=LONG),)}), "m", lanes=["action", "driver"])
    assert "Folded" not in _said(scene)


def test_marks_of_several_kinds_stand_side_by_side() -> None:
    both = (Barrier(text=LONG, severity=2, id="a"), Barrier(text=LONG, severity=4, id="b"))
    shop = (Reference(ref="shop"),)
    scene = draw(_steps(14, barrier={3: both}, touchpoint={4: shop}), "m")
    xs = [
        item.x
        for group in scene.groups("cell")
        for item in group.items
        if isinstance(item, Mark) and item.kind == "ticks"
    ]
    assert len(xs) == 2
    assert xs[1] - xs[0] > 15.4  # the width of five ticks
    assert any(
        isinstance(item, Mark) and item.kind == "icon"
        for group in scene.groups("cell")
        for item in group.items
    )


# ---------------------------------------------------------------- the fit


@pytest.mark.parametrize("name", ["by-hand", "drafted", "rich"])
def test_a_map_fills_its_paper(maps: Any, name: str) -> None:
    scene = draw(maps.MAPS[name](), "m")
    assert scene.paper == "A3"
    assert scene.width * scene.scale == pytest.approx(1190.55)
    assert scene.height * scene.scale >= 0.85 * 841.89
    assert _end(scene) == pytest.approx(scene.width - 26)


@pytest.mark.parametrize("steps", [3, 4, 5, 6])
def test_a_small_map_leaves_no_side_of_the_paper_empty(steps: int) -> None:
    scene = draw(
        _steps(steps, barrier={i: (Barrier(text=LONG, severity=3, id=f"b{i}"),) for i in range(steps)}), "m"
    )
    assert _end(scene) == pytest.approx(scene.width - 26)


def test_a_map_that_would_leave_a_paper_empty_takes_a_smaller_one(maps: Any) -> None:
    scene = draw(maps.tiny(), "m")
    assert scene.paper == "A5"
    assert scene.notes == ("drawn on A5: it would leave A3 empty",)


def test_larger_type_never_breaks_a_word_of_a_head() -> None:
    from footpath.atlas import Journey

    stages = tuple(Stage(id=f"s{i}", title="Misunderstandings") for i in range(9))
    scene = draw(Atlas(title="x", journeys=(Journey(id="m", title="M", stages=stages),)), "m")
    assert _texts(scene).count("Misunderstandings") == 9


def test_the_persona_ends_where_the_map_ends(maps: Any) -> None:
    atlas = maps.rich()
    for purpose in (
        "",
        "Fewer gift buyers lost while they compare the vase with the vases of all the other shops",
    ):
        journey = atlas.journey("m").model_copy(update={"purpose": purpose})
        scene = draw(atlas.model_copy(update={"journeys": (journey,)}), "m")
        (chip,) = scene.groups("persona")
        ends = [text.x + text.width for text in chip.items if isinstance(text, Text)]
        assert max(ends) == pytest.approx(_end(scene), abs=0.5)


def test_a_persona_of_many_words_is_wrapped_and_not_cut(maps: Any) -> None:
    atlas = maps.rich()
    about = "Everyone in these data: 1,234,567 customers of three shops, not told apart yet"
    persona = atlas.personas[0].model_copy(update={"summary": about})
    scene = draw(atlas.model_copy(update={"personas": (persona,)}), "m")
    (chip,) = scene.groups("persona")
    assert about in " ".join(text.text for text in chip.items if isinstance(text, Text))


@pytest.mark.parametrize("room", range(30, 200, 7))
def test_a_number_is_never_cut_from_its_word(room: float) -> None:
    laid = wrap("Everyone in these data: 4,011 customers, 23 % of them late", "sans-400", 9, room, lines=1)
    if laid.cut:
        assert not any(c.isdigit() for c in laid.lines[0].rstrip("…")[-1:])


def test_a_line_never_ends_between_a_number_and_its_unit() -> None:
    for room in range(60, 220, 4):
        for line in wrap(
            "From 8 February 2017, 23 % wait 43 hours, 1 in 10 wait more", "sans-400", 9, room
        ).lines:
            assert not line.startswith(("February", "%", "hours", "in 10", "10"))


# ---------------------------------------------------------------- time


def _timed(sample: Any, times: dict[str, float | None]) -> Scene:
    """Five stages of one step; each begins at that many days, or was not measured. It ends on day 10."""
    from footpath.atlas import Journey, MeasureRun

    rows = [sample.row("journey", "m", "median-time", 10 * 86_400.0, 100)]
    rows += [
        sample.row("step", f"{id_}-step", "median-time", days * 86_400.0, 100)
        for id_, days in times.items()
        if days is not None
    ]
    stages = tuple(Stage(id=id_, title=id_, steps=(Step(id=f"{id_}-step", title=id_),)) for id_ in times)
    run = MeasureRun(journey="m", made="2026-11-16T09:30:00Z", rows=tuple(rows))
    return draw(Atlas(title="x", journeys=(Journey(id="m", title="M", stages=stages),), measures=(run,)), "m")


def _bar(scene: Scene) -> tuple[Group, list[Any], dict[str, tuple[float, float]]]:
    (time,) = scene.groups("time")
    stages = {g.title.split(": ")[1]: (g.box[0], g.box[0] + g.box[2]) for g in scene.groups("stage") if g.box}
    return time, [item for item in time.items if type(item).__name__ == "Box"], stages


def test_time_has_no_bar_and_no_label_where_it_was_not_measured(sample: Any) -> None:
    scene = _timed(sample, {"need": None, "buy": 0.0, "pay": 20 / 1440, "deliver": 2.0, "use": None})
    time, bars, stages = _bar(scene)
    assert min(bar.x for bar in bars) == pytest.approx(stages["buy"][0])
    assert max(bar.x + bar.width for bar in bars) == pytest.approx(stages["deliver"][1], abs=1)
    assert time.description == "buy: day 0; pay: 20 min later; deliver: day 2; end: day 10"
    labels = {item.text: item.x for item in time.items if isinstance(item, Text)}
    assert labels["day 10"] == pytest.approx(stages["deliver"][1], abs=4)
    for name in ("need", "use"):
        start, end = stages[name]
        assert not [text for text, x in labels.items() if start <= x < end]


def test_time_is_to_scale(sample: Any) -> None:
    _, bars, stages = _bar(_timed(sample, {"a": 0.0, "b": 5.0, "c": 7.5}))
    start, whole = stages["a"][0], stages["c"][1] - stages["a"][0]
    assert [(bar.x - start) / whole for bar in bars] == pytest.approx([0, 0.5, 0.75])


def test_time_that_two_stages_share_is_hatched(sample: Any) -> None:
    # nobody knows when b began: the time from a to c belongs to neither alone
    time, bars, _ = _bar(_timed(sample, {"a": 0.0, "b": None, "c": 5.0}))
    assert len(bars) == 1
    assert "hatch-rule2" in [getattr(item, "fill", "") for item in time.items]


# ---------------------------------------------------------------- many steps


def test_over_24_steps_an_overview_comes_first_and_the_steps_follow(maps: Any) -> None:
    scene = draw(maps.large(), "m")
    assert [page.paper for page in scene.every_page()] == ["A3"] * 4
    assert "An overview by stages; the 40 steps follow on pages 2 to 4." in _texts(scene)
    assert not list(scene.groups("cell step"))
    assert "One sentence about stage 0" in next(
        g.title for g in scene.groups("cell") if "sentence" in g.title
    )
    numbers = [
        int(group.title.split(":")[0].removeprefix("Step "))
        for page in scene.pages
        for group in page.groups("cell step")
    ]
    assert numbers == list(range(1, 41))


def test_24_steps_are_one_picture(maps: Any) -> None:
    assert draw(maps.large(6, 24), "m").pages == ()


def test_stages_without_steps_are_no_overview(maps: Any) -> None:
    assert draw(maps.stages_only(), "m").pages == ()


def test_pages_are_cut_between_stages_and_repeat_heads_and_lane_titles(maps: Any) -> None:
    scene = draw(maps.large(), "m")
    stages = [[g.title for g in page.groups("stage")] for page in scene.pages]
    assert [title for page in stages for title in page] == [
        f"Stage {i + 1}: Stage number {i}" for i in range(12)
    ]
    assert all(_lanes(page) == _lanes(scene.pages[0]) for page in scene.pages)
    assert "Stages 1 to" in _said(scene.pages[0])
    assert "page 2 of 4" in _said(scene.pages[0])


def test_a_stage_longer_than_a_page_goes_on(maps: Any) -> None:
    scene = draw(maps.large(1, 30), "m")
    titles = [g.title for page in scene.pages for g in page.groups("stage")]
    assert titles[0] == "Stage 1: Stage number 0"
    assert set(titles[1:]) == {"Stage 1: Stage number 0, going on"}


def test_the_overview_shows_the_two_worst_barriers_of_a_stage(maps: Any) -> None:
    scene = draw(maps.large(), "m")
    # stage 1 has severities (1 + j) % 5 + 1 for j in 0..3: 2, 3, 4, 5
    shown = [
        item.value
        for group in scene.groups("cell")
        if group.at and group.title.startswith("What gets in the way") and group.at[1] == 4
        for item in group.items
        if isinstance(item, Mark) and item.kind == "ticks"
    ]
    assert shown == [5, 4]


def test_pages_stand_under_one_another_in_a_picture_and_on_a_page(maps: Any) -> None:
    scene = draw(maps.large(), "m")
    svg = to_svg(scene, embed_fonts=False)
    for title in ("Stage 1: Stage number 0", "Step 40"):
        assert title in svg
    page = to_html(maps.large(), "m")
    assert page.count('class="sheet ') == 4
    rows = [int(part.split('"')[0]) for part in page.split('data-row="')[1:]]
    assert {row // 1000 for row in rows if row % 1000 < 900} == {0, 1, 2, 3}


def test_a_map_of_several_personas_names_them_all(bank: Any) -> None:
    scene = draw(bank.atlas(), "m")
    (chip,) = scene.groups("persona")
    texts = [item.text for item in chip.items if isinstance(item, Text)]
    assert chip.title == "Personas: Ines, Oskar, Liv"
    assert texts[0] == "Ines, Oskar, Liv"
    assert "Founder of a bakery" not in " ".join(texts)
    (alone,) = draw(bank.atlas(), "m", persona="ines").groups("persona")
    assert alone.title == "Persona: Ines"
    assert "Founder of a bakery" in " ".join(i.text for i in alone.items if isinstance(i, Text))


def test_the_field_of_a_grave_barrier_holds_the_name_of_whose_it_is(maps: Any) -> None:
    people = (Persona(id="ann", name="Ann"), Persona(id="ben", name="Ben"))
    barrier = Barrier(text="Nobody opens", severity=5, persona="ben")
    atlas = _steps(4, barrier={1: (barrier,)})
    journey = atlas.journeys[0].model_copy(update={"personas": ("ann", "ben")})
    scene = draw(atlas.model_copy(update={"personas": people, "journeys": (journey,)}), "m")
    (cell,) = [g for g in scene.groups("cell") if any(getattr(i, "text", "") == "opens" for i in g.items)]
    (field,) = [i for i in cell.items if isinstance(i, Box) and i.fill == "trouble-soft"]
    (name,) = [i for i in cell.items if isinstance(i, Text) and i.text == "Ben"]
    _, top, _, height = text_box(name)
    assert field.y <= top
    assert top + height <= field.y + field.height
    assert cell.items.index(field) < cell.items.index(name)


def test_four_faces_stand_beside_any_number_of_names(maps: Any) -> None:
    atlas = maps.MAPS["tiny"]()
    names = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Fay")
    people = tuple(Persona(id=name.lower(), name=name) for name in names)
    journey = atlas.journeys[0].model_copy(update={"personas": tuple(one.id for one in people)})
    scene = draw(atlas.model_copy(update={"personas": people, "journeys": (journey,)}), str(journey.id))
    (chip,) = scene.groups("persona")
    assert chip.title == "Personas: Ann, Ben, Cleo, Dan, Eve, Fay"
    marks = [item for item in chip.items if isinstance(item, Mark) and item.kind == "person"]
    texts = [item for item in chip.items if isinstance(item, Text)]
    assert len(marks) == 4
    assert max(m.x + m.width for m in marks) < min(t.x for t in texts)
