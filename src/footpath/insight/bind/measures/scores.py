"""How people feel at a step: scores mapped to -2..+2, and the scores themselves by their kind.

Means with an interval from resampling customers; scores and words are two series, never pooled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from footpath.atlas import MeasureRow
from footpath.insight.bind.bound import Bound
from footpath.insight.bind.measures.types import Measure
from footpath.insight.bind.ties import tie

PARTS = ("", "late", "in-time")


DEFINITIONS = {
    "emotion-scores": "The mean of the scores tied to this step, read on a scale from -2 to +2 (the lowest score is "
    "-2, the highest +2, in equal steps). A score about a case belongs to the step that the case came to last; a "
    "customer's other scores to the last step before they were given. The interval comes from resampling customers.",
    "share-bad-scores": "Of the scores tied to this step, the share in the lowest two fifths of the scale (1 or 2 of 5).",
    "score": "The mean of the scores as they were given, on their own scale.",
}


def rows(bound: Bound) -> Iterable[MeasureRow]:
    """Return the measured emotion of steps, for all and for those late and in time, and the share of bad scores."""
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
            "respondent_id",
            "late",
            "value",
            "scale_min",
            "scale_max",
            "question_kind",
        )
    )
    # engines return rows in any order, and the resampling must not depend on it
    fetched.sort(key=lambda row: (row["step"], str(row["respondent_id"]), row["value"]))
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in fetched:
        groups[row["step"], ""].append(row)
        if row["late"] is not None:
            groups[row["step"], "late" if row["late"] else "in-time"].append(row)
    for (step, among), members in sorted(
        groups.items(), key=lambda item: (item[0][0], PARTS.index(item[0][1]))
    ):
        yield from _emotion(bound, step, among, members)
    yield from _whole(bound, fetched)


def _emotion(bound: Bound, step: str, among: str, rows: list[dict[str, Any]]) -> Iterable[MeasureRow]:
    from footpath.stats import mean, share
    from footpath.voice import emotion_of

    values = [emotion_of(row["value"], (row["scale_min"], row["scale_max"])) for row in rows]
    people = [_who(row) for row in rows]
    told = mean(values, people)
    n = len(values)
    customers = len(set(people))
    source = _score_sources(bound)
    yield bound.row(
        "step", step, "emotion-scores", _rounded(told.value), "-2..+2", n,
        low=_rounded(told.low), high=_rounded(told.high), among=among, customers=customers, source=source,
    )  # fmt: skip
    bad = sum(value <= -0.8 for value in values)
    bad_share = share(bad, n)
    yield bound.row(
        "step", step, "share-bad-scores", bad_share.value, "share", n,
        low=bad_share.low, high=bad_share.high, among=among, customers=customers, source=source,
    )  # fmt: skip


def _whole(bound: Bound, rows: list[dict[str, Any]]) -> Iterable[MeasureRow]:
    """Return each kind of score over the whole journey; no average over different scales."""
    from footpath.voice import summarise

    kinds: dict[tuple[str, float, float], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        kinds[row["question_kind"], row["scale_min"], row["scale_max"]].append(row)
    for (kind, low, high), members in sorted(kinds.items()):
        told = summarise([r["value"] for r in members], kind, (low, high), [_who(r) for r in members])
        name = {"rating": "score"}.get(kind, kind)
        yield bound.row(
            "journey", str(bound.journey.id), name, _rounded(told.estimate.value), told.unit, told.answers,
            low=_rounded(told.estimate.low), high=_rounded(told.estimate.high),
            customers=len({_who(r) for r in members}), source=_score_sources(bound),
        )  # fmt: skip


def _who(row: dict[str, Any]) -> str:
    return f"k{row['customer_key']}" if row["customer_key"] is not None else f"r{row['respondent_id']}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _score_sources(bound: Bound) -> str:
    return ", ".join(sorted(str(one.source.id) for one in bound.evidence.prepared if one.answers is not None))


SCORES = Measure(DEFINITIONS, rows, needs=frozenset({"answers"}))
