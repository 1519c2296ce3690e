"""What a drafted map says in sentences: its headline, a takeaway a stage, and what it leaves open."""

from __future__ import annotations

from typing import Any

from footpath.atlas import MeasureRun
from footpath.insight.find.barriers import LOST_FROM, Sources, drafted, losses
from footpath.insight.find.plan import Plan
from footpath.insight.sentences import FEW, capital, so_many

MOST_NAMED = 6


def claim(plan: Plan, run: MeasureRun, what: str) -> str:
    """Return the headline: the worst thing that the numbers bear, said plainly; empty where they bear nothing."""
    lost = losses(plan, run)
    titles = {step.id: step.title for step in plan.steps()}
    if not plan.wanted:
        if not lost or not lost[0][2].value or lost[0][2].value < LOST_FROM:
            return ""
        _, step, row = lost[0]
        return f"{capital(so_many(row.value or 0.0, row.n, what))} go no further than “{step.title}”"
    whole = run.find("journey", str(run.journey), "share-going-on")
    if whole is None or whole.value is None or whole.n < FEW:
        return ""
    head = f"{capital(so_many(whole.value, whole.n, what))} come to “{titles[plan.wanted[0]]}”"
    if not lost or whole.value >= 1 - LOST_FROM:
        return head
    most, step, _ = lost[0]
    share = most / max(1.0, sum(number for number, _, _ in lost))
    if share < 0.2:
        return f"{head}; the others are lost on all parts of the way"
    who = "nearly all others are" if share >= 0.9 else "most others are" if share > 0.5 else "more are"
    than = "" if share > 0.5 else " than anywhere else"
    return f"{head}; {who} lost after “{step.title}”{than}"


def takeaway(plan: Plan, index: int, run: MeasureRun, sources: Sources, what: str) -> dict[str, Any] | None:
    """Return one sentence for a stage: how many who come to it go on, where that was counted and not all do."""
    stage = plan.stages[index]
    row = run.find("stage", stage.id, "share-going-on")
    if row is None or row.value is None or row.n < FEW or row.value >= 0.995:
        return None
    if stage.steps[0].id in plan.after_the_end():
        return None  # nobody has to go on from there
    ends = [step.title for step in stage.steps if step.id in plan.wanted]
    verb = f"come to “{ends[0]}”" if ends else "go on from here"
    text = f"{capital(so_many(row.value, row.n, what))} {verb}"
    return drafted(text, {"source": sources.events, "measure": "share-going-on"})


def open_questions(plan: Plan, run: MeasureRun, sources: Sources, kinds: int = 0) -> list[str]:
    """Return what the evidence does not say, as questions for the team; they lie in the journey's inbox."""
    asked = []
    seen = plan.seen()
    if seen and plan.steps()[0].event is None:
        asked.append(
            f"What happens before “{seen[0].title}”? No event tells: ask how they came to know of us."
        )
    silent = [step.title for step in seen if run.find("step", step.id, "emotion-scores") is None]
    if silent and sources.scores:
        asked.append(f"How do they feel at: {named(silent)}? Nobody was asked there.")
    elif not sources.scores:
        asked.append(
            "How do they feel at each step? No scores yet: add answers or reviews with footpath listen add."
        )
    asked.append(
        "What do they think and want at each step? Events cannot tell: five talks with customers would."
    )
    told = left_out(plan, kinds)
    if told:
        asked.append(f"Left out, since few had them or the map would be too long: {told}. Do they matter?")
    return asked


def left_out(plan: Plan, kinds: int = 0) -> str:
    """Return which kinds of event no step stands for, the most frequent by name; empty where there are none.

    Parameters
    ----------
    kinds
        How many kinds of event there are in all, where that is more than were looked at.
    """
    missing = max(len(plan.left_out), kinds - len({step.touchpoint for step in plan.seen()}))
    return named([fact.event for fact in plan.left_out], missing)


def named(texts: list[str], of: int | None = None) -> str:
    """Return a few of the texts and how many more there are."""
    more = (len(texts) if of is None else of) - min(len(texts), MOST_NAMED)
    shown = "; ".join(texts[:MOST_NAMED])
    return f"{shown} and {more:,} more" if more > 0 else shown
