"""What a rule's two examples do not show: its thresholds, and what it must leave alone."""

from __future__ import annotations

import json

import pytest

from footpath.atlas import load_texts
from footpath.lint import check
from footpath.lint.rules.personal_data import found_in


def messages(loaded, code: str) -> list[str]:
    return [finding.message for finding in check(loaded, only=[code])]


def steps(*lines: str) -> str:
    return "title: T\nstages:\n  - title: S\n    steps:\n" + "".join(
        f"      - {{{line}}}\n" for line in lines
    )


@pytest.mark.parametrize(("stages", "found"), [(3, True), (4, False), (9, False), (10, True)])
def test_four_to_nine_stages(atlas, stages: int, found: bool) -> None:
    text = "title: T\nstages:\n" + "".join(f"  - title: s{n}\n" for n in range(stages))
    assert bool(messages(atlas(text), "S001")) is found


@pytest.mark.parametrize(("filled", "found"), [(1, True), (2, False)])
def test_a_lane_is_thin_under_a_fifth_of_its_columns(atlas, filled: int, found: bool) -> None:
    lines = [f"title: step {n}" + (", thought: yes" if n < filled else "") for n in range(10)]
    assert bool(messages(atlas(steps(*lines)), "S004")) is found


def test_a_cell_of_a_stage_fills_its_lane_for_all_steps(atlas) -> None:
    text = steps(*(f"title: step {n}" for n in range(10))).replace(
        "title: S\n", "title: S\n    goal: to be there\n"
    )
    assert messages(atlas(text), "S004") == []


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("I pay", "I pay", True),
        ("I pay!", "i pay", True),
        ("I recieve the parcel", "I receive the parcel", True),
        ("I get parcel 1", "I get parcel 2", False),
        ("I pay by card", "I pay by phone", False),
        ("I come", "I go", False),
    ],
)
def test_which_titles_are_nearly_the_same(atlas, a: str, b: str, found: bool) -> None:
    assert bool(messages(atlas(steps(f"id: a, title: {a}", f"id: b, title: {b}")), "S006")) is found


def test_a_measured_feeling_counts_as_one(atlas) -> None:
    run = {"footpath-measures": 1, "journey": "example", "made": "2026-11-21T09:30:00Z"}
    row = {"on": "step", "measure": "emotion", "value": -0.5, "unit": "emotion", "n": 90}
    run["rows"] = [{**row, "id": id_} for id_ in "ab"]
    journey = "footpath: 1\nid: example\n" + steps("id: a, title: A", "id: b, title: B")
    files = {"journeys/example.yaml": journey}
    assert messages(atlas.files(files), "E001")
    measured = atlas.files({**files, "measures/2026-11-21T0930Z-1.json": json.dumps(run)})
    assert messages(measured, "E001") == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"id": "door", "n": 0, "value": 0}, {"id": "desk", "n": 9, "value": 9}], True),
        ([{"id": "desk", "n": 9, "value": 9}], True),
        ([{"id": "door", "n": 3, "value": None, "floor": True}], False),
        ([], False),
        (
            [{"on": "journey", "id": "example", "measure": "reach", "unit": "walks", "n": 40, "value": 40}],
            True,
        ),
    ],
    ids=[
        "counted none",
        "not among the measures",
        "under the floor",
        "nothing was measured",
        "no touchpoint was seen",
    ],
)
def test_a_rule_that_matched_nothing_in_the_newest_measures(atlas, rows, found: bool) -> None:
    full = [{"on": "touchpoint", "measure": "visits", "unit": "count", **row} for row in rows]
    run = {"footpath-measures": 1, "journey": "example", "made": "2026-11-21T09:30:00Z", "rows": full}
    loaded = atlas.files(
        {
            "journeys/example.yaml": "footpath: 1\nid: example\n" + steps("title: A, touchpoint: door"),
            "touchpoints.yaml": "touchpoints:\n  - {id: door, title: The door, when: event = 'open'}\n",
            "measures/2026-11-21T0930Z-1.json": json.dumps(run),
        }
    )
    said = messages(loaded, "V004")
    assert said == (
        ['the rule of "The door" matched nothing in the newest measures (example, 2026-11-21)']
        if found
        else []
    )


@pytest.mark.parametrize("ownership", ["customer", "earned"])
def test_what_leaves_no_event_of_ours_needs_no_rule(atlas, ownership: str) -> None:
    loaded = atlas.files(
        {
            "journeys/example.yaml": "footpath: 1\nid: example\n" + steps("title: A, touchpoint: talk"),
            "touchpoints.yaml": f"touchpoints:\n  - {{id: talk, title: Talk, ownership: {ownership}}}\n",
            "sources.yaml": "sources:\n  - {id: e, files: e.csv, customer: c, time: t, event: e}\n",
        }
    )
    assert messages(loaded, "V004") == []


