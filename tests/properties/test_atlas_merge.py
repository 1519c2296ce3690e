"""Laws of the merge: independent edits never conflict, nothing is lost, and both directions agree."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import (
    AddCell,
    AddStage,
    AddStep,
    MoveStage,
    MoveStep,
    Operation,
    RemoveCell,
    RemoveStage,
    RemoveStep,
    SetCell,
    SetField,
    apply_all,
    load_texts,
)
from footpath.atlas.merging import MergedFile, merge, merge_file
from footpath.atlas.yamltext import parse_yaml, to_data
from footpath.base import BadInputError

FILE = "journeys/j.yaml"
LANES = ("action", "thought", "quote", "message")
STAGES = {"one": ("a", "b", "c"), "two": ("d", "e"), "three": ("f", "g", "h")}
WORDS = st.sampled_from(("looks", "no", "a: b", "waits long", "#1", "שלום", "two\nlines", "[x]", "'", "yes"))


def _step(name: str, form: int) -> list[str]:
    if form == 0:
        return [f"      - {{id: {name}, title: Step {name}, action: x, thought: [p, 'q, r']}} # flow"]
    lines = [f"      # about {name}"] if form in (1, 4) else []
    lines += [f"      - id: {name}", f"        title: Step {name}"]
    lines += {
        1: ["        action: does what is to be done  # why"],
        2: ["        action: |", "          several", "", "          lines", "        thought: [p, q] # two"],
        3: [
            "",
            f"        # what {name} thinks",
            "        thought:",
            "          - p # first",
            "          - {text: q}",
        ],
        4: ["        emotion: {score: 1, word: calm}", "        action: 'it''s'"],
    }[form]
    return lines


@st.composite
def journeys(draw: st.DrawFn) -> str:
    """A journey written in many ways, with comments, CRLF and braces."""
    forms = iter(draw(st.lists(st.integers(0, 4), min_size=8, max_size=8)))
    lines = ["# head", "title: A gift for a friend  # said once", "claim: won", "stages:  # the way"]
    for stage, steps in STAGES.items():
        lines += [f"  # about {stage}", f"  - id: {stage}", f"    title: Stage {stage}", "    steps:"]
        for step in steps:
            lines += _step(step, next(forms))
    text = "\n".join([*lines, draw(st.sampled_from(("", "# the end", "scenario: a birthday")))])
    text += draw(st.sampled_from(("\n", "")))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def edits(steps: tuple[str, ...], fields: tuple[str, ...], name: str) -> st.SearchStrategy[Operation]:
    """Edits that touch some steps and some fields alone, and add steps with ids of their own."""
    step, lane = st.sampled_from(steps), st.sampled_from(LANES)
    value = st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=2))
    homes = sorted({home for home, inside in STAGES.items() for each in inside if each in steps})
    new = st.fixed_dictionaries(
        {"id": st.sampled_from((f"{name}1", f"{name}2")), "title": st.just("New")}, optional={"action": value}
    )
    return st.one_of(
        st.builds(SetCell, st.just("j"), step, lane, value),
        st.builds(AddCell, st.just("j"), step, lane, WORDS),
        st.builds(RemoveCell, st.just("j"), step, lane),
        st.builds(SetField, st.just("step"), step, st.just("title"), WORDS, st.just("j")),
        st.builds(SetField, st.just("journey"), st.just("j"), st.sampled_from(fields), WORDS),
        st.builds(RemoveStep, st.just("j"), step),
        st.builds(AddStep, st.just("j"), st.sampled_from(homes), new, st.sampled_from((None, 0, 1))),
        st.builds(MoveStep, st.just("j"), step, st.sampled_from(homes), st.sampled_from((0, 1, None))),
    )


def applied(text: str, operations: list[Operation]) -> str:
    """Apply what can be applied."""
    texts: Any = {"atlas.yaml": "title: X\n", FILE: text}
    for operation in operations:
        try:
            texts, _, _ = apply_all(texts, [operation])
        except BadInputError:
            continue
    return str(texts[FILE])


def data(text: str) -> Any:
    parsed = parse_yaml(text)
    assert parsed.tree is not None, parsed.problems
    return to_data(parsed.tree)


def loose(value: Any) -> Any:
    """Return data in which the order of lists does not count, nor whether a list of one is written as one."""
    if isinstance(value, dict):
        return {key: loose(value[key]) for key in sorted(value)}
    if not isinstance(value, list):
        return value
    items = sorted((loose(item) for item in value), key=repr)
    return items[0] if len(items) == 1 else items


def comments(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.strip().startswith("#")}


LEFT = edits(("a", "b", "c"), ("claim", "purpose"), "left")
RIGHT = edits(("d", "e", "f", "g", "h"), ("scenario", "owner"), "right")
STAGE = st.sampled_from(tuple(STAGES))
WHOLE = st.one_of(
    st.builds(RemoveStage, st.just("j"), STAGE),
    st.builds(MoveStage, st.just("j"), STAGE, st.integers(0, 2)),
    st.builds(
        AddStage,
        st.just("j"),
        st.just({"id": "new", "title": "New", "steps": [{"id": "n", "title": "N"}]}),
        st.sampled_from((None, 0, 1)),
    ),
    st.builds(MoveStep, st.just("j"), st.sampled_from(("a", "d", "f")), STAGE, st.sampled_from((0, None))),
    st.builds(SetField, st.just("stage"), STAGE, st.just("title"), WORDS, st.just("j")),
)
ANY = WHOLE | edits(("a", "b", "d", "f"), ("claim", "scenario"), "new")


@settings(max_examples=120)
@given(journeys(), st.lists(LEFT, max_size=4), st.lists(RIGHT, max_size=4))
def test_independent_edits_never_conflict_and_both_are_there(
    text: str, left: list[Operation], right: list[Operation]
) -> None:
    ours, theirs = applied(text, left), applied(text, right)
    merged = merge_file(FILE, text, ours, theirs)
    assert merged.conflicts == ()
    assert not merged.by_lines
    assert data(merged.text) == data(applied(ours, right))
    kept = comments(ours) & comments(theirs)
    assert comments(merged.text) >= kept | (comments(ours) - comments(text)) | (
        comments(theirs) - comments(text)
    )
    other = merge_file(FILE, text, theirs, ours)
    assert loose(data(other.text)) == loose(data(merged.text))


@settings(max_examples=120)
@given(journeys(), st.lists(ANY, max_size=4), st.lists(ANY, max_size=4))
def test_any_two_edits_give_a_document_and_both_directions_agree(
    text: str, left: list[Operation], right: list[Operation]
) -> None:
    ours, theirs = applied(text, left), applied(text, right)
    assert merge_file(FILE, text, ours, text).text == ours
    assert merge_file(FILE, text, text, theirs).text == theirs
    assert merge_file(FILE, text, ours, ours).text == ours
    merged, other = merge_file(FILE, text, ours, theirs), merge_file(FILE, text, theirs, ours)
    assert data(merged.text)
    assert sorted(_places(merged)) == sorted(_places(other))
    for conflict in merged.conflicts:
        assert conflict.render()
    mine = merge_file(FILE, text, ours, theirs, take="theirs")
    yours = merge_file(FILE, text, theirs, ours, take="ours")
    assert loose(data(mine.text)) == loose(data(yours.text))
    assert "# conflict" not in mine.text


def _places(merged: MergedFile) -> list[tuple[str, ...]]:
    """Return the places in conflict, by the step where there is one: which stage a moved step is in depends on the side."""
    return [
        conflict.path[3:] if conflict.path[2:3] == ("steps",) else conflict.path
        for conflict in merged.conflicts
    ]


@settings(max_examples=60)
@given(journeys(), st.lists(ANY, max_size=3), st.lists(ANY, max_size=3))
def test_the_merge_ends_in_operations_on_ours_that_can_be_undone(
    text: str, left: list[Operation], right: list[Operation]
) -> None:
    head = {"atlas.yaml": "title: X\n"}
    base, ours, theirs = ({**head, FILE: each} for each in (text, applied(text, left), applied(text, right)))
    merged = merge(base, ours, theirs)
    texts, inverses, _ = apply_all(ours, merged.operations)
    assert dict(texts) == dict(merged.texts)
    assert dict(apply_all(texts, inverses)[0]) == ours
    assert not any(problem.severity == "error" for problem in load_texts(merged.texts).problems)


WORDY = st.lists(
    st.sampled_from(("the", "lamp", "is", "late", "and", "blue", "again")), min_size=3, max_size=8
)


@given(WORDY, st.data())
def test_words_of_two_people_are_both_kept_where_a_word_stays_between(
    words: list[str], draw: st.DataObject
) -> None:
    at = draw.draw(st.integers(0, len(words) - 3))
    other = draw.draw(st.integers(at + 2, len(words) - 1))
    one, two = list(words), list(words)
    one[at], two[other] = "OURS", "THEIRS"
    both = list(one)
    both[other] = "THEIRS"
    sides = [f"title: {' '.join(each)}\nstages: [{{title: S}}]\n" for each in (words, one, two)]
    merged = merge_file(FILE, *sides)
    assert merged.conflicts == ()
    assert data(merged.text)["title"] == " ".join(both)
