"""What `check` returns besides the rules' own findings: places, allowances, the loader's problems, order."""

from __future__ import annotations

import pytest

from footpath.atlas import load_texts
from footpath.atlas.operations import apply
from footpath.base import BadInputError
from footpath.lint import check, explain

STAGES = "stages:\n  - title: One\n"


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_findings_stand_at_a_file_a_line_and_a_column_in_the_order_of_the_text(atlas) -> None:
    found = check(atlas("title: Late for work\nbegins: the alarm rings\n" + STAGES))
    places = [
        (f.code, f.place.file, f.place.line, f.place.column)
        for f in found
        if f.code in ("F001", "F003", "S010")
    ]
    assert places == [
        ("F001", "journeys/example.yaml", 3, 8),
        ("F003", "journeys/example.yaml", 3, 8),
        ("F003", "journeys/example.yaml", 4, 9),
        ("S010", "journeys/example.yaml", 6, 5),
    ]


def test_a_row_has_the_columns_of_the_command(atlas) -> None:
    row = check(atlas("title: Late\n" + STAGES), only=["F005"])[0].row()
    assert list(row) == ["code", "name", "severity", "file", "line", "column", "message", "fix"]
    assert (row["code"], row["name"], row["line"], row["column"]) == ("F005", "no-time-scale", 3, 8)


@pytest.mark.parametrize("key", ["F005", "no-time-scale"])
def test_an_allowance_by_code_or_name_holds_a_finding_back(atlas, key: str) -> None:
    found = check(atlas(f"title: Late\nallow: {{{key}: it takes a lifetime}}\n" + STAGES))
    assert "F005" not in codes(found)
    assert not {"A001", "A002"} & set(codes(found))


def test_an_allowance_of_one_journey_excuses_no_other_and_one_of_the_atlas_all(atlas) -> None:
    two = {f"journeys/{id_}.yaml": f"footpath: 1\nid: {id_}\ntitle: {id_}\n{STAGES}" for id_ in "ab"}
    one_allows = {**two, "journeys/a.yaml": two["journeys/a.yaml"] + "allow: {F005: it has no end}\n"}
    assert [f.place.file for f in check(atlas.files(one_allows)) if f.code == "F005"] == ["journeys/b.yaml"]
    all_allow = {**two, "atlas.yaml": "footpath: 1\ntitle: A\nallow: {F005: they have no end}\n"}
    assert "F005" not in codes(check(atlas.files(all_allow)))


def test_an_allowance_that_holds_nothing_or_names_nothing_is_found(atlas) -> None:
    found = check(
        atlas("title: Late\nallow: {V009: a sentence of ours, F05: of no length}\n" + STAGES), only=["A002"]
    )
    assert [f.message for f in found] == [
        "V009 is allowed here, and it finds nothing here",
        'there is no lint rule "F05" that could be allowed',
    ]
    assert "F005" in (found[1].help or "")


def test_what_the_loader_found_stands_among_the_findings_and_can_be_left_out(atlas) -> None:
    loaded = atlas(
        "title: Late\nstages:\n  - title: One\n    steps:\n      - {title: x, touchpoint: nowhere}\n"
    )
    assert loaded.problems[0].code in codes(check(loaded))
    assert loaded.problems[0].code not in codes(check(loaded, problems=False))


def test_a_broken_atlas_is_checked_as_far_as_it_was_understood(atlas) -> None:
    found = check(
        atlas.files({"journeys/a.yaml": "title: [", "journeys/b.yaml": f"id: b\ntitle: Fine\n{STAGES}"})
    )
    assert {f.place.file for f in found} == {"journeys/a.yaml", "journeys/b.yaml"}


def test_only_takes_codes_and_names_and_refuses_what_is_neither(atlas) -> None:
    loaded = atlas("title: Late\n" + STAGES)
    assert codes(check(loaded, only=["no-persona", "F005"])) == ["F001", "F005"]
    with pytest.raises(BadInputError, match="there is no lint rule 'F01'"):
        check(loaded, only=["F01"])


def test_a_rule_explains_itself_by_code_and_by_name() -> None:
    assert explain("O001") == explain("barrier-unanswered")
    assert explain("O001").startswith("# barrier-unanswered (O001)\n")
    assert "`allow: {O001:" in explain("O001")


@pytest.mark.parametrize("thing", ["journey", "persona", "atlas"])
def test_an_allowance_that_holds_nothing_is_mended_by_an_operation(atlas, thing: str) -> None:
    line = "allow: {F005: it has no usual length, V009: was a sentence of ours}  # agreed in May\n"
    texts = {
        "atlas.yaml": "footpath: 1\ntitle: A\n",
        "journeys/j.yaml": "footpath: 1\nid: j\ntitle: Late\n" + STAGES,
        "personas/p.yaml": "footpath: 1\nid: p\nname: P\n",
    }
    file = {"journey": "journeys/j.yaml", "persona": "personas/p.yaml", "atlas": "atlas.yaml"}[thing]
    line = line if thing != "persona" else "allow: {V009: was a sentence of ours}\n"
    loaded = atlas.files({**texts, file: texts[file] + line})
    (found,) = check(loaded, only=["A002"])
    assert found.fix == "takes V009 out of `allow`"
    after = apply(loaded.texts, found.operation).texts
    assert check(load_texts(after), only=["A002"]) == []
    assert "V009" not in after[file]
    assert after[file].replace(" ", "").startswith(texts[file].replace(" ", ""))
