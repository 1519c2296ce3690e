"""Comparison, conversion, outcomes, segments and who is behind a count, as they are typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from footpath.cli import main


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """Return a file of 90 customers: every third buys, of those with the app every second; two of three are on the web."""
    path = tmp_path / "shop.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("customer", "time", "event", "device", "paid"))
        for i in range(90):
            who = "=cmd" if i == 1 else f"00{i}"
            device = "web" if i % 3 else "app"
            writer.writerow((who, f"2026-01-{1 + i % 20:02}T10:00:00", "look", device, ""))
            if i % 3 == 1 or i % 6 == 0:
                writer.writerow((who, f"2026-01-{1 + i % 20:02}T10:{10 + i % 40}:00", "buy", device, 10 + i))
        writer.writerow(("late", "2026-03-01T10:00:00", "look", "web", ""))
    return str(path)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["mine", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_two_devices_are_compared(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "compare", shop, "--by", "device", "--goal", "buy", "--sum", "value")
    rows = {row["measure"]: row for row in found["rows"]}
    assert (rows["buy"]["group"], rows["buy"]["customers"], rows["buy"]["base_customers"]) == ("app", 30, 61)
    assert rows["buy"]["value"] == pytest.approx(0.5)
    assert rows["buy"]["base_value"] == pytest.approx(30 / 61)
    assert found["notes"][0].startswith("Looked at 2 differences")


def test_a_failed_split_is_warned_of_before_the_result(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["mine", "compare", shop, "--variant", "device", "--split", "app=60,web=40", "--goal", "buy"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "sample-ratio-mismatch" in told.err
    assert told.out.splitlines()[1].startswith("(sample ratio)")
    assert main([*words[:5], *words[7:], "--exposure", "look", "--by", "device"]) == 0
    assert main(["mine", "compare", shop, "--by", "device", "--goal", "buy", "--split", "a=1,b=1"]) == 2
    assert main(["mine", "compare", shop, "--variant", "device", "--goal", "buy", "--split", "app"]) == 3


def test_what_goes_with_buying(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("conversion", shop, "--goal", "buy", "--window", "1d", "--least", "20")
    rows = asked(capsys, *words)["rows"]
    assert {(row["property"], row["value"]) for row in rows} == {("device", "app"), ("device", "web")}
    assert asked(capsys, *words, "--floor", "40")["rows"] == []
    assert len(asked(capsys, *words, "--look-at", "device", "--early", "5m")["rows"]) == 2


def test_how_long_it_takes_and_which_segments(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("outcomes", shop, "--start", "look", "--goal", "buy")
    (row,) = asked(capsys, *words)["rows"]
    assert (row["customers"], row["goals"], row["censored"]) == (91, 45, 46)
    curve = asked(capsys, *words, "--curve", "--by", "device", "--window", "20m", "--until", "2026-02-01")[
        "rows"
    ]
    assert curve[-1]["time_s"] <= 1200
    found = asked(
        capsys, "segments", shop, "--segment", "web: device = 'web'", "--segment", "n: count() > 1"
    )["rows"]
    assert [row["customers"] for row in found] == [61, 45, 15, 30]
    assert asked(capsys, "segments", shop, "--least-events", "1", "--most", "3")["rows"]


def test_the_customers_behind_a_count_as_a_file(
    shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    funnel = ("funnel", shop, "--steps", "look,buy")
    count = asked(capsys, *funnel)["rows"][1]["count"]
    file = tmp_path / "buyers.csv"
    found = asked(capsys, *funnel, "--who", str(file), "--cell", "step=2")
    assert (found["customers"], found["cell"]) == (count, {"step": "2"})
    lines = file.read_text("utf-8").splitlines()
    assert (lines[0], len(lines)) == ("customer", count + 1)
    assert "'=cmd" in lines
    assert "000" in lines
    assert [problem["code"] for problem in found["problems"]] == ["id-like-formula"]
    exact = tmp_path / "buyers.json"
    asked(capsys, *funnel, "--who", str(exact), "--cell", "step=2")
    ids = [row["customer"] for row in json.loads(exact.read_text("utf-8"))]
    assert "=cmd" in ids
    assert len(set(ids)) == count
    lost = tmp_path / "lost.parquet"
    assert asked(capsys, *funnel, "--who", str(lost), "--cell", "lost=1")["customers"] == 91 - count
    assert lost.stat().st_size > 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--who", "x.csv"), 2),
        (("--cell", "step=1"), 2),
        (("--who", "x.csv", "--cell", "step"), 2),
        (("--who", "x.txt", "--cell", "step=1"), 3),
        (("--who", "x.csv", "--cell", "step=9"), 3),
        (("--who", "x.csv", "--cell", "step=2", "--floor", "50"), 3),
    ],
)
def test_what_cannot_be_told_writes_nothing(
    shop: str, words: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["mine", "funnel", shop, "--steps", "look,buy", *words]) == code
    assert not list(tmp_path.glob("x.*"))
