"""A drafted map, whole: what it says is true of the events, it carries its evidence, and it loads."""

from __future__ import annotations

from typing import Any

import pytest
from insight_worlds import MADE, Worlds, answer, event, remark

from footpath.atlas import Atlas, Loaded, Source, apply_all, load_texts
from footpath.base import DAY, MINUTE, BadInputError
from footpath.insight import Evidence, draft, measure
from footpath.insight.find.facts import gather

BARE = {
    "atlas.yaml": "footpath: 1\ntitle: A shop\n",
    "sources.yaml": "footpath: 1\nsources:\n  - {id: s, files: s.csv}\n",
}


def opened(world: Worlds, *, source: Source | None = None, **tables: Any) -> tuple[Loaded, Evidence]:
    """Return an atlas without journeys, and its one source."""
    made = world.open(BARE, world.prepared(source or Source(id="s"), **tables))
    return made.loaded, made.evidence


def drafted(loaded: Loaded, evidence: Evidence, **how: Any) -> tuple[Loaded, Any, Any]:
    """Return the atlas with the draft in it, the journey, and the draft."""
    made = draft(loaded, evidence, **how)
    texts, _, _ = apply_all(loaded.texts, made.operations)
    after = load_texts(texts)
    assert [problem for problem in after.problems if problem.severity == "error"] == []
    return after, after.atlas.journey(made.journey), made


def orders(n: int = 400) -> dict[str, Any]:
    """Orders: 1 in 10 never shipped, 1 in 9 of the others late; scores of 1 where late or lost, 5 where in time."""
    events, answers, remarks = [], [], []
    for i in range(n):
        case = {"case": f"o{i}"}
        is_lost, is_late = i % 10 == 3, i % 8 == 5
        events += [
            event(f"c{i}", i, "order_purchase", **case),
            event(f"c{i}", i + 0.02, "order_approved", **case),
        ]
        if not is_lost:
            came = i + (12 if is_late else 6)
            events.append(event(f"c{i}", i + 2, "order_delivered_carrier", **case))
            events.append(event(f"c{i}", came, "order_delivered_customer", promised=i + 8, **case))
        bad = is_lost or is_late
        answers.append(answer(1 + i % 2 if bad else 5 - i % 2, i + 9, respondent=f"r{i}", case=f"o{i}"))
        words = (
            "It took you far too long and nobody answers"
            if bad
            else "Everything came well packed and quickly"
        )
        remarks.append(remark(f"m{i}", f"{words}, {i} thanks", i + 9, case=f"o{i}", rating=1 if bad else 5))
    events.append(event("late", n + 100, "order_purchase", case="last"))
    return {"events": events, "answers": answers, "remarks": remarks}


ORDER_SOURCE = Source(id="s", case="order_id")


@pytest.fixture
def of_orders(world: Worlds) -> Any:
    return drafted(*opened(world, source=ORDER_SOURCE, **orders()))


def test_I80_an_order_table_becomes_the_way_of_an_order(of_orders: Any) -> None:
    after, journey, made = of_orders
    assert journey.follows == "order"
    seen = [step.title for step in journey.steps() if step.touchpoints()]
    assert seen == [
        "I order",
        "My payment is approved",
        "My parcel is handed to the carrier",
        "The parcel comes",
    ]
    assert journey.begins.touchpoint == "order-purchase"
    assert [end.touchpoint for end in journey.ends.wanted] == ["order-delivered-customer"]
    assert (
        journey.claim
        == "9 of 10 orders come to “The parcel comes”; nearly all others are lost after “My payment is approved”"
    )
    assert "401 orders" in made.notes[0]
    assert after.atlas.personas[0].origin == "drafted"


