"""What each operation does, on a small shop; the laws that all keep are in tests/properties.

Rules D55, D56, D57, D58 of docs/spec/document.md.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from footpath.atlas import (
    AddEntry,
    AddLane,
    Atlas,
    DuplicateJourney,
    DuplicateStep,
    FormatFile,
    MergeStages,
    MergeSteps,
    MoveEntry,
    MoveLane,
    Operation,
    PlaceNote,
    RemoveLane,
    RemoveThing,
    Rename,
    SetAllowance,
    SetField,
    SetTerm,
    SetText,
    Several,
    SplitStage,
    SplitStep,
    Translated,
    UnplaceCell,
    apply,
    load_texts,
)
from footpath.base import BadInputError, has_errors

GIFT = """\
id: gift
title: Buying a gift
personas: [nadia, omar]
ends:
  wanted: {text: has it, touchpoint: delivery}
  unwanted: [gives up]
lanes: [action, thought, touchpoint, barrier]
stages:
  # the choice
  - id: choose
    title: Choosing
    steps:
      - id: look  # where it begins
        title: I look
        action: Opens three shops  # in tabs
        thought: Is it cheaper elsewhere?
        touchpoint: web
        barrier:
          - id: late-cost
            text: The cost shows late
            evidence: {source: reviews, exit: look}
        next: [compare, {to: gives up, label: too dear}]
      # side by side
      - id: compare
        title: I compare
        action: [Opens three shops, Writes it down]
        touchpoint: [web, shop]
        next: [look, pay]
  - id: buy
    title: Buying
    steps:
      - id: pay
        title: I pay
        action: {text: Pays, persona: omar, evidence: {source: reviews, wait: compare}}
hands:
  - {from: nadia, to: omar, step: compare, text: the list}
views:
  - {id: sales, form: funnel, stages: {choose: lead, buy: order}}
notes:
  - The parcel was wet  # from the wall
  - {id: n2, text: Nobody answered, tags: [phone]}
