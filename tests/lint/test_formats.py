"""Findings as text, JSON, SARIF, GitHub commands and JUnit: what another program would read."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from footpath.base import Place
from footpath.lint import FORMATS, Finding, pages

FOUND = [
    Finding(
        "F001",
        "no-persona",
        "warning",
        Place("journeys/a b.yaml", 3, 8),
        "no <one> & 100 %",
        help="Name, one: ada.",
        source="title: Ada",
    ),
    Finding("P001", "personal-data", "error", Place("journeys/ü.yaml", 9, 1), "an address"),
    Finding("S001", "stage-count", "info", Place("journeys/ü.yaml", 4, 1), "2 stages", source="stages:"),
]


def test_text_has_place_code_line_mark_and_help() -> None:
    assert FORMATS.get("text")(FOUND) == (
        "journeys/a b.yaml:3:8 F001 no-persona (warning) no <one> & 100 %\n"
        "  |\n"
        "3 | title: Ada\n"
        "  |        ^^^\n"
        "help: Name, one: ada.\n\n"
        "journeys/ü.yaml:9:1 P001 personal-data (error) an address\n\n"
        "journeys/ü.yaml:4:1 S001 stage-count (info) 2 stages\n"
        "  |\n"
        "4 | stages:\n"
        "  | ^^^^^^\n\n"
        "3 findings: 1 error, 1 warning, 1 hint.\n"
    )
    assert FORMATS.get("text")([]) == "No findings.\n"


@pytest.mark.parametrize(
    ("source", "column", "mark"),
    [
        ("\tx: long words here  # why", 5, "\t   ^^^^^^^^^^^^^^^"),
        ("  - {id: a, text: two words, n: 1}", 19, " " * 18 + "^^^^^^^^^"),
        ("title: 購入する", 8, " " * 7 + "^" * 8),
        ("購入: x", 5, " " * 6 + "^"),
        ('  text: "a, b" # c', 9, " " * 8 + "^^^^^^"),
    ],
)
def test_the_mark_stands_under_what_is_meant(source: str, column: int, mark: str) -> None:
    finding = Finding("F001", "no-persona", "warning", Place("a.yaml", 1, column), "m", source=source)
    assert FORMATS.get("text")([finding]).splitlines()[3] == f"  | {mark}"


def test_json_is_the_object_of_every_command() -> None:
    data = json.loads(FORMATS.get("json")(FOUND))
    assert list(data) == ["command", "definition", "source", "rows", "notes"]
    assert [row["code"] for row in data["rows"]] == ["F001", "P001", "S001"]


def test_sarif_names_rules_levels_and_regions() -> None:
    run = json.loads(FORMATS.get("sarif")(FOUND))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["F001", "P001", "S001"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "journeys/a%20b.yaml"},
        "region": {"startLine": 3, "startColumn": 8},
    }


def test_sarif_is_valid_by_the_schema_of_the_standard() -> None:
    from pathlib import Path

    import jsonschema

    text = (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8")
    validator = jsonschema.Draft4Validator(json.loads(text))
    for findings in (FOUND, [], FOUND[:1] * 3):
        written = json.loads(FORMATS.get("sarif")(findings))
        assert [error.message for error in validator.iter_errors(written)] == []
    wrong = json.loads(FORMATS.get("sarif")(FOUND))
    wrong["runs"][0]["results"][0]["level"] = "grave"
    assert list(validator.iter_errors(wrong))


def shown(source: str, column: int) -> list[str]:
    finding = Finding("F001", "no-persona", "warning", Place("a.yaml", 1, column), "m", source=source)
    return FORMATS.get("text")([finding]).splitlines()[2:4]


def test_of_a_long_line_the_part_around_what_is_meant_is_shown() -> None:
    line = "      - {title: I wait, " + "thought: on and on, " * 20 + "touchpoint: nowhere, n: 1}" + " " * 3
    source, marks = shown(line, line.index("nowhere") + 1)
    assert len(source) <= 4 + 110
    assert source.startswith("1 | …")
    assert source[marks.index("^") : marks.rindex("^") + 1] == "nowhere"


def test_a_long_value_is_marked_as_far_as_it_is_shown() -> None:
    source, marks = shown("quote: " + "long " * 60, 8)
    assert source.endswith("…")
    assert len(marks) == len(source)
    assert marks.index("^") == len("1 | quote: ")


@pytest.mark.parametrize(
    ("source", "meant", "places"),
    [
        ("title: שלום עולם", "שלום עולם", 9),
        ("title: مُحَمَّد", "مُحَمَّد", 4),
        ("title: 我买礼物", "我买礼物", 8),
        ("title: é à", "é à", 3),
        ("title: 👍 fine", "👍 fine", 7),
    ],
)
def test_marks_take_the_places_that_letters_take(source: str, meant: str, places: int) -> None:
    _, marks = shown(source, source.index(meant) + 1)
    assert marks == "  | " + " " * 7 + "^" * places


def test_nothing_moves_the_cursor_or_turns_the_text_round() -> None:
    finding = Finding(
        "F001",
        "no-persona",
        "info",
        Place("a.yaml", 1, 1),
        "says \x1b[2J",
        source="title: \x1b[31m\u202eevil",
    )
    text = FORMATS.get("text")([finding])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "title: \ufffd[31m\ufffdevil" in text


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    assert FORMATS.get("github")(FOUND).splitlines() == [
        "::warning file=journeys/a b.yaml,line=3,col=8,title=F001 no-persona::no <one> & 100 %25%0AName, one: ada.",
        "::error file=journeys/ü.yaml,line=9,col=1,title=P001 personal-data::an address",
        "::notice file=journeys/ü.yaml,line=4,col=1,title=S001 stage-count::2 stages",
    ]


def test_junit_fails_for_errors_and_warnings_alone() -> None:
    root = ElementTree.fromstring(FORMATS.get("junit")(FOUND))  # noqa: S314  # our own text
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in root] == [
        ("journeys/a b.yaml", "1", "1"),
        ("journeys/ü.yaml", "2", "1"),
    ]
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.tag == "testsuite"
        assert len(cases) == int(suite.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))
        assert all(case.get("name") for case in cases)
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.text == "no <one> & 100 %\nName, one: ada."


def test_the_pages_of_the_reference_are_what_the_docstrings_say() -> None:
    from pathlib import Path

    folder = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules"
    assert {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} == pages()
