"""The demo: real data of the repository become two maps, again and again, and nothing else is touched."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from footpath.cli import main

DATA = Path(__file__).resolve().parents[2] / "examples" / "demo"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    assert main(["demo", str(folder), "--no-open"]) == 0
    return folder


def runs(demo: Path) -> dict[str, dict[str, Any]]:
    read = [json.loads(path.read_text("utf-8")) for path in (demo / "measures").glob("*.json")]
    return {run["journey"]: run for run in read}


def test_the_counts_are_those_of_the_file(demo: Path) -> None:
    with (DATA / "booklets.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    (run,) = (run for journey, run in runs(demo).items() if journey != "card")
    told = {
        row["id"]: row["value"] for row in run["rows"] if (row["on"], row["measure"]) == ("step", "reach")
    }
    for step in ("booklet-sent", "coupon-redeemed", "second-coupon-redeemed"):
        assert told[step] == sum(bool(row[step.replace("-", "_") + "_date"]) for row in rows)


def test_words_stand_at_the_step_that_they_are_about_and_are_verbatim(demo: Path) -> None:
    with (DATA / "questions.csv").open(newline="", encoding="utf-8") as file:
        said = {row["question_id"]: row for row in csv.DictReader(file)}
    run = runs(demo)["card"]
    told = {row["id"]: row["value"] for row in run["rows"] if row["measure"] == "remarks"}
    assert told["fee"] == sum(row["category"] == "card_payment_fee_charged" for row in said.values())
    assert len(run["quotes"]) >= 12
    for quote in run["quotes"]:
        assert quote["text"] in said[quote["remark"]]["text"]
    (about,) = {said[quote["remark"]]["category"] for quote in run["quotes"] if quote["step"] == "fee"}
    assert about == "card_payment_fee_charged"


def test_both_maps_are_drawn_and_check_finds_no_error(demo: Path) -> None:
    assert sorted(path.suffix for path in (demo / "maps").iterdir()) == [".html", ".html", ".svg", ".svg"]
    assert main(["check", str(demo)]) == 0


def test_a_second_demo_replaces_the_first_and_no_other_folder(demo: Path, tmp_path: Path) -> None:
    assert main(["demo", str(demo), "--no-open"]) == 0
    other = tmp_path / "mine"
    other.mkdir()
    (other / "file.txt").write_text("mine")
    assert main(["demo", str(other), "--no-open"]) == 3
    assert (other / "file.txt").read_text() == "mine"