"""
TEXTS: dict[str, str] = {
    "atlas.yaml": "title: Shop\ndepartments: [web team]\nchannels: [kiosk]\nglossary:\n  SKU: an item  # ours\n",
    "touchpoints.yaml": "touchpoints:\n  - {id: web, title: Web shop, department: web team}\n  - {id: shop, title: Shop, channel: kiosk}\n"
    "  - {id: delivery, title: The parcel, source: reviews}\n",
    "sources.yaml": "sources:\n  - {id: reviews, files: r.csv, text: comment}\n",
    "opportunities.yaml": "opportunities:\n  - id: early\n    text: Show it early\n    answers: [late-cost]\n"
    "    target: {measure: share-lost, step: compare, to: 0.1}\n",
    "personas/nadia.yaml": "name: Nadia\nchannels: [kiosk]\ngoals:\n  - a good gift\n",
    "personas/omar.yaml": "name: Omar\n",
    "journeys/gift.yaml": GIFT,
    "journeys/better.yaml": "title: Better\nstate: to-be\nimproves: gift\nstages:\n  - title: All\n    steps:\n"
    "      - {id: compare, title: I compare at once}\n",
}


def after(operation: Operation, texts: dict[str, str] = TEXTS) -> tuple[Atlas, dict[str, str]]:
    made = apply(texts, operation)
    loaded = load_texts(made.texts)
    assert not has_errors(loaded.problems), loaded.problems
    assert dict(apply(made.texts, made.inverse).texts) == dict(texts)
    return loaded.atlas, dict(made.texts)


def refused(operation: Operation, texts: dict[str, str] = TEXTS) -> tuple[str, str]:
    with pytest.raises(BadInputError) as error:
        apply(texts, operation)
    return error.value.problems[0].code, error.value.problems[0].message


# ---------------------------------------------------------------- split, merge, double


def test_a_split_step_gives_cells_and_its_way_on_to_the_new_one() -> None:
    atlas, texts = after(SplitStep("gift", "look", "I wonder", ("thought", "barrier")))
    stage = atlas.journey("gift").stages[0]
    assert [step.id for step in stage.steps] == ["look", "i-wonder", "compare"]
    look, wonder = stage.steps[0], stage.steps[1]
    assert set(look.cells) == {"action", "touchpoint"}
    assert set(wonder.cells) == {"thought", "barrier"}
    assert not look.next
    assert [leads.to for leads in wonder.next] == ["compare", "gives up"]
    assert (
        "        action: Opens three shops  # in tabs\n        touchpoint: web\n      - id: i-wonder\n"
        in texts["journeys/gift.yaml"]
    )


def test_a_split_step_takes_its_cells_as_they_are_written() -> None:
    _, texts = after(SplitStep("gift", "look", "Tabs", ("action",)))
    assert (
        "      - id: tabs\n        title: Tabs\n        action: Opens three shops  # in tabs\n"
        in texts["journeys/gift.yaml"]
    )


def test_merged_steps_have_all_cells_once_and_what_named_the_one_that_went_names_the_other() -> None:
    atlas, texts = after(MergeSteps("gift", "look", "compare"))
    journey = atlas.journey("gift")
    look = journey.step("look")
    assert [cell.text for cell in look.lane("action")] == ["Opens three shops", "Writes it down"]
    assert look.touchpoints() == ("web", "shop")
    assert [leads.to for leads in look.next] == ["gives up", "pay"], (
        "not to each other, and both ways elsewhere"
    )
    assert journey.hands[0].step == "look"
    assert journey.step("pay").lane("action")[0].evidence[0].wait == "look"
    assert atlas.opportunity("early").target.step == "look"  # type: ignore[union-attr]
    assert atlas.journey("better").step("compare").improves == "look"
    assert "# side by side" in texts["journeys/gift.yaml"]


def test_a_step_is_not_merged_with_itself() -> None:
    assert refused(MergeSteps("gift", "look", "look")) == (
        "wrong-value",
        "a step cannot be merged with itself",
    )


def test_equal_barriers_of_merged_steps_are_one_and_answered_as_one() -> None:
    journey = "title: T\nstages:\n  - title: S\n    steps:\n"
    journey += "".join(f"      - {{id: {x}, title: {x}, barrier: Too slow}}\n" for x in "ab")
    texts = {
        "atlas.yaml": "title: T\n",
        "journeys/j.yaml": journey,
        "opportunities.yaml": "opportunities:\n  - {id: o, text: O, answers: [too-slow-2]}\n",
    }
    atlas, _ = after(MergeSteps("j", "a", "b"), texts)
    barriers = atlas.journey("j").step("a").lane("barrier")
    assert [barrier.text for barrier in barriers] == ["Too slow"]
    assert atlas.opportunity("o").answers == (barriers[0].id,)


def test_a_stage_is_split_by_a_head_between_two_steps() -> None:
    atlas, texts = after(SplitStage("gift", "choose", "compare", "Comparing"))
    assert [(stage.id, [step.id for step in stage.steps]) for stage in atlas.journey("gift").stages] == [
        ("choose", ["look"]),
        ("comparing", ["compare"]),
        ("buy", ["pay"]),
    ]
    head = "  - id: comparing\n    title: Comparing\n    steps:\n      # side by side\n"
    assert texts["journeys/gift.yaml"] == GIFT.replace("      # side by side\n", head)
    assert refused(SplitStage("gift", "choose", "look", "X"))[0] == "wrong-value"


def test_merged_stages_keep_the_order_of_their_steps() -> None:
    atlas, _ = after(MergeStages("gift", "buy", "choose"))
    journey = atlas.journey("gift")
    assert [step.id for step in journey.steps()] == ["look", "compare", "pay"]
    assert [stage.id for stage in journey.stages] == ["buy"]
    assert dict(journey.views[0].stages) == {"buy": "order"}


def test_a_doubled_step_has_its_cells_but_ids_of_its_own() -> None:
    atlas, _ = after(DuplicateStep("gift", "look"))
    steps = atlas.journey("gift").stages[0].steps
    assert [step.id for step in steps] == ["look", "i-look", "compare"]
    assert steps[1].lane("thought") == steps[0].lane("thought")
    assert steps[1].lane("barrier")[0].id == "late-cost-2"


def test_a_doubled_journey_is_the_to_be_of_the_first() -> None:
    atlas, texts = after(DuplicateJourney("gift", "gift-2027", "Next year"))
    new = atlas.journey("gift-2027")
    assert (new.title, new.state, new.improves) == ("Next year", "to-be", "gift")
    assert [step.id for step in new.steps()] == ["look", "compare", "pay"]
    assert "# side by side" in texts["journeys/gift-2027.yaml"]


# ---------------------------------------------------------------- renaming


def names(texts: dict[str, str], word: str) -> int:
    return sum(len(re.findall(rf"(?<![\w-]){word}(?![\w-])", text)) for text in texts.values())


@pytest.mark.parametrize(
    ("thing", "id_", "journey"),
    [
        ("step", "compare", "gift"),
        ("stage", "choose", "gift"),
        ("touchpoint", "web", None),
        ("touchpoint", "delivery", None),
        ("persona", "omar", None),
        ("source", "reviews", None),
        ("opportunity", "early", None),
        ("channel", "kiosk", None),
        ("department", "web team", None),
        ("barrier", "late-cost", "gift"),
        ("lane", "touchpoint", "gift"),
        ("journey", "gift", None),
        ("term", "SKU", None),
        ("view", "sales", "gift"),
    ],
)
def test_a_renamed_thing_is_named_by_its_new_id_everywhere(thing: Any, id_: str, journey: str | None) -> None:
    before = load_texts(TEXTS).atlas
    atlas, texts = after(Rename(thing, id_, "quite-new", journey))
    assert atlas != before
    assert names(texts, "quite-new") >= 1
    back, _ = after(Rename(thing, "quite-new", id_, journey if thing != "journey" else None), texts)
    assert back.opportunities == before.opportunities
    assert back.touchpoints == before.touchpoints
    assert [j.model_dump() for j in back.journeys if j.id == "gift"] == [
        j.model_dump() for j in before.journeys if j.id == "gift"
    ]


def test_renaming_a_step_writes_down_what_the_to_be_improves() -> None:
    atlas, texts = after(Rename("step", "compare", "weigh", "gift"))
    assert atlas.journey("better").step("compare").improves == "weigh"
    assert [leads.to for leads in atlas.journey("gift").step("look").next] == ["weigh", "gives up"]
    assert "      # side by side\n      - id: weigh\n" in texts["journeys/gift.yaml"]


def test_a_renamed_journey_has_a_file_of_that_name() -> None:
    atlas, texts = after(Rename("journey", "gift", "present"))
    assert "journeys/present.yaml" in texts
    assert "journeys/gift.yaml" not in texts
    assert atlas.journey("better").improves == "present"


def test_an_id_that_is_taken_or_none_is_refused() -> None:
    assert refused(Rename("step", "look", "pay", "gift"))[0] == "target-exists"
    assert refused(Rename("step", "look", "gives up", "gift"))[0] == "bad-id"
    assert refused(Rename("step", "lock", "new", "gift")) == ("target-gone", "the journey has no step 'lock'")


# ---------------------------------------------------------------- removing


def test_what_is_still_named_is_refused_with_who_names_it() -> None:
    code, message = refused(RemoveThing("touchpoint", "web"))
    assert code == "still-named"
    assert message == (
        "the touchpoint 'web' is still named in 2 places: journeys/gift.yaml:17, journeys/gift.yaml:27"
    )


def test_removed_everywhere_takes_along_what_names_it() -> None:
    atlas, texts = after(RemoveThing("step", "compare", everywhere=True, journey="gift"))
    journey = atlas.journey("gift")
    assert [leads.to for leads in journey.step("look").next] == ["gives up"]
    assert not journey.hands
    assert not journey.step("pay").lane("action")[0].evidence
    assert atlas.opportunity("early").target is None
    assert "# side by side" in texts["journeys/gift.yaml"]
    atlas, _ = after(RemoveThing("persona", "omar", everywhere=True))
    assert atlas.journey("gift").personas == ("nadia",)
    assert not atlas.journey("gift").step("pay").cells
    atlas, _ = after(RemoveThing("stage", "choose", everywhere=True, journey="gift"))
    assert atlas.opportunity("early").answers == ()


def test_a_journey_keeps_one_stage() -> None:
    assert refused(RemoveThing("stage", "all", everywhere=True, journey="better"))[0] == "wrong-value"


def test_a_lane_goes_with_its_cells() -> None:
    assert refused(RemoveLane("barrier", "gift"))[0] == "still-named"
    atlas, _ = after(RemoveLane("barrier", "gift", everywhere=True))
    journey = atlas.journey("gift")
    assert [lane.id for lane in journey.lanes] == ["action", "thought", "touchpoint"]
    assert not any("barrier" in step.cells for step in journey.steps())
    assert atlas.opportunity("early").answers == ()


# ---------------------------------------------------------------- lanes, lists, texts, notes


def test_the_first_lane_of_a_journey_writes_down_the_usual_ones() -> None:
    atlas, _ = after(AddLane("quote", 0, "better"))
    lanes = [lane.id for lane in atlas.journey("better").lanes]
    assert lanes[:2] == ["quote", "action"]
    assert "takeaway" in lanes
    atlas, _ = after(MoveLane("barrier", 0, "gift"))
    assert [lane.id for lane in atlas.journey("gift").lanes] == ["barrier", "action", "thought", "touchpoint"]


def test_lists_of_personas_journeys_and_steps_are_edited_by_entry() -> None:
    atlas, _ = after(AddEntry("goals", "in time", 0, persona="nadia"))
    assert [goal.text for goal in atlas.persona("nadia").goals] == ["in time", "a good gift"]
    atlas, _ = after(
        AddEntry("attachments", {"file": "pictures/a.png", "text": "A"}, journey="gift", at="pay")
    )
    assert atlas.journey("gift").step("pay").attachments[0].file == "pictures/a.png"
    atlas, _ = after(MoveEntry("touchpoints", "delivery", 0))
    assert [thing.id for thing in atlas.touchpoints] == ["delivery", "web", "shop"]
    assert refused(AddEntry("goals", "x", journey="gift"))[0] == "wrong-value"
    assert refused(AddEntry("personas", "omar", journey="gift"))[0] == "target-exists"


def test_a_text_gets_a_locale_and_is_plain_again_without() -> None:
    atlas, texts = after(SetText("step", "pay", "title", "de", "Ich zahle", "gift"))
    title = atlas.journey("gift").step("pay").title
    assert isinstance(title, Translated)
    assert dict(title.locales) == {"en": "I pay", "de": "Ich zahle"}
    assert "        title: {en: I pay, de: Ich zahle}\n" in texts["journeys/gift.yaml"]
    _, back = after(SetText("step", "pay", "title", "de", None, "gift"), texts)
    assert back["journeys/gift.yaml"] == GIFT
    atlas, _ = after(SetText("step", "look", "text", "de", "Öffnet drei Läden", "gift", "action"))
    cell = atlas.journey("gift").step("look").lane("action")[0]
    assert dict(cell.text.locales) == {"en": "Opens three shops", "de": "Öffnet drei Läden"}  # type: ignore[attr-defined]


def test_a_note_becomes_a_cell_and_a_cell_a_note() -> None:
    atlas, texts = after(PlaceNote("gift", "the-parcel-was-wet", "pay", "barrier"))
    journey = atlas.journey("gift")
    assert [barrier.text for barrier in journey.step("pay").lane("barrier")] == ["The parcel was wet"]
    assert [note.id for note in journey.notes] == ["n2"]
    assert "# from the wall" in texts["journeys/gift.yaml"]
    atlas, _ = after(UnplaceCell("gift", "look", "thought"))
    journey = atlas.journey("gift")
    assert "thought" not in journey.step("look").cells
    assert [note.text for note in journey.notes][-1] == "Is it cheaper elsewhere?"
    assert refused(PlaceNote("gift", "n2", "pay", "touchpoint"))[0] == "wrong-value"


def test_terms_and_allowances() -> None:
    atlas, texts = after(SetTerm("SKU", {"text": "one item", "customers": True}))
    assert atlas.glossary["SKU"].customers
    assert "# ours" in texts["atlas.yaml"]
    atlas, _ = after(SetAllowance("F005", "no dates yet", journey="gift"))
    assert dict(atlas.journey("gift").allow) == {"F005": "no dates yet"}
    assert refused(SetAllowance("F005", " "))[0] == "wrong-value"


def test_a_field_of_a_thing_written_as_a_bare_text() -> None:
    atlas, _ = after(SetField("department", "web team", "typical", "2 days"))
    assert [(d.id, d.typical) for d in atlas.departments] == [("web team", "2 days")]
    assert refused(SetField("step", "look", "id", "x", "gift"))[0] == "wrong-value"


def test_several_are_one_change_with_one_inverse_or_none() -> None:
    two = Several(
        (Rename("step", "look", "seek", "gift"), SplitStage("gift", "choose", "compare", "New")), "Tidied"
    )
    atlas, _ = after(two)
    assert [stage.id for stage in atlas.journey("gift").stages] == ["choose", "new", "buy"]
    made = apply(TEXTS, two)
    assert isinstance(apply(TEXTS, Several((two, SetField("atlas", "", "title", "New")))).inverse, Several)
    assert made.changed == {"journeys/gift.yaml"}
    assert (
        refused(
            Several((Rename("step", "look", "seek", "gift"), RemoveThing("step", "look", journey="gift")))
        )[0]
        == "target-gone"
    )


def test_a_file_is_put_in_form_as_one_operation() -> None:
    messy = {**TEXTS, "personas/omar.yaml": "name:   'Omar'   \n\n\n\nage: \"40\"\n# end"}
    atlas, texts = after(FormatFile("personas/omar.yaml"), messy)
    assert texts["personas/omar.yaml"] == 'id: omar\nname: Omar\n\nage: "40"\n# end\n'
    assert atlas.persona("omar").age == "40"
