"""``footpath mine ... -o out.svg`` and ``out.html``: the picture beside the rows."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from footpath.cli import main

EVENTS = """user,time,event
ada,2026-01-05 10:00,viewed
ada,2026-01-05 10:07,ordered
bob,2026-01-20 10:00,viewed
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop.csv").write_text(EVENTS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_ending_picks_the_picture(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["mine", "funnel", "shop.csv", "--steps", "viewed,ordered"]
    assert main([*words, "-o", "funnel.svg"]) == 0
    svg = (shop / "funnel.svg").read_text("utf-8")
    ElementTree.fromstring(svg)  # noqa: S314 - our own picture
    assert "1 of 2 come from viewed to ordered" in svg
    assert main([*words, "-o", "funnel.html", "--theme", "print"]) == 0
    page = (shop / "funnel.html").read_text("utf-8")
    assert 'data-theme="print"' in page
    assert "<td>ordered</td>" in page
    assert "made funnel.html" in capsys.readouterr().out


def test_names_from_files_are_never_markup(shop: Path) -> None:
    (shop / "wild.csv").write_text(EVENTS.replace("viewed", '"<script>alert(1)</script>"'), "utf-8")
    assert main(["mine", "transitions", "wild.csv", "-o", "wild.svg"]) == 0
    assert main(["mine", "transitions", "wild.csv", "-o", "wild.html"]) == 0
    assert "<script" not in (shop / "wild.svg").read_text("utf-8")
    assert "<script>alert" not in (shop / "wild.html").read_text("utf-8")


def test_what_cannot_be_written_is_said_before_anything_is_counted(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mine", "paths", "shop.csv", "-o", "paths.svg", "--theme", "drak"]) == 3
    assert "Did you mean 'dark'?" in capsys.readouterr().err
    assert main(["mine", "paths", "shop.csv", "-o", "paths.png", "--json"]) == 3
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert problem["code"] == "unknown-ending"
    assert ".svg, .html" in problem["expected"]
    assert main(["mine", "paths", "shop.csv", "--who", "who.svg", "--cell", "path=viewed"]) == 3
    assert not list(shop.glob("*.svg"))
