"""Mending: what is safe is done, what is not stays, the meaning stays, and mending twice is mending once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import load_texts
from footpath.lint import check, fix
from footpath.lint.mending import is_slip

TOUCHPOINTS = "touchpoints:\n  - {id: checkout, title: Till}\n  - {id: basket, title: Basket}\n"
OPPORTUNITIES = "opportunities:\n  - {id: faster, text: Faster, answers: [slow, slow]}\n"
JOURNEY = """footpath: 1
id: j
title: Buying bread
allow:  # agreed in May
  V009: a sentence of ours
  F005: it takes as long as it takes
personas: [ada, bo, ada]
# our own order, from the workshop
lanes:
  - action
  - backstage-people   # behind the door
  - {id: helpers, role: text, title: Helpers}
  - frontstage-people  # at the counter
  - touchpoint
stages:
  - title: Shop
    steps:
      - {title: I pay, touchpoint: [chekout, basket, basket], barrier: {id: slow, text: slow}}   # the till
      - {title: I pay, touchpoint: checkout, frontstage-people: The baker, backstage-people: The oven}
"""
PERSONA = "footpath: 1\nid: {id}\nname: {id}\n"
TEXTS = {
    "atlas.yaml": "footpath: 1\ntitle: Bread\n",
    "touchpoints.yaml": TOUCHPOINTS,
    "opportunities.yaml": OPPORTUNITIES,
    "journeys/j.yaml": JOURNEY,
    "personas/ada.yaml": PERSONA.format(id="ada"),
    "personas/bo.yaml": PERSONA.format(id="bo"),
}


def mended(texts: dict[str, str]):
    return fix(load_texts(texts), check)


def test_what_is_mended_and_what_is_said_about_it() -> None:
    said = {one.fix for one in mended(TEXTS).mended}
    assert said == {
        "takes V009 out of `allow`",
        "names ada once",
        "names basket once",
        "names slow once",
        "puts the lanes in the order of the lines",
        "writes checkout for chekout",
        "writes its id: i-pay-2",
    }


def test_only_what_was_wrong_is_written_anew_and_comments_stay() -> None:
    after = mended(TEXTS).loaded.texts
    assert after["opportunities.yaml"] == OPPORTUNITIES.replace("[slow, slow]", "[slow]")
    text = after["journeys/j.yaml"]
    for comment in (
        "# agreed in May",
        "# our own order, from the workshop",
        "# behind the door",
        "# at the counter",
    ):
        assert comment in text
    assert "touchpoint: [checkout, basket]" in text
    assert "{title: I pay, touchpoint: checkout" in text
    assert "id: i-pay-2}" in text
    lanes = [str(lane.id) for lane in mended(TEXTS).loaded.atlas.journeys[0].lanes]
    assert lanes == ["action", "touchpoint", "frontstage-people", "backstage-people", "helpers"]


def test_mending_twice_is_mending_once_and_the_rest_stays() -> None:
    first = mended(TEXTS)
    second = fix(first.loaded, check)
    assert second.mended == ()
    assert second.operations == ()
    assert second.loaded.texts == first.loaded.texts
    could_not = {one.code for one in check(load_texts(TEXTS)) if one.operation is None}
    assert could_not <= {one.code for one in first.left}


def test_the_meaning_stays() -> None:
    before, after = load_texts(TEXTS).atlas, mended(TEXTS).loaded.atlas
    old, new = before.journeys[0], after.journeys[0]
    assert [step.id for step in old.steps()] == [step.id for step in new.steps()]
    assert [step.title for step in old.steps()] == [step.title for step in new.steps()]
    assert {lane.id for lane in old.lanes} == {lane.id for lane in new.lanes}
    assert new.allow == {"F005": "it takes as long as it takes"}
    assert new.personas == ("ada", "bo")  # the first is whose map it is


def test_a_reference_with_two_near_ids_or_a_short_one_is_a_judgement() -> None:
    for wrong, known in (("bask", "basks baskt"), ("sms", "mms"), ("tills", "checkout")):
        library = "touchpoints:\n" + "".join(f"  - {{id: {id_}, title: T{id_}}}\n" for id_ in known.split())
        step = f"title: J\nstages:\n  - title: S\n    steps:\n      - {{title: x, touchpoint: {wrong}}}\n"
        texts = {"atlas.yaml": "title: A\n", "touchpoints.yaml": library, "journeys/j.yaml": step}
        assert "unknown-reference" in {one.code for one in mended(texts).left}


@pytest.mark.parametrize(
    ("wrong", "right", "is_one"),
    [
        ("chekout", "checkout", True),
        ("checkkout", "checkout", True),
        ("chackout", "checkout", True),
        ("chcekout", "checkout", True),
        ("checkout", "checkout", False),
        ("check", "checkout", False),
        ("sms", "mms", False),
        ("chkecout", "checkout", False),
    ],
)
def test_a_slip_is_one_letter(wrong: str, right: str, is_one: bool) -> None:
    assert is_slip(wrong, right) is is_one


ROLES = ["action", "message", "frontstage-people", "backstage-system", "support", "takeaway", "barrier"]


@settings(max_examples=40, deadline=None)
@given(st.permutations(ROLES))
def test_lanes_in_any_order_come_into_one_that_lines_can_cross(lanes: list[str]) -> None:
    journey = f"title: J\nlanes: [{', '.join(lanes)}]\nstages:\n  - title: S\n"
    fixed = mended({"atlas.yaml": "title: A\n", "journeys/j.yaml": journey})
    now = [str(lane.id) for lane in fixed.loaded.atlas.journeys[0].lanes]
    assert sorted(now) == sorted(lanes)
    assert "B003" not in {one.code for one in fixed.left}
    order = [one for one in now if one in ("frontstage-people", "backstage-system", "support")]
    assert order == ["frontstage-people", "backstage-system", "support"]
    customers = [n for n, one in enumerate(now) if one in ("action", "barrier")]
    assert max(customers) < now.index("frontstage-people")
