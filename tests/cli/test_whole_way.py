"""The whole way as a marketer goes it: two exports, one command, a map; a title changed, the map drawn again."""

from __future__ import annotations

import json
import re
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from footpath.cli import main


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, shop_exports: Any) -> Path:
    """Return an atlas made by the one command; made once, since the tests only read it."""
    folder = tmp_path_factory.mktemp("made") / "shop"
    assert (
        main(["new", str(folder), "--from", str(shop_exports.orders), str(shop_exports.reviews), "--no-open"])
        == 0
    )
    return folder


@pytest.fixture
def rows(shop: Path) -> Callable[..., dict[str, Any]]:
    """Return a look-up in the newest measures."""
    (file,) = (shop / "measures").glob("*.json")
    run = json.loads(file.read_text("utf-8"))

    def find(on: str, id_: str, measure: str, among: str = "") -> dict[str, Any]:
        (row,) = (
            r
            for r in run["rows"]
            if (r["on"], r["id"], r["measure"], r.get("among", "")) == (on, id_, measure, among)
        )
        return dict(row)

    return find


def test_the_steps_are_those_that_customers_took_in_their_order(shop: Path) -> None:
    text = next((shop / "journeys").glob("*.yaml")).read_text("utf-8")
    titles = re.findall(r"^ +title: (.+)$", text, re.MULTILINE)
    seen = ["I order", "My payment is approved", "My parcel is handed to the carrier", "The parcel comes"]
    assert [title for title in titles if title in seen] == seen


def test_every_step_is_counted_as_a_hand_count_says(
    shop_exports: Any, rows: Callable[..., dict[str, Any]]
) -> None:
    for step, column in (
        ("ordered", "bought"),
        ("approved", "approved"),
        ("shipped", "shipped"),
        ("delivered", "delivered"),
    ):
        assert rows("step", step, "reach")["value"] == shop_exports.count(column)


def test_waits_are_the_medians_of_the_elapsed_times(
    shop_exports: Any, rows: Callable[..., dict[str, Any]]
) -> None:
    for step, first, second in (
        ("approved", "bought", "approved"),
        ("shipped", "approved", "shipped"),
        ("delivered", "shipped", "delivered"),
    ):
        row = rows("step", step, "median-wait")
        assert row["value"] == pytest.approx(statistics.median(shop_exports.waits(first, second)))
        assert row["n"] == len(shop_exports.waits(first, second))


def test_late_is_after_the_promised_day_and_never_what_did_not_come(
    shop_exports: Any, rows: Callable[..., dict[str, Any]]
) -> None:
    late = [shop_exports.late(row) for row in shop_exports.rows]
    row = rows("step", "delivered", "share-late")
    assert row["n"] == sum(one is not None for one in late)
    assert row["value"] == pytest.approx(sum(one is True for one in late) / row["n"])
    assert row["low"] < row["value"] < row["high"]


def test_whoever_waited_past_the_promise_feels_worse_and_both_say_how_many(
    shop_exports: Any, rows: Callable[..., dict[str, Any]]
) -> None:
    for among, is_late in (("late", True), ("in-time", False)):
        said = [r["score"] for r in shop_exports.rows if r["reviewed"] and shop_exports.late(r) is is_late]
        row = rows("step", "delivered", "emotion-scores", among)
        assert row["n"] == len(said)
        assert row["value"] == pytest.approx(statistics.mean(said) - 3, abs=1e-4)
    assert (
        rows("step", "delivered", "emotion-scores", "late")["high"]
        < rows("step", "delivered", "emotion-scores", "in-time")["low"]
    )


def test_how_the_walks_end_adds_up(shop_exports: Any, rows: Callable[..., dict[str, Any]]) -> None:
    canceled = sum(row["status"] == "canceled" for row in shop_exports.rows)
    assert rows("outcome", "canceled", "reach", "unwanted")["value"] == canceled
    assert rows("outcome", "the parcel comes", "reach", "wanted")["value"] == shop_exports.count("delivered")


def test_quotes_are_verbatim(shop: Path, shop_exports: Any) -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(shop_exports.reviews).active
    assert sheet is not None
    said = {str(row[3]) for row in sheet.iter_rows(min_row=2, values_only=True) if row[3]}
    (file,) = (shop / "measures").glob("*.json")
    quotes = json.loads(file.read_text("utf-8"))["quotes"]
    assert quotes
    assert {quote["text"] for quote in quotes} <= said


def test_no_data_about_a_person_lies_in_the_atlas(shop: Path, shop_exports: Any) -> None:
    customers = {row["customer"].encode() for row in shop_exports.rows}
    for path in shop.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not [customer for customer in customers if customer in held], path


def test_the_page_stands_alone_and_shows_what_nobody_recorded(shop: Path) -> None:
    (page,) = (shop / "maps").glob("*.html")
    text = page.read_text("utf-8")
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert "not in the data" in text
    assert "The parcel comes" in text


def test_a_changed_title_is_drawn_again(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "shop"
    shutil.copytree(shop, mine)
    (journey,) = (mine / "journeys").glob("*.yaml")
    journey.write_text(journey.read_text("utf-8").replace("The parcel comes", "At last it is here"), "utf-8")
    assert main(["draw", str(mine), "-o", str(tmp_path / "map.svg")]) == 0
    assert "At last it is here" in re.sub(r"<[^>]+>\s*", " ", (tmp_path / "map.svg").read_text("utf-8"))
    assert capsys.readouterr().out.splitlines()[-1].startswith("next: footpath ")


def test_the_same_evidence_gives_the_same_numbers(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (before,) = (shop / "measures").glob("*.json")
    assert main(["measure", str(shop), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert _told(told["rows"]) == _told(json.loads(before.read_text("utf-8"))["rows"])
    assert len(list((shop / "measures").glob("*.json"))) == 1


def _told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if v not in (None, "", False)} for row in rows]


def test_json_is_one_object_with_the_columns_of_the_design(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mine", "transitions", f"{shop}:orders", "--within", "case", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told)[:5] == ["command", "definition", "source", "rows", "notes"]
    assert list(told["rows"][0]) == ["from", "to", "customers", "occurrences", "median_s", "p90_s"]
    counts = {(row["from"], row["to"]): row["occurrences"] for row in told["rows"]}
    assert counts["(begin)", "ordered"] == 400


def test_check_finds_something_to_look_at_and_no_error(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(shop)]) == 0
    assert "barrier-unanswered" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["csv", "md", "mmd", "svg", "html"])
def test_every_ending_is_written(shop: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"map.{ending}"
    assert main(["draw", str(shop), "-o", str(path)]) == 0
    assert "parcel" in path.read_text("utf-8")
