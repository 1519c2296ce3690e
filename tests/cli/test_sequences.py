"""Patterns, flows, loops, waits and the funnel in full as people call them."""

from __future__ import annotations

import json

import pytest

from footpath.cli import main

EVENTS = """user,time,event,device
1,2026-01-01 10:00,search,phone
1,2026-01-01 10:05,list,phone
1,2026-01-01 10:08,help,phone
2,2026-01-01 10:00,search,desk
2,2026-01-01 10:05,view-product,desk
2,2026-01-01 10:08,help,desk
"""


@pytest.fixture
def clicks(tmp_path, monkeypatch):
    (tmp_path / "clicks.csv").write_text(EVENTS, "utf-8")
    monkeypatch.chdir(tmp_path)


def answered(capsys, verb, *words):
    code = main(["mine", verb, "clicks.csv", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def rows(capsys, verb, *words):
    code, said = answered(capsys, verb, *words)
    assert code == 0
    assert said["command"] == f"mine {verb}"
    return said["rows"]


def test_a_pattern(clicks, capsys):
    found = rows(capsys, "sequences", "--pattern", "search, !view-product, help within 10m")
    assert [(row["what"], row["name"], row["count"]) for row in found] == [
        ("pattern", "search, !view-product, help within 10m", 1),
        ("before", "(begin)", 1),
        ("after", "(end)", 1),
    ]


def test_a_pattern_that_cannot_be_read_says_how_it_is_written(clicks, capsys):
    code = main(["mine", "sequences", "clicks.csv", "--pattern", "search, !help"])
    told = capsys.readouterr().err
    assert code == 3
    assert "pattern-syntax" in told
    assert "nothing stands after the last step" in told


def test_flows_loops_and_waits(clicks, capsys):
    found = rows(capsys, "flows", "--from", "search", "--deep", "1")
    assert [(row["from"], row["to"], row["customers"]) for row in found] == [
        ("search", "list", 1),
        ("search", "view-product", 1),
    ]
    found = rows(capsys, "flows", "--to", "help", "--deep", "1", "--top", "1", "--fold-loops")
    assert [(row["step"], row["from"], row["to"]) for row in found] == [
        (-1, "(other)", "help"),
        (-1, "list", "help"),
    ]
    assert rows(capsys, "loops") == []
    assert [row["total_s"] for row in rows(capsys, "waits", "--per", "event")] == [600, 180, 180]


def test_the_funnel_in_full(clicks, capsys):
    assert [r["count"] for r in rows(capsys, "funnel", "--steps", "search,!view-product,help")] == [2, 1]
    found = rows(capsys, "funnel", "--steps", "search, list?, help", "--by", "device")
    assert [(row["segment"], row["count"]) for row in found] == [
        *(("(all)", 2), ("(all)", 1), ("(all)", 2)),
        *(("desk", 1), ("desk", 0), ("desk", 1)),
        *(("phone", 1), ("phone", 1), ("phone", 1)),
    ]
    words = ("--steps", "search,list,buy", "--show", "lost", "--window", "1m", "--hold", "device")
    found = rows(capsys, "funnel", *words)
    assert [(row["name"], row["next"]) for row in found] == [("search", "list"), ("search", "view-product")]


def test_transitions_by_segment(clicks, capsys):
    found = rows(capsys, "transitions", "--by", "device", "--difference", "phone,desk")
    top = next(row for row in found if row["to"] == "list")
    assert (top["share_a"], top["share_b"]) == (1, 0)
    assert len(rows(capsys, "transitions", "--by", "device")) == 6 + 4 + 4
    assert main(["mine", "transitions", "clicks.csv", "--difference", "a,b"]) == 3
    assert main(["mine", "transitions", "clicks.csv", "--by", "device", "--difference", "a"]) == 3
    assert "bad-option" in capsys.readouterr().err
