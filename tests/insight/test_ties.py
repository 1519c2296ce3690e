"""Scores, remarks and quotes at the steps they belong to (docs/spec/measures.md, I50 to I72)."""

from __future__ import annotations

from typing import Any

import pytest
from insight_worlds import Worlds, answer, atlas_texts, event, map_text, remark

from footpath.atlas import Source
from footpath.insight.bind.bound import bind
from footpath.insight.bind.ties import tie
from footpath.insight.bind.walk import walk_of

SILENCE = "{silence: 30 days}"
ORDERS = [
    event("ann", 0, "a", case="1"),
    event("ann", 5, "b", case="1", promised=4),
    event("ben", 0, "a", case="2"),
    event("ben", 2, "b", case="2", promised=4),
    event("cem", 0, "a", case="3"),
]


def by_row(world: Any, rows: Any, time: str, key: str) -> dict[str, tuple[str, str, bool | None]]:
    """Return where each row was tied: (step, how, late)."""
    journey = world.journey
    bound = bind(world.evidence, journey, walk_of(world.loaded.atlas, journey), floor=1)
    tied = bound.fetch(tie(bound, rows, time))
    found = {row[key]: (row["step"], row["tied_by"], row["late"]) for row in tied}
    assert len(found) == len(tied), "a row was tied twice"
    return found


def ties(world: Any) -> dict[str, tuple[str, str, bool | None]]:
    return by_row(world, world.evidence.workspace.remarks, "said_us", "remark_id")


def test_I61_a_remark_about_a_case_stands_at_the_step_its_case_came_to_last_whenever_it_was_written(
    world: Worlds,
) -> None:
    remarks = [
        remark("before", "Still not here", 4.5, case="1"),  # written before the late delivery
        remark("after", "Here at last", 90, case="1"),
        remark("lost", "It never came", 50, case="3"),
        remark("unknown", "Which order?", 1, case="9"),
        remark("no time", "Fine", None, case="2"),
    ]
    assert ties(world(["a", "b"], ORDERS, remarks=remarks, follows="order", horizon=SILENCE)) == {
        "before": ("b", "case", True),
        "after": ("b", "case", True),
        "lost": ("a", "case", None),
        "no time": ("b", "case", False),
    }


def test_I60_what_a_remark_says_it_is_about_comes_before_its_case_and_its_time(world: Worlds) -> None:
    remarks = [
        remark("step", "x", 4.5, case="1", about="a"),
        remark("nothing", "x", 4.5, case="1", about="no such step"),
    ]
    told = ties(world(["a", "b"], ORDERS, remarks=remarks, follows="order", horizon=SILENCE))
    assert told == {"step": ("a", "about", None), "nothing": ("b", "case", True)}


def test_I60_a_touchpoint_of_two_steps_means_the_first_of_them(world: Worlds) -> None:
    steps = [("ask", "call"), "a", ("complain", "call")]
    remarks = [remark("r", "x", about="call"), remark("s", "x", about="complain")]
    told = ties(world(steps, ORDERS, remarks=remarks, horizon=SILENCE))
    assert {id_: step for id_, (step, _, _) in told.items()} == {"r": "ask", "s": "complain"}


def test_I62_a_customer_s_remark_stands_at_the_last_step_before_it_was_written(world: Worlds) -> None:
    remarks = [
        remark("at a", "x", 1, customer="ann"),
        remark("at b", "x", 20, customer="ann"),
        remark("too early", "x", -1, customer="ann"),
        remark("too late", "x", 36, customer="ann"),
        remark("no time", "x", None, customer="ann"),
        remark("stranger", "x", 1, customer="zoe"),
        remark("nobody", "x", 1),
    ]
    told = ties(world(["a", "b"], ORDERS, remarks=remarks, horizon=SILENCE))
    assert told == {"at a": ("a", "time", None), "at b": ("b", "time", True)}


def test_I62_the_silence_counts_from_the_last_visit_of_the_step(world: Worlds) -> None:
    events = [event("ann", day, "a") for day in (0, 20, 40)]
    remarks = [remark("r", "x", 60, customer="ann"), remark("s", "x", 71, customer="ann")]
    assert ties(world(["a", "b"], events, remarks=remarks, horizon=SILENCE)) == {"r": ("a", "time", None)}


def test_I61_a_case_is_found_inside_a_customer_s_walk_and_its_remark_is_counted_once(world: Worlds) -> None:
    # ann's walk holds two orders at once; without the case the clock would put both remarks at b
    events = [
        event("ann", 0, "a", case="1"),
        event("ann", 1, "a", case="2"),
        event("ann", 3, "b", case="1"),
        event("ann", 80, "b", case="2"),
    ]
    remarks = [
        remark("one", "x", 2, customer="ann", case="1"),
        remark("two", "x", 5, case="2"),
        remark("other", "x", 2, customer="ann", case="9"),
    ]
    assert ties(world(["a", "b"], events, remarks=remarks, horizon=SILENCE)) == {
        "one": ("b", "case", None),
        "two": ("b", "case", None),  # its case came to b in the next walk
        "other": ("a", "time", None),
    }


def test_I63_words_alone_are_tied_by_what_they_say_they_are_about(world: Worlds) -> None:
    remarks = [remark("r", "x", about="a"), remark("s", "x", about="b"), remark("t", "x")]
    opened = world(["a", "b"], None, remarks=remarks, answers=[answer(5, respondent="1", about="a")])
    numbers = opened.measure()
    assert numbers.steps("remarks") == {"a": (1, 1), "b": (1, 1)}
    assert numbers.steps("emotion-scores") == {"a": (2.0, 1)}
    assert {row.measure for row in numbers.run.rows} == {
        "remarks", "emotion-scores", "share-bad-scores", "score",
    }  # fmt: skip