def test_I81_every_drafted_cell_has_an_origin_and_evidence_or_is_assumed_openly(of_orders: Any) -> None:
    _, journey, _ = of_orders
    cells = [
        (holder.id, lane, cell)
        for holder in [*journey.stages, *journey.steps()]
        for lane, cells in holder.cells.items()
        if lane != "touchpoint"
        for cell in cells
    ]
    assert {lane for _, lane, _ in cells} == {"action", "emotion", "quote", "barrier", "driver", "takeaway"}
    for place, lane, cell in cells:
        assert cell.origin == "drafted", (place, lane)
        assert cell.evidence, (place, lane)
    assert all(
        thing.origin == "drafted" for thing in [journey, *journey.stages, *journey.steps(), *journey.notes]
    )
    unseen = [step for step in journey.steps() if not step.touchpoints()]
    assert [step.title for step in unseen] == ["I notice that I need something", "I use what I bought"]
    assert not any(step.cells for step in unseen)


def test_I82_barriers_are_lateness_loss_and_the_company_s_waits(of_orders: Any) -> None:
    _, journey, _ = of_orders
    found = {str(step.id): [barrier.text for barrier in step.lane("barrier")] for step in journey.steps()}
    assert found["order-approved"] == ["1 in 10 orders go no further than this"]
    late, wait = found["order-delivered-customer"]
    assert late == "1 in 9 comes after the promised day"
    assert wait.startswith("Half wait 4 days")
    assert found["order-purchase"] == []
    (barrier,) = [b for b in journey.step("order-delivered-customer").lane("barrier") if "late" in str(b.id)]
    assert barrier.when == 'event = "order_delivered_customer" and late = true'
    assert "in time is delighted" in journey.step("order-delivered-customer").lane("driver")[0].text


def test_I83_a_draft_measures_and_its_cells_are_measured(world: Worlds) -> None:
    from footpath.atlas import coverage

    loaded, evidence = opened(world, source=ORDER_SOURCE, **orders())
    after, journey, _ = drafted(loaded, evidence)
    run = measure(after, evidence, journey, made=MADE)
    atlas: Atlas = after.atlas.model_copy(update={"measures": (run,)})
    covered = coverage(journey, atlas)
    assert covered.assumed == 0
    assert covered.measured >= 9


def test_I84_a_second_draft_touches_nothing_that_stands(world: Worlds) -> None:
    loaded, evidence = opened(world, source=ORDER_SOURCE, **orders(60))
    first, journey, _ = drafted(loaded, evidence)
    second, other, _ = drafted(first, evidence)
    assert other.id != journey.id
    assert [str(j.id) for j in second.atlas.journeys] == ["order-journey", "order-journey-2"]
    assert second.atlas.journey(journey.id) == journey
    for file, text in first.texts.items():
        assert second.texts[file].startswith(text) or file in ("touchpoints.yaml", "atlas.yaml")
    ids = [touchpoint.id for touchpoint in second.atlas.touchpoints]
    assert len(set(ids)) == len(ids) == 8
    mine = {t for step in other.steps() for t in step.touchpoints()}
    assert not mine & {t for step in journey.steps() for t in step.touchpoints()}


def test_I85_words_alone_and_totals_say_what_is_missing(world: Worlds) -> None:
    loaded, evidence = opened(world, remarks=[remark("r", "Fine", 1)])
    with pytest.raises(BadInputError, match="no steps to draft") as told:
        draft(loaded, evidence)
    assert told.value.problems[0].code == "nothing-to-count"
    loaded, evidence = opened(world, events=[event(None, day, "view") for day in range(9)])
    with pytest.raises(BadInputError, match="names a customer or a case") as told:
        draft(loaded, evidence)
    assert told.value.problems[0].code == "nothing-to-draft"


