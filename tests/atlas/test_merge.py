"""The merge: cell by cell, by ids, with the bytes of ours kept (docs/spec/document.md, D113 to D125)."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.atlas import apply_all, load_texts
from footpath.atlas.merging import Conflict, MergedFile, merge, merge_file
from footpath.atlas.merging.diff3 import merge_words, with_markers
from footpath.atlas.yamltext import parse_yaml, to_data

FILE = "journeys/gift.yaml"
BASE = """\
# the map of gifts
title: Buying a gift   # for a friend
claim: Won at the lamp
stages:
  # how it begins
  - id: search
    title: Search
    steps:
      - id: look
        title: I look around
        action: Opens three shops in tabs  # seen in May
        emotion: {score: -1, word: unsure}
        thought:
          - Is it cheaper somewhere else
          - Where was that lamp
        barrier:
          - id: late-cost
            text: The cost of shipping shows late
            severity: 4
      # the choice
      - id: pick
        title: I pick one
        action: Clicks
  - id: buy
    title: Buy
    steps:
      - {id: pay, title: I pay, action: Types the card number} # in one line
      - id: wait
        title: I wait
# the end
"""


def _with(*swaps: tuple[str, str], text: str = BASE) -> str:
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def _merge(ours: str, theirs: str, base: str = BASE, **options: Any) -> MergedFile:
    return merge_file(FILE, base, ours, theirs, **options)


def _places(merged: MergedFile) -> list[tuple[str, str]]:
    return [("/".join(conflict.path), conflict.kind) for conflict in merged.conflicts]


LOOK = BASE[BASE.index("      - id: look\n") : BASE.index("      # the choice\n")]
PICK = BASE[BASE.index("      # the choice\n") : BASE.index("  - id: buy\n")]
BUY = BASE[BASE.index("  - id: buy\n") : BASE.index("# the end\n")]


def test_d113_the_bytes_of_the_side_that_alone_changed_stand() -> None:
    other = _with(("claim: Won", "claim:   'Lost'  # oh\nscenario: Won"))
    assert _merge(other, BASE).text == other
    assert _merge(BASE, other).text == other
    assert _merge(other, other).text == other


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        pytest.param([("three shops", "four shops")], [("score: -1", "score: 1")], None, id="two cells on lines that touch"),
        pytest.param([("score: -1", "score: 0")], [("word: unsure", "word: calm")], None, id="two fields of one cell on one line"),
        pytest.param([("claim: Won", "claim: Lost")], [("title: Buying a gift ", "title: Buying gifts ")], None, id="two fields of the head"),
        pytest.param([("severity: 4", "severity: 2 # asked")], [("shows late", "shows very late")], None, id="two fields of a barrier"),
        pytest.param(
            [("      # the choice\n", "      - {id: ask, title: I ask}\n      # the choice\n")],
            [("      # the choice\n", "      # they said\n      - id: read # so\n        title: I read\n        # inside\n        action: Reads\n      # the choice\n")],
            [("      # the choice\n", "      - {id: ask, title: I ask}\n      # they said\n      - id: read # so\n        title: I read\n        # inside\n        action: Reads\n      # the choice\n")],
            id="two steps at the same place: ours first, then theirs with its comments",
        ),
        pytest.param(
            [("        action: Clicks\n", "        action: Clicks twice\n")],
            [(PICK, ""), ("    steps:\n      - {id: pay", "    steps:\n" + PICK + "      - {id: pay")],
            [(PICK, ""), ("    steps:\n      - {id: pay", "    steps:\n" + PICK.replace("Clicks", "Clicks twice") + "      - {id: pay")],
            id="one edits a step, the other moves it to another stage",
        ),
        pytest.param(
            [("  # how it begins\n", BUY + "  # how it begins\n"), (BUY + "# the end", "# the end")],
            [("title: I wait", "title: I wait long")],
            None,
            id="one moves a stage, the other edits a step in it",
        ),
        pytest.param([(PICK, "")], [("I look around", "I look about")], None, id="one removes a step beside the other's"),
        pytest.param(
            [("          - Where was that lamp\n", "          - Where was that lamp\n          - Mine\n")],
            [("          - Is it cheaper somewhere else\n", "          - Is it cheaper anywhere else\n")],
            None,
            id="one adds to a list, the other rewords an item",
        ),
        pytest.param([("title: Search", "title: {en: Search, de: Suche}")], [("title: Search", "title: Look around")],
                     [("title: Search", "title: {en: Look around, de: Suche}")], id="one translates what the other corrects"),
        pytest.param([("id: pick\n", "id: choose\n")], [("action: Clicks", "action: Clicks twice")], None, id="one renames the id, the other edits"),
        pytest.param([("action: Clicks\n", "action: Clicks\n        quote: Nice\n")], [("action: Clicks\n", "action: Clicks\n        thought: Hm\n")],
                     [("action: Clicks\n", "action: Clicks\n        quote: Nice\n        thought: Hm\n")], id="two new cells at one place"),
        pytest.param([("{id: pay, title: I pay", "{id: pay, title: I pay it")], [("the card number}", "the number}")],
                     [("{id: pay, title: I pay, action: Types the card number}", "{id: pay, title: I pay it, action: Types the number}")], id="two fields in braces"),
    ],
)  # fmt: skip
def test_d114_independent_edits_are_both_there(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], both: list[tuple[str, str]] | None
) -> None:
    merged = _merge(_with(*ours), _with(*theirs))
    assert merged.conflicts == ()
    assert merged.text == (_with(*both) if both else _with(*theirs, text=_with(*ours)))


def test_d115_one_wording_is_merged_by_words_where_a_word_stays_between() -> None:
    ours = _with(("Opens three shops in tabs", "Opens four shops in tabs"))
    merged = _merge(ours, _with(("Opens three shops in tabs", "Opens three shops in windows")))
    assert "action: Opens four shops in windows  # seen in May\n" in merged.text
    touching = _merge(ours, _with(("Opens three shops in tabs", "Opens seven sites in tabs")))
    assert _places(touching) == [("stages/search/steps/look/action", "both-changed")]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a b c", "x b c", "a b y", "x b y"),
        ("a b", "x b", "a y", None),
        ("a b", "a b c", "z a b", "z a b c"),
        ("a b", "a c b", "a d b", None),
        ("すぐに本を買う", "今本を買う", "すぐに本を売る", "今本を売る"),
        ("a  b c", "a b c", "a  b d", "a b d"),
    ],
)
def test_d115_changes_that_touch_are_not_merged(
    base: str, ours: str, theirs: str, merged: str | None
) -> None:
    assert merge_words(base, ours, theirs) == merged


def test_d115_rules_durations_and_ids_are_never_merged_by_words() -> None:
    base = _with(
        (
            "claim: Won at the lamp",
            "horizon: {typical: 10 days in all}\nbegins: {when: event = a or event = b}",
        )
    )
    ours = _with(("10 days in all", "12 days in all"), ("event = a", "event = c"), text=base)
    theirs = _with(("days in all", "weeks in all"), ("event = b", "event = d"), text=base)
    assert _places(_merge(ours, theirs, base)) == [
        ("horizon/typical", "both-changed"),
        ("begins/when", "both-changed"),
    ]


def test_d116_a_conflict_keeps_ours_and_tells_of_theirs_in_a_comment() -> None:
    merged = _merge(_with(("score: -1", "score: 0")), _with(("score: -1", "score: 2")))
    assert merged.text == _with(
        ("        emotion: {score: -1", "        # conflict: theirs: 2\n        emotion: {score: 0")
    )
    conflict = merged.conflicts[0]
    assert (conflict.stage, conflict.at, conflict.lane) == ("search", "look", "emotion")
    assert (conflict.base, conflict.ours, conflict.theirs) == (-1, 0, 2)
    assert conflict.render() == (
        "journeys/gift.yaml: look, emotion: both changed it\n    base   -1\n    ours   0\n    theirs 2"
    )
    assert not load_texts({"atlas.yaml": "title: X\n", FILE: merged.text}).problems


def test_d116_theirs_may_be_taken() -> None:
    ours, theirs = _with(("score: -1", "score: 0"), ("Clicks", "Taps")), _with(("score: -1", "score: 2"))
    merged = _merge(ours, theirs, take="theirs")
    assert merged.text == _with(("score: -1", "score: 2"), ("Clicks", "Taps"))
    assert _places(merged) == [("stages/search/steps/look/emotion/score", "both-changed")]
    assert _merge(ours, theirs, take="ours").text == ours


@pytest.mark.parametrize(
    ("ours", "theirs", "kind", "stays"),
    [
        ([(PICK, "")], [("Clicks", "Taps")], "ours-removed", False),
        ([("Clicks", "Taps")], [(PICK, "")], "theirs-removed", True),
        ([(BUY, "")], [("I wait", "I wait long")], "ours-removed", False),
        ([("I wait", "I wait long")], [(BUY, "")], "theirs-removed", True),
        ([("        action: Clicks\n", "")], [("Clicks", "Taps")], "ours-removed", False),
    ],
)
def test_d117_removal_against_change_is_a_conflict(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], kind: str, stays: bool
) -> None:
    ours_text, theirs_text = _with(*ours), _with(*theirs)
    merged = _merge(ours_text, theirs_text)
    assert [conflict.kind for conflict in merged.conflicts] == [kind]
    assert to_data(parse_yaml(merged.text).tree) == to_data(parse_yaml(ours_text).tree)  # type: ignore[arg-type]
    note = "# conflict: theirs removed this" if stays else "# conflict: ours removed "
    assert note in merged.text
    taken = _merge(ours_text, theirs_text, take="theirs")
    assert to_data(parse_yaml(taken.text).tree) == to_data(parse_yaml(theirs_text).tree)  # type: ignore[arg-type]


def test_d117_a_stage_that_one_removes_and_the_other_fills_is_in_conflict_once() -> None:
    ours = _with(("        title: I wait\n", "        title: I wait\n      - {id: new, title: New}\n"))
    merged = _merge(ours, _with((BUY, "")))
    assert _places(merged) == [("stages/buy", "theirs-removed")]
    assert "id: new" in merged.text


def test_d118_both_moved_a_step_to_different_places() -> None:
    one = _with(
        (LOOK, ""),
        ("  - id: buy\n    title: Buy\n    steps:\n", "  - id: buy\n    title: Buy\n    steps:\n" + LOOK),
    )
    three = "  - id: third\n    title: Third\n    steps:\n" + LOOK
    two = _with((LOOK, ""), ("# the end\n", three + "# the end\n"))
    merged = _merge(one, two)
    assert _places(merged) == [("stages/buy/steps/look", "both-moved")]
    assert "# conflict: theirs moved this to the stage third" in merged.text
    assert merged.text.count("id: look") == 1


def test_d119_comments_of_both_stay() -> None:
    ours = _with(
        ("        action: Clicks\n", "        # ours says\n        action: Taps # ours\n"),
        ("# the end", "# our end\n# the end"),
    )
    theirs = _with(
        ("        action: Clicks\n", "        # theirs says\n        action: Clicks # theirs\n"),
        ("# the map of gifts\n", "# the map of gifts\n# and more\n"),
        ("      # the choice\n", "      # the choice, they say\n"),
    )
    text = _merge(ours, theirs).text
    for comment in (
        "# ours says",
        "# theirs says",
        "# ours\n",
        "# theirs\n",
        "# and more",
        "# our end",
        "# the choice, they say",
    ):
        assert comment in text, comment
    assert text.count("# the map of gifts") == 1


def test_d119_line_ends_and_the_last_line_stay_as_ours_has_them() -> None:
    ours = _with(("Clicks", "Taps")).replace("\n", "\r\n").removesuffix("\r\n")
    text = _merge(ours, _with(("score: -1", "score: 1")), BASE.replace("\n", "\r\n")).text
    assert text == ours.replace("score: -1", "score: 1")


def test_d120_what_is_no_yaml_is_merged_by_lines() -> None:
    base = "a\nb\nc\nd\ne\n: : [\n"
    merged = _merge(base.replace("a\n", "A\n"), base.replace("e\n", "E\n"), base)
    assert merged.by_lines
    assert not merged.has_markers
    assert merged.text == "A\nb\nc\nd\nE\n: : [\n"
    broken = _merge(base.replace("a\n", "A\n"), base.replace("a\n", "x\n"), base)
    assert broken.has_markers
    assert broken.text.startswith("<<<<<<< ours\nA\n=======\nx\n>>>>>>> theirs\nb\n")
    assert with_markers("a\n", "b\n", "c\n", size=9)[0].startswith("<<<<<<<<< ours\n")


def test_d121_files_that_one_side_alone_has() -> None:
    head = {"atlas.yaml": "title: X\n", FILE: BASE}
    other = "title: Other\nstages: [{title: S}]\n"
    added = merge(head, head, {**head, "journeys/other.yaml": other})
    assert added.is_clean
    assert added.texts["journeys/other.yaml"] == other
    gone = merge(head, head, {"atlas.yaml": "title: X\n"})
    assert gone.is_clean
    assert FILE not in gone.texts
    quarrel = merge(head, {**head, FILE: _with(("Clicks", "Taps"))}, {"atlas.yaml": "title: X\n"})
    assert [(conflict.file, conflict.kind) for conflict in quarrel.conflicts] == [(FILE, "theirs-removed")]
    assert FILE in quarrel.texts
    both = merge({}, head, {**head, "atlas.yaml": "title: X\ncurrency: EUR\n"})
    assert both.texts["atlas.yaml"] == "title: X\ncurrency: EUR\n"


def test_d122_what_only_the_merge_makes_wrong_is_told() -> None:
    base = {"atlas.yaml": "title: X\n", FILE: BASE}
    theirs = {**base, FILE: _with(("        title: I wait\n", "        title: I wait\n        next: pick\n"))}
    merged = merge(base, {**base, FILE: _with((PICK, ""))}, theirs)
    assert merged.conflicts == ()
    assert not merged.is_clean
    assert [problem.code for problem in merged.problems] == ["unknown-reference"]


def test_d123_the_result_is_operations_on_ours_and_they_can_be_undone() -> None:
    base = {"atlas.yaml": "title: X\n", FILE: BASE}
    ours = {**base, FILE: _with(("Clicks", "Taps"))}
    theirs = {**base, FILE: _with(("score: -1", "score: 1")), "personas/nadia.yaml": "name: Nadia\n"}
    merged = merge(base, ours, theirs)
    texts, inverses, _ = apply_all(ours, merged.operations)
    assert dict(texts) == dict(merged.texts)
    assert dict(apply_all(texts, inverses)[0]) == ours


def test_lists_of_libraries_are_merged_by_id_and_references_as_sets() -> None:
    base = "opportunities:\n  - {id: a, text: First, answers: [x]}\n  - id: b\n    text: Second\n    status: idea\n"
    ours = base.replace("answers: [x]", "answers: [x, y]").replace("idea", "shipped")
    theirs = base.replace("answers: [x]", "answers: [x, z]") + "    owner: web\n  - {id: c, text: Third}\n"
    merged = merge_file("opportunities.yaml", base, ours, theirs)
    assert merged.conflicts == ()
    assert to_data(parse_yaml(merged.text).tree) == {  # type: ignore[arg-type]
        "opportunities": [
            {"id": "a", "text": "First", "answers": ["x", "y", "z"]},
            {"id": "b", "text": "Second", "status": "shipped", "owner": "web"},
            {"id": "c", "text": "Third"},
        ]
    }


def test_cells_of_several_personas_are_known_by_the_persona() -> None:
    base = _with(
        ("emotion: {score: -1, word: unsure}", "emotion: [{persona: a, score: -1}, {persona: b, score: 0}]")
    )
    ours = _with(("{persona: a, score: -1}", "{persona: a, score: 1}"), text=base)
    theirs = _with(("{persona: b, score: 0}", "{persona: b, score: 2}"), text=base)
    merged = _merge(ours, theirs, base)
    assert merged.conflicts == ()
    assert "emotion: [{persona: a, score: 1}, {persona: b, score: 2}]" in merged.text


def test_a_bare_value_and_its_long_form_are_one() -> None:
    base = _with(("action: Clicks", "emotion: -1\n        action: Clicks"))
    ours = _with(("emotion: -1\n", "emotion: {score: -1, word: sad}\n"), text=base)
    merged = _merge(ours, _with(("emotion: -1\n", "emotion: 0.5\n"), text=base), base)
    assert merged.conflicts == ()
    assert "emotion: {score: 0.5, word: sad}" in merged.text


def test_a_lane_of_the_house_is_merged_as_its_role_says() -> None:
    base = _with(("action: Clicks", "says: [It is the one for me]\n        action: Clicks"))
    ours = _with(("It is the one", "This is the one"), text=base)
    theirs = _with(("one for me", "one for us"), text=base)
    merged = merge_file(FILE, base, ours, theirs, lanes={"says": "quote"})
    assert merged.conflicts == ()
    assert "says: [This is the one for us]" in merged.text


def test_conflicts_say_where_in_other_files_too() -> None:
    merged = merge_file(
        "personas/nadia.yaml",
        "name: Nadia\nage: '30'\n",
        "name: Nadia\nage: '31'\n",
        "name: Nadia\nage: '32'\n",
    )
    conflict: Conflict = merged.conflicts[0]
    assert conflict.where == "personas/nadia.yaml: age"
    assert conflict.to_json()["theirs"] == "32"
