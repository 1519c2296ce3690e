"""The map of everything at once: hand-overs, ways, a blueprint's lines, child maps, states, changes, languages, views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from footpath.atlas import Atlas, Attachment, Journey, Look, Stage, localised
from footpath.base import BadInputError
from footpath.draw import (
    THEMES,
    Box,
    Group,
    Mark,
    Path,
    Scene,
    Text,
    draw,
    house_inks,
    text_box,
    to_html,
    to_svg,
)


@dataclass(frozen=True)
class Change:
    """What a difference says of a place (the drawing asks for no more of it)."""

    kind: str
    sentence: str


def _texts(scene: Scene) -> list[str]:
    return [text.text for page in scene.every_page() for text in page.texts()]


def _said(scene: Scene) -> str:
    return " ".join(_texts(scene))


def _group(scene: Scene, title: str) -> Group:
    return next(g for page in scene.every_page() for g in page.groups() if title in g.title)


def _marks(things: Scene | Group, kind: str) -> list[Mark]:
    items = things.walk() if isinstance(things, Scene) else iter(things.items)
    return [item for item in items if isinstance(item, Mark) and item.kind == kind]


@pytest.fixture(scope="module")
def whole(bank: Any) -> Scene:
    return draw(bank.atlas(), "m", pictures=bank.pictures())


# ---------------------------------------------------------------- personas and what passes between them


def test_a_lane_of_one_persona_says_whose_it_is(whole: Scene) -> None:
    assert [g.title for g in whole.groups("lane")][:3] == [
        "Lane: What she does (Ines)", "Lane: What she thinks (Ines)", "Lane: What he does (Oskar)",
    ]  # fmt: skip
    assert "Oskar" in [t.text for t in _group(whole, "Lane: What he does").items if isinstance(t, Text)]


def test_hand_overs_are_arrows_between_the_lanes_of_two_personas(whole: Scene) -> None:
    down = _group(whole, "Ines to Oskar: asks what a bakery needs")
    assert [m.value for m in _marks(down, "arrow")] == ["down"]
    up = _group(whole, "Oskar to Ines: gives the scanned papers")
    assert [m.value for m in _marks(up, "arrow")] == ["up"]
    both = _group(whole, "names three banks")
    assert {m.value for m in _marks(both, "arrow")} == {"up", "down"}
    (line,) = [item for item in down.items if isinstance(item, Path)]
    thinks, does = _group(whole, "Lane: What she thinks"), _group(whole, "Lane: What he does")
    assert thinks.box is not None
    assert does.box is not None
    (_, top), (_, bottom) = [command[1:] for command in line.commands]
    assert thinks.box[1] + thinks.box[3] <= top < bottom <= does.box[1]


def test_hand_overs_of_a_persona_without_a_lane_stand_in_a_row_of_their_own(whole: Scene) -> None:
    assert "Lane: What passes between them" in [g.title for g in whole.groups("lane")]
    cell = _group(whole, "Liv to Ines: explains the fee")
    assert [t.text for t in cell.items if isinstance(t, Text)] == [
        "Liv",
        "Ines",
        "explains the fee, line by line",
    ]
    assert [m.value for m in _marks(cell, "arrow")] == ["end"]


def test_arrows_do_not_go_over_many_lanes_or_over_spanning_texts(maps: Any) -> None:
    def in_row(scene: Scene) -> list[str]:
        """What stands in the row of its own: there a mark of a person stands before each name."""
        return [g.title.partition(": ")[2] for g in scene.groups("cell hand") if _marks(g, "who")]

    atlas: Atlas = maps.crowded()
    # Ann's lowest lane and Cleo's have five lanes between them; Ben's and Cleo's two
    assert in_row(draw(atlas, "m"))
    assert all("Cleopatra Maximiliane to Ann" in said for said in in_row(draw(atlas, "m")))
    spans = {"touchpoint": (maps.Reference(ref="page"),)}
    journey = atlas.journey("m")
    stages = tuple(stage.model_copy(update={"cells": {**stage.cells, **spans}}) for stage in journey.stages)
    changed = journey.model_copy(update={"stages": stages})
    scene = draw(atlas.model_copy(update={"journeys": (changed, *atlas.journeys[1:])}), "m")
    assert len(in_row(scene)) > len(in_row(draw(atlas, "m")))


def test_a_cell_of_one_of_several_personas_names_them(whole: Scene) -> None:
    cell = _group(whole, "Liv explains each line")
    assert next(t.text for t in cell.items if isinstance(t, Text)) == "Liv"
    assert "of Liv" in cell.description


def test_both_curves_are_named_at_their_ends(whole: Scene) -> None:
    (curve,) = whole.groups("curve")
    names = [item for item in curve.items if isinstance(item, Text) and item.text in ("Ines", "Oskar")]
    assert {name.text for name in names} == {"Ines", "Oskar"}
    assert all(name.x > whole.width * 0.9 for name in names)


def test_the_map_of_one_persona_leaves_out_the_others(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", persona="oskar")
    said = _said(scene)
    assert "Lists what a bakery needs" in said
    assert "wall calendar" not in said
    assert "explains the fee" not in said
    assert "asks where the offer is" in said


def test_each_emotion_lane_has_its_own_curve(maps: Any) -> None:
    curves = list(draw(maps.crowded(), "m").groups("curve"))
    assert [curve.title for curve in curves] == ["How Ann feels", "How Ben feels"]
    words = [{item.text for item in curve.items if isinstance(item, Text)} for curve in curves]
    assert words[0] == {"quite so"}
    assert words[1] == {"not so"}


# ---------------------------------------------------------------- ways, child maps, time


def test_branches_loops_and_exits_say_where_they_lead(whole: Scene) -> None:
    compare = _group(whole, "I compare three banks leads also")
    assert compare.title.endswith(
        "on to I ask for an offer, if a friend has named one; out: stays with the savings bank"
    )
    assert [(m.value, m.ink) for m in _marks(compare, "way")] == [("branch", "ink"), ("exit", "trouble")]
    wait = _group(whole, "We wait for the offer leads also")
    assert [m.value for m in _marks(wait, "way")] == ["loop", "exit"]
    assert ("When", "status = 'incomplete'") in wait.facts
    (lines,) = whole.groups("ways")
    assert len([item for item in lines.items if isinstance(item, Path)]) == 3  # a branch and two loops
    backwards = [item for item in lines.items if isinstance(item, Path) and item.dash]
    assert all(item.commands[-1][1] < item.commands[0][1] for item in backwards)


def test_a_step_shows_the_map_that_it_opens_with_its_numbers(whole: Scene) -> None:
    cell = _group(whole, "opens: Getting the papers together")
    said = [t.text for t in cell.items if isinstance(t, Text)]
    assert said == [
        "Getting the papers together", "feeling −1.1 from 240", "worst: I send them again −1.3", "412 walks, 71 % go on",
        "takes 3 days, the team believes", "2 of 4 steps measured",
    ]  # fmt: skip
    facts = dict(cell.facts)
    assert facts["Feeling there, measured"] == "−1.1, between −1.3 and −0.9; from 240 at 2 steps"
    assert "as wide as if all steps moved together" in " ".join(facts.values())
    assert "walks that came here, the whole of “Getting the papers together”" in facts


def test_the_teams_belief_of_time_is_dotted(whole: Scene) -> None:
    time = _group(whole, "How long it takes, as the team believes")
    assert time.description == "Need: 2 weeks; Request and offer: 10 days; The first month: 1 month"
    assert all(item.dash for item in time.items if isinstance(item, Path))
    assert "6 weeks in all" in _texts(whole)
    step = _group(whole, "Step 2: I compare three banks")
    assert "2 h" in [t.text for t in step.items if isinstance(t, Text)]
    assert [m.value for m in _marks(step, "edge")] == ["assumed"]


def test_measured_time_stands_before_belief(sample: Any) -> None:
    journey = sample.GIFT
    stages = tuple(stage.model_copy(update={"typical": "3 weeks"}) for stage in journey.stages)
    scene = draw(sample.atlas(journey.model_copy(update={"stages": stages})), "gift")
    assert "Time that passes" in _texts(scene)
    assert "3 weeks" not in _said(scene)


# ---------------------------------------------------------------- the blueprint


def test_the_three_lines_stand_where_the_sides_change(whole: Scene) -> None:
    assert [g.title for g in whole.groups("line")] == [
        "line of interaction", "line of visibility", "line of internal interaction",
    ]  # fmt: skip
    drawn = [g.items[0] for g in whole.groups("line")]
    assert len({item.dash for item in drawn if isinstance(item, Path)}) == 3
    tops = {g.title: g.box[1] for g in whole.groups("lane") if g.box is not None}
    ys = [item.commands[0][2] for item in drawn if isinstance(item, Path)]
    assert tops["Lane: How much it decides"] < ys[0] < tops["Lane: People they see"] < ys[1]
    assert (
        ys[1]
        < tops["Lane: People behind"]
        < tops["Lane: Systems behind"]
        < ys[2]
        < tops["Lane: What supports it"]
    )


def test_a_map_without_the_companys_people_has_no_named_lines(sample: Any, maps: Any) -> None:
    assert not list(draw(sample.atlas(), "gift").groups("line"))
    assert not list(draw(maps.large(2, 6), "m").groups("line"))  # a lane of risks is no blueprint


def test_a_failure_point_has_one_number_at_the_barrier_and_at_our_cell(whole: Scene) -> None:
    for barrier, ours, number in (
        ("The same papers are asked for twice", "Nobody: the form answers", 1),
        ("An offer takes a week and a half", "Whoever is at the counter", 3),
    ):
        assert number in [m.value for m in _marks(_group(whole, barrier), "fails")]
        assert number in [m.value for m in _marks(_group(whole, ours), "fails")]
    assert not _marks(_group(whole, "The fee stands in a document"), "fails")  # no cell of ours there


def test_failure_points_are_explained_where_no_lane_of_barriers_is_drawn(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", lanes=["touchpoint", "frontstage-people"])
    assert [g.title for g in scene.groups("failure")] == [
        "Fails, 1: The same papers are asked for twice", "Fails, 2: The form cannot be saved",
        "Fails, 3: An offer takes a week and a half",
    ]  # fmt: skip


def test_a_contact_names_who_answers_and_how_fast(whole: Scene) -> None:
    form = _group(whole, "Where we meet, I ask for an offer: Request form")
    assert "Back office, 4 days" in [t.text for t in form.items if isinstance(t, Text)]
    price = _group(whole, "Where we meet, I compare three banks: Price page")
    (nobody,) = [t for t in price.items if isinstance(t, Text) and t.text == "nobody answers yet"]
    assert nobody.ink == "trouble"


# ---------------------------------------------------------------- states, competitors, status


def test_the_head_says_state_and_what_it_improves(bank: Any, whole: Scene) -> None:
    assert "A new company looks for a bank. As it is today, in review." in _texts(whole)
    to_be = draw(bank.atlas(), "to-be")
    assert "As it is to be, improving “A new company looks for a bank”, a draft." in _said(to_be)


def test_new_steps_of_a_map_to_be_are_marked(bank: Any, whole: Scene) -> None:
    scene = draw(bank.atlas(), "to-be")
    new = [g.title for g in scene.groups("cell step") if _marks(g, "new")]
    assert new == ["Step 4: I get a date at once"]  # "offer-comes" says which one it improves
    assert not _marks(whole, "new")


def test_the_head_of_a_competitors_map_says_whose_customers(bank: Any) -> None:
    said = _said(draw(bank.atlas(), "rival"))
    assert "Customers of Quick Bank, a competitor, beside our “A new company looks for a bank”." in said


def test_foot_tells_of_review_and_inbox(whole: Scene) -> None:
    said = _said(whole)
    assert "Reviewed 4 October 2026 by business banking." in said
    assert "To be looked at again every 6 months." in said
    assert "2 notes wait in the inbox." in said


def test_our_zone_is_marked_on_a_life_map(bank: Any) -> None:
    scene = draw(bank.atlas(), "life")
    zone = _group(scene, "A plan that a baker can read")
    assert any(isinstance(item, Box) and item.stroke == "carry" for item in zone.items)
    assert "our zone" in _texts(scene)
    assert "1 year" in _texts(scene)


# ---------------------------------------------------------------- changes


def _changes() -> dict[tuple[str, ...], Any]:
    return {
        ("stage", "request"): Change("changed", "step call-back removed from “Request and offer”"),
        ("step", "talk"): Change("added", "step talk added"),
        ("cell", "compare", "ines-does"): Change("changed", "compare: opens three pages, was two"),
        ("cell", "sign", "barrier"): Change("removed", "barrier “no pen” removed from sign"),
        ("cell", "compare", "emotion"): Change("changed", "emotion -1 to -0.6"),
        ("cell", "need", "takeaway"): Change("moved", "takeaway moved here from request"),
        ("step", "nowhere"): Change("removed", "step nowhere removed"),
    }


def test_each_change_is_marked_where_it_is(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", changes=_changes())
    assert sorted(str(m.value) for m in _marks(_group(scene, "Stage 2"), "change")) == ["changed"]
    assert [m.value for m in _marks(_group(scene, "Step 5"), "change")] == ["added"]
    outlined = [g.title for g in scene.groups("change")]
    assert sorted(outlined) == [
        "changed: compare: opens three pages, was two", "changed: emotion -1 to -0.6",
        "moved: takeaway moved here from request", "removed: barrier “no pen” removed from sign",
    ]  # fmt: skip
    cell = _group(scene, "Opens three price pages")
    assert cell.facts[0] == ("Changed", "compare: opens three pages, was two")


@pytest.mark.parametrize("name", ["bank", "crowded", "long-words"])
def test_no_mark_of_a_change_covers_a_text_or_a_number(maps: Any, name: str) -> None:
    from footpath.draw.marks import shapes

    atlas = maps.MAPS[name]()
    journey = atlas.journey("m")
    holders = [h for stage in journey.stages for h in (stage, *stage.steps)]
    kinds = ("added", "removed", "changed", "moved")
    changes: dict[tuple[str, ...], Any] = {
        ("cell", str(h.id), str(lane)): Change(kinds[n % 4], "x")
        for n, h in enumerate(holders)
        for lane in h.cells
    }
    changes |= {("step", str(s.id)): Change("added", "x") for s in journey.steps()}
    changes |= {("stage", str(s.id)): Change("moved", "x") for s in journey.stages}
    scene = draw(atlas, "m", changes=changes)
    boxes = [text_box(t) for t in scene.texts()]
    boxes += [
        text_box(t) for m in scene.walk() if isinstance(m, Mark) for t in shapes(m) if isinstance(t, Text)
    ]
    marks = _marks(scene, "change")
    assert len(marks) > 20
    for mark in marks:
        for x, y, w, h in boxes:
            wide = min(mark.x + mark.width, x + w) - max(mark.x, x)
            tall = min(mark.y + mark.height, y + h) - max(mark.y, y)
            assert wide <= 0.4 or tall <= 0.4, mark


def test_the_foot_lists_what_is_gone(bank: Any) -> None:
    (told,) = draw(bank.atlas(), "m", changes=_changes()).groups("changes")
    assert [t.text for t in told.items if isinstance(t, Text)] == [
        "What changed", "step call-back removed from “Request and offer”", "barrier “no pen” removed from sign",
        "step nowhere removed",
    ]  # fmt: skip


def test_changes_are_told_by_shape_as_well_as_by_ink(bank: Any) -> None:
    from footpath.draw.marks import shapes

    def shape(kind: str) -> tuple[str, ...]:
        return tuple(type(item).__name__ for item in shapes(Mark("change", 0, 0, kind)))

    kinds = ("added", "removed", "changed", "moved")
    assert len({shape(kind) for kind in kinds}) == 4
    inks = {THEMES["print"][item.fill or item.stroke] for kind in kinds for item in shapes(Mark("change", 0, 0, kind))
            if isinstance(item, Box | Path) and (item.fill or item.stroke)}  # fmt: skip
    assert inks <= set(THEMES["print"].values())
    assert "What changed" in to_svg(
        draw(bank.atlas(), "m", changes=_changes(), theme="print"), embed_fonts=False
    )


def test_the_table_tells_changes_ways_and_hand_overs(bank: Any) -> None:
    page = to_html(bank.atlas(), "m", changes=_changes())
    table = page[page.index("<table>") : page.index("</table>")]
    for said in (
        "added: step talk added", "Where else it leads", "out: stays with the savings bank", "What it opens",
        "Ines to Oskar: asks what a bakery needs", "What she does (Ines)", "answered by: Branch, 10 min", "fails here: 3",
        "for us: offer", "Oskar −0.9",
    ):  # fmt: skip
        assert said in table, said


# ---------------------------------------------------------------- languages


def test_texts_are_those_of_the_locale(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", locale="de-AT")
    assert scene.language == "de-AT"
    assert scene.direction == "ltr"
    assert "Wir warten auf das Angebot" in _said(scene)
    assert "for us: Angebot" in _texts(scene)
    assert "Fills in the form at night" in _said(scene)  # not given in German: the atlas's language


def test_a_page_from_right_to_left_is_turned_over(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", locale="ar")
    assert scene.direction == "rtl"
    svg = to_svg(scene, embed_fonts=False)
    assert 'direction="rtl"' in svg[:400]
    assert 'xml:lang="ar"' in svg[:400]
    page = to_html(bank.atlas(), "m", locale="ar")
    assert '<html lang="ar" dir="rtl">' in page
    # the first stage stands at the right: its title begins at the width less its x
    first = next(t for t in scene.texts() if t.text == "الحاجة")
    assert f'x="{scene.width - first.x:.2f}'.rstrip("0") in svg
    # a Latin name keeps its own direction, and its end is where its start was
    assert 'text-anchor="end" direction="ltr">Opens three price pages' in svg


def test_the_scene_of_a_locale_is_that_of_the_localised_atlas(bank: Any) -> None:
    assert draw(bank.atlas(), "m", locale="ar") == draw(localised(bank.atlas(), "ar"), "m")


def test_what_is_no_locale_is_refused(bank: Any) -> None:
    with pytest.raises(BadInputError) as caught:
        draw(bank.atlas(), "m", locale="Deutsch bitte")
    assert caught.value.problems[0].code == "unknown-locale"


# ---------------------------------------------------------------- views


def test_the_first_view_is_how_a_map_is_drawn(bank: Any) -> None:
    journey = bank.BANK.model_copy(update={"views": bank.BANK.views[::-1]})
    scene = draw(bank.atlas(journeys=(journey,)), "m")
    assert [g.title for g in scene.groups("lane")] == ["Lane: What she does (Ines)", "Lane: How they feel"]
    assert "the form 'funnel' is not drawn yet: this is the grid" in scene.notes
    plain = draw(bank.atlas(journeys=(journey,)), "m", form="grid")  # its own view of that form
    assert len(list(plain.groups("lane"))) > 10
    assert not any("not drawn yet" in note for note in plain.notes)


def test_a_view_is_found_by_its_id_or_form(bank: Any) -> None:
    for name in ("front", "blueprint"):
        scene = draw(bank.atlas(), "m", view=name)
        assert next(g.title for g in scene.groups("lane")) == "Lane: Where we meet"
        assert any("'blueprint' is not drawn yet" in note for note in scene.notes)
    with pytest.raises(BadInputError) as caught:
        draw(bank.atlas(), "m", view="frnt")
    assert caught.value.problems[0].code == "unknown-view"
    assert "front" in str(caught.value.problems[0].help)


def test_the_companys_word_stands_under_the_customers_stage(whole: Scene, bank: Any) -> None:
    stage = _group(whole, "Stage 2: Request and offer")
    title, word = [t for t in stage.items if isinstance(t, Text) and t.text != "2"]
    assert word.text == "for us: offer"
    assert text_box(word)[1] > text_box(title)[1]
    plain = bank.BANK.model_copy(update={"views": ()})
    assert "for us" not in _said(draw(bank.atlas(journeys=(plain,)), "m"))


def test_every_planned_form_falls_back_and_says_so(bank: Any) -> None:
    scene = draw(bank.atlas(), "m", form="road")
    assert scene.form == "grid"
    assert "the form 'road' is not drawn yet: this is the grid" in scene.notes


# ---------------------------------------------------------------- the house's inks


def test_the_house_may_replace_two_inks_that_can_be_read(bank: Any) -> None:
    scene = draw(bank.purple(), "m")
    assert ("light", "flow", "#6B2FA0") in scene.inks
    assert "#6B2FA0" in to_svg(scene, embed_fonts=False) + to_html(bank.purple(), "m")
    assert not any(theme == "light" and ink == "carry" for theme, ink, _ in scene.inks)
    assert any("carry of this house is" in note for note in scene.notes)


def test_an_ink_that_cannot_be_read_is_a_problem_with_its_ratio() -> None:
    atlas = Atlas(
        title="x",
        look=Look(flow="#0B5C9E", carry="#7BD389"),
        journeys=(Journey(id="m", title="M", stages=(Stage(id="a", title="A"),)),),
    )
    inks, problems = house_inks(atlas, "light")
    assert inks["flow"] == "#0B5C9E"
    assert "carry" not in inks
    (problem,) = problems
    assert problem.code == "look-unreadable"
    assert problem.value == "#7BD389"
    assert house_inks(atlas, "print") == ({}, ())
    assert house_inks(atlas, "contrast") == ({}, ())


# ---------------------------------------------------------------- what does not fit


def test_what_is_cut_is_known_by_its_place(maps: Any) -> None:
    found = draw(maps.long_words(), "m").overflows
    assert {one.journey for one in found} == {"m"}
    where = {one.where: one for one in found}
    assert "action of step s0" in where
    assert where["thought of step s1"].text.count("many words") == 60
    assert where["claim"].kind == "cut"
    assert {one.kind for one in found} == {"cut", "left out"}


def test_overflows_are_those_of_their_page(maps: Any) -> None:
    scene = draw(maps.crowded_many(), "m")
    assert all(one.kind == "folded" for one in scene.overflows)
    assert sum(len(page.overflows) for page in scene.pages) == sum(page.folds for page in scene.pages)


def test_attachments_are_told_on_demand(bank: Any) -> None:
    first = bank.BANK.stages[0]
    step = first.steps[0].model_copy(
        update={"attachments": (Attachment(file="notes/call.pdf", text="The call"),)}
    )
    stages = (first.model_copy(update={"steps": (step, *first.steps[1:])}), *bank.BANK.stages[1:])
    scene = draw(bank.atlas(journeys=(bank.BANK.model_copy(update={"stages": stages}),)), "m")
    assert ("Attached", "The call (notes/call.pdf)") in _group(scene, "Step 1").facts
