"""``footpath check`` as people and build servers call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from footpath.cli import main

JOURNEY = """footpath: 1
id: j
title: Buying bread
owner: Ada
lanes: [action, backstage-people, frontstage-people]  # ours
allow: {V009: our own words}
stages:
  - title: Shop
    steps:
      - {title: I pay, action: Counts coins, frontstage-people: The baker, backstage-people: The oven}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop"
    (folder / "journeys").mkdir(parents=True)
    (folder / "atlas.yaml").write_text("footpath: 1\ntitle: Bread\n", "utf-8")
    (folder / "journeys" / "j.yaml").write_text(JOURNEY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["check", "shop", *words])
    return code, capsys.readouterr().out


def test_findings_then_where_the_team_stands_then_the_next_command(shop: Path, capsys) -> None:
    code, text = said(capsys)
    assert code == 0
    findings, rest = text.split(" of 14 stations on the way to a map that is used are done:\n")
    assert "journeys/j.yaml:3:8 F001 no-persona (warning)" in findings
    assert "can be mended with --fix." in findings
    assert rest.splitlines()[-2].startswith("  now     purpose and scope: write purpose, scenario")
    assert rest.splitlines()[-1] == (
        "next: footpath check shop   (first: write purpose, scenario, begins and ends into journeys/j.yaml)"
    )


def test_chosen_rules_alone_and_without_where_the_team_stands(shop: Path, capsys) -> None:
    _, text = said(capsys, "--select", "F001,lanes-out-of-order")
    assert [line.split()[1] for line in text.splitlines() if line.startswith("journeys/")] == ["F001", "B003"]
    assert "stations" not in text
    _, text = said(capsys, "--select", "F", "--ignore", "F001, F002")
    codes = {line.split()[1] for line in text.splitlines() if line.startswith("journeys/")}
    assert codes
    assert all(code[0] == "F" for code in codes)
    assert not codes & {"F001", "F002"}


def test_a_rule_that_does_not_exist_is_named_with_the_nearest(shop: Path, capsys) -> None:
    assert main(["check", "shop", "--select", "F01X"]) == 3
    assert "there is no lint rule 'F01X'" in capsys.readouterr().err


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(shop: Path, capsys) -> None:
    _, text = said(capsys, "--fix", "--dry-run")
    assert "would mend journeys/j.yaml:5:35 B003: puts the lanes in the order of the lines\n" in text
    assert "would mend 2 in 1 file; what is left:" in text
    assert (shop / "journeys" / "j.yaml").read_text("utf-8") == JOURNEY
    assert "lanes-out-of-order" not in text.split("what is left:")[1]


def test_mending_writes_says_what_and_checks_again(shop: Path, capsys) -> None:
    code, text = said(capsys, "--fix")
    assert code == 0
    assert "mended journeys/j.yaml:6:15 A002: takes V009 out of `allow`\n" in text
    after = (shop / "journeys" / "j.yaml").read_text("utf-8")
    assert "lanes: [action, frontstage-people, backstage-people]  # ours\n" in after
    assert "V009" not in after
    assert "B003" not in text.split("what is left:")[1]
    _, again = said(capsys, "--fix")
    assert again.startswith("nothing here can be mended without a judgement\n")
    assert (shop / "journeys" / "j.yaml").read_text("utf-8") == after


def test_a_dry_run_of_nothing_is_wrong_usage(shop: Path, capsys) -> None:
    assert main(["check", "shop", "--dry-run"]) == 2
    assert "--fix" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--json",), ("--format", "json")])
def test_machines_get_one_object(shop: Path, capsys, words: tuple[str, ...]) -> None:
    _, text = said(capsys, *words)
    data = json.loads(text)
    assert data["command"] == "check"
    assert {"definition", "source", "rows", "notes", "standing"} <= set(data)
    assert list(data["rows"][0]) == ["code", "name", "severity", "file", "line", "column", "message", "fix"]
    assert data["standing"]["next"] == "purpose and scope"
    assert len(data["standing"]["stations"]) == 14


def test_readers_of_a_change_know_files_from_the_root_of_the_repository(shop: Path, capsys) -> None:
    _, text = said(capsys, "--format", "github")
    assert "file=shop/journeys/j.yaml,line=3,col=8,title=F001 no-persona::" in text
    _, text = said(capsys, "--format", "sarif")
    places = json.loads(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert places["artifactLocation"]["uri"] == "shop/journeys/j.yaml"
    _, text = said(capsys, "--format", "junit")
    assert '<testsuite name="shop/journeys/j.yaml"' in text


def test_an_error_ends_with_one_and_says_so(shop: Path, capsys) -> None:
    broken = JOURNEY.replace("action: Counts", "touchpoint: nowhere, action: Counts")
    (shop / "journeys" / "j.yaml").write_text(broken, "utf-8")
    code, text = said(capsys)
    assert code == 1
    assert text.splitlines()[-1] == "next: footpath check shop   (after mending the errors)"
    assert said(capsys, "--select", "S001")[0] == 1
    assert said(capsys, "--format", "github")[0] == 1


def test_a_paper_is_drawn_on_and_what_does_not_fit_is_told(shop: Path, capsys) -> None:
    long = JOURNEY.replace("Counts coins", "Counts coins " + "and counts them once more " * 8)
    (shop / "journeys" / "j.yaml").write_text(long, "utf-8")
    assert "P002" not in said(capsys)[1]
    _, text = said(capsys, "--select", "P002", "--paper", "A5")
    assert "is cut on A5" in text