def clicks(n: int = 400) -> list[dict[str, Any]]:
    """A shop's clicks: people come by an ad or by themselves, 1 in 3 buy, buyers ask for help, 1 in 6 fail to pay."""
    events = []
    minute = 1 / 1440
    for i in range(n):
        who, day = f"c{i}", i * 0.5
        way = (["ad_click"] if i % 3 == 1 else []) + ["home", "search", "product_view"]
        if i % 2 == 0:
            way.append("add_to_cart")
            if i % 6 != 4:
                way += (["payment_error"] if i % 12 == 2 else []) + ["purchase", "help"]
        events += [event(who, day + k * minute, name) for k, name in enumerate(way)]
        if i % 4 == 0:
            events += [event(who, day + 3 + k * minute, name) for k, name in enumerate(["home", "search"])]
    events.append(event("c1", 500, "home"))
    return events


def test_I86_a_click_stream_s_wanted_end_is_the_purchase_and_it_begins_anywhere_before_it(
    world: Worlds,
) -> None:
    _, journey, _ = drafted(*opened(world, events=clicks()))
    assert journey.follows == "customer"
    assert [end.touchpoint for end in journey.ends.wanted] == ["purchase"]
    order = [str(step.id) for step in journey.steps() if step.touchpoints()]
    assert order == [
        "ad-click",
        "home",
        "search",
        "product-view",
        "add-to-cart",
        "payment-error",
        "purchase",
        "help",
    ]
    assert journey.title == "The way to “I order”"
    assert journey.begins.touchpoint is None
    assert '"ad_click"' in journey.begins.when
    assert '"purchase"' in journey.begins.when
    assert "help" not in journey.begins.when
    barriers = {str(step.id): [b.text for b in step.lane("barrier")] for step in journey.steps()}
    assert barriers["purchase"] == barriers["help"] == []
    assert barriers["payment-error"] == ["1 in 14 walks meet this"]
    assert not [text for texts in barriers.values() for text in texts if "wait" in text]
    assert 3 <= len(journey.stages) <= 9


def test_I87_the_silence_of_a_click_stream_is_that_of_an_errand(world: Worlds) -> None:
    _, journey, _ = drafted(*opened(world, events=clicks()))
    assert journey.horizon.silence == "3 days"  # whoever came back did so within 3 days
    _, evidence = opened(world, events=clicks())
    assert gather(evidence).silence_us == pytest.approx(3 * DAY, abs=10 * MINUTE)


def test_I88_one_thing_done_again_and_again_becomes_the_first_time_again_and_a_third_time(
    world: Worlds,
) -> None:
    events = []
    for i in range(60):
        times = 1 + (i % 2) + (i % 4 == 3)
        events += [event(f"c{i}", 30 * k + i / 60, "purchase") for k in range(times)]
    events.append(event("z", 400, "purchase"))
    _, journey, _ = drafted(*opened(world, events=events))
    seen = [step.title for step in journey.steps() if step.touchpoints()]
    assert seen == ["I order for the first time", "I order again", "I order a third time"]
    assert journey.claim == "5 of 10 customers go no further than “I order for the first time”"
    assert journey.step("purchase-3").lane("barrier") == ()
    assert len({t for step in journey.steps() for t in step.touchpoints()}) == 1


def test_I89_of_hundreds_of_pages_the_map_says_what_it_left_out(world: Worlds) -> None:
    events = []
    for i in range(200):
        names = ["/home", f"/lamps/{i}", f"/lamps/{(i * 7) % 200}", "/cart", "/checkout", "order placed"]
        events += [event(f"c{i}", i + k / 1440, name) for k, name in enumerate(names)]
    _, journey, made = drafted(*opened(world, events=events))
    assert [end.touchpoint for end in journey.ends.wanted] == ["order-placed"]
    assert len([step for step in journey.steps() if step.touchpoints()]) <= 15
    (said,) = [note for note in made.notes if note.startswith("left out")]
    assert "and 194 more" in said
    assert any("Left out" in note.text and "194 more" in note.text for note in journey.notes)


def test_the_same_events_in_another_order_give_the_same_draft(world: Worlds) -> None:
    rows = clicks(40)
    texts = []
    for order in (rows, rows[::-1]):
        after, _, _ = drafted(*opened(world, events=order))
        texts.append(dict(after.texts))
    assert texts[0] == texts[1]
