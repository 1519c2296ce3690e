"""Laws of the operations: exact inverses, nothing touched outside the span, a document that stays valid."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import (
    AddCell,
    AddEntry,
    AddStage,
    AddStep,
    Applied,
    MoveCell,
    MoveStage,
    MoveStep,
    Operation,
    RemoveCell,
    RemoveEntry,
    RemoveStage,
    RemoveStep,
    SetCell,
    SetEntry,
    SetField,
    apply,
    load_texts,
    operation_from_json,
    operation_to_json,
)
from footpath.base import BadInputError, has_errors

PLAIN = "abc xyz,:#'\"-?!&*%@`|>{}[]\\=~0123456789.yesno\U0001f600éשל\t\n "
NASTY = [
    "no",
    "1:30",
    "- x",
    "a: b",
    "x #y",
    " lead",
    "trail ",
    "'",
    '"',
    "a\nb",
    "a\n\nb\n",
    "😀",
    "שלום",
    "null",
    "0x1",
    "1e3",
    ".inf",
    "#",
    "---",
    "a\r\nb",
    "\u2028",
    "? q",
    "{x",
    "=",
    "<<",
    "~",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(alphabet=PLAIN, min_size=1, max_size=30)).filter(
    lambda text: text.strip() != ""
)
LANES = ("action", "thought", "quote", "message")
STAGE_IDS = ("one", "two", "three")
STEP_IDS = ("a", "b", "c", "d", "e")


def layouts() -> st.SearchStrategy[str]:
    """Journeys written in many ways: block and flow, deep and flat lists, comments, blank lines, CRLF, no last line break."""
    return st.builds(
        _journey,
        st.lists(st.integers(0, 5), min_size=40, max_size=40),
        st.integers(1, 5),
        st.integers(1, 3),
        st.booleans(),
    )


def _journey(choices: list[int], steps: int, stages: int, crlf: bool) -> str:
    left = list(choices)

    def pick(*options: str) -> str:
        return options[left.pop() % len(options)] if left else options[0]

    lead = pick("  ", "", "    ")
    lines = [
        pick("# head", "footpath: 1", "---"),
        f"title: {pick('A gift', chr(34) + 'q: x' + chr(34), '😀 שלום')}  {pick('', '# said once')}",
        pick("horizon: {silence: 3 days}", "# nothing", "horizon:\n  silence: 2 days # end"),
    ]
    lines.append("stages:" + pick("", "  # the way", ""))
    names = iter(STEP_IDS[:steps])
    for number in range(stages):
        stage = STAGE_IDS[number]
        dash = lead + pick("- ", "-   ")
        pad = " " * len(dash)
        if number and pick("x", "y", "z") == "z":
            lines.append(f"{lead}- {{id: {stage}, title: 'Stage {stage}', action: [x, y]}}")
            continue
        if pick("", "c") == "c":
            lines.append(f"{lead}# about {stage}")
        lines += [f"{dash}id: {stage}", f"{pad}title: Stage {stage}{pick('', '   # t', '')}"]
        if pick("", "c", "") == "c":
            lines += ["", f"{pad}# steps come"]
        lines.append(f"{pad}steps:")
        inner = pad + pick("  ", "")
        for _ in range(1 + len(STEP_IDS[:steps]) // stages):
            step = next(names, None)
            if step is None:
                break
            lines += _step(inner, step, pick)
        if lines[-1].endswith("steps:"):
            lines[-1] += " []"
    text = "\n".join(lines) + pick("\n", "", "\n\n# the end\n")
    return text.replace("\n", "\r\n") if crlf else text


def _step(inner: str, step: str, pick: object) -> list[str]:
    choose = pick  # type: ignore[assignment]
    if choose("b", "b", "f") == "f":  # type: ignore[operator]
        return [f"{inner}- {{id: {step}, title: Step {step}, action: x, thought: [a, 'b, c']}} # flow"]
    pad = inner + "  "
    return [
        f"{inner}- id: {step}",
        f"{pad}title: Step {step}",
        f"{pad}"
        + choose(
            "action: does this",
            "action: |\n" + pad + "  several\n\n" + pad + "  lines",
            "action:\n" + pad + "  - one # 1\n" + pad + "  - {text: two}",
            "action: [x, # why\n" + pad + "  y]",
            "action:",
        ),  # type: ignore[operator]
        f"{pad}"
        + choose(
            "thought: 'it''s'  # said",
            'thought: "a \\" b"',
            "thought:\n" + pad + "- flat\n" + pad + "- list",
            "# no thought",
            "thought:  # why\n" + pad + "  # and more\n" + pad + "  - x",
            "thought: # later",
            "thought: | # head\n" + pad + "   one\n" + pad + "   two",
            "thought: plain\n" + pad + "  goes on # c",
            "thought: >-\n" + pad + "   folded\n" + pad + "   text",
        ),  # type: ignore[operator]
    ]


def cell_values() -> st.SearchStrategy[object]:
    one = st.one_of(TEXTS, st.fixed_dictionaries({"text": TEXTS}, optional={"origin": st.just("drafted")}))
    return st.one_of(one, st.lists(one, min_size=1, max_size=3))


def operations() -> st.SearchStrategy[Operation]:
    steps, stages, lanes = st.sampled_from(STEP_IDS), st.sampled_from(STAGE_IDS), st.sampled_from(LANES)
    index = st.one_of(st.none(), st.integers(0, 4))
    place = st.one_of(st.tuples(steps, st.just("step")), st.tuples(stages, st.just("stage")))
    new_step = st.fixed_dictionaries(
        {"title": TEXTS}, optional={"action": cell_values(), "id": st.sampled_from(("n1", "n2"))}
    )
    new_stage = st.fixed_dictionaries(
        {"title": TEXTS}, optional={"id": st.just("n9"), "steps": st.lists(new_step, max_size=2)}
    )
    one = st.one_of(TEXTS, st.fixed_dictionaries({"text": TEXTS}))
    j = st.just("j")
    return st.one_of(
        st.builds(
            lambda at, lane, value: SetCell("j", at[0], lane, value, None, at[1]), place, lanes, cell_values()
        ),
        st.builds(
            lambda at, lane, value, n: SetCell("j", at[0], lane, value, n, at[1]),
            place,
            lanes,
            one,
            st.integers(0, 2),
        ),
        st.builds(
            lambda at, lane, value, n: AddCell("j", at[0], lane, value, n, at[1]), place, lanes, one, index
        ),
        st.builds(lambda at, lane, n: RemoveCell("j", at[0], lane, n, at[1]), place, lanes, index),
        st.builds(
            lambda a, b, lane, n, m: MoveCell("j", a[0], lane, b[0], n, m, a[1], b[1]),
            place,
            place,
            lanes,
            index,
            index,
        ),
        st.builds(AddStep, j, stages, new_step, index),
        st.builds(MoveStep, j, steps, stages, index),
        st.builds(RemoveStep, j, steps),
        st.builds(AddStage, j, new_stage, index),
        st.builds(MoveStage, j, stages, st.integers(0, 3)),
        st.builds(RemoveStage, j, stages),
        st.builds(lambda at, text: SetField(at[1], at[0], "title", text, "j"), place, TEXTS),
        st.builds(lambda text: SetField("journey", "j", "claim", text), st.one_of(st.none(), TEXTS)),
        st.builds(lambda: SetField("journey", "j", "horizon.silence", "9 days")),
        st.builds(AddEntry, st.just("notes"), st.fixed_dictionaries({"text": TEXTS}), index, j),
        st.builds(AddEntry, st.just("touchpoints"), st.fixed_dictionaries({"title": TEXTS}), index),
        st.builds(SetEntry, st.just("touchpoints"), st.just("web"), st.fixed_dictionaries({"title": TEXTS})),
        st.builds(RemoveEntry, st.just("touchpoints"), st.sampled_from(("web", "shop"))),
    )


def _texts(journey: str) -> dict[str, str]:
    return {
        "atlas.yaml": "title: T\n",
        "touchpoints.yaml": "touchpoints:  # all\n- {id: web, title: Web}\n# more\n- id: shop\n  title: Shop # s\n",
        "journeys/j.yaml": journey,
    }


def _tried(texts: Mapping[str, str], operation: Operation) -> Applied | None:
    try:
        return apply(texts, operation)
    except BadInputError as error:
        assert {problem.code for problem in error.problems} <= {
            "target-gone",
            "target-exists",
            "cannot-edit",
        }, error
        return None


def _comments(text: str) -> list[str]:
    return sorted(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


@settings(max_examples=250)
@given(layouts(), operations())
def test_an_inverse_gives_the_same_bytes_and_only_the_spans_change(
    journey: str, operation: Operation
) -> None:
    texts = _texts(journey)
    assert not has_errors(load_texts(texts).problems)
    applied = _tried(texts, operation)
    if applied is None:
        return
    for file, changes in applied.changes.items():
        rest, at = [], 0
        for change in changes:
            rest += [texts[file][at : change.start], change.new]
            at = change.end
        assert "".join([*rest, texts[file][at:]]) == applied.texts[file]
    assert {file for file in texts if texts[file] != applied.texts.get(file)} <= applied.changed
    undone = apply(applied.texts, applied.inverse)
    assert dict(undone.texts) == texts
    assert dict(apply(undone.texts, undone.inverse).texts) == dict(applied.texts)


@settings(max_examples=80)
@given(layouts(), st.lists(operations(), min_size=1, max_size=8))
def test_any_sequence_leaves_a_valid_document_and_undoes_to_the_first_byte(
    journey: str, sequence: list[Operation]
) -> None:
    start = texts = _texts(journey)
    inverses = []
    for operation in sequence:
        applied = _tried(texts, operation)
        if applied is None or has_errors(load_texts(applied.texts).problems):
            continue  # what a commit refuses: a map must keep a stage
        texts = dict(applied.texts)
        inverses.append(applied.inverse)
    assert not has_errors(load_texts(texts).problems)
    for inverse in reversed(inverses):
        texts = dict(apply(texts, inverse).texts)
    assert texts == start


@settings(max_examples=100)
@given(layouts(), operations())
def test_comments_on_lines_of_their_own_survive_unless_they_stand_inside_what_is_removed(
    journey: str, operation: Operation
) -> None:
    if isinstance(operation, (RemoveStep, RemoveStage, RemoveCell, SetCell, SetEntry, MoveCell)):
        return
    texts = _texts(journey)
    applied = _tried(texts, operation)
    if applied is not None:
        for file in applied.changed & texts.keys():
            for comment in _comments(texts[file]):
                assert comment in applied.texts[file]


@settings(max_examples=100)
@given(layouts(), st.sampled_from(STEP_IDS), st.sampled_from(LANES), cell_values())
def test_what_is_set_is_what_is_read(journey: str, step: str, lane: str, value: object) -> None:
    applied = _tried(_texts(journey), SetCell("j", step, lane, value))
    if applied is None:
        return
    atlas = load_texts(applied.texts).atlas
    read = [cell.text for cell in atlas.journey("j").step(step).lane(lane)]
    many = value if isinstance(value, list) else [value]
    assert read == [one["text"] if isinstance(one, dict) else one for one in many]


@settings(max_examples=100)
@given(operations())
def test_an_operation_is_plain_data(operation: Operation) -> None:
    assert operation_from_json(operation_to_json(operation)) == operation


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_lines_are_written_as_the_file_writes_them(newline: str) -> None:
    text = newline.join(["title: T", "stages:", "  - id: one", "    title: One", ""])
    made = apply(_texts(text), AddStep("j", "one", {"title": "x", "action": "a\nb"})).texts["journeys/j.yaml"]
    assert made.count("\n") == made.count(newline)
