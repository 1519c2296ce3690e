"""What attribution counts, in words: the rule of paths, and what each model that was asked believes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footpath.base import format_duration
from footpath.mining.attribution.counts import NO_CHANNEL
from footpath.mining.attribution.shapley import EXACT_CHANNELS
from footpath.mining.within import in_words

if TYPE_CHECKING:
    from footpath.mining.attribution.question import Attribution


def definition(question: Attribution) -> str:
    """Return the definition: paths, then models."""
    return " ".join(
        [*_paths(question), *(_model(question, model) for model in question.models), *_costs(question)]
    )


def _paths(question: Attribution) -> list[str]:
    gap = format_duration(question.gap_us)
    said = [
        f"How many outcomes ({question.goal}) each {question.by} is owed. A path is the {question.by} of a customer's "
        f"sessions, each that of its first event ({NO_CHANNEL} where that has none; no name, direct included, is left "
        f"out), loops kept; a silence strictly longer than {gap} begins a new session."
    ]
    if question.goals == "first":
        said.append(
            "A customer has one path: up to and with the session that holds the first goal, or, without a goal, all "
            "sessions, to null. Later goals and sessions count in nothing."
        )
    else:
        said.append(
            "Each goal ends a path; sessions after it begin the next, which goes to null where no goal follows. Of "
            "several goals in one session the first counts."
        )
    if question.lookback_us is None:
        said.append("No lookback: a path may be as old as the data.")
    else:
        said.append(
            f"Lookback: sessions that begin more than {format_duration(question.lookback_us)} before the goal (without "
            "a goal: before the last session) are left out; the path's last session never is."
        )
    said.append(in_words("customer", question.gap_us))
    return said


def _model(question: Attribution, model: str) -> str:
    if model.startswith("markov"):
        order = {"markov": 1, "markov-2": 2, "markov-3": 3}[model]
        state = "the channel" if order == 1 else f"the last {order} channels"
        return (
            f"{model}: paths as a chain whose state is {state}; removal_effect is the part of the chance of the goal that "
            "is lost when the channel's moves go to null, solved exactly; effects overlap, so credits are shared out in "
            "proportion to them."
        )
    if model == "position":
        begin, middle, end = (f"{100 * part:g} %" for part in question.position)
        return (
            f"position: the first session has {begin}, the last {end}, those between share {middle}; one session has all, "
            "two share as first to last."
        )
    if model == "time-decay":
        return f"time-decay: a session counts half as much as one that begins {format_duration(question.half_life_us)} later."
    if model == "shapley" and question.worth == "paths":
        return (
            "shapley: a set of channels is worth the outcomes of the paths that touch no other; so each outcome is "
            "divided equally among the different channels of its path, exactly."
        )
    if model == "shapley":
        return (
            "shapley: a set of channels is worth the chance of the goal when the moves of all others go to null (chain of "
            f"order 1), and a channel has the mean of what it adds, over all orders of joining: exact up to "
            f"{EXACT_CHANNELS} channels, else {max(2, question.orders // 2) * 2:,} orders drawn with seed {question.seed}."
        )
    return {
        "first": "first: the path's first session has all.",
        "last": "last: the path's last session has all.",
        "linear": "linear: all sessions of a path have the same.",
    }[model]


def _costs(question: Attribution) -> list[str]:
    if question.costs is None:
        return []
    return [
        "cost: the sum of the table of costs over the days of the events, by the channel's name; cost_per_outcome: cost "
        "by credit."
    ]
