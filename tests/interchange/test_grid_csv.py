"""The grid as CSV: heads, one row a lane, nothing that a spreadsheet runs, and a report of what it cannot hold."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.atlas import load_texts
from footpath.interchange import write
from footpath.interchange.grid_csv import defuse

TEXTS = {
    "atlas.yaml": "footpath: 1\ntitle: A\n",
    "journeys/j.yaml": """footpath: 1
id: j
title: Lunch
lanes: [{id: action, role: action, title: What I do}, thought, emotion, touchpoint, barrier, criticality, takeaway]
stages:
  - id: go
    title: Going
    takeaway: The way is short
    steps:
      - {id: walk, title: I walk, action: =SUM(A1), emotion: {score: -1, word: cold}, touchpoint: street}
      - {id: queue, title: I queue, emotion: -1.5, barrier: {text: Long, severity: 4, kind: waiting}, next: [walk]}
  - id: eat
    title: Eating
  - id: pay
    title: Paying
    steps:
      - {id: pay-up, title: I pay, action: [Cash, "@home, by card"], criticality: {level: high, why: it is the end}}
""",
    "touchpoints.yaml": "touchpoints:\n  - {id: street, title: The street, ownership: customer}\n",
}


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_rows_are_lanes_and_columns_are_steps_under_their_stages() -> None:
    written = write(load_texts(TEXTS).atlas, "j", "grid-csv")
    assert rows_of(written.data) == [
        ["Stage", "Going", "", "Eating", "Paying"],
        ["Step", "I walk", "I queue", "", "I pay"],
        ["What I do", "'=SUM(A1)", "", "", "Cash\n@home, by card"],
        ["How they feel", "cold (-1)", "-1.5", "", ""],
        ["Where we meet", "The street", "", "", ""],
        ["What gets in the way", "", "Long (severity 4, waiting)", "", ""],
        ["How much it decides", "", "", "", "high: it is the end"],
        ["In one sentence", "The way is short", "", "", ""],
    ]
    lost = {one.what: one.count for one in written.report.lost}
    assert lost["branches, loops and exits"] == 1
    assert "1 text that looks like a formula got an apostrophe in front" in written.report.assumed
    assert written.data.startswith(b"\xef\xbb\xbf")


def test_lanes_can_be_chosen_and_what_is_left_out_is_said() -> None:
    written = write(load_texts(TEXTS).atlas, "j", "grid-csv", lanes=["takeaway", "action"])
    assert [row[0] for row in rows_of(written.data)] == ["Stage", "Step", "In one sentence", "What I do"]
    assert ("cells of the lane emotion", 2) in {(one.what, one.count) for one in written.report.lost}


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "＝1", "'=1", "- one", "+", "-1+2", "=-1"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert defuse(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "+1.5", "-3,5", "1e-9", "-12 %", "a=b", "it's", "'quoted'", ""])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert defuse(text) == text


@given(st.text(alphabet="'=+-@1a \t", max_size=6))
def test_a_reader_can_take_the_apostrophe_away_again(text: str) -> None:
    safe = defuse(text)
    assert safe in (text, "'" + text)
    assert not safe.startswith(("=", "@", "\t", "\r"))
    # Two different texts never become one.
    assert (safe != text) == (defuse(safe) != safe)