def scored(world: Worlds) -> Any:
    """Twelve orders: those late gave 1 or 2, those in time 4 or 5; one has no answer, one is not delivered."""
    events, answers = [], []
    for i in range(12):
        is_late = i < 4
        events += [
            event(f"c{i}", 0, "a", case=str(i)),
            event(f"c{i}", 5 if is_late else 3, "b", case=str(i), promised=4),
        ]
        answers.append(
            answer(
                (1 if i % 2 else 2) if is_late else (5 if i % 2 else 4), 1, case=str(i), respondent=f"r{i}"
            )
        )
    events.append(event("c99", 0, "a", case="99"))
    answers.append(answer(3, 9, case="99", respondent="r99"))
    return world(["a", "b"], events, answers=answers, follows="order", horizon=SILENCE)


def test_I50_scores_are_told_for_all_and_for_late_and_in_time_apart(world: Worlds) -> None:
    numbers = scored(world).measure()
    assert numbers.of("step", "b", "emotion-scores") == (pytest.approx((4 * -1.5 + 8 * 1.5) / 12), 12)
    assert numbers.of("step", "b", "emotion-scores", "late") == (-1.5, 4)
    assert numbers.of("step", "b", "emotion-scores", "in-time") == (1.5, 8)
    assert numbers.of("step", "a", "emotion-scores") == (0.0, 1)
    assert numbers.row("step", "a", "emotion-scores", "late") is None
    late = numbers.row("step", "b", "emotion-scores", "late")
    assert -2 <= late.low <= -1.5 <= late.high <= 2
    assert late.source == "s"
    assert numbers.of("journey", "j", "score") == (pytest.approx((4 * 1.5 + 8 * 4.5 + 3) / 13, abs=1e-4), 13)


def test_I51_bad_scores_are_the_lowest_two_fifths_of_the_scale(world: Worlds) -> None:
    assert scored(world).measure().of("step", "b", "share-bad-scores", "late") == (1.0, 4)
    answers = [answer(v, respondent=f"r{v}", about="a", scale=(0, 10), kind="csat") for v in range(11)]
    numbers = world(["a"], None, answers=answers).measure()
    assert numbers.of("step", "a", "share-bad-scores") == (pytest.approx(5 / 11), 11)  # 0 to 4 of 10


def test_I52_a_score_off_its_scale_is_left_out(world: Worlds) -> None:
    answers = [answer(v, respondent=f"r{v}", about="a") for v in (1, 5, 9)]
    assert world(["a"], None, answers=answers).measure().of("step", "a", "emotion-scores") == (0.0, 2)


def test_I53_different_scales_are_never_averaged(world: Worlds) -> None:
    answers = [
        answer(5, respondent="1", about="a"),
        answer(9, respondent="2", about="a", scale=(0, 10), kind="nps"),
    ]
    numbers = world(["a"], None, answers=answers).measure()
    assert numbers.of("journey", "j", "score") == (5.0, 1)
    assert numbers.of("journey", "j", "nps") == (100.0, 1)


def test_I3_a_hidden_part_hides_the_other_so_that_it_cannot_be_told_from_the_whole(world: Worlds) -> None:
    numbers = scored(world).measure(floor=5)
    late, in_time = (numbers.row("step", "b", "emotion-scores", part) for part in ("late", "in-time"))
    assert late.floor
    assert in_time.floor
    assert numbers.of("step", "b", "emotion-scores")[1] == 12


def test_I2_remarks_of_fewer_people_than_the_floor_are_neither_counted_nor_quoted(world: Worlds) -> None:
    said = [
        remark(f"r{i}", f"The parcel number {i} came far too late for us", 1, customer="ann")
        for i in range(6)
    ]
    opened = world(["a", "b"], ORDERS, remarks=said, horizon=SILENCE)
    run = opened.measure(floor=5)
    assert run.row("step", "a", "remarks").floor
    assert run.run.quotes == ()
    assert len(opened.measure(floor=1).run.quotes) >= 1


def test_I70_quotes_are_verbatim_dated_and_name_their_own_source(world: Worlds) -> None:
    events = [event(f"c{i}", 0, "a") for i in range(12)]
    texts = [
        "The courier never rang the bell at my door",
        "Nobody rang the bell, the courier just left",
        "All was well with the parcel",
    ]
    rows = [remark(f"r{i}", texts[i % 3], 1.9, customer=f"c{i}", rating=1 + 2 * (i % 3)) for i in range(12)]
    one = world.prepared(Source(id="clicks"), events=events)
    two = world.prepared(Source(id="calls"), remarks=rows[:2])
    three = world.prepared(Source(id="reviews"), remarks=rows[2:])
    opened = world.open(
        atlas_texts(map_text(["a"], horizon=SILENCE), ["a"]), one, two, three, zone="Asia/Tokyo"
    )
    quotes = opened.measure(floor=5).run.quotes
    assert 1 <= len(quotes) <= 2
    for quote in quotes:
        assert quote.step == "a"
        assert quote.text in texts
        assert str(quote.said) == "1970-01-03"  # the day in Tokyo
        assert quote.source == ("calls" if quote.remark in ("r0", "r1") else "reviews")
    assert opened.measure(floor=5).row("step", "a", "remarks").source == "calls, reviews"
