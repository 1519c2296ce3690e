"""The difference: what changed in the experience, told by ids (docs/spec/document.md, D100 to D112)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.atlas import Loaded, MeasureRow, MeasureRun, load_texts
from footpath.atlas.differing import Difference, diff
from footpath.atlas.differing.matching import moved
from footpath.draw.changes import marks_of

ATLAS = "title: Shop\nlanguage: en\n"
JOURNEY = """\
title: Buying a gift
claim: Won at the lamp
stages:
  - id: search
    title: Search
    steps:
      - id: look
        title: I look around
        action: Opens three shops
        emotion: {score: -1, word: unsure}
        criticality: medium
        barrier: {id: late-cost, text: The cost of shipping shows only in the basket, severity: 4}
      - id: pick
        title: I pick one
        thought: It is the one
        touchpoint: page
  - id: buy
    title: Buy
    steps:
      - {id: pay, title: I pay, action: Types the card number, thought: At last, quote: So it is}
      - {id: wait, title: I wait, action: Waits}
      - {id: call, title: I call the shop, action: Calls}
"""
OPPORTUNITIES = (
    "opportunities:\n  - {id: show-price, text: Show the full price, answers: [], status: idea, owner: web}\n"
)
TOUCHPOINTS = "touchpoints:\n  - {id: page, title: The page, channel: web}\n"
REST = {"atlas.yaml": ATLAS, "touchpoints.yaml": TOUCHPOINTS, "opportunities.yaml": OPPORTUNITIES}


def _load(journey: str = JOURNEY, runs: tuple[MeasureRun, ...] = (), **files: str) -> Loaded:
    named = {f"{name}.yaml": text for name, text in files.items()}
    return load_texts({**REST, **named, "journeys/gift.yaml": journey}, measures=runs)


def _diff(*swaps: tuple[str, str], **files: str) -> Difference:
    journey = JOURNEY
    for old, new in swaps:
        assert old in journey, old
        journey = journey.replace(old, new)
    return diff(_load(), _load(journey, **files))


def _said(difference: Difference) -> list[str]:
    return [change.sentence for change in difference.changes]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("score: -1, word: unsure", "score: 0.4, word: unsure", "look: emotion -1 to +0.4"),
        ("score: -1, word: unsure", "score: -1.5, word: lost", "look: emotion -1 to -1.5 (unsure to lost)"),
        ("criticality: medium", "criticality: high", "look: criticality medium to high"),
        ("severity: 4", "severity: 2", "look: barrier late-cost: severity 4 to 2"),
        ("claim: Won at the lamp", "claim: Lost at the lamp", "claim now “Lost at the lamp”, was “Won at the lamp”"),
        ("title: I pick one", "title: I choose one", "step pick now “I choose one”, was “I pick one”"),
        ("thought: It is the one", "thought: Is it the one?", "pick: thought now “Is it the one?”, was “It is the one”"),
        ("touchpoint: page", "touchpoint: [page, shop]", "pick: touchpoint shop added"),
        ("      - {id: call, title: I call the shop, action: Calls}\n", "", "step call removed: “I call the shop”"),
        ("title: Buy\n", "title: Buy\n    owner: web\n", "buy: owner added: “web”"),
        ("title: Buying a gift", "title: Buying a gift\nowner: web", "owner now web"),
        ("title: Buying a gift", "title: Buying a gift\nends: {wanted: has it}", "wanted outcomes with “has it”"),
    ],
)  # fmt: skip
def test_d100_a_change_is_one_sentence_about_a_thing_by_its_id(old: str, new: str, sentence: str) -> None:
    assert _said(_diff((old, new))) == [sentence]


@pytest.mark.parametrize(
    "new",
    [
        JOURNEY.replace("title: Search", "title: 'Search' # why"),
        JOURNEY.replace("criticality: medium", "criticality: {level: 2}"),
        JOURNEY.replace("touchpoint: page", "touchpoint: [{ref: page}]"),
        JOURNEY.replace("\n", "\r\n"),
        "footpath: 1\nid: gift\n" + JOURNEY,
    ],
)
def test_d100_how_it_is_written_is_no_difference(new: str) -> None:
    assert not diff(_load(), _load(new))


def test_d101_only_what_truly_moved_is_moved() -> None:
    call = "      - {id: call, title: I call the shop, action: Calls}\n"
    pay = (
        "      - {id: pay, title: I pay, action: Types the card number, thought: At last, quote: So it is}\n"
    )
    assert _said(_diff((call, ""), (pay, call + pay))) == ["step call moved to the beginning of buy"]
    assert _said(_diff((call, ""), ("      - id: pick\n", call + "      - id: pick\n"))) == [
        "step call moved from stage buy to search"
    ]


@given(st.permutations(list("abcdefg")))
def test_d101_the_rest_keeps_its_order_and_no_fewer_could_move(order: list[str]) -> None:
    shifted = moved("abcdefg", order)
    assert [item for item in order if item not in shifted] == sorted(
        item for item in order if item not in shifted
    )
    longest = max(
        bin(mask).count("1")
        for mask in range(1 << len(order))
        if (kept := [item for n, item in enumerate(order) if mask >> n & 1]) == sorted(kept)
    )
    assert len(shifted) == len(order) - longest


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("id: pay, title: I pay", "id: pay-now, title: I pay", ["step pay is called pay-now now"]),
        (
            "id: pay, title: I pay",
            "id: pay-now, title: I pay it",
            ["step pay is called pay-now now", "step pay-now now “I pay it”, was “I pay”"],
        ),
        (
            "id: wait, title: I wait, action: Waits",
            "id: sit, title: I sit, action: Sits",
            ["step wait removed: “I wait”", "step sit added: “I sit”"],
        ),
        ("id: buy\n", "id: purchase\n", ["stage buy is called purchase now"]),
    ],
)
def test_d103_a_thing_with_a_new_id_is_the_old_one_where_title_and_cells_are_alike(
    old: str, new: str, sentences: list[str]
) -> None:
    assert sorted(_said(_diff((old, new)))) == sorted(sentences)


def test_d104_a_cell_that_went_and_came_is_moved() -> None:
    barrier = (
        "        barrier: {id: late-cost, text: The cost of shipping shows only in the basket, severity: 4}\n"
    )
    found = _diff(
        (barrier, ""), ("        thought: It is the one\n", "        thought: It is the one\n" + barrier)
    )
    assert _said(found) == ["pick: barrier late-cost moved here from look"]
    assert found.changes[0].kind == "moved"


def test_d105_a_barrier_is_answered_by_an_opportunity_or_gone_since_one_shipped() -> None:
    answers = OPPORTUNITIES.replace("answers: []", "answers: [late-cost]")
    found = _diff(opportunities=answers)
    assert "look: barrier late-cost answered: show-price answers it now" in _said(found)
    barrier = (
        "        barrier: {id: late-cost, text: The cost of shipping shows only in the basket, severity: 4}\n"
    )
    gone = diff(
        _load(opportunities=answers),
        _load(JOURNEY.replace(barrier, ""), opportunities=answers.replace("idea", "shipped")),
    )
    assert any("late-cost answered: gone since show-price shipped" in said for said in _said(gone))
    assert "opportunity show-price idea to shipped" in _said(gone)
    lost = diff(_load(opportunities=answers), _load())
    assert "look: barrier late-cost: nothing answers it any more" in _said(lost)


def test_d106_translations_are_told_by_locale() -> None:
    found = _diff(("title: I pay,", "title: {en: I pay, de: Ich zahle},"))
    assert _said(found) == ["step pay also in de now"]
    before = _load(JOURNEY.replace("title: I pay,", "title: {en: I pay, de: Ich zahl},"))
    after = _load(JOURNEY.replace("title: I pay,", "title: {en: I pay, de: Ich zahle},"))
    assert _said(diff(before, after)) == ["step pay in de now “Ich zahle”, was “Ich zahl”"]


def _run(value: float, low: float | None, high: float | None, n: int = 400) -> MeasureRun:
    row: dict[str, Any] = {"on": "step", "id": "look", "measure": "share-going-on", "unit": "share"}
    return MeasureRun(
        journey="gift",
        made=f"2026-11-21T09:3{int(value * 10)}:00Z",
        rows=(MeasureRow(**row, value=value, low=low, high=high, n=n),),
    )


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (_run(0.6, 0.55, 0.65, 380), "look: share going on 48 % to 60 % (from 400, then 380)"),
        (_run(0.5, 0.45, 0.55), "look: share going on 48 % to 50 % (from 400, then 400); perhaps the same"),
        (_run(0.5, None, None), "look: share going on 48 % to 50 % (from 400, then 400)"),
    ],
)
def test_d107_numbers_are_compared_where_both_have_them(new: MeasureRun, sentence: str) -> None:
    old = _run(0.48, 0.43, 0.53)
    assert _said(diff(_load(runs=(old,)), _load(runs=(new,)))) == [sentence]
    assert not diff(_load(), _load(runs=(new,)))


def test_d108_grades_that_rose_are_told() -> None:
    evidence = (
        "thought: {text: It is the one, evidence: [{link: 'https://a.example', sentence: half say so}]}"
    )
    found = _diff(("thought: It is the one", evidence))
    assert "pick: thought assumed to reported" in _said(found)
    assert "pick: thought rests on “half say so” (https://a.example)" in _said(found)


def test_d109_libraries_personas_and_the_head_are_told() -> None:
    found = diff(
        _load(personas=""),
        load_texts(
            {
                **REST,
                "atlas.yaml": "title: Shops\nlanguage: en\nglossary: {lamp: a light}\n",
                "touchpoints.yaml": TOUCHPOINTS.replace("channel: web", "channel: app"),
                "personas/nadia.yaml": "name: Nadia\n",
                "journeys/gift.yaml": JOURNEY,
            }
        ),
    )
    assert _said(found) == [
        "persona nadia added: “Nadia”",
        "atlas: title Shop to Shops",
        "touchpoint page: channel web to app",
        "word “lamp” added: “a light”",
    ]


def test_d110_the_most_telling_stand_first_by_journey_and_stage() -> None:
    found = _diff(
        ("action: Opens three shops", "action: Opens four shops"),
        ("score: -1", "score: 1"),
        ("      - {id: call, title: I call the shop, action: Calls}\n", ""),
        ("claim: Won", "claim: Lost"),
    )
    assert [change.stage for change in found.changes] == [None, "search", "search", "buy"]
    assert found.changes[1].sentence == "look: emotion -1 to +1"
    assert found.render() == (
        "4 changes: 1 removed, 3 changed\n\n"
        "Buying a gift (gift)\n"
        "  ~ claim now “Lost at the lamp”, was “Won at the lamp”\n"
        "  Search\n"
        "    ~ look: emotion -1 to +1\n"
        "    ~ look: action now “Opens four shops”, was “Opens three shops”\n"
        "  Buy\n"
        "    - step call removed: “I call the shop”"
    )
    assert "… and 1 more (1 changed)" in found.render(most=1)
    assert diff(_load(), _load()).render() == "nothing changed"


def test_d111_rows_have_all_columns_and_values_as_they_would_be_written() -> None:
    row = _diff(("score: -1", "score: 1")).to_json()["rows"][0]
    assert list(row) == [
        "journey", "stage", "on", "id", "at", "lane", "field", "kind", "before", "after", "sentence", "weight",
    ]  # fmt: skip
    assert (row["journey"], row["stage"], row["at"], row["lane"]) == ("gift", "search", "look", "emotion")
    assert (row["kind"], row["before"], row["after"]) == ("changed", -1.0, 1.0)


def test_d111_text_of_people_never_becomes_markup_in_a_comment() -> None:
    nasty = "'<img src=x onerror=alert(1)> @all [x](javascript:y) `a` | # h'"
    text = _diff(("thought: It is the one", f"thought: {nasty}")).to_markdown()
    assert "<img" not in text
    assert "@all" not in text
    assert "](" not in text.replace("\\]\\(", "")


def test_d112_marks_are_places_of_the_later_map() -> None:
    found = _diff(
        ("score: -1", "score: 1"),
        ("      - {id: call, title: I call the shop, action: Calls}\n", ""),
        ("title: I pick one", "title: I choose one"),
        ("        touchpoint: page\n", ""),
    )
    marks = {place: mark.kind for place, mark in marks_of(found, "gift").items()}
    assert marks == {
        ("cell", "look", "emotion"): "changed",
        ("cell", "pick", "touchpoint"): "removed",
        ("step", "pick"): "changed",
        ("stage", "buy"): "changed",
    }
    assert marks_of(found, "gift")["stage", "buy"].sentence == "step call removed: “I call the shop”"


def test_a_journey_that_came_or_went_is_one_change() -> None:
    two = {
        **REST,
        "journeys/gift.yaml": JOURNEY,
        "journeys/other.yaml": "title: Other\nstages: [{title: S}]\n",
    }
    found = diff(_load(), load_texts(two))
    assert _said(found) == ["journey other added: “Other” (1 stage, 0 steps)"]
    assert diff(load_texts(two), _load()).changes[0].kind == "removed"


def test_every_field_of_the_document_that_changes_is_told() -> None:
    """A field that somebody adds to the types is compared without anything being written for it here."""
    new = JOURNEY.replace("title: Buying a gift", "title: Buying a gift\nstatus: agreed\ncompany: Rival")
    new = new.replace("id: pay, title: I pay", "id: pay, typical: 2 min, title: I pay")
    assert sorted(_said(diff(_load(), _load(new)))) == [
        "company now Rival",
        "pay: usual time now “2 min”",
        "status now agreed",
    ]
