"""Steps in stages, ends and what is kept: decisions of a plan that need no events (docs/spec/measures.md, I90 to I95)."""

from __future__ import annotations

import pytest

from footpath.base import DAY
from footpath.insight.find.names import STAGES
from footpath.insight.find.names_known import NAMES
from footpath.insight.find.plan import MOST_STEPS, EventFact, Plan, plan_journey


def fact(event: str, position: float, n: int = 100, **more: float) -> EventFact:
    return EventFact(event=event, source="s", n=n, count=n, position=position, **more)


def titles(plan: Plan) -> list[str]:
    return [stage.title for stage in plan.stages]


def test_I90_the_wanted_end_is_kept_however_few_reach_it() -> None:
    facts = [fact(f"page {i} zz", i, 1000 - i) for i in range(40)] + [fact("purchase", 50, 30)]
    plan = plan_journey(facts, 1000)
    assert plan.wanted == ("purchase",)
    assert len(plan.seen()) == MOST_STEPS
    assert len(plan.left_out) == 41 - MOST_STEPS


def test_I90_what_goes_wrong_is_kept_before_what_is_merely_frequent() -> None:
    facts = [fact(f"page {i} zz", i, 500) for i in range(30)] + [
        fact("payment_error", 20.5, 40),
        fact("rare_bug", 3, 2),
    ]
    ids = [step.id for step in plan_journey(facts, 1000).seen()]
    assert "payment-error" in ids
    assert "rare-bug" not in ids


def test_I91_service_after_the_purchase_is_not_the_end() -> None:
    plan = plan_journey(
        [fact("search", 0), fact("purchase", 1), fact("delivery_track", 2), fact("help", 3)], 100
    )
    assert plan.wanted == ("purchase",)
    assert plan.after_the_end() == {"delivery-track", "help"}


def test_I91_an_order_that_begins_the_way_is_not_its_end() -> None:
    plan = plan_journey([fact("ordered", 0), fact("paid", 1), fact("shipped", 2)], 100)
    assert plan.wanted == ("shipped",)
    assert plan_journey([fact("invoice", 0), fact("paid", 1)], 100).wanted == ("paid",)


@pytest.mark.parametrize(("first", "begins"), [(95, "zz0"), (40, None)])
def test_I92_a_journey_begins_at_its_first_step_only_where_most_do(first: int, begins: str | None) -> None:
    plan = plan_journey([fact("zz0", 0, first=first), fact("zz1", 1, first=100 - first)], 100)
    assert plan.begins == begins


def test_I93_fines_have_names_of_their_own() -> None:
    names = [
        "Create Fine",
        "Send Fine",
        "Insert Fine Notification",
        "Add penalty",
        "Payment",
        "Send for Credit Collection",
    ]
    plan = plan_journey([fact(name, i, first=100 * (i == 0)) for i, name in enumerate(names)], 100)
    assert [step.title for step in plan.seen()] == [
        "I am fined", "The fine comes by post", "I am formally told of the fine", "The sum goes up", "I pay",
        "A collector asks for the money",
    ]  # fmt: skip
    assert titles(plan)[:2] == ["Notice", "Reminder"]
    assert plan.wanted == ("payment",)
    assert plan.unwanted == ("send-for-credit-collection",)


def test_I94_stages_without_names_are_cut_where_most_time_lies() -> None:
    days = [0, 0.01, 0.02, 5, 5.1, 90]
    plan = plan_journey([fact(f"zz{i}", i, offset_us=day * DAY) for i, day in enumerate(days)], 100)
    assert [len(stage.steps) for stage in plan.stages] == [3, 2, 1] or len(plan.stages) == 3
    assert titles(plan)[0] == "At the beginning"
    assert titles(plan)[-1].startswith("After ")


def test_I94_there_are_never_more_than_nine_stages() -> None:
    events = [
        "ad",
        "search",
        "product",
        "compare",
        "request",
        "purchase",
        "invoice",
        "shipped",
        "sign up",
        "log in",
        "help",
        "renew",
    ]
    plan = plan_journey([fact(name, i) for i, name in enumerate(events)], 100)
    assert len(plan.stages) == 9
    assert [step.id for step in plan.seen()] == [
        "ad",
        "search",
        "product",
        "compare",
        "request",
        "purchase",
        "invoice",
        "shipped",
        "sign-up",
        "log-in",
        "help",
        "renew",
    ]


def test_I95_ids_of_stages_and_of_what_nobody_recorded_meet_no_other() -> None:
    plan = plan_journey([fact("need", 0), fact("purchase", 1), fact("use", 2), fact("delivered", 3)], 100)
    ids = [step.id for step in plan.steps()] + [stage.id for stage in plan.stages]
    assert len(set(ids)) == len(ids)


def test_the_table_of_names_is_in_order() -> None:
    assert {name.stage for name in NAMES} - {""} <= set(STAGES)
    for name in NAMES:
        assert name.title[0].isupper()
        assert name.action[0].isupper()
        assert all(word == word.casefold() for word in name.words)
