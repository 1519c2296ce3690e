"""One edit of a loaded atlas: what it gives, what it refuses, and that it looks at little of a large file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import footpath.atlas.yamltext.parse as parsing
from footpath.atlas import (
    AddEntry,
    AddFile,
    AddStep,
    Loaded,
    MoveStep,
    Operation,
    RemoveEntry,
    RemoveFile,
    RemoveStep,
    SetCell,
    SetField,
    change,
    load,
    load_texts,
)
from footpath.atlas.yamltext import MAX_BYTES, Change, base_of, find, parse_yaml, reparse
from footpath.base import BadInputError

SHOP = Path(__file__).parent.parent / "cases" / "atlas" / "shop"


def large(stages: int = 10, steps: int = 20) -> dict[str, str]:
    lines = ["title: Large", "personas: nadia", "stages:"]
    for stage in range(stages):
        lines += [f"  - id: stage-{stage}", f"    title: Stage {stage}", "    steps:"]
        for step in range(steps):
            lines += [
                f"      # about step {stage}-{step}",
                f"      - id: s-{stage}-{step}",
                f"        title: Step {stage} {step}",
                "        action: Opens the page  # said often",
                "        touchpoint: web",
                "        barrier: Too slow",
            ]
    return {
        "atlas.yaml": "title: T\n",
        "touchpoints.yaml": "touchpoints: [web, shop]\n",
        "personas/nadia.yaml": "name: Nadia\n",
        "journeys/large.yaml": "\n".join(lines) + "\n",
    }


OPERATIONS: tuple[Operation, ...] = (
    SetCell("large", "s-3-4", "action", ["one", "two"]),
    SetCell("large", "s-0-0", "thought", "several\nlines"),
    SetCell("large", "stage-2", "takeaway", "x", on="stage"),
    AddStep("large", "stage-3", {"title": "New"}, 0),
    AddStep("large", "stage-9", {"title": "New", "action": "x"}),
    MoveStep("large", "s-8-1", "stage-2", 5),
    MoveStep("large", "s-2-0", "stage-2", 9),
    RemoveStep("large", "s-5-0"),
    RemoveStep("large", "s-9-19"),
    SetField("step", "s-4-4", "title", "Another", "large"),
    SetField("journey", "large", "title", "Another"),
    SetField("journey", "large", "claim", "New"),
    SetField("atlas", "", "language", "de"),
    AddEntry("touchpoints", {"title": "More"}),
    AddFile("journeys/other.yaml", {"title": "Other", "stages": [{"title": "One"}]}),
    RemoveFile("personas/nadia.yaml"),
)


def equal(one: Loaded, other: Loaded) -> None:
    assert one.atlas == other.atlas
    assert one.problems == other.problems
    assert (one.indexes, one.files, one.hashes, one.parsed) == (
        other.indexes,
        other.files,
        other.hashes,
        other.parsed,
    )


@pytest.mark.parametrize("operation", OPERATIONS[:-1], ids=lambda operation: type(operation).__name__)
def test_d80_a_change_gives_what_loading_gives_and_can_be_taken_back(operation: Operation) -> None:
    before = load_texts(large())
    texts = dict(before.texts)
    changed = change(before, operation)
    assert changed.loaded.texts != texts
    equal(changed.loaded, load_texts(changed.loaded.texts))
    back = change(changed.loaded, changed.inverse)
    assert back.loaded.texts == texts == before.texts
    equal(back.loaded, before)
    equal(before, load_texts(texts))  # the old one is as it was


def test_d80_changes_follow_each_other() -> None:
    loaded = load_texts(large())
    inverses = []
    for operation in (*OPERATIONS[:-1], RemoveStep("large", "s-8-1"), RemoveStep("large", "s-0-0")):
        changed = change(loaded, operation)
        loaded = changed.loaded
        inverses.append(changed.inverse)
    equal(loaded, load_texts(loaded.texts))
    for inverse in reversed(inverses):
        loaded = change(loaded, inverse).loaded
    equal(loaded, load_texts(large()))


def test_d81_only_the_lines_that_changed_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = parsing._Reader.read

    def watched(reader: parsing._Reader) -> object:
        read.append(len(reader.text))
        return real(reader)

    before = load_texts(large())
    monkeypatch.setattr(parsing._Reader, "read", watched)
    for operation in OPERATIONS:
        if isinstance(operation, (SetCell, AddStep, MoveStep, RemoveStep)):
            change(before, operation)
    assert max(read) < 700  # of a text of 40,000 characters
    assert len(read) < 30


def test_d82_what_did_not_change_is_not_built_again() -> None:
    before = load_texts(large())
    after = change(before, SetCell("large", "s-3-4", "action", "other")).loaded
    old, new = before.atlas.journey("large"), after.atlas.journey("large")
    assert [one is other for one, other in zip(old.stages, new.stages, strict=True)] == [
        number != 3 for number in range(10)
    ]
    same = [one is other for one, other in zip(old.stages[3].steps, new.stages[3].steps, strict=True)]
    assert same == [number != 4 for number in range(20)]
    one = find(before.parsed["journeys/large.yaml"].tree, ("stages", 9, "steps", 9))  # type: ignore[arg-type]  # it has a tree
    other = find(after.parsed["journeys/large.yaml"].tree, ("stages", 9, "steps", 9))  # type: ignore[arg-type]  # it has a tree
    assert base_of(one) is base_of(other)  # type: ignore[type-var]  # both are there
    assert (one.start, other.start) != (other.start, one.start)  # type: ignore[union-attr]  # both are there


def test_d82_ids_that_depend_on_other_parts_are_given_anew() -> None:
    texts = large(3, 2)
    before = load_texts(texts)
    barriers = [cell.id for step in before.atlas.journey("large").steps() for cell in step.lane("barrier")]
    assert barriers == ["too-slow", *(f"too-slow-{number}" for number in range(2, 7))]
    file = "journeys/large.yaml"
    start = texts[file].index("        barrier: Too slow\n")
    parsed = reparse(before.parsed[file], (Change(start, start + 26, ""),))
    after = load_texts({**texts, file: parsed.text}, parsed={file: parsed}, before=before)
    barriers = [cell.id for step in after.atlas.journey("large").steps() for cell in step.lane("barrier")]
    assert barriers == ["too-slow", *(f"too-slow-{number}" for number in range(2, 6))]
    equal(after, load_texts(after.texts))


def test_d62_an_error_that_was_not_there_before_is_refused() -> None:
    before = load_texts(large(2, 2))
    for operation in (
        SetCell("large", "s-0-0", "touchpoint", "gone"),
        RemoveEntry("touchpoints", "web"),
        RemoveFile("personas/nadia.yaml"),
        SetField("step", "s-0-0", "typical", "soon", "large"),
    ):
        with pytest.raises(BadInputError) as refused:
            change(before, operation)
        assert refused.value.problems[0].code == "would-be-invalid"
        assert len(refused.value.problems) > 1
        assert refused.value.problems[0].place == refused.value.problems[1].place


def test_d62_errors_that_were_there_stay_and_may_move() -> None:
    texts = large(2, 3)
    twice = (
        texts["journeys/large.yaml"].replace("s-1-2", "s-0-2").replace("Step 0 0", "Step 0 0\n        odd: 1")
    )
    before = load_texts({**texts, "journeys/large.yaml": twice})
    assert [problem.code for problem in before.problems] == ["unknown-key", "duplicate-id"]
    after = change(before, AddStep("large", "stage-0", {"title": "New"}, 0)).loaded
    assert [problem.code for problem in after.problems] == ["unknown-key", "duplicate-id"]
    assert "line 2" in after.problems[1].message  # the first now stands further down
    assert [problem.place.line for problem in after.problems] == [
        (problem.place.line or 0) + 1 for problem in before.problems
    ]
    with pytest.raises(BadInputError):  # the same error a second time is a new one
        change(before, AddStep("large", "stage-0", {"title": "New", "odd": 1}))


def test_problems_that_came_with_the_texts_stay() -> None:
    before = load(SHOP)
    problem = load_texts({"atlas.yaml": "a: &b"}).problems[0]
    loaded = load_texts(before.texts, problems=(problem,), hashes=before.hashes, folder=SHOP)
    after = change(loaded, SetField("atlas", "", "title", "Other")).loaded
    assert after.problems == (problem,)
    assert after.folder == SHOP
    assert {file for file in after.hashes if after.hashes[file] != before.hashes[file]} == {"atlas.yaml"}


def test_an_edit_of_a_large_file_is_a_small_part_of_the_work_of_reading_it(work: Any) -> None:
    texts = large(20, 50)
    loaded = load_texts(texts)
    one = SetCell("large", "s-3-1", "action", "other")
    assert work(lambda: change(loaded, one)) * 10 < work(lambda: load_texts(texts))


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "atlas.yaml").write_text("title: T\n", "utf-8")
    huge = tmp_path / "journeys" / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(100 * 2**20)  # no byte of it is on the disk
    assert huge.stat().st_size == 100 * 2**20
    opened: list[Path] = []
    real = Path.open

    def watched(path: Path, *args: Any, **more: Any) -> Any:
        opened.append(path)
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", watched)
    loaded = load(tmp_path)
    assert huge not in opened
    problem = loaded.problems[0]
    assert (problem.code, problem.place.file) == ("file-too-large", "journeys/huge.yaml")
    assert "100.0 MiB" in problem.message
    assert "4 MiB" in problem.message


def test_what_would_grow_over_the_limit_is_refused() -> None:
    texts = large(2, 2)
    text = (
        texts["journeys/large.yaml"]
        + "purpose: "
        + "x" * (MAX_BYTES - len(texts["journeys/large.yaml"]) - 40)
        + "\n"
    )
    before = load_texts({**texts, "journeys/large.yaml": text})
    assert before.is_valid
    with pytest.raises(BadInputError):
        change(before, SetCell("large", "s-0-0", "action", "y" * 100))
    assert parse_yaml(text).tree is not None


# ---------------------------------------------------------------- nesting


def nested(**children: str) -> Loaded:
    texts = {"atlas.yaml": "title: T\n"}
    for name, child in children.items():
        texts[f"journeys/{name}.yaml"] = (
            f"title: {name}\nstages:\n  - title: One\n    steps:\n      - title: Go\n        journey: {child}\n"
        )
    return load_texts(texts)


@pytest.mark.parametrize(
    ("children", "told"),
    [
        ({"a": "a"}, {"a": "a > a"}),
        ({"a": "b", "b": "a"}, {"a": "a > b > a", "b": "b > a > b"}),
        (
            {"a": "b", "b": "c", "c": "b"},
            {"b": "b > c > b", "c": "c > b > c"},
        ),
    ],
)
def test_d83_a_journey_nested_in_itself_is_an_error_at_each_step_of_the_way(
    children: dict[str, str], told: dict[str, str]
) -> None:
    found = {}
    for problem in nested(**children).problems:
        assert problem.code == "nested-in-itself"
        assert (problem.place.line, problem.place.column) == (6, 18)
        found[Path(problem.place.file or "").stem] = problem.message.rpartition(": ")[2]
    assert found == told


def test_d83_children_of_children_are_no_error() -> None:
    loaded = load_texts({**nested(a="b", b="c").texts, "journeys/c.yaml": "title: c\nstages: [One]\n"})
    assert loaded.problems == ()


def test_d84_a_journey_neither_improves_itself_nor_stands_beside_itself() -> None:
    loaded = load_texts(
        {"atlas.yaml": "title: T\n", "journeys/a.yaml": "title: A\nimproves: a\nbeside: a\nstages: [One]\n"}
    )
    assert [(problem.code, problem.place.line) for problem in loaded.problems] == [
        ("refers-to-itself", 2),
        ("refers-to-itself", 3),
    ]
