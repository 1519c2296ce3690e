"""The roles that a lane may have, in their usual order, and what follows from each.

A role says what the cells of a lane mean; the lines of a blueprint are derived from the roles, never drawn by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["customer", "frontstage", "backstage", "support", "ours", "any"]
CellKind = Literal["text", "emotion", "criticality", "barrier", "reference", "number", "image"]


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its id, the title a lane gets where the house gives none, whose side it is on, what its cells hold.

    `library` names the library whose ids the cells of a reference lane hold.
    """

    id: str
    title: str
    side: Side
    cell: CellKind = "text"
    library: Literal["touchpoints", "channels", "opportunities", "departments", ""] = ""


_ROLES = (
    Role("goal", "What they want", "customer"),
    Role("motive", "Why it matters to them", "customer"),
    Role("interest", "What interests them", "customer"),
    Role("concern", "What worries them", "customer"),
    Role("spending", "What they spend time and money on", "customer"),
    Role("action", "What they do", "customer"),
    Role("thought", "What they think", "customer"),
    Role("emotion", "How they feel", "customer", "emotion"),
    Role("quote", "What they say", "customer"),
    Role("touchpoint", "Where we meet", "customer", "reference", "touchpoints"),
    Role("channel", "By which channel", "customer", "reference", "channels"),
    Role("artefact", "What they hold", "customer"),
    Role("duration", "How long it takes", "customer"),
    Role("expectation", "What they expect", "customer"),
    Role("barrier", "What gets in the way", "customer", "barrier"),
    Role("driver", "What carries them on", "customer"),
    Role("criticality", "How much it decides", "customer", "criticality"),
    Role("measure", "What is measured", "customer", "number"),
    Role("our-zone", "Where we could belong", "ours"),
    Role("message", "What we should say", "ours"),
    Role("brand-goal", "What we aim for", "ours"),
    Role("opportunity", "What we could do", "ours", "reference", "opportunities"),
    Role("owner", "Who answers for it", "ours"),
    Role("frontstage-people", "Our people they meet", "frontstage"),
    Role("frontstage-system", "Our systems they meet", "frontstage"),
    Role("backstage-people", "Our people behind", "backstage"),
    Role("backstage-system", "Our systems behind", "backstage"),
    Role("support", "What supports us", "support"),
    Role("policy", "Rules we keep", "support"),
    Role("risk", "What could go wrong", "support"),
    Role("takeaway", "In one sentence", "any"),
    Role("text", "Note", "any"),
    Role("number", "Figure", "any", "number"),
    Role("image", "Picture", "any", "image"),
)

ROLES: dict[str, Role] = {role.id: role for role in _ROLES}
"""Every role by id, in the usual order of lanes."""

DEFAULT_LANES: tuple[str, ...] = (
    "action",
    "thought",
    "emotion",
    "touchpoint",
    "barrier",
    "driver",
    "criticality",
    "opportunity",
    "takeaway",
)
"""The lanes of a journey that names none."""
