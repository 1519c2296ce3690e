"""What those said who were lost at a step of a funnel: remarks and scores of theirs, soon after.

Mining tells who was lost and when; voice tells what words and scores say. Only here may the two meet.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from footpath.base import DAY, format_duration
from footpath.insight.bind.ties import who
from footpath.mining import events_of

if TYPE_CHECKING:
    from footpath.engines import Workspace
    from footpath.engines.types import Table
    from footpath.mining import Funnel
    from footpath.rules import Rule


@dataclass(frozen=True, slots=True)
class SaidByLost:
    """What those said who came no further than a step (rules M268 to M270).

    Attributes
    ----------
    lost
        How many came no further, those left out who may still do (M134).
    customers, remarks, scores
        How many of them said or scored something in time, and how often; None under the floor.
    emotion, low, high
        Mean of the scores, each read on its scale as -2 to +2, with the 95 % interval over customers; None without scores.
    quotes
        Typical and extreme remarks, masked; none where fewer customers than the floor said something.
    """

    step: int
    name: str
    lost: int
    customers: int | None
    remarks: int | None
    scores: int | None
    emotion: float | None = None
    low: float | None = None
    high: float | None = None
    quotes: tuple[str, ...] = ()


def said_by_lost(
    workspace: Workspace,
    question: Funnel,
    *,
    floor: int,
    within_us: int = 30 * DAY,
    where: Rule | None = None,
    zone: str = "UTC",
    quotes: int = 3,
) -> tuple[SaidByLost, ...]:
    """Return what was said by those lost at each step but the last: a row a step, in order.

    Parameters
    ----------
    question
        A funnel in the order then or directly.
    floor
        Numbers over fewer customers are not told, and nothing of what these said.
    within_us
        How long after they came to the step a remark or score may be, the end included.
    where, zone
        As the funnel was asked.
    quotes
        At most so many a step.

    Raises
    ------
    BadInputError
        no-events; question-parameter for the order any.
    """
    lost, counts = _lost(workspace, question, where, zone)
    remarks = _tied(workspace, workspace.remarks, "said_us", ("remark_id", "text", "rating"), lost, within_us)
    answers = workspace.answers
    if answers is not None:
        answers = answers.filter(
            answers.value.notnull() & answers.scale_min.notnull() & (answers.question_kind != "choice")
        )
    scores = _tied(
        workspace,
        answers,
        "answered_us",
        ("respondent_id", "question_id", "value", "scale_min", "scale_max"),
        lost,
        within_us,
    )
    return tuple(
        _row(number, step.name, counts.get(number, 0), remarks[number], scores[number], floor, quotes)
        for number, step in enumerate(question.steps[:-1], start=1)
    )


def in_words(within_us: int) -> str:
    """Return in words what `said_by_lost` tells."""
    return (
        "Said by the lost: remarks and scores of those who came no further than a step, at most "
        f"{format_duration(within_us)} after they came to it, by the same customer (by the case, where cases are followed). "
        "emotion: the mean of their scores, each read on its scale from -2 to +2, with the 95 % interval over customers. That "
        "they said it after the step does not say that it is about the step."
    )


def _lost(
    workspace: Workspace, question: Funnel, where: Rule | None, zone: str
) -> tuple[Table, dict[int, int]]:
    """Return one row a lost: step int64, lost_us int64, and customer_key or case_id; and how many there are a step."""
    from footpath.mining.funnel.extended import OPEN, followed_groups, lost_rows

    question = replace(question, by=None, show="lost")
    rows, placed, groups = followed_groups(question, events_of(workspace, where=where, zone=zone))
    keys = list(rows.keys)
    table = lost_rows(question, placed, groups, keys)
    table = table.filter(table.next != OPEN)
    if keys == ["episode"]:
        by_case = question.walk is not None and question.walk.follows == "case"
        name = "case_id" if by_case else "customer_key"
        owners = rows.table.group_by("episode").agg(owner=rows.table[name].min())
        joined = table.inner_join(owners, "episode")
        table = joined.select("step", "lost_us", **{name: joined.owner})
    else:
        table = table.select("step", "lost_us", keys[0])
    kept = workspace.keep(table)
    counted = workspace.fetch(kept.group_by("step").agg(lost=kept.count())).to_pylist()
    return kept, {row["step"]: row["lost"] for row in counted}


def _tied(
    workspace: Workspace,
    said: Table | None,
    at: str,
    names: tuple[str, ...],
    lost: Table,
    within_us: int,
) -> dict[int, list[dict[str, Any]]]:
    """Return the rows of remarks or answers that follow a step within the time, by step, each once there."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if said is None:
        return found
    key = "case_id" if "case_id" in lost.columns else "customer_key"
    mine = lost.select(footpath_who=lost[key], step=lost.step, lost_us=lost.lost_us)
    joined = said.inner_join(mine, said[key] == mine.footpath_who)
    after = joined[at] - joined.lost_us
    met = joined.filter((after >= 0) & (after <= within_us))
    columns = dict.fromkeys(("step", "customer_key", "case_id", *names))
    rows = workspace.fetch(met.select(*columns).distinct()).to_pylist()
    rows.sort(key=lambda row: (row["step"], *(str(row[name]) for name in names)))
    for row in rows:
        found[row["step"]].append(row)
    return found


def _row(
    step: int,
    name: str,
    lost: int,
    remarks: list[dict[str, Any]],
    scores: list[dict[str, Any]],
    floor: int,
    most: int,
) -> SaidByLost:
    from footpath.stats import mean
    from footpath.voice import emotion_of

    told: dict[str, Any] = {}
    by_scores: dict[str, int] = {}
    felt: list[tuple[float, int]] = []
    for row in scores:
        emotion = emotion_of(float(row["value"]), (row["scale_min"], row["scale_max"]))
        if not math.isnan(emotion):
            felt.append((emotion, by_scores.setdefault(who(row, "respondent_id"), len(by_scores))))
    speaking = {who(row, "remark_id") for row in remarks}
    if felt and len(by_scores) >= floor:
        estimate = mean([one for one, _ in felt], [of for _, of in felt], bounds=(-2.0, 2.0))
        told = {"emotion": estimate.value, "low": estimate.low, "high": estimate.high}
    if len(speaking) >= floor:
        told["quotes"] = _quotes(remarks, most)
    # Of few nothing is told, not even how few; that nobody spoke may be known.
    everybody = len(speaking | set(by_scores))
    return SaidByLost(
        step,
        name,
        lost,
        customers=_told(everybody, everybody, floor),
        remarks=_told(len(remarks), len(speaking), floor),
        scores=_told(len(felt), len(by_scores), floor),
        **told,
    )


def _told(number: int, people: int, floor: int) -> int | None:
    return None if 0 < people < floor else number


def _quotes(remarks: list[dict[str, Any]], most: int) -> tuple[str, ...]:
    from footpath.voice import Remark, choose_quotes

    offered = [
        Remark(id=row["remark_id"], text=row["text"], customer=who(row, "remark_id"), score=row["rating"])
        for row in remarks
    ]
    return tuple(quote.text for quote in choose_quotes(offered, typical=most - most // 3, extreme=most // 3))
