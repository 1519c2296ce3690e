"""What an atlas sets for its rules: off, a severity, options; and what of it cannot be read."""

from __future__ import annotations

import pytest

from footpath.lint import RULES, Layout, check, explain, option

STAGES = "stages:\n  - title: One\n"
WITH = "footpath: 1\ntitle: A\ncheck:\n"


def checked(atlas, settings: str, journey: str = "title: Late\n" + STAGES, **more):
    files = {"atlas.yaml": WITH + settings, "journeys/j.yaml": f"footpath: 1\nid: j\n{journey}"}
    return check(atlas.files(files), **more)


@pytest.mark.parametrize("key", ["F005", "no-time-scale"])
def test_a_rule_is_switched_off_by_code_or_name(atlas, key: str) -> None:
    assert "F005" not in {one.code for one in checked(atlas, f"  {key}: off\n")}


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_a_severity_is_set_alone_or_beside_options(atlas, severity: str) -> None:
    for text in (f"  S001: {severity}\n", f"  S001: {{severity: {severity}}}\n"):
        (found,) = checked(atlas, text, only=["S001"])
        assert found.severity == severity


def test_an_option_takes_the_place_of_its_default(atlas) -> None:
    barrier = STAGES + "    steps:\n      - {title: x, barrier: {text: far, severity: 3}}\n"
    assert checked(atlas, "  O001: {grave: 4}\n", "title: L\n" + barrier, only=["O001"]) == []
    assert len(checked(atlas, "  O001: {grave: 3}\n", "title: L\n" + barrier, only=["O001"])) == 1


@pytest.mark.parametrize(
    ("text", "message", "helps"),
    [
        ("S0001: off", 'there is no lint rule "S0001" that could be set', "S001"),
        ("no-persna: off", 'there is no lint rule "no-persna" that could be set', "no-persona"),
        ("O001: {graev: 3}", 'barrier-unanswered has no option "graev"', "grave"),
        (
            "O001: {grave: high}",
            'the option "grave" of barrier-unanswered is "high", and must be a whole number of 0 or more',
            "4",
        ),
        ("O001: {grave: -1}", 'the option "grave" of barrier-unanswered is -1, and must be a whole', "4"),
        ("O001: {grave: true}", 'the option "grave" of barrier-unanswered is true, and must be a whole', "4"),
        ("V001: {least-share: many}", "and must be a number of 0 or more", "0.5"),
        ("P002: {paper: A9}", 'is "A9", and must be one of A5, A4, A3, A2, A1, A0', "empty"),
        ("P005: {cells: 1}", "is 1, and must be true or false", "false"),
        ("F005: fatal", 'F005 cannot be set to "fatal"', "Write off, error, warning or info."),
        ("F005: [off]", "F005 cannot be set to [off]", "Write off"),
        ("F005: ", "F005 cannot be set to empty", "Write off"),
        ("O001: {severity: 4}", "O001 cannot be set to 4", "grave"),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_never_a_crash(
    atlas, text: str, message: str, helps: str
) -> None:
    found = checked(atlas, f"  {text}\n", only=["A003"])
    assert len(found) == 1
    assert message in found[0].message
    assert helps in (found[0].help or "")
    assert found[0].place.file == "atlas.yaml"
    assert found[0].place.line == 4


def test_what_could_not_be_read_leaves_the_rest_of_the_rules_options(atlas) -> None:
    loaded = atlas.files({"atlas.yaml": WITH + "  V006: {least: few, widest: 2}\n"})
    assert (option(loaded, "V006", "least"), option(loaded, "thin-sample", "widest")) == (30, 2.0)


def test_a_whole_number_is_a_number_and_a_word_is_a_list_of_one(atlas) -> None:
    loaded = atlas.files({"atlas.yaml": WITH + "  V001: {least-share: 1}\n  V004: {leaves-no-event: paid}\n"})
    assert option(loaded, "V001", "least-share") == 1.0
    assert option(loaded, "V004", "leaves-no-event") == ("paid",)
    assert check(loaded, only=["A003"]) == []


def test_what_a_rule_that_is_off_allows_is_not_judged(atlas) -> None:
    journey = "title: Late\nallow: {V009: our own words}\n" + STAGES
    assert checked(atlas, "  V009: off\n", journey, only=["A002"]) == []
    assert len(checked(atlas, "  V009: info\n", journey, only=["A002"])) == 1


def test_what_could_not_be_looked_at_is_not_judged(atlas) -> None:
    journey = "title: Late\nallow: {V003: we know, P002: only on the page}\n" + STAGES
    assert checked(atlas, "  F005: off\n", journey, only=["A002"]) == []
    assert checked(atlas, "  F005: off\n", journey, only=["A002"], layout=Layout()) == []
    drawn = checked(atlas, "  F005: off\n", journey, only=["A002"], layout=Layout(paper="A3"))
    assert [one.message.split()[0] for one in drawn] == ["P002"]


@pytest.mark.parametrize("code", [code for code in RULES if RULES.get(code).options])
def test_the_page_names_the_options_with_their_defaults(code: str) -> None:
    page = explain(code)
    for name in RULES.get(code).options:
        assert f"`{name}` (" in page
        assert name == name.lower()
        assert name != "severity"


def test_rules_are_chosen_by_code_name_or_family_and_left_out_likewise(atlas) -> None:
    loaded = atlas("title: Late\n" + STAGES)
    families = {one.code[0] for one in check(loaded, only=["F", "stage-count"])}
    assert families == {"F", "S"}
    assert "F" not in {one.code[0] for one in check(loaded, without=["F"])}
    assert [one.code for one in check(loaded, only=["F"], without=["F001", "F002", "no-boundaries"])][:1] == [
        "F004"
    ]


def test_errors_of_the_file_stand_whatever_is_chosen(atlas) -> None:
    loaded = atlas(
        "title: Late\nstages:\n  - title: One\n    steps:\n      - {title: x, touchpoint: nowhere}\n"
    )
    assert [one.code for one in check(loaded, only=["A001"])] == ["unknown-reference"]
    assert check(loaded, only=["A001"], problems=False) == []
