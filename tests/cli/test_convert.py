"""`footpath convert`: in, out, across and home by the command line; foreign bytes behind the door, guesses and losses said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from footpath.atlas import load
from footpath.cli import main

TABLE = "Stage,Before,,After\nStep,I pack,I wait,I unpack\nActions,boxes,,first box\nPain points,,Nobody says when,\n"


@pytest.fixture
def convert(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a run of `footpath convert`: its exit code, what it said, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["convert", *map(str, words)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "moving-house.csv"
    path.write_bytes(TABLE.encode("utf-16"))
    return path


def test_a_foreign_file_is_read_in_the_child(
    convert: Any, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    from footpath import evidence

    real = evidence.in_child

    def watched(function: str, *rest: Any, **more: Any) -> Any:
        asked.append(function)
        return real(function, *rest, **more)

    monkeypatch.setattr(evidence, "in_child", watched)
    code, said, _ = convert(table, tmp_path / "shop")
    assert code == 0 and asked == ["footpath.cli._foreign:in_the_child"]
    assert "Read from grid CSV: 2 stages, 3 steps, 2 lanes, 3 cells." in said
    assert "--lane 'Pain points'=ROLE" in said
    (journey,) = load(tmp_path / "shop").atlas.journeys
    assert (journey.id, journey.title) == ("moving-house", "Moving house")
    assert said.strip().splitlines()[-1].startswith("next: footpath draw")


def test_dry_run_shows_all_and_writes_nothing(convert: Any, table: Path, tmp_path: Path) -> None:
    code, said, _ = convert(table, tmp_path / "shop", "--dry-run")
    assert code == 0 and "nothing was written" in said
    assert not (tmp_path / "shop").exists()


def test_into_an_atlas_that_is_there_it_adds_a_journey(convert: Any, table: Path, tmp_path: Path) -> None:
    convert(table, tmp_path / "shop")
    before = (tmp_path / "shop" / "journeys" / "moving-house.yaml").read_bytes()
    assert convert(table, tmp_path / "shop")[0] == 0
    assert (tmp_path / "shop" / "journeys" / "moving-house.yaml").read_bytes() == before
    assert {journey.id for journey in load(tmp_path / "shop").atlas.journeys} == {
        "moving-house",
        "moving-house-2",
    }


def test_out_edited_and_home_again(convert: Any, table: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    convert(table, shop)
    code, said, _ = convert(shop, tmp_path / "map.csv")
    assert code == 0 and "Written as grid CSV" in said
    code, said, _ = convert(tmp_path / "map.csv", shop, "--journey", "moving-house")
    assert "nothing differs" in said
    text = (tmp_path / "map.csv").read_text("utf-8-sig").replace("first box", "second box")
    (tmp_path / "map.csv").write_text(text, "utf-8")
    code, said, _ = convert(tmp_path / "map.csv", shop, "--journey", "moving-house")
    assert code == 0 and "1 change)" in said
    assert load(shop).atlas.journeys[0].step("i-unpack").lane("action")[0].text == "second box"


def test_a_workbook_and_a_list_go_the_same_ways(convert: Any, table: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    convert(table, shop, "--lane", "Actions=thought")
    assert load(shop).atlas.journeys[0].step("i-pack").lane("thought")[0].text == "boxes"
    for file in (
        "map.xlsx",
        "map.mmd",
        "map.md",
        "map.dgmo",
        "map.ojf",
        "map.cjml",
        "map.jsonld",
        "map.htm",
        "map.notes.csv",
    ):
        assert convert(shop, tmp_path / file)[0] == 0
        code, said, _ = convert(tmp_path / file, tmp_path / f"from-{file.replace('.', '-')}")
        assert code == 0 and "Read from" in said, file
    for file in ("all.touchpoints.csv", "all.jira.csv"):
        assert convert(shop, tmp_path / file)[0] == 0
        code, said, _ = convert(tmp_path / file, shop)
        assert code == 0 and "nothing differs" in said, file


def test_across_from_one_format_to_another(convert: Any, table: Path, tmp_path: Path) -> None:
    code, said, _ = convert(table, tmp_path / "map.mmd")
    assert code == 0 and "Read from grid CSV" in said and "Written as Mermaid journey" in said
    assert (tmp_path / "map.mmd").read_text("utf-8").startswith("journey\n")


def test_json_is_one_object_with_reports_and_guesses(convert: Any, table: Path, tmp_path: Path) -> None:
    code, said, _ = convert(table, tmp_path / "shop", "--json")
    data = json.loads(said)
    assert code == 0 and data["command"] == "convert"
    assert data["report_in"]["kept"][1] == {"what": "steps", "count": 3, "why": ""}
    assert [guess["taken"] for guess in data["guesses"]] == [
        "action (what they do)",
        "barrier (what gets in the way)",
    ]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["nowhere.csv", "shop"], 3, "there is no such file"),
        (["{table}", "shop", "--from", "zebra"], 3, "zebra"),
        (["{table}", "shop", "--lane", "Actions=zebra"], 3, "The roles are"),
        (["{table}", "shop", "--from", "mermaid"], 3, "does not begin with `journey`"),
        (["{table}", "shop", "--from", "tasks-jira"], 3, "can be written and not read"),
        (["{table}", "map.zebra"], 3, "no format is known by the ending '.zebra'"),
        (["{folder}", "shop"], 3, "no atlas.yaml"),
        ([], 3, "say what to convert"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_next_step(
    convert: Any,
    table: Path,
    tmp_path: Path,
    words: list[str],
    code: int,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    given = [word.format(table=table, folder=tmp_path / "empty") for word in words]
    got, _, complained = convert(*given)
    assert got == code and expected in complained and "help:" in complained
    assert not (tmp_path / "shop").exists()


def test_a_damaged_workbook_and_a_bomb_leave_nothing(convert: Any, tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 50)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<c r='A1'>" + b"0" * (64 << 20))
    for name in ("torn.xlsx", "bomb.xlsx"):
        code, _, complained = convert(tmp_path / name, tmp_path / "shop")
        assert code == 3 and name in complained and "help:" in complained
    assert not (tmp_path / "shop").exists()


def test_the_formats_are_listed(convert: Any) -> None:
    code, said, _ = convert("--formats")
    assert code == 0 and "grid-xlsx" in said and "out, in, home" in said
