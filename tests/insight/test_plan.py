"""The plan of a draft: order by data, stages by the field's names, ends recognised, what is rare left out and said."""

from __future__ import annotations

import pytest

from footpath.insight.find.names import known_name, words_of
from footpath.insight.find.plan import EventFact, plan_journey


def fact(event: str, position: float, n: int = 100) -> EventFact:
    return EventFact(
        event=event, source="orders", n=n, count=n, position=position, first=n if position == 0 else 0
    )


ORDERS = [
    fact("delivered-customer", 1.0, 60),
    fact("purchase", 0.0),
    fact("delivered-carrier", 0.66, 80),
    fact("approved", 0.33, 95),
]


def test_steps_stand_in_the_order_that_customers_live_them() -> None:
    plan = plan_journey(ORDERS, 100)
    seen = [step.id for step in plan.steps() if step.event is not None]
    assert seen == ["purchase", "approved", "delivered-carrier", "delivered-customer"]


def test_what_nobody_recorded_before_a_purchase_and_after_a_delivery_is_drawn_as_missing() -> None:
    plan = plan_journey(ORDERS, 100)
    assert [stage.title for stage in plan.stages] == [
        "Awareness of need",
        "Purchase",
        "Payment",
        "Delivery",
        "Use",
    ]
    assert [step.id for step in plan.steps() if step.event is None] == ["need", "use"]
    journey = plan_journey([fact("search", 0.0), fact("purchase", 0.5), fact("help", 1.0)], 100)
    assert [stage.title for stage in journey.stages] == [
        "Search for a solution",
        "Purchase",
        "Contact with support",
    ]


def test_the_delivery_is_the_wanted_end_and_the_purchase_the_beginning() -> None:
    plan = plan_journey(ORDERS, 100)
    assert plan.begins == "purchase"
    assert plan.wanted == ("delivered-customer",)
    assert plan.unwanted == ()


def test_a_cancellation_is_an_unwanted_end_and_stands_last_whenever_it_happens() -> None:
    plan = plan_journey([*ORDERS, fact("order_cancelled", 0.5, 3)], 100)
    assert plan.unwanted == ("order-cancelled",)
    assert plan.steps()[-1].id == "order-cancelled"


def test_what_fewer_than_one_in_a_hundred_had_is_left_out_and_named() -> None:
    plan = plan_journey([*ORDERS, fact("easter_egg", 0.2, 2)], 1000)
    assert [one.event for one in plan.left_out] == ["easter_egg"]
    assert "easter-egg" not in [step.id for step in plan.steps()]


def test_events_that_nobody_has_a_name_for_still_make_stages() -> None:
    plan = plan_journey([fact(f"zz{i}", i / 8) for i in range(8)], 100)
    assert len(plan.stages) == 3
    assert [step.id for step in plan.steps()] == [f"zz{i}" for i in range(8)]
    assert plan.wanted == ("zz7",)


def test_two_events_known_by_one_name_keep_titles_of_their_own() -> None:
    plan = plan_journey([fact("search", 0.1), fact("search_suche", 0.4), fact("delivered", 1.0)], 100)
    titles = [step.title for step in plan.steps()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("OrderDelivered_customer", "order delivered customer"),
        ("add-to-cart", "add to cart"),
        ("ADD_TO_CART", "add to cart"),
    ],
)
def test_words_of_an_event(event: str, words: str) -> None:
    assert words_of(event) == words


@pytest.mark.parametrize(
    ("event", "title"),
    [
        ("delivered_carrier", "My parcel is handed to the carrier"),
        ("delivered_customer", "The parcel comes"),
        ("order_cancelled", "I call it off"),
        ("payment_error", "My payment does not go through"),
        ("add_to_cart", "I put it in the basket"),
    ],
)
def test_names_known_in_the_field(event: str, title: str) -> None:
    name = known_name(event)
    assert name is not None
    assert name.title == title


def test_a_word_inside_another_word_is_not_recognised() -> None:
    assert known_name("paypal_ok") is None
    assert known_name("adventure") is None
