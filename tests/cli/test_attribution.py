"""``footpath mine attribution`` as people call it: goals as names or rules, models side by side, a table of costs."""

from __future__ import annotations

import json

import pytest

from footpath.cli import main
from footpath.cli.asking.attribution import goal_of

EVENTS = """user,time,event,channel,landed
ada,2025-01-01 10:00,view,paid search,true
ada,2025-01-03 10:00,view,email,false
ada,2025-01-03 10:05,purchase,email,false
bob,2025-01-02 10:00,view,paid search,true
cleo,2025-01-02 10:00,view,,false
cleo,2025-01-02 11:00,purchase,email,false
"""
COSTS = """Day;Source;Spend (EUR)
01.01.2025;Paid_Search;"1.000,50 €"
02.01.2025;Paid_Search;500,00
02.01.2025;email;20
31.12.2024;email;99
02.01.2025;tv;700
"""


@pytest.fixture
def clicks(tmp_path, monkeypatch):
    (tmp_path / "clicks.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "costs.csv").write_text(COSTS, "utf-8")
    monkeypatch.chdir(tmp_path)


def answered(capsys, *words):
    code = main(["mine", "attribution", "clicks.csv", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_models_stand_side_by_side_as_asked(clicks, capsys):
    code, said = answered(capsys, "--goal", "purchase", "--model", "markov, last")
    assert code == 0
    assert said["command"] == "mine attribution"
    assert [(row["model"], row["channel"], row["credit"], row["removal_effect"]) for row in said["rows"]] == [
        ("markov", "email", pytest.approx(1), pytest.approx(1)),
        ("markov", "(none)", pytest.approx(0.5), pytest.approx(0.5)),
        ("markov", "paid search", pytest.approx(0.5), pytest.approx(0.5)),
        ("last", "email", 2.0, None),
        ("last", "(none)", 0.0, None),
        ("last", "paid search", 0.0, None),
    ]
    assert said["notes"][0] == "2 of 3 paths came to the goal: the credits of each model sum to 2."
    assert "(none) stands for sessions whose first event has no channel." in said["notes"]


def test_all_models_and_other_settings_are_printed(clicks, capsys):
    words = (
        "--model",
        "all",
        "--position",
        "30/40/30",
        "--half-life",
        "1d",
        "--lookback",
        "1d",
        "--gap",
        "2h",
    )
    _, said = answered(capsys, "--goal", "purchase", *words)
    assert len({row["model"] for row in said["rows"]}) == 9
    for part in ("first session has 30 %", "24 hours later", "24 hours before the goal", "longer than 2 h"):
        assert part in said["definition"]


def test_costs_are_laid_beside_and_what_met_no_channel_is_told(clicks, capsys):
    _, said = answered(capsys, "--goal", "purchase", "--model", "linear", "--costs", "costs.csv")
    assert {row["channel"]: (row["cost"], row["cost_per_outcome"]) for row in said["rows"]} == {
        "email": (20.0, 20.0),
        "paid search": (1500.5, 3001.0),
        "(none)": (None, None),
    }
    notes = " ".join(said["notes"])
    for part in (
        "channel Source, cost Spend (EUR)",
        "'tv' 700.00 EUR",
        "99.00 EUR in 1 row",
        "'Paid_Search'",
    ):
        assert part in notes


def test_a_goal_that_nobody_has_is_said(clicks, capsys):
    code, said = answered(capsys, "--goal", "purchas")
    assert code == 0
    assert any("Nobody came to the goal" in note for note in said["notes"])


def test_another_property_is_credited(clicks, capsys):
    _, said = answered(capsys, "--goal", 'event = "purchase"', "--by", "landed", "--model", "first")
    assert {row["channel"]: row["credit"] for row in said["rows"]} == {"false": 1.0, "true": 1.0}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--goal", "x", "--model", "best"), "model cannot be 'best'"),
        (("--goal", "x", "--position", "40/60"), "--position cannot be '40/60'"),
        (("--goal", "x", "--position", "40/20/20"), "three shares that add up to 100"),
        (("--goal", "x", "--within", "session"), "--within cannot be 'session'"),
        (("--goal", 'event = "x'), "rule"),
        (("--goal", "x", "--by", "chanel"), "no column 'chanel'"),
        (("--goal", "x", "--costs", "none.csv"), "none.csv"),
        (("--goal", "x", "--costs", "costs.csv", "--cost-columns", "cost"), "ROLE=COLUMN"),
        (("--goal", "x", "--costs", "costs.csv", "--cost-columns", "cost=Spend"), "no column 'Spend'"),
    ],
)
def test_what_cannot_be_asked_says_what_can(clicks, capsys, words, says):
    assert main(["mine", "attribution", "clicks.csv", *words]) in (2, 3)
    assert says in capsys.readouterr().err


def test_a_goal_is_an_event_or_a_rule():
    assert goal_of("purchase") == "purchase"
    assert goal_of("Order placed") == "Order placed"
    assert goal_of("late") == "late"  # a name alone is an event, never a column that is true
    assert str(goal_of("late = true")) == "late = true"
    assert str(goal_of('event in ("a", "b")')) == 'event in ("a", "b")'