@pytest.mark.parametrize(
    ("opportunity", "found"),
    [
        ("{id: o, text: Do, answers: [grave]}", False),
        ("{id: o, text: Do, answers: [grave], status: dropped}", True),
        ("{id: o, text: Do, answers: [other]}", True),
        ("{id: o, text: Do}", False),
    ],
)
def test_what_answers_a_grave_barrier(atlas, opportunity: str, found: bool) -> None:
    step = "title: A, barrier: [{id: grave, text: Closed, severity: 4}, {id: other, text: Far, severity: 2}], opportunity: o"
    loaded = atlas.files(
        {
            "journeys/example.yaml": "footpath: 1\nid: example\n" + steps(step),
            "opportunities.yaml": f"opportunities:\n  - {opportunity}\n",
        }
    )
    assert bool(messages(loaded, "O001")) is found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to ines@example.org", ["an e-mail address"]),
        ("call +49 341 555 0199 after six", ["a telephone number"]),
        ("0341/5550199", ["a telephone number"]),
        ("(212) 555-0123", ["a telephone number"]),
        ("my card 4111 1111 1111 1111 was refused", ["a card number"]),
        ("IBAN DE89 3704 0044 0532 0130 00", ["an account number"]),
        ("order 4111111111111112 came late", []),
        ("on 2026-11-21 at 09:30, 1,200.50 euros", []),
        ("between 2019 and 2024", []),
        ("10 of 12 in 30 to 45 minutes", []),
        ("DE89 is no account", []),
    ],
)
def test_what_counts_as_personal(text: str, kinds: list[str]) -> None:
    assert found_in(text) == kinds


def test_personal_data_are_found_on_cards_notes_and_opportunities_and_never_repeated(atlas) -> None:
    mail = "ines@example.org"
    loaded = atlas.files(
        {
            "journeys/example.yaml": f"footpath: 1\nid: example\nnotes: [ask {mail}]\n"
            + steps(f"title: A, thought: '{mail}?'"),
            "personas/p.yaml": f"footpath: 1\nid: p\nname: P\nquote: {mail} never answered\ngoals: [reach {mail}]\n",
            "opportunities.yaml": f"opportunities:\n  - {{id: o, text: answer {mail}}}\n",
        }
    )
    found = check(loaded, only=["P001"])
    assert [(f.place.file, f.place.line) for f in found] == [
        ("journeys/example.yaml", 3),
        ("journeys/example.yaml", 8),
        ("opportunities.yaml", 2),
        ("personas/p.yaml", 4),
        ("personas/p.yaml", 5),
    ]
    assert mail not in repr(found)


def test_the_work_of_checking_grows_with_the_map_and_not_faster(work) -> None:
    row = "      - {{title: I do the thing number {n} with care, action: done, thought: why, emotion: {{score: 1}}}}\n"

    def loaded(journeys: int):
        texts = {"atlas.yaml": "footpath: 1\ntitle: A\n"}
        for j in range(journeys):
            body = "".join(row.format(n=f"{j}-{n}") for n in range(100))
            texts[f"journeys/j{j}.yaml"] = (
                f"footpath: 1\nid: j{j}\ntitle: J{j}\nstages:\n  - title: S\n    steps:\n{body}"
            )
        return load_texts(texts)

    small, large = loaded(3), loaded(12)
    check(small)  # what is made once is made
    assert work(lambda: check(large)) < 4.6 * work(lambda: check(small))


def test_a_small_count_is_no_thin_sample_and_a_wide_feeling_is(atlas) -> None:
    base = {"on": "step", "id": "a"}
    rows = [
        {**base, "measure": "reach", "unit": "walks", "value": 12, "n": 12},
        {
            **base,
            "measure": "emotion-scores",
            "unit": "-2..+2",
            "value": 0.1,
            "n": 40,
            "low": -0.6,
            "high": 0.8,
        },
    ]
    run = {"footpath-measures": 1, "journey": "example", "made": "2026-11-21T09:30:00Z", "rows": rows}
    loaded = atlas.files(
        {
            "journeys/example.yaml": "footpath: 1\nid: example\n" + steps("id: a, title: I wait"),
            "measures/2026-11-21T0930Z-1.json": json.dumps(run),
        }
    )
    assert messages(loaded, "V006") == [
        'how it feels at "I wait" lies anywhere between -0.6 and +0.8 (from 40)'
    ]
