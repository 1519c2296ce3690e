"""What a draft is about: its title, whom or what it follows, how long a silence ends a walk, which statuses end a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from footpath.atlas import Atlas
from footpath.base import DAY, HOUR, MINUTE, slug, unique
from footpath.evidence import case_word
from footpath.insight.find.compose import Frame
from footpath.insight.find.facts import Facts
from footpath.insight.find.plan import Plan

if TYPE_CHECKING:
    from footpath.insight.bind.evidence import Evidence

_SILENCES = (
    30 * MINUTE,
    HOUR,
    6 * HOUR,
    DAY,
    *(days * DAY for days in (3, 7, 14, 30, 60, 90, 180, 365, 730)),
)
_ID_END = re.compile(r"[\s_-]*(id|ids|no|nr|num|number|nummer|numero|número|key|code|uuid)$", re.IGNORECASE)


def frame_of(atlas: Atlas, evidence: Evidence, facts: Facts, plan: Plan, title: str | None) -> Frame:
    """Return the frame of a draft."""
    taken = {str(journey.id) for journey in atlas.journeys}
    case = next(
        (one.source.case for one in evidence.prepared if one.events is not None and one.source.case), None
    )
    follows = "customer" if facts.follows == "customer" else singular(case or "case")
    wanted, unwanted = _statuses(evidence, facts)
    return Frame(
        id=unique(slug(title or f"{follows} journey"), taken),
        title=title or _title(plan),
        persona=unique("customers", {str(persona.id) for persona in atlas.personas}),
        follows=follows,
        what=plural(follows),
        silence=silence_text(round_silence(facts.silence_us)),
        wanted=wanted,
        unwanted=unwanted,
        kinds=facts.kinds,
        walkers=facts.total,
    )


def _title(plan: Plan) -> str:
    titles = {step.id: step.title for step in plan.seen()}
    first = plan.seen()[0].title
    if not plan.wanted:
        return f"“{first.removesuffix(' for the first time')}”, and coming back"
    last = titles[plan.wanted[0]]
    if plan.begins is None:
        return f"The way to “{last}”"
    return f"From “{titles[plan.begins]}” to “{last}”" if titles[plan.begins] != last else last


def _statuses(evidence: Evidence, facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the statuses of cases that are ends, as the sources name them, if any case has them."""
    seen = {status for status, _ in facts.statuses}
    wanted: list[str] = []
    unwanted: list[str] = []
    for one in evidence.prepared:
        if one.source.outcome is not None:
            wanted += [status for status in one.source.outcome.wanted if status in seen]
            unwanted += [status for status in one.source.outcome.unwanted if status in seen]
    return tuple(wanted), tuple(unwanted)


def singular(case_column: str) -> str:
    """Return what a case column counts: ``order_id`` is *order*.

    >>> singular("order_id"), singular("TicketNo"), singular("Vorgang")
    ('order', 'ticket', 'vorgang')
    """
    known = case_word(case_column)
    if known != "case":
        return known
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", case_column)
    return _ID_END.sub("", words).replace("_", " ").strip().lower() or "case"


def plural(noun: str) -> str:
    """Return a noun in the plural: order, orders; query, queries."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"


def round_silence(us: float) -> int:
    """Return the next usual duration above: people set 30 days, not 26.4."""
    return next((silence for silence in _SILENCES if silence >= us), _SILENCES[-1])


def silence_text(us: int) -> str:
    """Return a duration as the document writes it."""
    if us >= DAY:
        return f"{us // DAY} days" if us > DAY else "1 day"
    return f"{us // HOUR} hours" if us >= HOUR else f"{us // MINUTE} min"
