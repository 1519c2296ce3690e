"""Where a team stands is told by counting, and any order of going is a fine one."""

from __future__ import annotations

import json

from footpath.atlas import load_texts
from footpath.lint import render_standing, standing

WAY = [
    "purpose and scope",
    "team and owner",
    "research",
    "segments and personas",
    "goals",
    "touchpoints and channels",
    "stages and steps",
    "actions, thoughts, feelings",
    "barriers and drivers",
    "criticality",
    "messages and brand goals",
    "opportunities and owners",
    "test with customers and numbers",
    "improve and measure again",
]


def stands(**files: str):
    texts = {
        "atlas.yaml": "footpath: 1\ntitle: A\n",
        **{name.replace("__", "/") + ".yaml": t for name, t in files.items()},
    }
    return standing(load_texts(texts))


def state(found, name: str) -> tuple[str, str]:
    return next((one.state, one.reason) for one in found.stations if one.name == name)


def test_an_empty_atlas_stands_at_the_beginning() -> None:
    found = stands()
    assert [one.name for one in found.stations] == WAY
    assert {one.state for one in found.stations} == {"not yet"}
    assert found.next is not None
    assert found.next.name == "purpose and scope"
    assert found.done == 0


def test_purpose_is_done_where_every_map_has_it() -> None:
    whole = "title: J\npurpose: p\nscenario: s\nbegins: b\nends: {wanted: w}\nstages: [One]\n"
    assert state(stands(journeys__a=whole), WAY[0]) == (
        "done",
        "1 of 1 map with purpose, scenario, beginning and end",
    )
    found = stands(journeys__a=whole, journeys__b="title: K\npurpose: p\nstages: [One]\n")
    assert state(found, WAY[0])[0] == "begun"
    assert found.next is not None
    assert found.next.next == "write purpose, scenario, begins and ends into journeys/b.yaml"


def test_retired_maps_and_competitors_ways_are_not_counted() -> None:
    whole = "title: J\npurpose: p\nscenario: s\nbegins: b\nends: {wanted: w}\nstages: [One]\n"
    found = stands(
        journeys__a=whole,
        journeys__b="title: K\nstatus: retired\nstages: [One]\n",
        journeys__c="title: L\ncompany: Theirs\nstages: [One]\n",
    )
    assert state(found, WAY[0])[0] == "done"


def test_touchpoints_first_and_notes_first_are_ways_too() -> None:
    first = stands(touchpoints="touchpoints:\n  - {id: door, title: The door, channel: shop}\n")
    assert first.way == "touchpoints first"
    assert first.next is not None
    assert first.next.name == "stages and steps"
    notes = stands(journeys__a="title: J\nstages: [One]\nnotes: [late again, too dear]\n")
    assert notes.way == "notes first"
    assert notes.next is not None
    assert (notes.next.name, notes.next.next) == ("stages and steps", "put the notes into steps")
    assert state(notes, "stages and steps") == ("begun", "1 map, 1 stage, 0 steps, 2 notes to be placed")
    assert "which is a fine way, too" in render_standing(notes)


def test_six_of_ten_steps_are_enough_and_a_stages_cell_counts_for_its_steps() -> None:
    told = "{title: x, action: a, thought: t, emotion: 1}"
    steps = [told] * 3 + ["{title: y}"] * 2
    text = "title: J\nstages:\n  - title: S\n    steps:\n" + "".join(f"      - {one}\n" for one in steps)
    assert state(stands(journeys__a=text), WAY[7])[0] == "done"
    text = text.replace(told, "{title: x, action: a, thought: t}", 1)
    assert state(stands(journeys__a=text), WAY[7]) == (
        "begun",
        "actions at 3 of 5 steps, thoughts at 3 of 5 steps, feelings at 2 of 5 steps",
    )
    whole = text.replace("title: S\n", "title: S\n    emotion: 1\n")
    assert state(stands(journeys__a=whole), WAY[7])[0] == "done"


def test_plain_data_and_text_say_the_same() -> None:
    found = stands(journeys__a="title: J\nowner: Ada\nstages: [One]\n", atlas="title: A\nteam: [Ada]\n")
    data = json.loads(json.dumps(found.to_json()))
    assert [one["station"] for one in data["stations"]] == WAY
    assert data["next"] == "purpose and scope"
    text = render_standing(found)
    assert text.splitlines()[0] == "1 of 14 stations on the way to a map that is used are done:"
    assert "  done    team and owner\n" in text
    assert text.splitlines()[-1] == (
        "  now     purpose and scope: write purpose, scenario, begins and ends into journeys/a.yaml"
    )
    assert max(len(line) for line in text.splitlines()) <= 100
