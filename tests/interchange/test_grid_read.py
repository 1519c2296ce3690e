"""Grids in: heads and lanes guessed and shown, feelings on other scales stated, and a table that comes home changes only what was changed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.atlas import SetCell, SetField, apply_all, list_templates, load_texts, write_template
from footpath.base import BadInputError
from footpath.interchange import FORMATS, Foreign, ReadOptions, grid_back, operations_of, read, write

EMPTY = {"atlas.yaml": "footpath: 1\ntitle: A\n"}
MAP = {
    "atlas.yaml": "footpath: 1\ntitle: A\n",
    "journeys/lunch.yaml": """footpath: 1
id: lunch
title: Lunch   # the only one
personas: [leyla]
lanes: [{id: doing, role: action, title: What I do}, thought, emotion, touchpoint, barrier, criticality, takeaway]
stages:
  - id: go
    title: Going
    takeaway: The way is short
    steps:
      - id: walk
        title: I walk
        doing: =SUM(A1)
        emotion: {score: -1, word: cold, evidence: [{link: notes.txt, sentence: It rained}]}
        touchpoint: street
      - id: queue
        title: I queue
        emotion: -1.5
        barrier: {id: long, text: Long, severity: 4, kind: waiting}   # measured one day
        next: [walk]
  - id: pay
    title: Paying
    steps:
      - {id: pay-up, title: I pay, doing: [Cash, "@home, by card"], criticality: {level: high, why: it is the end}, thought: {text: At last, persona: leyla}}
