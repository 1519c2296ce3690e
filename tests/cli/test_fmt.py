"""`footpath fmt`: what it says, what it writes, and when it exits with what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from footpath.atlas import load
from footpath.cli import main

MESSY = """\
# yaml-language-server: $schema=../.schemas/journey.json
stages:
    -   title: "Choosing"   # first

        steps:
            - I look


            # then
            - title: 'I pay'
              next: [ "i-look" ,
                      gone ]
title: 'Buying'
ends: {unwanted: gone}
"""
TIDY = """\
# yaml-language-server: $schema=../.schemas/journey.json
id: gift
title: Buying
ends: {unwanted: gone}
stages:
  - id: choosing
    title: Choosing   # first

    steps:
      - id: i-look
        title: I look

      # then
      - id: i-pay
        title: I pay
        next: [i-look, gone]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "atlas.yaml").write_text("title: Shop\n", encoding="utf-8")
    (tmp_path / "journeys" / "gift.yaml").write_text(MESSY, encoding="utf-8")
    return tmp_path


def test_files_are_put_in_form_and_say_the_same(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = load(shop).atlas
    assert main(["fmt", str(shop)]) == 0
    assert (shop / "journeys" / "gift.yaml").read_text(encoding="utf-8") == TIDY
    assert "journeys/gift.yaml put in form" in capsys.readouterr().out
    assert load(shop).atlas == before
    assert main(["fmt", str(shop)]) == 0
    assert "all 2 files are in form" in capsys.readouterr().out


def test_check_and_dry_run_write_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", str(shop), "--check"]) == 1
    said = capsys.readouterr().out
    assert "journeys/gift.yaml is not in form" in said
    assert f"next: footpath fmt {shop}" in said
    assert main(["fmt", str(shop), "--dry-run"]) == 0
    assert "+id: gift" in capsys.readouterr().out
    assert (shop / "journeys" / "gift.yaml").read_text(encoding="utf-8") == MESSY


def test_a_file_that_cannot_be_read_is_named_and_left_alone(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "personas").mkdir()
    broken = shop / "personas" / "nadia.yaml"
    broken.write_text("name: [Nadia\n", encoding="utf-8")
    assert main(["fmt", str(shop)]) == 3
    said = capsys.readouterr()
    assert "personas/nadia.yaml:1" in said.err
    assert "journeys/gift.yaml put in form" in said.out
    assert broken.read_text(encoding="utf-8") == "name: [Nadia\n"


def test_json_lists_the_files(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", str(shop), "--check", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["changed"] == ["journeys/gift.yaml"]
    assert data["written"] is False
