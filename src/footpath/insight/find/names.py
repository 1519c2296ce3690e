"""Names known in the field: which stage an event belongs to, and how a customer would say the step.

A table of words (`find.names_known`), not of events: `order_delivered_customer_date` is recognised by *delivered*. Stages
are those of METHOD's usual sets, in the order people live them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["begin", "wanted", "unwanted", "later", "trouble", "between"]


@dataclass(frozen=True, slots=True)
class Name:
    """How an event is called on a map: stage, step title, what they do, channel; and what it means for the outcome.

    `kind` is *wanted* or *unwanted* where the event always ends a journey, *later* where it comes after the outcome
    (use, service), *trouble* where something goes wrong, *begin* where it usually begins one. `goal` ranks what a journey is for where nothing wanted is known
    (an order before a payment before an account; 0 is none). `ours` marks a step that the company takes, so that the
    customer waits for it.
    """

    words: tuple[str, ...]
    stage: str
    title: str
    action: str
    channel: str = ""
    kind: Kind = "between"
    ours: bool = False
    goal: int = 0


STAGES: tuple[str, ...] = (
    "Awareness of need",
    "Notice",
    "Search for a solution",
    "Study of a product",
    "Comparison with competitors",
    "Request and offer",
    "Purchase",
    "Reminder",
    "Objection",
    "Payment",
    "Delivery",
    "First use",
    "Use",
    "Contact with support",
    "Coming back",
    "Collection",
    "Leaving",
)
"""Stage titles in the order in which customers usually live them."""

_SEPARATORS = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(event: str) -> str:
    """Return an event's name as plain lower-case words: ``OrderDelivered_customer`` is ``order delivered customer``."""
    spaced = _CAMEL.sub(" ", event)
    return " ".join(part for part in _SEPARATORS.split(spaced) if part).casefold()


def known_name(event: str) -> Name | None:
    """Return the field's name for an event, or None where no word of it is known."""
    from footpath.insight.find.names_known import NAMES

    text = f" {words_of(event)} "
    for name in NAMES:
        if any(f" {word} " in text for word in name.words):
            return name
    return None


def plain_title(event: str) -> str:
    """Return a readable title for an event that nobody has a name for."""
    words = words_of(event)
    return words[:1].upper() + words[1:] if words else event


def stage_rank(stage: str) -> int:
    """Return where a stage usually stands (0 first); unknown stages stand last."""
    return STAGES.index(stage) if stage in STAGES else len(STAGES)