""",
    "personas/leyla.yaml": "footpath: 1\nname: Leyla\n",
    "touchpoints.yaml": "touchpoints:\n  - {id: street, title: The street, ownership: customer}\n",
}


def table(rows: list[list[str]]) -> Foreign:
    return Foreign(rows=rows, name="wall")


def loaded_of(foreign: Foreign, fmt: str = "grid-xlsx", **lanes: str):
    found = read(foreign, fmt, ReadOptions(lanes=lanes))
    texts, _, _ = apply_all(EMPTY, operations_of(found, load_texts(EMPTY).atlas))
    loaded = load_texts(texts)
    assert not loaded.problems
    return found, loaded.atlas


def test_a_table_from_a_workshop_becomes_a_map() -> None:
    found, atlas = loaded_of(
        table(
            [
                ["Moving house", "", "", ""],
                ["Phase", "Before", "", "After"],
                ["Steps", "I pack", "I wait for the van", "I unpack"],
                ["Actions", "- buy boxes\n- ask friends", "", "open the first box"],
                ["Line of visibility", "", "", ""],
                ["Pain points", "", "Nobody says when (severity 4, waiting)", ""],
                ["Mood", "4", "1", "5"],
                ["Channels", "Phone", "Carrier pigeon", ""],
                ["Touch points", "Box shop", "Van", ""],
            ]
        )
    )
    (journey,) = atlas.journeys
    assert journey.title == "Moving house"
    assert [(s.title, [step.title for step in s.steps]) for s in journey.stages] == [
        ("Before", ["I pack", "I wait for the van"]),
        ("After", ["I unpack"]),
    ]
    pack, wait, unpack = journey.steps()
    assert [cell.text for cell in pack.lane("action")] == ["buy boxes", "ask friends"]
    barrier = wait.lane("barrier")[0]
    assert (barrier.text, barrier.severity, barrier.kind) == ("Nobody says when", 4, "waiting")
    # 1..5 onto -2..+2, by hand: 4 is +1, 1 is -2, 5 is +2
    assert [step.lane("emotion")[0].score for step in (pack, wait, unpack)] == [1, -2, 2]
    assert (
        "the numbers of 'Mood' were read on a scale from 1 to 5 and put onto -2 to +2" in found.report.assumed
    )
    assert [c.ref for step in (pack, wait) for c in step.lane("channel")] == ["phone", "carrier-pigeon"]
    assert [channel.id for channel in atlas.channels] == ["carrier-pigeon"]
    assert [t.title for t in atlas.touchpoints] == ["Box shop", "Van"]
    assert {guess.what: guess.is_sure for guess in found.guesses}["the row 'Mood'"] is True


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("What he thinks", "thought"),
        ("Was sie fühlt", "emotion"),
        ("PAIN-POINTS & frustrations", "barrier"),
        ("Puntos de dolor", "barrier"),
        ("Точки контакта", "touchpoint"),
        ("Backstage actions", "backstage-people"),
        ("KPI", "measure"),
        ("Zebra", "text"),
    ],
)
def test_lanes_are_guessed_by_their_names(name: str, role: str) -> None:
    found, atlas = loaded_of(table([["Stage", "A", "B"], [name, "x", "y"]]))
    assert atlas.journeys[0].lanes[0].role == role
    assert found.guesses[0].option.startswith("--lane ")


def test_a_lane_of_faces_and_numbers_is_how_they_feel_and_the_user_has_the_last_word() -> None:
    rows = [["Stage", "A", "B", "C"], ["Zebra", "🙂 calm", "😡", "0"]]
    _, atlas = loaded_of(table(rows))
    emotions = [
        stage.lane("zebra" if stage.lane("zebra") else "emotion")[0] for stage in atlas.journeys[0].stages
    ]
    assert [(cell.score, cell.word) for cell in emotions] == [(1, "calm"), (-2, ""), (0, "")]
    _, atlas = loaded_of(table(rows), Zebra="quote")
    assert atlas.journeys[0].lanes[0].role == "quote"


def test_a_table_with_a_row_a_step_is_turned() -> None:
    found, atlas = loaded_of(
        table(
            [
                ["Stage", "Step", "Actions", "Thoughts"],
                ["Before", "I look", "search", "where?"],
                ["", "I ask", "call", "who?"],
                ["After", "I rest", "sleep", ""],
            ]
        )
    )
    journey = atlas.journeys[0]
    assert [[step.title for step in stage.steps] for stage in journey.stages] == [
        ["I look", "I ask"],
        ["I rest"],
    ]
    assert [lane.role for lane in journey.lanes] == ["action", "thought"]
    assert "the table had a row a step: it was turned" in found.report.assumed


def test_one_row_of_heads_is_stages_and_a_step_head_makes_steps_of_one_stage() -> None:
    _, atlas = loaded_of(table([["Stage", "A", "B"], ["Actions", "x", "y"]]))
    assert [(s.title, len(s.steps), s.lane("action")[0].text) for s in atlas.journeys[0].stages] == [
        ("A", 0, "x"),
        ("B", 0, "y"),
    ]
    _, atlas = loaded_of(table([["Step", "A", "B"], ["Actions", "x", "y"]]))
    assert [[step.title for step in s.steps] for s in atlas.journeys[0].stages] == [["A", "B"]]


def test_what_is_no_grid_is_refused_with_what_a_grid_is() -> None:
    with pytest.raises(BadInputError, match="no row of heads") as caught:
        read(Foreign("just a sentence"), "grid-csv")
    assert caught.value.problems[0].code == "not-this-format"
    with pytest.raises(BadInputError, match="no HTML table"):
        read(Foreign("<p>words</p>"), "html-table")


def test_a_spreadsheets_clipboard_keeps_merged_heads_and_line_breaks_and_runs_nothing() -> None:
    html = """<html><head><style>td {color: red}</style><script>alert(1)</script></head><body><table>
    <tr><td>Stage</td><td colspan=2>Before</td><td>After</td></tr>
    <tr><td>Step</td><td>I look</td><td>I ask</td><td>I rest</td></tr>
    <tr><td>Actions</td><td>search<br>read &amp; compare</td><td></td><td>sleep</td></tr></table>"""
    _, atlas = loaded_of(Foreign(html), "html-table")
    journey = atlas.journeys[0]
    assert [[step.title for step in stage.steps] for stage in journey.stages] == [
        ["I look", "I ask"],
        ["I rest"],
    ]
    assert [cell.text for cell in next(journey.steps()).lane("action")] == ["search", "read & compare"]


# ---------------------------------------------------------------- home again


def home(rows: list[list[str]]):
    loaded = load_texts(MAP)
    assert not loaded.problems
    back = grid_back(rows, loaded, "lunch", ReadOptions())
    texts, inverses, _ = apply_all(MAP, back.operations)
    again = load_texts(texts)
    assert not [p for p in again.problems if p.severity == "error"]
    undone, _, _ = apply_all(texts, inverses)
    assert undone == MAP
    return back, texts, again.atlas.journeys[0]


def rows_of(data: bytes) -> list[list[str]]:
    return list(FORMATS.get("grid-csv").rows(Foreign(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("fmt", ["grid-csv", "html-table"])
def test_the_same_grid_back_in_changes_nothing(fmt: str) -> None:
    written = write(load_texts(MAP).atlas, "lunch", fmt)
    rows = FORMATS.get(fmt).rows(Foreign(written.data.decode("utf-8-sig")))
    back, texts, _ = home(rows)
    assert back.operations == () and texts == MAP
    assert back.report.lost == ()


def test_the_same_workbook_back_in_changes_nothing(tmp_path: Path) -> None:
    from footpath.evidence.foreign import foreign_rows, is_book

    path = tmp_path / "lunch.xlsx"
    path.write_bytes(write(load_texts(MAP).atlas, "lunch", "grid-xlsx").data)
    assert is_book(path)
    back, _, _ = home(foreign_rows(path))
    assert back.operations == ()


def test_the_templates_grids_come_home_without_a_change(tmp_path: Path) -> None:
    for template in list_templates():
        loaded = write_template(template.name, tmp_path / template.name)
        for journey in loaded.atlas.journeys:
            rows = rows_of(write(loaded.atlas, journey.id, "grid-csv").data)
            assert grid_back(rows, loaded, journey.id, ReadOptions()).operations == (), (
                template.name,
                journey.id,
            )


def test_one_changed_word_is_one_change_and_what_a_table_cannot_show_stays() -> None:
    rows = rows_of(write(load_texts(MAP).atlas, "lunch", "grid-csv").data)
    emotion = next(n for n, row in enumerate(rows) if row[0] == "How they feel")
    rows[emotion][1] = "frozen (-2)"
    back, texts, journey = home(rows)
    assert [type(operation) for operation in back.operations] == [SetCell]
    cell = journey.step("walk").lane("emotion")[0]
    assert (cell.score, cell.word, cell.evidence[0].sentence) == (-2, "frozen", "It rained")
    assert (
        "# the only one" in texts["journeys/lunch.yaml"]
        and "# measured one day" in texts["journeys/lunch.yaml"]
    )


def test_renamed_and_new_columns_and_lanes_come_home_and_missing_ones_stay() -> None:
    rows = rows_of(write(load_texts(MAP).atlas, "lunch", "grid-csv").data)
    rows = [[*row[:3], "new" if n > 1 else "", *row[3:]] for n, row in enumerate(rows)]
    rows[1][3] = "I choose"
    rows[1][1] = "I run"
    rows.append(["Frustrations of ours", "", "", "", "no table"])
    back, _, journey = home(rows)
    assert [[step.title for step in stage.steps] for stage in journey.stages] == [
        ["I run", "I queue", "I choose"],
        ["I pay"],
    ]
    assert SetField("step", "walk", "title", "I run", "lunch") in back.operations
    assert journey.step("pay-up").lane("frustrations-of-ours")[0].text == "no table"
    few = [
        row
        for row in rows_of(write(load_texts(MAP).atlas, "lunch", "grid-csv").data)
        if row[0] != "How they feel"
    ]
    back, _, journey = home([row[:2] + row[3:] for row in few])
    assert back.operations == ()
    assert {one.what: one.count for one in back.report.lost} == {
        "columns of the map": 1,
        "lanes of the map": 1,
    }


FIELD = st.text(alphabet="ab c=+-@'\"\n,;é🙂1(", max_size=12)


@settings(max_examples=60)
@given(
    st.lists(st.lists(FIELD, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["grid-csv", "html-table"]),
)
def test_reading_what_was_written_gives_the_same_table_again(fields: list[list[str]], fmt: str) -> None:
    names = ["Actions", "Thoughts", "Notes of mine", "Quotes", "Risks"]
    rows = [
        ["Stage", "One", "", "Two"],
        ["Step", "A", "B", "C"],
        *([name, *row] for name, row in zip(names, fields, strict=False)),
    ]
    _, atlas = loaded_of(table(rows))
    first = write(atlas, atlas.journeys[0].id, fmt)
    _, again = loaded_of(Foreign(first.data.decode("utf-8-sig")), fmt)
    assert write(again, again.journeys[0].id, fmt).data == first.data


def test_csv_of_any_separator_is_read() -> None:
    rows = [["Stage", "A", "B"], ["Actions", "x; y, z", "w"]]
    for mark in ",;\t|":
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=mark).writerows(rows)
        _, atlas = loaded_of(Foreign(text.getvalue()), "grid-csv")
        assert atlas.journeys[0].stages[0].lane("action")[0].text == "x; y, z"
