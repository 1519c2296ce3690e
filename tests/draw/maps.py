"""Maps that try the edges of drawing: the smallest, the largest, long words, everything missing, other scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import draw_bank
import draw_sample as sample

from footpath.atlas import (
    Atlas,
    Attachment,
    Barrier,
    Boundary,
    Cell,
    Criticality,
    Emotion,
    Ends,
    Evidence,
    HandOver,
    Horizon,
    Journey,
    Lane,
    MeasureRun,
    Next,
    Opportunity,
    Persona,
    QuoteRow,
    Reference,
    Source,
    SourceState,
    Stage,
    Step,
    Touchpoint,
    View,
    localised,
)

FOURTEEN = (
    "goal", "action", "thought", "emotion", "touchpoint", "barrier", "driver", "criticality", "expectation", "artefact",
    "message", "opportunity", "risk", "takeaway",
)  # fmt: skip


def of(
    *stages: Stage, title: str = "A map", run: MeasureRun | None = None, more: Any = None, **fields: Any
) -> Atlas:
    """An atlas with one journey, `m`."""
    journey = Journey(id="m", title=title, stages=stages, **fields)
    return Atlas(title="Invented", journeys=(journey,), measures=(run,) if run else (), **(more or {}))


def lanes(*roles: str) -> tuple[Lane, ...]:
    return tuple(Lane(id=role, role=role) for role in roles)


def rich() -> Atlas:
    whole = sample.atlas()
    return whole.model_copy(
        update={
            "journeys": (sample.GIFT.model_copy(update={"id": "m"}),),
            "measures": (sample.RUN.model_copy(update={"journey": "m"}),),
        }
    )


def tiny() -> Atlas:
    return of(Stage(id="one", title="The only stage"))


def by_hand() -> Atlas:
    """Drawn in a workshop: nothing is measured, cells are missing, one touchpoint is in no library."""
    return of(
        sample.stage(
            "find", "Find",
            sample.step("ask", "I ask my neighbour", action=Cell(text="Asks over the fence"), emotion=sample.feels(0.5, "hopeful"),
                        touchpoint=Reference(ref="fence")),
            sample.step("look", "I look for the number", emotion=sample.feels(-0.5, "impatient"),
                        barrier=Barrier(text="Two numbers, one is dead", severity=3, id="dead")),
        ),
        sample.stage(
            "book", "Book",
            sample.step("call", "I call", barrier=Barrier(text="Nobody answers before ten", severity=5, id="nobody"),
                        emotion=sample.feels(-1.4, "annoyed"), criticality=Criticality(level=3), opportunity=Reference(ref="online")),
            takeaway=Cell(text="Here people give up"),
        ),
        Stage(id="visit", title="Visit"),
        title="Booking a dentist",
        more={"opportunities": (Opportunity(id="online", text="Let people book online", answers=("nobody",), owner="front desk"),)},
    )  # fmt: skip


def drafted() -> Atlas:
    """As a draft makes it from orders and reviews: two stages, few lanes filled, late beside in time."""
    row = sample.row
    rows = [
        row("journey", "m", "reach", 9941, 9941), row("stage", "ordering", "reach", 9941, 9941), row("stage", "delivery", "reach", 9800, 9800),
        row("stage", "ordering", "share-lost", 0.014, 9941),
        *[row("step", i, "reach", n, n) for i, n in (("ordered", 9941), ("handed", 9800), ("delivered", 9648))],
        *[row("step", i, "median-time", h * 3600.0, 9000) for i, h in (("ordered", 0), ("handed", 49), ("delivered", 245))],
        row("step", "ordered", "emotion-scores", -1.1, 120, low=-1.4, high=-0.8),
        row("step", "delivered", "emotion-scores", 1.1, 9500, low=1.07, high=1.13),
        row("step", "delivered", "emotion-scores", 1.3, 8900, low=1.27, high=1.33, among="in-time"),
        row("step", "delivered", "emotion-scores", -0.9, 640, low=-1.0, high=-0.8, among="late"),
        row("step", "delivered", "share-late", 0.066, 9648, low=0.06, high=0.07),
        row("outcome", "delivered", "reach", 9648, 9648, among="wanted"), row("outcome", "canceled", "reach", 60, 60, among="unwanted"),
        row("outcome", "silent", "reach", 120, 120, among="silent"), row("outcome", "censored", "reach", 113, 113, among="censored"),
    ]  # fmt: skip
    run = MeasureRun(
        journey="m", made="2026-11-16T09:30:00Z", rows=tuple(rows),
        sources=(SourceState(id="clicks", hash="0", rows=9941, customers=9000, from_=sample.FROM, to=sample.TO),),
    )  # fmt: skip
    late = Barrier(
        text="1 in 15 comes after the promised day", severity=5, id="late", origin="drafted",
        evidence=(Evidence(source="clicks", measure="share-late"),),
    )  # fmt: skip
    said = Cell(
        text="It came far too late, so I bought another one in the shop; the birthday was over and nobody answered me.",
        origin="drafted", evidence=(Evidence(source="reviews", remarks=("7",)),),
    )  # fmt: skip
    return of(
        sample.stage("ordering", "Ordering", sample.step("ordered", "Order placed", action=sample.seen("The order is placed", origin="drafted"))),
        sample.stage(
            "delivery", "Delivery",
            sample.step("handed", "Handed to the carrier", action=sample.seen("The parcel goes to the carrier", origin="drafted")),
            sample.step("delivered", "Delivered", action=sample.seen("The parcel is handed over", origin="drafted"), barrier=late, quote=said,
                        emotion=Emotion(word="happy", origin="drafted")),
        ),
        title="Orders", claim="7 of 100 orders come after the promised day", run=run, state="as-is", horizon=Horizon(typical="10 days"),
        lanes=lanes("action", "emotion", "quote", "touchpoint", "barrier", "driver", "criticality", "opportunity", "takeaway"),
        ends=Ends(wanted=(Boundary(text="delivered", touchpoint="delivered"),)),
        more={"sources": (Source(id="clicks", title="orders.csv", note="A sample: it holds more lost orders than the shop had"),)},
    )  # fmt: skip


def large(stages: int = 12, steps: int = 40) -> Atlas:
    """12 stages, 40 steps, 14 lanes, every cell filled."""
    made: list[Stage] = []
    for i in range(stages):
        columns: list[Step] = []
        for j in range(steps // stages + (1 if i < steps % stages else 0)):
            texts = {
                role: Cell(text=f"Some {role} words that say what happens in cell {j} of {i}")
                for role in ("action", "thought", "driver", "expectation", "artefact", "message", "risk")
            }
            columns.append(
                sample.step(
                    f"s{i}-{j}",
                    f"I do thing {j} of stage {i}",
                    **texts,
                    emotion=sample.feels(((i * 7 + j * 3) % 9 - 4) / 2, f"word {i}{j}"),
                    barrier=Barrier(
                        text="Something is in the way here", severity=(i + j) % 5 + 1, id=f"b{i}-{j}"
                    ),
                    criticality=Criticality(level=(i + j) % 3 + 1),
                    touchpoint=Reference(ref="page"),
                    opportunity=Reference(ref=f"o{i}"),
                )
            )
        made.append(
            sample.stage(f"s{i}", f"Stage number {i}", *columns, goal=Cell(text="A goal that is wide enough to wrap in its stage"),
                         takeaway=Cell(text=f"One sentence about stage {i}"))
        )  # fmt: skip
    more = {
        "touchpoints": (Touchpoint(id="page", title="Product page", channel="web"),),
        "opportunities": tuple(
            Opportunity(id=f"o{i}", text=f"Do something about stage {i}", answers=(f"b{i}-0",))
            for i in range(stages)
        ),
    }
    return of(*made, title="Everything at once", lanes=lanes(*FOURTEEN), more=more)


def measured_many() -> Atlas:
    """10 stages, 30 steps, all of it measured: times, losses, feelings, quotes; long stage titles."""
    base = large(10, 30)
    row = sample.row
    rows = [
        row("journey", "m", "reach", 41_207, 41_207),
        row("journey", "m", "median-time", 31 * 86_400.0, 9000),
    ]
    left = 41_207
    number = 0
    for stage in base.journey("m").stages:
        rows += [row("stage", stage.id, "reach", left, left), row("stage", stage.id, "share-lost", 0.2, left)]
        for step in stage.steps:
            rows += [
                row("step", step.id, "reach", left, left),
                row("step", step.id, "median-time", number * 86_400.0, left),
                row("step", step.id, "emotion-scores", (number * 5 % 9 - 4) / 2.2, 10 + number * 9, low=-2 + number % 3, high=2),
            ]  # fmt: skip
            number += 1
        left = round(left * 0.8)
    quotes = tuple(
        QuoteRow(step=step.id, text="It was said twice that it would come, and then it did not come.", remark=step.id, source="reviews")
        for step in base.journey("m").steps()
    )  # fmt: skip
    run = MeasureRun(
        journey="m", made="2026-11-16T09:30:00Z", rows=tuple(rows), quotes=quotes,
        sources=(SourceState(id="clicks", hash="0", rows=99_412, customers=40_000, from_=sample.FROM, to=sample.TO),),
    )  # fmt: skip
    titled = [
        stage.model_copy(update={"title": f"Stage {i}, comparison with competitors"})
        for i, stage in enumerate(base.journey("m").stages)
    ]
    journey = base.journey("m").model_copy(
        update={"stages": tuple(titled), "personas": ("marta",), "claim": "Half of them are lost before the tenth step, and nobody knows why"}
    )  # fmt: skip
    return base.model_copy(update={"journeys": (journey,), "measures": (run,), "personas": (sample.MARTA,)})


def stages_only() -> Atlas:
    """30 stages and not one step."""
    stages = tuple(
        sample.stage(f"s{i}", f"Stage {i}", action=Cell(text=f"Does what is done in stage {i}"))
        for i in range(30)
    )
    return of(*stages, title="Only stages")


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def long_words() -> Atlas:
    """Words wider than any column, everywhere; far too many words; ten barriers in one cell."""
    text = f"{LONG} {LONG}/{LONG}"
    columns = [
        sample.step(
            f"s{i}", text, action=Cell(text=text), thought=Cell(text="many words " * 60), quote=Cell(text=text),
            emotion=sample.feels((-1) ** i * 1.8, LONG), touchpoint=Reference(ref=LONG.lower()), message=Cell(text=text),
            barrier=tuple(Barrier(text=f"{LONG} {k}", severity=k % 5 + 1, id=f"b{i}{k}") for k in range(10)),
        )
        for i in range(6)
    ]  # fmt: skip
    return of(
        sample.stage("a", text, *columns[:3], goal=Cell(text=text), takeaway=Cell(text=text)), sample.stage("b", LONG, *columns[3:]),
        title=text, claim=text * 3, purpose=text, scenario=text, personas=("p",),
        lanes=(*lanes("goal", "action", "thought", "quote", "emotion", "touchpoint", "barrier"), Lane(id="message", role="message", title=text),
               *lanes("takeaway")),
        more={"personas": (Persona(id="p", name=text, summary=text, quote=Cell(text=text), goals=(Cell(text=text),), unknown=(text,)),)},
    )  # fmt: skip


def scripts() -> Atlas:
    """Letters of other scripts, some of them in no font that comes along."""
    texts = (
        "Ψάχνω μια λάμπα για δώρο",
        "Ищу лампу в подарок, недорого",
        "顧客は注文を確認する。そして待つ。",
        "Łódź, Čeština, Tiếng Việt",
        "مرحبا بك",
        "👩🏽‍🦰 ok",
    )
    columns = [
        sample.step(
            f"s{i}",
            text,
            action=Cell(text=text),
            thought=Cell(text=text),
            emotion=sample.feels(i / 3 - 1, text[:12]),
        )
        for i, text in enumerate(texts)
    ]
    return of(
        sample.stage("a", texts[2], *columns[:3]), sample.stage("b", texts[0], *columns[3:]), title=texts[1]
    )


def empty_lanes() -> Atlas:
    """Lanes that somebody named and nobody filled; steps without any cell."""
    return of(
        Stage(id="a", title="A", steps=(Step(id="x", title="X"), Step(id="y", title="Y"))),
        Stage(id="b", title="B", steps=(Step(id="z", title="Z"),)),
        lanes=lanes(*FOURTEEN),
    )


def under_floor() -> Atlas:
    """Numbers that may not be shown."""
    row = sample.row
    rows = (
        row("stage", "a", "reach", None, 3, floor=True), row("stage", "b", "reach", None, 2, floor=True),
        row("step", "x", "emotion-scores", None, 3, floor=True),
    )  # fmt: skip
    return of(
        Stage(id="a", title="A", steps=(Step(id="x", title="X", cells={"action": (sample.seen("Walks"),)}),)),
        Stage(id="b", title="B", steps=(Step(id="z", title="Z"),)),
        run=MeasureRun(journey="m", made="2026-11-16T09:30:00Z", rows=rows), lanes=lanes("action", "emotion"),
    )  # fmt: skip


def bank() -> Atlas:
    """Everything at once; the pictures were not read."""
    made: Atlas = draw_bank.atlas()
    return made


def bank_right_to_left() -> Atlas:
    """The same in Arabic."""
    return localised(bank(), "ar")


def crowded(steps: int = 14) -> Atlas:
    """Narrow columns with all that can stand in them: swimlanes that do not lie side by side, two curves, ways, maps, marks."""
    lanes_ = (
        Lane(id="a", role="action", persona="ann", title="What Ann does"), Lane(id="feel", role="emotion", persona="ann", title="How Ann feels"),
        Lane(id="n", role="action", title="What both do"), Lane(id="b", role="action", persona="ben", title="What Ben does"),
        Lane(id="feel-2", role="emotion", persona="ben", title="How Ben feels"), *lanes("touchpoint", "barrier"),
        Lane(id="c", role="thought", persona="cleo", title="What Cleo thinks"), *lanes("frontstage-people", "backstage-system", "support", "takeaway"),
    )  # fmt: skip
    people = ("ann", "ben", "cleo")
    columns: list[Step] = []
    hands: list[HandOver] = []
    for i in range(steps):
        made = sample.step(
            f"s{i}", f"I do thing {i} with other people",
            a=Cell(text="Writes it down and waits for an answer"), n=Cell(text="Talk about it at length", persona=people[i % 3]),
            b=Cell(text="Reads it twice"), c=Cell(text="Is that mine to decide?"), feel=sample.feels((i % 5) - 2, "quite so"),
            feel_2=sample.feels(2 - (i % 5), "not so"), touchpoint=Reference(ref="page"), frontstage_people=Cell(text="Somebody answers"),
            backstage_system=Cell(text="The ledger"), support=Cell(text="A courier"),
            barrier=tuple(Barrier(text=f"Something is in the way {k}", severity=k + 2, id=f"b{i}{k}") for k in range(1 + i % 4)),
        )  # fmt: skip
        ways = (
            Next(to=f"s{(i * 5) % steps}", label="when nobody has answered for a week"),
            Next(to="out of it", label="for good"),
            Next(to=f"s{min(i + 2, steps - 1)}"),
        )
        columns.append(
            made.model_copy(
                update={
                    "next": ways[: i % 4],
                    "typical": "40 min",
                    "journey": "inner" if i % 4 == 1 else None,
                }
            )
        )
        hands += [
            HandOver(from_=people[(i + k) % 3], to=people[(i + k + 1) % 3], step=f"s{i}", text="passes the long letter on")
            for k in range(i % 4)
        ]  # fmt: skip
    inner = Journey(id="inner", title="A longer way of its own, told elsewhere", stages=(Stage(id="x", title="X", steps=(
        sample.step("y", "I wait for the other people to come back", emotion=sample.feels(-1.2, "lost")),)),))  # fmt: skip
    half = steps // 2
    typed = {"typical": "3 weeks", "cells": {"takeaway": (Cell(text="One sentence"),)}}
    return _with(
        of(
            Stage(id="one", title="The first half", steps=tuple(columns[:half]), **typed), Stage(id="two", title="The second half", steps=tuple(columns[half:]), **typed),
            title="Crowded", lanes=lanes_, hands=tuple(hands), personas=people, state="to-be", improves="inner", horizon=Horizon(typical="2 months"),
            ends=Ends(unwanted=(Boundary(text="out of it"),)),
            views=(View(form="grid", stages={"one": "a company's own word, far too long for the room that it has", "two": "order"}),),
            more={"personas": tuple(Persona(id=p, name=p.capitalize() if p != "cleo" else "Cleopatra Maximiliane") for p in people), "touchpoints": (
                Touchpoint(id="page", title="Product page", channel="web", department="the front office", picture=Attachment(file="x.png", text="The page")),)},
        ), inner,
    )  # fmt: skip


def _with(atlas: Atlas, *journeys: Journey) -> Atlas:
    return atlas.model_copy(update={"journeys": (*atlas.journeys, *journeys)})


def crowded_many() -> Atlas:
    """The same over several pages."""
    return crowded(31)


MAPS: dict[str, Callable[[], Atlas]] = {
    "rich": rich,
    "tiny": tiny,
    "by-hand": by_hand,
    "drafted": drafted,
    "large": large,
    "measured-many": measured_many,
    "stages-only": stages_only,
    "long-words": long_words,
    "scripts": scripts,
    "empty-lanes": empty_lanes,
    "under-floor": under_floor,
    "bank": bank,
    "bank-right-to-left": bank_right_to_left,
    "crowded": crowded,
    "crowded-many": crowded_many,
}
