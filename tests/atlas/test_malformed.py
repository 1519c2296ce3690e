"""Malformed documents: every class of them tells all its errors at once, each with a place and what helps; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from footpath.atlas import AddFile, Operation, RemoveFile, SetField, change, commit, load, load_texts
from footpath.base import BadInputError, has_errors

J = "journeys/j.yaml"
T = "touchpoints.yaml"
STEPS = "title: T\nstages:\n  - title: One\n    steps:\n"

CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "wrong types": (
        {
            J: "title: [a, b]\npersonas: {a: b}\nhorizon: soon\nreviewed: never\nhands: [x]\n"
            "stages:\n  - title: A\n    steps: 3\n  - [b]\n  - title: C\n    emotion: 7\n    barrier: {severity: 9, text: x}\n"
        },
        [
            "1:8 wrong-value", "2:11 wrong-value", "3:10 wrong-value", "4:11 wrong-value", "5:9 wrong-value", "9:5 wrong-value",
            "11:14 wrong-value", "12:25 wrong-value",
        ],
    ),
    "unknown keys": (
        {
            J: "titel: x\ntitle: T\nstages:\n  - title: A\n    owners: x\n    steps:\n      - titel: B\n        emotio: 1\n        title: C\n"
            "        barrier: {text: x, severty: 2}\n",
            T: "touchpoint: []\ntouchpoints: [{title: Web, chanel: web}]\n",
        },
        ["touchpoints.yaml 1:1 unknown-key", "touchpoints.yaml 2:28 unknown-key", "1:1 unknown-key", "5:5 unknown-key", "7:9 unknown-key", "8:9 unknown-key", "10:28 unknown-key"],
    ),
    "deep nesting": ({J: "title: T\nstages: " + "[" * 40 + "]" * 40}, ["2:40 yaml-too-deep"]),
    "deep nesting in block form": (
        {J: "title: T\nstages:\n" + "".join("  " * depth + "- a:\n" for depth in range(1, 30))},
        ["18:35 yaml-too-deep"],
    ),
    "an alias bomb": (
        {J: "title: &a [x, x]\nclaim: &b [*a, *a]\nstages: [*b, *b, *b]\n"},
        ["1:8 yaml-anchor", "2:8 yaml-anchor", "2:12 yaml-anchor", "2:16 yaml-anchor", "3:10 yaml-anchor", "3:14 yaml-anchor", "3:18 yaml-anchor"],
    ),
    "a merge key": ({J: "title: T\n<<: {a: b}\nstages: [A]\n"}, ["2:1 yaml-anchor"]),
    "duplicate ids": (
        {
            J: STEPS + "      - {id: a, title: A, barrier: {id: b, text: x}}\n      - {id: a, title: B}\n"
            "  - {id: one, title: Two, barrier: {id: b, text: y}}\n  - {id: one, title: Three}\n",
            "journeys/k.yaml": "id: j\ntitle: K\nstages: [A]\n",
            T: "touchpoints: [{id: w, title: W}, {id: w, title: V}]\n",
        },
        ["touchpoints.yaml 1:39 duplicate-id", "6:14 duplicate-id", "7:41 duplicate-id", "8:10 duplicate-id", "journeys/k.yaml 1:5 duplicate-id"],
    ),
    "a key twice": ({J: "title: T\ntitle: U\nstages: [A]\nstages: [B]\n"}, ["2:1 duplicate-key", "4:1 duplicate-key"]),
    "dangling references": (
        {
            J: "title: T\npersonas: [p]\nimproves: k\nsources: s\nhands: [{from: p, to: q, step: z}]\nstages:\n  - title: One\n    steps:\n"
            "      - title: A\n        touchpoint: t\n        channel: c\n        opportunity: [o]\n        next: [b, {to: c, when: 'event ='}]\n        journey: x\n"
            "        action: {text: x, persona: p, evidence: {source: s, exit: e}}\n",
            T: "touchpoints: [{id: w, title: W, channel: c, source: s}]\n",
        },
        [
            "touchpoints.yaml 1:42 unknown-reference", "touchpoints.yaml 1:53 unknown-reference",
            "2:12 unknown-reference", "3:11 unknown-reference", "4:10 unknown-reference", "5:16 unknown-reference", "5:23 unknown-reference", "5:32 unknown-reference",
            "10:21 unknown-reference", "11:18 unknown-reference", "12:23 unknown-reference", "13:16 unknown-reference", "13:24 unknown-reference", "13:41 rule-unexpected",
            "14:18 unknown-reference", "15:36 unknown-reference", "15:58 unknown-reference", "15:67 unknown-reference",
        ],
    ),
    "unknown versions": (
        {J: "footpath: 99\ntitle: T\nstages: [{odd: 1}]\n", "journeys/k.yaml": "footpath: one\ntitle: T\nstages: [A]\nodd: 1\n", T: "footpath: 0\ntouchpoints: []\n"},
        ["touchpoints.yaml 1:11 format-version", "1:11 format-version", "journeys/k.yaml 1:11 format-version", "journeys/k.yaml 4:1 unknown-key"],
    ),
    "CRLF": (
        {J: "title: T\r\nodd: 1\r\nstages:\r\n  - title: A\r\n    touchpoint: x\r\n"},
        ["2:1 unknown-key", "5:17 unknown-reference"],
    ),
    "CR alone": ({J: "title: T\rodd: 1\rstages: [A]\r"}, ["2:1 unknown-key"]),
    "a byte order mark": ({J: "\ufeffodd: 1\ntitle: T\nstages: [{title: A, touchpoint: x}]\n"}, ["1:1 unknown-key", "3:33 unknown-reference"]),
    "a byte order mark inside": ({J: "title: T\nstages: [\ufeffA]\n"}, ["2:10 yaml-control-character"]),
    "emoji and right-to-left ids": (
        {
            J: STEPS + "      - {id: 😀, title: A, next: שלום}\n      - {id: שלום, title: B, touchpoint: حقيبة}\n      - {title: 😀😀, next: нет}\n",
            T: "touchpoints: [{id: حقيبة, title: 😀}]\n",
        },
        ["5:14 bad-id", "7:27 unknown-reference"],
    ),
    "emoji before the place": ({J: "title: T\nstages: [{title: 😀😀😀, touchpoint: 😀}]\n"}, ["2:35 unknown-reference"]),
    "characters that no editor shows": ({J: "title: T\nstages: [a\x00b]\n"}, ["2:11 yaml-control-character"]),
    "tabs": ({J: "title: T\nstages:\n\t- a\n"}, ["3:1 yaml-tab"]),
    "two documents": ({J: "title: T\nstages: [A]\n---\ntitle: U\n"}, ["3:1 yaml-documents"]),
    "tags and directives": ({J: "title: !!str T\nstages: [A]\n", T: "%YAML 1.1\n---\ntouchpoints: []\n"}, ["touchpoints.yaml 1:1 yaml-directive", "1:8 yaml-tag"]),
    "numbers without end": ({J: "title: T\nstages: [{title: A, number: .inf, emotion: .nan}]\n"}, ["2:29 yaml-not-finite", "2:44 yaml-not-finite"]),
    "no mapping": ({J: "- a\n", T: "x\n", "personas/p.yaml": ""}, ["touchpoints.yaml 1:1 not-a-mapping", "1:1 not-a-mapping", "personas/p.yaml 1:1 not-a-mapping"]),
    "nothing to show": ({J: "claim: x\n"}, ["1:1 missing-key", "1:1 no-stage"]),
    "an open quotation mark": ({J: "title: T\nstages: ['A]\n"}, ["2:10 yaml-syntax"]),
}  # fmt: skip


def texts_of(case: str) -> dict[str, str]:
    return {"atlas.yaml": "title: Atlas\n", **dict(sorted(CASES[case][0].items(), key=_loading_order))}


def _loading_order(item: tuple[str, str]) -> tuple[bool, str]:
    return ("/" in item[0], item[0])


@pytest.mark.parametrize("case", CASES)
def test_all_errors_are_told_at_once_each_with_a_place_and_what_helps(case: str) -> None:
    problems = load_texts(texts_of(case)).problems
    told = [
        f"{'' if problem.place.file == J else f'{problem.place.file} '}{problem.place.line}:{problem.place.column} {problem.code}"
        for problem in problems
    ]
    assert told == CASES[case][1]
    for problem in problems:
        assert problem.help or problem.expected, problem
        assert problem.severity == "error"


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_written_that_has_these_errors(case: str, tmp_path: Path) -> None:
    good = {"atlas.yaml": "title: Atlas\n", J: "title: T\nstages: [A]\n"}
    folder = tmp_path / "good"
    write(folder, good)
    for file, text in texts_of(case).items():
        if file == "atlas.yaml":
            continue
        before = load(folder)
        operations: list[Operation] = [RemoveFile(file)] if file in before.texts else []
        operations.append(AddFile(file, text=text))
        if has_errors(load_texts({**good, file: text}).problems):
            with pytest.raises(BadInputError):
                commit(folder, before, operations)
    assert load(folder).texts == good
    assert sorted(path.name for path in (folder / "journeys").iterdir()) == ["j.yaml"]


@pytest.mark.parametrize("case", CASES)
def test_a_broken_file_can_stand_beside_an_edit(case: str, tmp_path: Path) -> None:
    write(tmp_path, texts_of(case))
    before = load(tmp_path)
    after = commit(tmp_path, before, [SetField("atlas", "", "title", "Other")])
    assert after.atlas.title == "Other"
    assert after.problems == load(tmp_path).problems == before.problems
    for file in CASES[case][0]:
        assert (tmp_path / file).read_bytes().decode("utf-8", "surrogatepass") == CASES[case][0][file]
    if before.parsed[J].problems:
        with pytest.raises(BadInputError):
            change(before, SetField("journey", "j", "title", "Other"))


def write(folder: Path, texts: dict[str, str]) -> None:
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        ("title: Café\n".encode("latin-1"), (1, 11), "0xE9"),
        ("title: T\nstages: [Grüße]\n".encode("cp1252"), (2, 12), "0xFC"),
        ("title: T\n".encode("utf-16"), (1, 1), "UTF-16"),
        ("title: привет\n".encode("cp1251"), (1, 8), "0xEF"),
        (b"title: T\nstages: [\xf0\x9f\x98]\n", (2, 10), "0xF0"),
    ],
)
def test_other_encodings_are_told_with_the_place_of_the_first_wrong_byte(
    data: bytes, place: tuple[int, int], said: str, tmp_path: Path
) -> None:
    write(tmp_path, {"atlas.yaml": "title: Atlas\n", J: ""})
    (tmp_path / J).write_bytes(data)
    before = load(tmp_path)
    assert [(problem.code, problem.place.line, problem.place.column) for problem in before.problems] == [
        ("not-utf-8", *place)
    ]
    assert said in before.problems[0].message
    assert before.problems[0].help
    commit(tmp_path, before, [SetField("atlas", "", "title", "Other")])
    assert (tmp_path / J).read_bytes() == data
