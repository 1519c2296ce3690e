"""``footpath mine retention``, ``lifecycle``, ``stickiness`` and ``cohorts`` as people call them."""

from __future__ import annotations

import json

import pytest

from footpath.cli import main

EVENTS = """user,time,event,value
ada,2025-01-05 10:00,ordered,10
ada,2025-02-05 10:00,ordered,20
bob,2025-01-20 10:00,viewed,
bob,2025-03-30 23:30,ordered,5
cleo,2025-02-14 10:00,viewed,
,2025-02-14 10:00,viewed,
dora,2199-01-01 10:00,viewed,
"""


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    (tmp_path / "shop.csv").write_text(EVENTS, "utf-8")
    monkeypatch.chdir(tmp_path)


def answered(capsys, *words):
    assert main(["mine", words[0], "shop.csv", *words[1:], "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_retention(capsys):
    said = answered(capsys, "retention", "--period", "month", "--until", "2025-04-01")
    assert list(said["rows"][0]) == [
        "cohort",
        "offset",
        "customers",
        "returned",
        "share",
        "low",
        "high",
        "complete",
    ]
    told = {(row["cohort"], row["offset"]): row["returned"] for row in said["rows"]}
    assert [told["2025-01", n] for n in range(3)] == [2, 1, 1]
    assert (told["2025-02", 1], told["2025-02", 2]) == (0, None)
    assert any("1 events lie after that" in note for note in said["notes"])


def test_events_or_rules_make_first_times_and_returns_in_a_zone_of_ones_own(capsys):
    options = ("--first", "viewed", "--return", 'event = "ordered"', "--zone", "Pacific/Auckland")
    said = answered(capsys, "retention", "--period", "month", "--until", "2025-05-01", *options)
    told = {(row["cohort"], row["offset"]): row["returned"] for row in said["rows"]}
    # Half past eleven at night on 30 March is the 31st in Auckland, March all the same.
    assert (told["2025-01", 0], told["2025-01", 2], told["2025-02", 0]) == (0, 1, 0)
    assert "Pacific/Auckland" in said["definition"]


def test_events_in_the_future_are_left_out_without_a_word_on_the_command_line(capsys):
    said = answered(capsys, "lifecycle", "--period", "month")
    assert {row["period"] for row in said["rows"]} == {"2025-01", "2025-02", "2025-03"}
    new = [row["customers"] for row in said["rows"] if row["state"] == "new"]
    assert new == [2, 1, 0]


def test_states_of_ones_own_and_who_moved(capsys):
    words = (
        "lifecycle",
        "--period",
        "month",
        "--state",
        'buyer: count(event = "ordered") >= 1',
        "--state",
        "guest: count() >= 1",
    )
    rows = answered(capsys, *words)["rows"]
    assert [row["customers"] for row in rows if row["state"] == "buyer"] == [1, 1, 2]
    moved = answered(capsys, *words, "--moves")["rows"]
    assert {(row["from"], row["to"]): row["customers"] for row in moved if row["period"] == "2025-03"} == {
        ("buyer", "buyer"): 1,
        ("guest", "buyer"): 1,
        ("guest", "guest"): 1,
    }
    assert main(["mine", "lifecycle", "shop.csv", "--moves"]) == 2


def test_stickiness_and_cohorts(capsys):
    rows = answered(capsys, "stickiness", "--period", "month", "--summary")["rows"]
    assert [row["customers"] for row in rows] == [2, 2, 1]
    rows = answered(
        capsys,
        "cohorts",
        "--measure",
        "size",
        "--measure",
        "mean(value)",
        "--measure",
        'share(event = "ordered")',
    )["rows"]
    assert [(row["cohort"], row["measure"], row["value"]) for row in rows][:3] == [
        ("2025-01", "size", 2.0),
        ("2025-01", "mean(value)", 17.5),
        ("2025-01", 'share(event = "ordered")', 1.0),
    ]


def test_who_is_behind_a_count(capsys, tmp_path):
    words = [
        "mine",
        "retention",
        "shop.csv",
        "--period",
        "month",
        "--who",
        "who.csv",
        "--cell",
        "cohort=2025-01",
    ]
    assert main([*words, "--cell", "offset=2"]) == 0
    assert (tmp_path / "who.csv").read_text("utf-8") == "customer\nbob\n"


@pytest.mark.parametrize(
    "words",
    [
        ("retention", "--until", "tomorrow"),
        ("retention", "--brackets", "7-1"),
        ("retention", "--kind", "bracket"),
        ("lifecycle", "--state", "loyal"),
        ("cohorts", "--measure", "sum(value)"),
        ("cohorts", "--by", "land"),
        ("stickiness", "--zone", "Mars/Olympus"),
    ],
)
def test_what_cannot_be_used_is_said(words, capsys):
    assert main(["mine", words[0], "shop.csv", *words[1:]]) in (2, 3)
    assert "fault" not in capsys.readouterr().err
