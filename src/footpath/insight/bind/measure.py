"""One run of `footpath measure`: every registered measure asked of a bound journey, with quotes, kept as one record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from footpath.atlas import Journey, Loaded, MeasureRow, MeasureRun, SourceState
from footpath.base import SECOND, format_duration
from footpath.insight.bind.bound import Bound, bind, bind_words, day
from footpath.insight.bind.quotes import quotes
from footpath.insight.bind.walk import walk_of
from footpath.insight.sentences import FEW, of_ten

if TYPE_CHECKING:
    from footpath.evidence import Prepared
    from footpath.insight.bind.evidence import Evidence


def measure(
    loaded: Loaded, evidence: Evidence, journey: Journey, *, made: datetime, floor: int | None = None
) -> MeasureRun:
    """Return every number of the journey with n, interval, period, source and definition, and its quotes.

    Parameters
    ----------
    made
        When it is measured; given from outside, so that the same evidence gives the same record.
    floor
        Numbers over fewer customers are not told; the atlas's own floor where None.

    Raises
    ------
    BadInputError
        Where no touchpoint of the journey has a rule, or its sources hold no events.
    """
    least = loaded.atlas.floor if floor is None else floor
    if evidence.workspace.events is None and evidence.holds & {"answers", "remarks"}:
        return measure_bound(bind_words(evidence, journey, floor=least), made=made)
    walk = walk_of(loaded.atlas, journey, gap=evidence.settings["gap"])
    return measure_bound(bind(evidence, journey, walk, floor=least), made=made)


def measure_bound(bound: Bound, *, made: datetime) -> MeasureRun:
    """Return the record of a journey that is bound already."""
    from footpath.insight.bind.measures import MEASURES

    rows: list[MeasureRow] = []
    definitions: dict[str, str] = {}
    for name in MEASURES:
        one = MEASURES.get(name)
        if not one.needs <= bound.evidence.holds:
            continue
        given = list(one.rows(bound))
        rows += given
        used = {row.measure for row in given}
        definitions.update({key: text for key, text in one.definitions.items() if key in used})
    return MeasureRun(
        journey=bound.journey.id,
        made=made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        zone=bound.evidence.settings["zone"],
        sources=tuple(_state(one, bound) for one in bound.evidence.prepared),
        definitions=definitions,
        rows=tuple(rows),
        quotes=tuple(quotes(bound)),
        notes=tuple(_notes(bound)),
    )


def _state(one: Prepared, bound: Bound) -> SourceState:
    report, zone = one.report, bound.evidence.settings["zone"]
    # of files that stay in place the engine counts, which it does for all sources together
    alone = one.events is not None and sum(other.events is not None for other in bound.evidence.prepared) == 1
    customers, cases = (bound.facts.customers, bound.facts.cases) if alone else (0, 0)
    first, last = report.period
    return SourceState(
        id=one.source.id,
        hash=one.hash,
        rows=report.rows,
        customers=customers if report.customers is None else report.customers,
        cases=cases if report.cases is None else report.cases,
        from_=day(first, zone),
        to=day(last, zone),
    )


def _notes(bound: Bound) -> list[str]:
    """Return what a reader of the numbers must know: ties, what has no customer. (Sources carry their own notes.)"""
    notes = []
    facts = bound.facts
    if facts.rows and facts.ties:
        notes.append(
            f"{facts.ties:,} of {facts.rows:,} events share their time with another of the same customer"
        )
    if facts.no_customer and bound.walk is not None and bound.walk.follows == "customer":
        notes.append(f"{facts.no_customer:,} events name no customer and count in no walk")
    return notes


def step_table(run: MeasureRun, journey: Journey) -> tuple[Sequence[str], list[list[object]]]:
    """Return the numbers of the steps for people: one line a step, in the words of the map."""
    columns = (
        "step",
        "walks",
        "went on",
        "time since the beginning",
        "wait before it",
        "late",
        "feeling",
        "voices",
    )
    rows: list[list[object]] = []
    for step in journey.steps():
        reach = run.find("step", step.id, "reach")
        emotion = run.find("step", step.id, "emotion-scores")
        rows.append(
            [
                step.title,
                reach.n if reach else None,
                _share(run.find("step", step.id, "share-going-on")),
                _time(run.find("step", step.id, "median-time")),
                _time(run.find("step", step.id, "median-wait")),
                _share(run.find("step", step.id, "share-late")),
                _score(emotion),
                emotion.n if emotion else _count(run.find("step", step.id, "remarks")),
            ]
        )
    told = [any(row[i] is not None for row in rows) for i in range(len(columns))]
    return (
        tuple(name for name, is_told in zip(columns, told, strict=True) if is_told),
        [[value for value, is_told in zip(row, told, strict=True) if is_told] for row in rows],
    )


def _count(row: MeasureRow | None) -> int | None:
    return None if row is None or row.value is None else row.n


def _share(row: MeasureRow | None) -> str | None:
    return None if row is None or row.value is None else of_ten(row.value, row.n)


def _time(row: MeasureRow | None) -> str | None:
    return None if row is None or row.value is None else format_duration(row.value * SECOND)


def _score(row: MeasureRow | None) -> str | None:
    if row is None or row.value is None:
        return None
    if row.n < FEW:
        return "too few"
    return f"{row.value:+.1f}" + (
        "" if row.low is None or row.high is None else f" ({row.low:+.1f} to {row.high:+.1f})"
    )
