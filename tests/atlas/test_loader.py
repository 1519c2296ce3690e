"""The whole of the format's own example: what each form of writing means, and where things stand."""

from __future__ import annotations

from pathlib import Path

import footpath.atlas as atlas_room
from footpath.atlas import (
    Barrier,
    Cell,
    Criticality,
    Emotion,
    Reference,
    load,
    load_texts,
    loads_journey,
    to_plain,
)
from footpath.atlas.yamltext import emit
from footpath.base import Place, has_errors, registered_codes

SHOP = Path(__file__).parent.parent / "cases" / "atlas" / "shop"


def test_the_example_loads_without_a_word() -> None:
    loaded = load(SHOP)
    assert loaded.problems == ()
    atlas = loaded.atlas
    assert [journey.id for journey in atlas.journeys] == ["gift"]
    assert [touchpoint.id for touchpoint in atlas.touchpoints] == [
        "delivery",
        "product-page",
        "price-comparison-site",
        "cancellation",
    ]
    assert atlas.touchpoint("price-comparison-site").title == "Price comparison site"
    assert atlas.touchpoint("delivery").when == 'event = "delivered"'
    assert [channel.title for channel in atlas.channels] == ["Courier", "Our shop"]
    assert atlas.channel("newsletter").title == "Newsletter"
    assert atlas.source("orders").files == ("../exports/orders-*.csv",)
    assert atlas.source("reviews").text == ("review_comment_title", "review_comment_message")
    assert atlas.opportunity("early-shipping").target is not None
    assert atlas.persona("nadia").goals[1].evidence[0].theme == "time"
    assert atlas.persona("nadia").quote == Cell(text="I want it by Friday")


def test_d40_cells_are_read_by_the_role_of_their_lane() -> None:
    journey = load(SHOP).atlas.journey("gift")
    step = journey.step("look-elsewhere")
    assert step.lane("action") == (Cell(text="Opens three shops in tabs"),)
    assert step.lane("emotion") == (Emotion(score=-1, word="unsure"),)
    assert step.lane("criticality") == (Criticality(level=3, why="half of the buyers who leave, leave here"),)
    barrier = step.lane("barrier")[0]
    assert isinstance(barrier, Barrier)
    assert (barrier.id, barrier.severity, [found.exit for found in barrier.evidence]) == (
        "late-shipping-cost",
        4,
        [None, "look-elsewhere"],
    )
    assert step.lane("opportunity") == (Reference(ref="early-shipping"),)
    assert step.touchpoints() == ("price-comparison-site",)
    assert journey.ends.wanted[0].touchpoint == "delivery"
    assert [end.text for end in journey.ends.unwanted] == ["buys elsewhere", "gives up"]
    assert journey.begins is not None
    assert not journey.begins.is_bound


def test_d41_short_forms_mean_the_same_as_long_ones() -> None:
    short = "title: T\nlanes: action\nstages:\n  - title: A\n    steps:\n      - {title: B, emotion: -1, criticality: high, barrier: slow, next: [end], action: [x, y], number: 3}\nends: {wanted: end}\n"
    long = (
        "title: T\nlanes: [{id: action, role: action}]\nstages:\n  - id: a\n    title: A\n    steps:\n      - id: b\n        title: B\n"
        "        emotion: [{score: -1.0}]\n        criticality: {level: 3}\n        barrier: [{id: slow, text: slow}]\n        next: [{to: end}]\n"
        "        action: [{text: x}, {text: y}]\n        number: {value: 3}\nends: {wanted: [{text: end}], unwanted: []}\n"
    )
    one, other = loads_journey(short), loads_journey(long)
    assert one.problems == other.problems == ()
    assert one.atlas == other.atlas


def test_d10_a_title_and_one_stage_are_enough() -> None:
    loaded = loads_journey("title: T\nstages: [Awareness]\n", "journeys/t.yaml")
    assert loaded.problems == ()
    assert (loaded.atlas.journeys[0].id, loaded.atlas.journeys[0].stages[0].id) == ("t", "awareness")
    assert [lane.id for lane in loaded.atlas.journeys[0].shown_lanes()][:2] == ["action", "thought"]


def test_d12_ids_that_are_written_come_before_those_made_from_titles() -> None:
    loaded = loads_journey(
        "title: T\nstages:\n  - title: A\n    steps: [Pay, {title: Other, id: pay}, Pay]\n"
    )
    assert [step.id for step in loaded.atlas.journeys[0].steps()] == ["pay-2", "pay", "pay-3"]
    assert [problem.code for problem in loaded.problems] == ["unstable-id"]


def test_numbers_stay_as_typed_where_a_text_is_meant() -> None:
    loaded = loads_journey("title: 1984\nclaim: 1.50\nstages:\n  - title: 007\n    action: [0x10, true]\n")
    assert loaded.problems == ()
    journey = loaded.atlas.journeys[0]
    assert (journey.title, journey.claim, journey.stages[0].title) == ("1984", "1.50", "007")
    assert [cell.text for cell in journey.stages[0].lane("action")] == ["0x10", "true"]


def test_places_are_found_by_path_by_id_and_by_thing() -> None:
    loaded = load(SHOP)
    by_id = loaded.place("journeys/gift.yaml", ("stages", "compare", "steps", "look-elsewhere", "emotion"))
    by_index = loaded.place("journeys/gift.yaml", "stages/0/steps/0/emotion")
    assert (by_id.line, by_id.column) == (by_index.line, by_index.column) == (27, 18)
    assert loaded.where("gift", "look-elsewhere", "barrier", 0).line == 30
    assert loaded.file_of("journey", "gift") == "journeys/gift.yaml"
    assert loaded.file_of("touchpoint", "delivery") == "touchpoints.yaml"
    assert loaded.place("nothing.yaml", "a/b") == Place("nothing.yaml", path="a/b")
    source = loaded.source_line(by_id)
    assert source is not None
    assert source.strip() == "emotion: {score: -1, word: unsure}"


def test_one_broken_file_says_nothing_about_what_refers_into_it() -> None:
    texts = {
        "atlas.yaml": "title: T\n",
        "touchpoints.yaml": "touchpoints: [\n",
        "journeys/a.yaml": "title: A\nstages: [{title: x, touchpoint: web}]\n",
    }
    assert [problem.code for problem in load_texts(texts).problems] == ["yaml-syntax"]


def test_a_journey_written_new_loads_as_the_same() -> None:
    journey = load(SHOP).atlas.journey("gift")
    texts = {file: text for file, text in load(SHOP).texts.items() if file != "journeys/gift.yaml"}
    loaded = load_texts({**texts, "journeys/gift.yaml": emit.document(to_plain(journey))})
    assert not has_errors(loaded.problems)
    again = loaded.atlas.journey("gift")
    assert again == journey


def test_the_face_and_the_codes_agree_with_what_is_there() -> None:
    assert all(hasattr(atlas_room, name) for name in atlas_room.__all__)
    source = "".join(
        path.read_text("utf-8")
        for path in Path(atlas_room.__file__).parent.rglob("*.py")
        if path.name != "codes.py"
    )
    ours = [code for code, (room, _) in registered_codes().items() if room == "atlas"]
    assert [code for code in ours if f'"{code}"' not in source] == []
