"""How people feel at a step: scores mapped to -2..+2, and the scores themselves by their kind.

Means with an interval from resampling customers; scores and words are two series, never pooled.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.floor import hide_one_more
from footpath.insight.bind.measures.types import Measure
from footpath.insight.bind.ties import tie, who

PARTS = ("", "late", "in-time")
BAD = -0.4
"""The end of the lowest two fifths of a scale, as an emotion: 2 of 5, 4 of 10, 3 of 7."""


DEFINITIONS = {
    "emotion-scores": "The mean of the scores tied to this step, read on a scale from -2 to +2 (the lowest score is "
    "-2, the highest +2, in equal steps). A score about a case belongs to the step that the case came to last; a "
    "customer's other scores to the last step before they were given. The interval comes from resampling customers.",
    "share-bad-scores": "Of the scores tied to this step, the share in the lowest two fifths of the scale (1 or 2 of 5).",
    "score": "The mean of the scores as they were given, on their own scale.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return the measured emotion of steps, for all and for those late and in time, and the share of bad scores."""
    from footpath.voice import emotion_of

    answers = bound.evidence.workspace.answers
    if answers is None:
        return
    scored = answers.filter(
        answers.value.notnull() & answers.scale_min.notnull() & (answers.question_kind != "choice")
    )
    tied = tie(bound, scored, "answered_us")
    fetched = bound.fetch(
        tied.select(
            "step",
            "customer_key",
            "case_id",
            "respondent_id",
            "late",
            "value",
            "scale_min",
            "scale_max",
            "question_kind",
        )
    )
    # engines return rows in any order and give customers other keys each time; the resampling must not depend on either
    fetched.sort(key=lambda row: (row["step"], str(row["respondent_id"]), row["value"], str(row["late"])))
    people: dict[str, int] = {}
    for row in fetched:
        row["who"] = people.setdefault(who(row, "respondent_id"), len(people))
    groups: dict[str, dict[str, list[Scored]]] = defaultdict(lambda: {part: [] for part in PARTS})
    for row in fetched:
        emotion = emotion_of(float(row["value"]), (row["scale_min"], row["scale_max"]))
        if math.isnan(emotion):
            continue  # off its scale: it cannot be read
        one = Scored(emotion, row["who"])
        groups[row["step"]][""].append(one)
        if row["late"] is not None:
            groups[row["step"]]["late" if row["late"] else "in-time"].append(one)
    for step, parts in sorted(groups.items()):
        told = {part: _emotion(bound, step, part, members) for part, members in parts.items() if members}
        yield from told.pop("", ())
        for of_one_measure in zip(*told.values(), strict=True):
            yield from hide_one_more(of_one_measure)
    yield from _whole(bound, fetched)


class Scored(NamedTuple):
    """A score read as emotion, and who gave it."""

    emotion: float
    who: int


def _emotion(bound: Bound, step: str, among: str, scored: list[Scored]) -> tuple[MeasureRow, MeasureRow]:
    from footpath.stats import mean, share

    told = mean([one.emotion for one in scored], [one.who for one in scored], bounds=(-2.0, 2.0))
    n, customers, source = len(scored), len({one.who for one in scored}), _score_sources(bound)
    bad = share(sum(one.emotion <= BAD + 1e-9 for one in scored), n)
    return (
        bound.row(
            "step", step, "emotion-scores", _rounded(told.value), "-2..+2", n,
            low=_rounded(told.low), high=_rounded(told.high), among=among, customers=customers, source=source,
        ),
        bound.row(
            "step", step, "share-bad-scores", bad.value, "share", n,
            low=bad.low, high=bad.high, among=among, customers=customers, source=source,
        ),
    )  # fmt: skip


def _whole(bound: Bound, rows: list[dict[str, Any]]) -> Iterable[MeasureRow]:
    """Return each kind of score over the whole journey; no average over different scales."""
    from footpath.voice import summarise

    kinds: dict[tuple[str, float, float], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        kinds[row["question_kind"], row["scale_min"], row["scale_max"]].append(row)
    for (kind, low, high), members in sorted(kinds.items()):
        told = summarise([r["value"] for r in members], kind, (low, high), [r["who"] for r in members])
        name = {"rating": "score"}.get(kind, kind)
        yield bound.row(
            "journey", str(bound.journey.id), name, _rounded(told.estimate.value), told.unit, told.answers,
            low=_rounded(told.estimate.low), high=_rounded(told.estimate.high),
            customers=len({r["who"] for r in members}), source=_score_sources(bound),
        )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _score_sources(bound: Bound) -> str:
    return ", ".join(sorted(str(one.source.id) for one in bound.evidence.prepared if one.answers is not None))


SCORES = Measure(DEFINITIONS, rows, needs=frozenset({"answers"}))
