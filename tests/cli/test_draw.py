"""What `footpath draw` says about a picture, to people and to programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from footpath.cli import main

ATLAS = "footpath: 1\ntitle: A shop\n"
JOURNEY = """\
footpath: 1
id: gift
title: A gift
views: [{id: losses, form: funnel, title: Whom we lose}]
stages:
  - title: Buying
    steps: [{title: I compare}]
"""


def test_notes_stand_in_the_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "journeys").mkdir()
    (tmp_path / "atlas.yaml").write_text(ATLAS, "utf-8")
    (tmp_path / "journeys" / "gift.yaml").write_text(JOURNEY, "utf-8")
    picture = str(tmp_path / "map.svg")
    note = "the form 'funnel' is not drawn yet: this is the grid"
    assert main(["draw", str(tmp_path), "-o", picture]) == 0
    assert note in capsys.readouterr().out
    assert main(["draw", str(tmp_path), "-o", picture, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert note in said["notes"]
    assert [made["path"] for made in said["made"]] == [picture]
    assert main(["draw", str(tmp_path), "--form", "grid", "-o", picture, "--json"]) == 0
    assert note not in json.loads(capsys.readouterr().out).get("notes", [])
